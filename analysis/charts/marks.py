"""What a line chart draws of one series: band, line, points; and the labels at its right end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.charts.series import Flags, Series
from analysis.charts.style import BASE, COLORS, DASHES, DOTTED, FOOT, MARKERS, SOFT, STRIP
from analysis.charts.tables import Numbers

DENSE = 1.6  # points from period to period, under which single points cannot be told apart
SOLID_FROM = 20  # documents from which a point is filled; below, its interval is the message


def draw(axes: Axes, line: Series, x: Numbers, *, place: int, of: int, spacing: float) -> None:
    """The band, the line and the points of one series."""
    color = COLORS[place]
    size = float(np.clip(0.75 * spacing, 1.5, 4.6 if of == 1 else 4.0))
    _band(axes, line, x, color, alpha=0.18 if of == 1 else 0.13 if of < 4 else 0.08)
    whole = np.where(line.complete, line.value, np.nan)
    look = {"color": color, "linewidth": 1.6, "zorder": 3}
    axes.plot(x, whole, linestyle=DASHES[place], label="line", **look)  # type: ignore[arg-type]
    cut = line.drawn & ~line.complete
    if cut.any():
        near = cut | np.roll(cut, 1) & (np.arange(len(cut)) > 0)
        near |= np.roll(cut, -1) & (np.arange(len(cut)) < len(cut) - 1)
        dotted = np.where(near, line.value, np.nan)
        axes.plot(x, dotted, linestyle=DOTTED, label="incomplete line", **look)  # type: ignore[arg-type]
    shown = line.drawn & line.complete & (alone(line.drawn) | (spacing >= DENSE))
    filled = shown & (line.n_docs >= SOLID_FROM)
    hollow = shown & ~filled
    kinds = [("filled", filled, color), ("hollow", hollow, "white"), ("incomplete", cut, "white")]
    for name, chosen, face in kinds:
        axes.plot(
            x[chosen], line.value[chosen], linestyle="none", label=name, color=color, zorder=4,
            marker="X" if name == "incomplete" else MARKERS[place],
            markersize=size * (1.5 if name == "incomplete" else 1), markerfacecolor=face,
            markeredgewidth=min(1.0, size / 3), clip_on=False,
        )  # fmt: skip


def bars(
    axes: Axes, left: Numbers, right: Numbers, low: Numbers, high: Numbers, **look: object
) -> None:
    """Bars as one shape, which keeps a long series small; those without height are left out."""
    shown = np.isfinite(high) & (high > low)
    corners = [
        np.array([(a, c), (a, d), (b, d), (b, c), (a, c)])
        for a, b, c, d in zip(left[shown], right[shown], low[shown], high[shown], strict=True)
    ]
    if corners:
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        path = Path(np.concatenate(corners), codes * len(corners))
        axes.add_patch(PathPatch(path, **look))


def strokes(axes: Axes, x: Numbers, low: Numbers, high: Numbers, **look: object) -> None:
    """Upright strokes as one shape: hundreds of single ones would make a page heavy."""
    if not len(x):
        return
    ends = np.stack([np.stack([x, low], axis=1), np.stack([x, high], axis=1)], axis=1)
    codes = [Path.MOVETO, Path.LINETO] * len(x)
    shape = Path(ends.reshape(-1, 2), codes)
    axes.add_patch(PathPatch(shape, fill=False, capstyle="butt", **look))


def gaps(axes: Axes, few: Flags, empty: Flags, left: Numbers, right: Numbers) -> None:
    """Strips behind what is missing: pale where documents are too few, hatched where none are."""
    looks = [
        (few, {"facecolor": STRIP, "edgecolor": "none", "label": "few"}),
        (empty, {"facecolor": "none", "hatch": "////", "edgecolor": "none", "label": "empty"}),
    ]
    for flags, look in looks:
        for first, last in runs(flags):
            axes.axvspan(left[first], right[last], linewidth=0, zorder=0.5, **look)  # type: ignore[arg-type]


def runs(flags: npt.ArrayLike) -> list[tuple[int, int]]:
    """First and last place of each unbroken run of true.

    >>> runs([True, True, False, True])
    [(0, 1), (3, 3)]
    """
    edges = np.diff(np.concatenate([[0], np.asarray(flags, dtype=int), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def alone(flags: Flags) -> Flags:
    """True where no neighbor is: a line through it would not be seen."""
    lonely = np.zeros(len(flags), dtype=bool)
    lonely[[first for first, last in runs(flags) if first == last]] = True
    return lonely


def name_ends(
    axes: Axes, ends: Sequence[tuple[float, float, list[str], str]], *, points: float, last: float
) -> None:
    """Words right of the plot, each at the height its line ends, pushed apart where they meet.

    Each end is (x of the last point, its y, the lines of words, color); `last` is the x of the
    last period, and a line that ends before it, or whose words were pushed, gets a leader.
    """
    low, high = axes.get_ylim()
    line = BASE * 1.2
    wanted = [(y - low) / (high - low) * points for _, y, _, _ in ends]
    tall = [line * len(words) + 2 for _, _, words, _ in ends]
    middles = apart(wanted, tall, points)
    for (x, y, words, color), middle, want in zip(ends, middles, wanted, strict=True):
        if abs(middle - want) > 2 or x < last:
            axes.annotate(
                "", (x, y), (1, middle / points), textcoords="axes fraction", zorder=2,
                arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.7, "shrinkA": 0},
                annotation_clip=False,
            )  # fmt: skip
        axes.annotate(
            "\n".join(words), (1, middle / points), (5, 0), xycoords="axes fraction",
            textcoords="offset points", va="center", color=color, fontsize=BASE,
            label="end label", linespacing=1.05, annotation_clip=False,
        )  # fmt: skip


def apart(wanted: Sequence[float], tall: Sequence[float], most: float) -> list[float]:
    """Middles as near to those wanted as can be without touching, within 0 and `most`.

    >>> apart([10, 12], [10, 10], 100)
    [6.0, 16.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    blocks: list[tuple[list[int], float]] = []
    for place in order:
        members, centre = [place], _held(wanted[place], tall[place], most)
        while blocks:
            before, at = blocks[-1]
            size, other = sum(tall[m] for m in members), sum(tall[m] for m in before)
            if at + other / 2 <= centre - size / 2 + 1e-9:
                break
            members = before + members
            centre = _held(_centre(members, wanted, tall), size + other, most)
            blocks.pop()
        blocks.append((members, centre))
    middles = [0.0] * len(wanted)
    for members, centre in blocks:
        bottom = centre - sum(tall[m] for m in members) / 2
        for member in members:
            middles[member] = bottom + tall[member] / 2
            bottom += tall[member]
    return middles


def _held(centre: float, size: float, most: float) -> float:
    """Within the axis, though a label may stand over its edge by a third of a line."""
    slack = FOOT / 3
    return float(min(max(centre, size / 2 - slack), max(most - size / 2 + slack, size / 2)))


def _centre(members: list[int], wanted: Sequence[float], tall: Sequence[float]) -> float:
    """The centre of a stack that leaves its members nearest to what they wanted, on average."""
    offsets, total = [], sum(tall[m] for m in members)
    bottom = -total / 2
    for member in members:
        offsets.append(wanted[member] - (bottom + tall[member] / 2))
        bottom += tall[member]
    return sum(offsets) / len(offsets)


def _band(axes: Axes, line: Series, x: Numbers, color: str, *, alpha: float) -> None:
    """The interval as a band; a point that stands alone gets an upright line."""
    bounded = line.drawn & np.isfinite(line.lower) & np.isfinite(line.upper)
    if not bounded.any():
        return
    single = alone(bounded)
    joined = bounded & ~single
    axes.fill_between(
        x, line.lower, line.upper, where=joined, color=color, alpha=alpha, linewidth=0,
        zorder=2, label="band",
    )  # fmt: skip
    if single.any():
        axes.vlines(
            x[single], line.lower[single], line.upper[single], color=color, alpha=0.6,
            linewidth=1.4, zorder=2, label="interval",
        )  # fmt: skip
