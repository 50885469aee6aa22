"""A table of rows and columns as a field of shaded cells with their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from analysis.charts.calendar import MONTHS
from analysis.charts.figure import Chart
from analysis.charts.scale import Scale, count, scale
from analysis.charts.sheet import NOTHING, blank, room, sheet, sourced
from analysis.charts.style import BASE, COLORS, FOOT, GRAY, INK, MARGIN, WIDTH, house
from analysis.charts.tables import Numbers, checked, flags, numbers, words
from analysis.charts.words import clean, fit, width
from analysis.errors import ArgumentError, ColumnError

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

MOST = 40  # rows or columns; more are a picture of nothing
_ROW = 0.21  # inches a row takes
_HEAD = 0.3  # inches for the columns' names, or more where they stand upright
_FOOT = 0.08  # inches of air above the foot
_NAME = 130.0  # points a row's name may take
_UPRIGHT = 80.0  # points a column's name may take when it stands upright
_PERCENT = {"share"}


def matrix(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    rows: str = "term",
    columns: str = "period",
    value: str = "share",
    source: str | None = None,
) -> Chart:
    """A chart of a value for each row and column, as cells: the darker, the further from zero.

    `table` has one row a cell: the columns named by `rows`, `columns` and `value`, in the order in
    which they are drawn; where it is there, masked (cells left pale). Cells without a number are
    hatched. Values of both signs have two colors, around zero. At most 40 rows and 40 columns.

    Raises:
        ColumnError: for columns that are missing or of another kind, or two rows for one cell.
        ArgumentError: for more than 40 rows or columns.

    >>> table = pd.DataFrame({"term": ["oil", "oil"], "period": ["2019", "2020"],
    ...     "share": [0.1, 0.3]})
    >>> print(matrix(table, title="More oil").alt)
    Matrix of share, 1 term by 2 periods. Highest 30% (oil, 2020), lowest 10% (oil, 2019).
    """
    words(title=title, subtitle=subtitle, source=source)
    table = checked(table, [rows, columns, value], row="cell")
    values = numbers(table, value)
    hidden = flags(table, "masked", default=False)
    sides = [_named(table[name]) for name in (rows, columns)]
    with house():
        if not len(table):
            return blank(title, subtitle, source, told=f"Matrix without data. {NOTHING}")
        (down, down_at), (across, across_at) = sides
        if max(len(down), len(across)) > MOST:
            raise ArgumentError(
                f"A matrix shows at most {MOST} rows and columns (got {len(down)} of {rows!r}, "
                f"{len(across)} of {columns!r}). Keep those that matter."
            )
        if len(set(zip(down_at.tolist(), across_at.tolist(), strict=True))) < len(table):
            raise ColumnError(f"More than one row for one pair of {rows!r} and {columns!r}.")
        field = np.full((len(down), len(across)), np.nan)
        pale = np.zeros(field.shape, dtype=bool)
        field[down_at, across_at] = np.where(hidden, np.nan, values)
        pale[down_at, across_at] = hidden
        said = subtitle if subtitle is not None else _said(rows, columns, value)
        told = _told(field, down, across, rows, columns, value)
        foot = sourced(source, _total(table), *_notes(field, pale))
        return _drawn(field, pale, down, across, (title, said, foot, told), value in _PERCENT)


def _drawn(
    field: Numbers, pale: Flags, down: list[str], across: list[str],
    said: tuple[str, str, list[str], str], percent: bool,
) -> Chart:  # fmt: skip
    title, subtitle, foot, told = said
    written = scale(field[np.isfinite(field)], percent=percent)
    names = [fit(name, _NAME) for name in down]
    left = MARGIN + max(width(name, size=BASE) for name in names) / 72 + 0.12
    wide = WIDTH - left - MARGIN
    cell = wide * 72 / len(across)
    upright = max(width(name, size=FOOT) for name in across) > cell - 4
    heads = [fit(name, _UPRIGHT if upright else cell, size=FOOT) for name in across]
    head = max(width(name, size=FOOT) for name in heads) / 72 + 0.12 if upright else _HEAD
    deep = _ROW * len(down)
    made = sheet(title, subtitle, foot=foot, body=deep + head + _FOOT, height=0, alt=told)
    axes = made.axes(left, made.top - head - deep, wide, deep)
    axes.set_xlim(0, len(across))
    axes.set_ylim(len(down), 0)
    axes.set_xticks([])
    axes.set_yticks(np.arange(len(down)) + 0.5, names)
    axes.spines["bottom"].set_visible(False)
    _cells(axes, field, pale, written)
    for place, name in enumerate(heads):
        axes.annotate(
            name, (place + 0.5, 0), (0, 4), textcoords="offset points", fontsize=FOOT, color=GRAY,
            ha="center", va="bottom", rotation=90 if upright else 0, label="column",
            annotation_clip=False,
        )  # fmt: skip
    return made.chart


def _cells(axes: Axes, field: Numbers, pale: Flags, written: Scale) -> None:
    known = field[np.isfinite(field)]
    most = float(np.abs(known).max()) if len(known) else 0.0
    widest = max([width(written.text(float(value)), size=FOOT) for value in known] or [0.0])
    roomy = room(axes)[0] / field.shape[1] >= widest + 3
    above, below = (
        LinearSegmentedColormap.from_list("house", ["white", COLORS[place]]) for place in (0, 1)
    )
    for (row, column), value in np.ndenumerate(field):
        missing = not np.isfinite(value)
        depth = 0.0 if missing or not most else abs(value) / most
        look: dict[str, Any] = {
            "facecolor": "none",
            "hatch": "////",
            "edgecolor": "#cfcfcf",
            "label": "missing",
        }  # Any: what a patch takes
        if pale[row, column]:
            look = {"facecolor": "#f0f0f0", "edgecolor": "white", "label": "masked"}
        elif not missing:
            shade = (above if value > 0 else below)(0.9 * depth)
            look = {"facecolor": shade, "edgecolor": "white", "label": "cell"}
        axes.add_patch(Rectangle((column, row), 1, 1, linewidth=0.8, **look))
        if roomy and not missing:
            axes.text(
                column + 0.5, row + 0.5, written.text(float(value)), ha="center",
                va="center_baseline", fontsize=FOOT, color="white" if depth > 0.6 else INK,
                label="cell label",
            )  # fmt: skip


def _named(column: pd.Series[str]) -> tuple[list[str], Places]:
    """The distinct values as words, in order of appearance, and each row's place among them."""
    places, distinct = pd.factorize(column, use_na_sentinel=False)
    if pd.api.types.is_datetime64_any_dtype(column):
        return _dated(pd.DatetimeIndex(distinct)), places
    return ["(none)" if pd.isna(name) else clean(name) for name in distinct], places


