"""Bursts on a time axis: a row a term, a bar from each burst's first day to its last."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import events as dated
from analysis.charts.calendar import Calendar, calendar, day, days
from analysis.charts.figure import Chart
from analysis.charts.lines import timed
from analysis.charts.sheet import blank, room, sheet, sourced
from analysis.charts.style import COLORS, FAINT, MARGIN, WIDTH, house
from analysis.charts.tables import Numbers, checked, dates, numbers, words
from analysis.charts.words import clean, fit, width
from analysis.errors import ArgumentError, ColumnError

MOST = 40  # rows
_ROW = 0.24  # inches a term takes
_NAME = 130.0  # points a term may take
_NOTHING = "No burst in this span."


def bursts(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    events: pd.DataFrame | None = None,
    span: tuple[object, object] | None = None,
    source: str | None = None,
) -> Chart:
    """A chart of bursts: when each began and ended, darker the stronger.

    `table` is that of bursts.find, one row a burst: start, end (last day), weight; where it is
    there, term (a row each, in the order of the table). `span` is the first and last day of the
    axis, by default those of the bursts. `events` is a table date, label.

    Raises:
        ColumnError: for columns that are missing or of another kind, or an end before its start.
        ArgumentError: for more than 40 terms.

    >>> found = pd.DataFrame({"start": ["2019-06-10"], "end": ["2019-06-23"], "weight": [9.0]})
    >>> print(bursts(found, title="June belonged to tankers").alt)
    Timeline of 1 burst. 10 Jun 2019 to 23 Jun 2019, weight 9.
    """
    words(title=title, subtitle=subtitle, source=source)
    table = checked(table, ["start", "end", "weight"], row="burst")
    start, end, weight = dates(table, "start"), dates(table, "end"), numbers(table, "weight")
    if (end < start).any():
        raise ColumnError("Column 'end' must not lie before 'start'.")
    names = [clean(name) for name in table["term"]] if "term" in table else [""] * len(table)
    rows = list(dict.fromkeys(names))
    if len(rows) > MOST:
        raise ArgumentError(f"A timeline shows at most {MOST} terms (got {len(rows)}).")
    with house():
        total = f"n = {len(table):,} burst{'' if len(table) == 1 else 's'}."
        if not len(table):
            told = f"Timeline without data. {_NOTHING}"
            return blank(title, subtitle, source, told=told, words=_NOTHING, total=total)
        time = _calendar(start, end, span)
        said = subtitle if subtitle is not None else "Bursts of attention, darker the stronger"
        shown = [fit(name, _NAME) for name in rows]
        left = MARGIN + max(width(name) for name in shown) / 72 + 0.12
        wide = WIDTH - left - MARGIN
        marked = dated.place(events, time, wide * 72)
        deep, low = _ROW * len(rows), time.depth(wide * 72)
        made = sheet(
            title, said, foot=sourced(source, total), key=marked.key,
            body=deep + low + marked.height, height=0, alt=_told(names, start, end, weight),
        )  # fmt: skip
        axes = made.axes(left, made.bottom + low, wide, deep)
        axes.set_xlim(time.left[0], time.right[-1])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        timed(axes, time)
        axes.set_yticks(range(len(rows)), shown)
        axes.grid(axis="x", color=FAINT)
        places = [rows.index(name) for name in names]
        _bars(axes, places, start, end, weight)
        dated.draw(axes, marked)
        return made.chart


def _calendar(
    start: pd.Series[pd.Timestamp], end: pd.Series[pd.Timestamp],
    span: tuple[object, object] | None,
) -> Calendar:  # fmt: skip
    ends = [start.min(), end.max()]
    if span is not None:
        given = dates(pd.DataFrame({"span": list(span)}), "span")
        ends = [min(given.iloc[0], ends[0]), max(given.iloc[1], ends[1])]
    first, last = (moment.normalize() for moment in ends)
    every_day = pd.Series(pd.date_range(first, last, freq="D", unit="us"))
    return calendar(every_day, every="D")


def _bars(
    axes: Axes, places: list[int], start: pd.Series[pd.Timestamp], end: pd.Series[pd.Timestamp],
    weight: Numbers,
) -> None:  # fmt: skip
    most = float(np.nanmax(weight)) if np.isfinite(weight).any() else 0.0
    left = days(pd.DatetimeIndex(start.dt.normalize()))
    right = days(pd.DatetimeIndex(end.dt.normalize())) + 1
    least = (axes.get_xlim()[1] - axes.get_xlim()[0]) / max(room(axes)[0], 1.0) * 2.5
    for place, low, high, size in zip(places, left, right, weight, strict=True):
        depth = size / most if most > 0 and np.isfinite(size) else 0.5
        axes.barh(
            place, max(high - low, least), left=low, height=0.55, color=COLORS[0],
            alpha=0.3 + 0.7 * max(depth, 0.0), linewidth=0, zorder=3, label="burst",
        )  # fmt: skip


def _told(
    names: list[str], start: pd.Series[pd.Timestamp], end: pd.Series[pd.Timestamp],
    weight: Numbers,
) -> str:  # fmt: skip
    each = []
    for name, first, last, size in zip(names, start, end, weight, strict=True):
        strength = f", weight {size:.3g}" if np.isfinite(size) else ""
        head = f"{name}: " if name else ""
        each.append(f"{head}{day(first)} to {day(last)}{strength}")
    n = len(names)
    return f"Timeline of {n:,} burst{'' if n == 1 else 's'}. {'; '.join(each)}."
