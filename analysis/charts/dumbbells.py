"""Terms that rise and fade: the share of documents before and now, joined by a line."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import alt
from analysis.charts.figure import Chart
from analysis.charts.scale import Scale, count, scale, ticks
from analysis.charts.sheet import blank, room, sheet, sourced
from analysis.charts.style import BASE, COLORS, FAINT, FOOT, GRAY, INK, MARGIN, WIDTH, house
from analysis.charts.tables import Numbers, checked, numbers, words
from analysis.charts.words import fit, width
from analysis.errors import ArgumentError, ColumnError, one_of

_COLUMNS = ["term", "share_target", "share_reference", "direction"]
_DIRECTIONS = {"rising": COLORS[1], "fading": COLORS[0]}
_ROW = 0.235  # inches a term takes
_HEAD = 0.36  # inches for the panel's name and the two sides' names
_TICKS = 0.25
_NAME = 120.0  # points a term may take
_BETWEEN = 0.25  # inches between the panels
_NONE = "No terms rise or fade in this span."


def movers(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    n: int = 10,
    sides: tuple[str, str] = ("before", "now"),
    source: str | None = None,
) -> Chart:
    """A chart of the terms whose share of documents changed most, up and down.

    `table` has one row a term and direction: term, share_target and share_reference (of the
    documents now and before, 0 to 1) and direction ("rising" or "fading"); where it is there,
    docs_target is told beside each term. The `n` greatest changes of each direction are drawn,
    greatest first, both panels on one scale.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: for another direction, or n below 1.

    >>> moved = pd.DataFrame({"term": ["tanker", "talks"], "share_target": [0.3, 0.05],
    ...     "share_reference": [0.1, 0.2], "direction": ["rising", "fading"]})
    >>> print(movers(moved, title="Ships replaced diplomacy").alt)
    Dumbbell chart of the share of documents with a term, before and now. Rising: tanker 10% to \