def _dated(dates: pd.DatetimeIndex) -> list[str]:
    if (dates.day == 1).all() and (dates.month == 1).all():
        return [str(date.year) for date in dates]
    if (dates.day == 1).all():
        return [f"{MONTHS[date.month - 1]} {date.year}" for date in dates]
    return [f"{date.day} {MONTHS[date.month - 1]} {date.year}" for date in dates]


def _said(rows: str, columns: str, value: str) -> str:
    what = value.replace("_", " ").capitalize()
    return f"{what} by {rows.replace('_', ' ')} and {columns.replace('_', ' ')}"


def _total(table: pd.DataFrame) -> str:
    if "n_docs" in table:
        n = numbers(table, "n_docs")
        return f"n = {count(float(np.nanmin(n)))} to {count(float(np.nanmax(n)))} documents a cell."
    return f"n = {count(len(table))} cells."


def _notes(field: Numbers, pale: Flags) -> list[str]:
    known = field[np.isfinite(field)]
    return [
        "Blue above zero, red below." if (known < 0).any() and (known > 0).any() else "",
        "Pale: too few documents." if pale.any() else "",
        "Hatched: no value." if (~np.isfinite(field) & ~pale).any() else "",
    ]


def _told(
    field: Numbers, down: list[str], across: list[str], rows: str, columns: str, value: str
) -> str:
    sizes = [
        f"{len(names):,} {noun.replace('_', ' ')}{'' if len(names) == 1 else 's'}"
        for names, noun in ((down, rows), (across, columns))
    ]
    told = f"Matrix of {value.replace('_', ' ')}, {' by '.join(sizes)}."
    if not np.isfinite(field).any():
        return f"{told} No value in any cell."
    written = scale(field[np.isfinite(field)], percent=value in _PERCENT)
    ends = []
    for word, at in (("Highest", np.nanargmax), ("lowest", np.nanargmin)):
        row, column = np.unravel_index(at(field), field.shape)
        shown = written.text(float(field[row, column]))
        ends.append(f"{word} {shown} ({down[row]}, {across[column]})")
    gone = int((~np.isfinite(field)).sum())
    missing = f" {gone:,} cells have no value." if gone else ""
    return f"{told} {', '.join(ends)}.{missing}"
