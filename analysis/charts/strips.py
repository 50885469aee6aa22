"""One claim under every setting: its estimates in order, and below each what was set."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from analysis.charts.figure import Chart
from analysis.charts.marks import strokes
from analysis.charts.scale import Scale, count, scale, ticks
from analysis.charts.sheet import blank, room, sheet, sourced
from analysis.charts.style import COLORS, FOOT, GRAY, INK, MARGIN, SOFT, STRIP, WIDTH, house
from analysis.charts.tables import Numbers, checked, numbers, words
from analysis.charts.words import clean, fit, width
from analysis.errors import ArgumentError

Flags = NDArray[np.bool_]

_PLOT = 1.7  # inches of estimates
_ROW = 0.15  # inches a setting takes
_GAP = 0.07  # inches between the choices
_NAME = 150.0  # points a setting's name may take
_MOVED = "moved"
_MOST = 40  # settings, all choices together; more cannot be read
_NOTHING = "No setting gave an estimate."


def strip(
    table: pd.DataFrame,
    *,
    title: str,
    choices: Sequence[str],
    subtitle: str | None = None,
    value: str = "difference",
    source: str | None = None,
) -> Chart:
    """A chart of one estimate under many settings, the lowest left: a point a setting.

    `table` is that of robust.multiverse, one row a setting: the column `value`, the columns named
    by `choices`; where they are there, lower and upper, and verdict (filled where "moved"). Under
    each point stands what was chosen. The share of settings that agree is a share of settings: it
    is no probability, since nobody drew them.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: for more than 40 different settings of all choices together.

    >>> table = pd.DataFrame({"lexicon": ["news", "vader"], "difference": [-0.1, -0.2],
    ...     "verdict": ["inside the noise", "moved"]})
    >>> print(strip(table, title="Both darker", choices=["lexicon"]).alt)
    Strip of difference under 2 settings, from −0.200 to −0.100. 0 above zero, 2 below; 1 moved.
    """
    words(title=title, subtitle=subtitle, source=source)
    table = checked(table, [value, *choices], row="setting")
    size = numbers(table, value)
    order = [int(at) for at in np.argsort(size, kind="stable") if np.isfinite(size[at])]
    kept = table.iloc[order].reset_index(drop=True)
    names = {choice: _settings(table[choice]) for choice in choices}
    if sum(map(len, names.values())) > _MOST:
        raise ArgumentError(
            f"A strip shows at most {_MOST} settings of all choices together "
            f"(got {sum(map(len, names.values()))}). Leave choices out."
        )
    with house():
        failed = len(table) - len(kept)
        if not len(kept):
            told = f"Strip without data. {_NOTHING}"
            total = f"n = {count(failed)} settings."
            return blank(title, subtitle, source, told=told, words=_NOTHING, total=total)
        said = subtitle if subtitle is not None else f"{clean(value).capitalize()} in each setting"
        return _drawn(kept, size[order], names, (title, said, source), value, failed)


def _drawn(
    table: pd.DataFrame, size: Numbers, names: dict[str, list[str]],
    said: tuple[str, str, str | None], value: str, failed: int,
) -> Chart:  # fmt: skip
    title, subtitle, source = said
    low, high = (
        numbers(table, name) if name in table else np.full(len(size), np.nan)
        for name in ("lower", "upper")
    )
    moved = (
        (table["verdict"] == _MOVED).to_numpy()
        if "verdict" in table
        else np.ones(len(size), dtype=bool)
    )
    written = scale(size)
    shown = [fit(name, _NAME, size=FOOT) for names_ in names.values() for name in names_]
    left = MARGIN + max([width(name, size=FOOT) for name in shown] + [40.0]) / 72 + 0.12
    wide = WIDTH - left - MARGIN
    deep = _ROW * len(shown) + _GAP * len(names)
    foot = sourced(source, _total(size, failed), *_notes(moved, low))
    told = _told(size, moved, written, value)
    made = sheet(title, subtitle, foot=foot, body=_PLOT + deep + 0.1, height=0, alt=told)
    base = made.bottom + 0.05
    axes = made.axes(left, base + deep, wide, made.top - base - deep)
    _estimates(axes, size, low, high, moved)
    _choices(made.axes(left, base, wide, deep), table, names)
    return made.chart


def _estimates(axes: Axes, size: Numbers, low: Numbers, high: Numbers, moved: Flags) -> None:
    x = np.arange(len(size), dtype=float)
    ends = np.concatenate([size, low[np.isfinite(low)], high[np.isfinite(high)], [0.0]])
    margin = (float(np.ptp(ends)) or 1.0) * 0.06
    axes.set_xlim(-0.7, len(size) - 0.3)
    axes.set_ylim(float(ends.min()) - margin, float(ends.max()) + margin)
    grid = ticks(*axes.get_ylim())
    axes.set_yticks([where for where, _ in grid], [label for _, label in grid])
    axes.set_xticks([])
    axes.grid(axis="y")
    axes.spines["bottom"].set_visible(False)
    axes.axhline(0, color=INK, linewidth=0.9, zorder=1.8, label="zero")
    bounded = np.isfinite(low) & np.isfinite(high)
    strokes(
        axes, x[bounded], low[bounded], high[bounded], color=SOFT, linewidth=1.0, zorder=2,
        label="interval",
    )  # fmt: skip
    mark = float(np.clip(room(axes)[0] / len(size) * 0.7, 1.5, 5.0))
    for name, chosen, face in (("moved", moved, COLORS[0]), ("inside", ~moved, "white")):
        axes.plot(
            x[chosen], size[chosen], linestyle="none", marker="o", markersize=mark,
            color=COLORS[0], markerfacecolor=face, markeredgewidth=min(1.0, mark / 3), zorder=4,
            label=name,
        )  # fmt: skip


def _choices(axes: Axes, table: pd.DataFrame, names: dict[str, list[str]]) -> None:
    """A row a setting, a tick in each column that chose it; pale bands tell choices apart."""
    axes.set_xlim(-0.7, len(table) - 0.3)
    total = _ROW * sum(map(len, names.values())) + _GAP * len(names)
    axes.set_ylim(total, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    top = _GAP
    mark = float(np.clip(room(axes)[0] / len(table) * 0.6, 1.2, 4.0))
    for place, (choice, settings) in enumerate(names.items()):
        deep = _ROW * len(settings)
        if place % 2 == 0:
            axes.axhspan(top, top + deep, facecolor=STRIP, linewidth=0, zorder=0)
        chosen = _words(table[choice])
        for row, setting in enumerate(settings):
            at = np.flatnonzero(chosen == setting).astype(float)
            y = top + (row + 0.5) * _ROW
            half = np.full(len(at), mark / 72 / 2)
            strokes(
                axes, at, y - half, y + half, color=INK, linewidth=mark,
                label=f"{choice}: {setting}",
            )  # fmt: skip
            axes.annotate(
                fit(setting, _NAME, size=FOOT), (0, y), (-6, 0), ha="right",
                xycoords=axes.get_yaxis_transform(), textcoords="offset points",
                va="center_baseline", fontsize=FOOT, color=GRAY, label="setting",
                annotation_clip=False,
            )  # fmt: skip
        top += deep + _GAP


def _settings(column: pd.Series[str]) -> list[str]:
    return list(dict.fromkeys(_words(column)))


def _words(column: pd.Series[str]) -> NDArray[np.object_]:
    return np.array(["none" if pd.isna(name) else clean(name) for name in column], dtype=object)


def _total(size: Numbers, failed: int) -> str:
    n = len(size)
    gone = f"; {count(failed)} without an estimate" if failed else ""
    return f"n = {count(n)} setting{'' if n == 1 else 's'}{gone}."


def _notes(moved: Flags, low: Numbers) -> list[str]:
    return [
        "Hollow: not called moved." if not moved.all() else "",
        "Upright lines: intervals." if np.isfinite(low).any() else "",
        "A share of settings is no probability.",
    ]


def _told(size: Numbers, moved: Flags, written: Scale, value: str) -> str:
    n = len(size)
    return (
        f"Strip of {clean(value)} under {count(n)} setting{'' if n == 1 else 's'}, from "
        f"{written.text(float(size[0]))} to {written.text(float(size[-1]))}. "
        f"{int((size > 0).sum()):,} above zero, {int((size < 0).sum()):,} below; "
        f"{int(moved.sum()):,} moved."
    )