30%. Fading: talks 20% to 5%.
    """
    words(title=title, subtitle=subtitle, source=source)
    if n < 1:
        raise ArgumentError(f"`n` must be 1 or more (got {n}).")
    panels = _panels(checked(table, _COLUMNS, row="term"), n)
    said = subtitle if subtitle is not None else _said(sides)
    with house():
        if not panels:
            told = f"Dumbbell chart without data. {_NONE}"
            return blank(title, subtitle, source, told=told, words=_NONE, total="")
        return _drawn(panels, title, said, source, sides)


def _said(sides: tuple[str, str]) -> str:
    return f"Share of documents with the term, {sides[0]} and {sides[1]}"


def _panels(table: pd.DataFrame, n: int) -> list[tuple[str, pd.DataFrame]]:
    """For each direction that has any, its terms with the greatest changes, greatest first."""
    strange = [name for name in table["direction"] if name not in _DIRECTIONS]
    if strange:
        raise one_of("direction", strange[0], _DIRECTIONS)
    target, reference = numbers(table, "share_target"), numbers(table, "share_reference")
    if ((target < 0) | (target > 1) | (reference < 0) | (reference > 1)).any():
        raise ColumnError("Columns 'share_target' and 'share_reference' must be from 0 to 1.")
    rows = table.assign(
        share_target=target, share_reference=reference, _change=abs(target - reference)
    )
    rows = rows.dropna(subset=["share_target", "share_reference"])
    rows = rows.sort_values(["_change", "term"], ascending=[False, True], kind="stable")
    found = ((name, rows[rows["direction"] == name].head(n)) for name in _DIRECTIONS)
    return [(name, part) for name, part in found if len(part)]


def _drawn(
    panels: list[tuple[str, pd.DataFrame]], title: str, subtitle: str, source: str | None,
    sides: tuple[str, str],
) -> Chart:  # fmt: skip
    named = [_named(part) for _, part in panels]
    rows = max(len(part) for _, part in panels)
    shares = np.concatenate([_shares(part) for _, part in panels])
    written = scale(shares, percent=True)
    high = float(shares.max()) or 0.01
    body = _HEAD + rows * _ROW + _TICKS
    made = sheet(
        title, subtitle, foot=sourced(source, _total(panels)), body=body, height=0,
        alt=alt.movers(panels, sides, written),
    )  # fmt: skip
    reach = max(width(f"{term}{extra}", size=BASE) for names in named for term, extra in names)
    each = (WIDTH - 2 * MARGIN - _BETWEEN * (len(panels) - 1)) / len(panels)
    for place, (direction, part) in enumerate(panels):
        left = reach / 72 + 0.1
        start = MARGIN + place * (each + _BETWEEN)
        deep = len(part) * _ROW
        base = made.top - _HEAD - deep
        axes = made.axes(start + left, base, each - left, deep)
        made.text(
            start, made.top - 0.13, direction.capitalize(), size=BASE,
            color=_DIRECTIONS[direction], weight="bold",
        )  # fmt: skip
        _panel(axes, part, named[place], high, written, _DIRECTIONS[direction], sides)
    return made.chart


def _panel(
    axes: Axes, part: pd.DataFrame, names: list[tuple[str, str]], high: float, written: Scale,
    color: str, sides: tuple[str, str],
) -> None:  # fmt: skip
    beside = [written.text(value) for value in _shares(part)] + list(sides)
    air = max(width(text, size=FOOT) for text in beside) + 8
    wide = room(axes)[0]
    unit = high / max(wide - 2 * air, 20)  # share a point of width stands for
    axes.set_xlim(-air * unit, high + air * unit)
    axes.set_ylim(len(part) - 0.5, -0.5)
    axes.set_yticks([])
    grid = ticks(0, high, most=3, percent=True)
    axes.set_xticks([where for where, _ in grid], [label for _, label in grid])
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="x", color=FAINT)
    for row, (before, now) in enumerate(
        zip(part["share_reference"], part["share_target"], strict=True)
    ):
        _dumbbell(axes, row, float(before), float(now), color, written)
        _name(axes, row, *names[row])
    _sides(axes, part.iloc[0], sides, color)


def _dumbbell(axes: Axes, row: int, before: float, now: float, color: str, written: Scale) -> None:
    axes.plot([before, now], [row, row], color=color, linewidth=2.2, alpha=0.45, label="change")
    looks = [("before", before, "white"), ("now", now, color)]
    for name, value, face in looks:
        axes.plot(
            [value], [row], marker="o", markersize=6, color=color, markerfacecolor=face,
            markeredgewidth=1.3, linestyle="none", zorder=4, label=name,
        )  # fmt: skip
    for name, value, other in (("before", before, now), ("now", now, before)):
        right = value > other or (value == other and name == "now")
        axes.annotate(
            written.text(value), (value, row), (6 if right else -6, 0), va="center_baseline",
            textcoords="offset points", ha="left" if right else "right", fontsize=FOOT,
            color=INK if name == "now" else GRAY, label=f"{name} label",
        )  # fmt: skip


def _name(axes: Axes, row: int, term: str, extra: str) -> None:
    """The term left of the panel, its count after it in gray."""
    reach = width(extra, size=BASE)
    for words_, shift, color in ((term, -6 - reach, INK), (extra, -6, GRAY)):
        if words_:
            axes.annotate(
                words_, (0, row), (shift, 0), xycoords=axes.get_yaxis_transform(),
                textcoords="offset points", ha="right", va="center_baseline", color=color,
                label="term",
            )  # fmt: skip


def _sides(axes: Axes, first: pd.Series[float], sides: tuple[str, str], color: str) -> None:
    """Which dot is before and which is now, over the first pair, outward from each other."""
    before, now = float(first["share_reference"]), float(first["share_target"])
    low, high = axes.get_xlim()
    gap = abs(now - before) / (high - low) * room(axes)[0]
    shift = min(4.0, gap / 2 - 2)
    pairs = ((sides[0], before, before <= now, GRAY), (sides[1], now, before > now, color))
    for words_, value, outward_left, shade in pairs:
        axes.annotate(
            words_, (value, -0.5), (shift if outward_left else -shift, 3), color=shade,
            textcoords="offset points", ha="right" if outward_left else "left", fontsize=FOOT,
            label="side", annotation_clip=False,
        )  # fmt: skip


def _shares(part: pd.DataFrame) -> Numbers:
    return np.concatenate([part[name].to_numpy(dtype=float) for name in _COLUMNS[1:3]])


def _named(part: pd.DataFrame) -> list[tuple[str, str]]:
    counts = part["docs_target"] if "docs_target" in part else [None] * len(part)
    return [
        (fit(term, _NAME), "" if pd.isna(docs) else f"  {count(docs)}")
        for term, docs in zip(part["term"], counts, strict=True)
    ]


def _total(panels: list[tuple[str, pd.DataFrame]]) -> str:
    told = ", ".join(f"{len(part)} {name}" for name, part in panels)
    counted = any("docs_target" in part for _, part in panels)
    return f"Terms: {told}." + (" Beside a term: documents now." if counted else "")
