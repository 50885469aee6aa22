"""How much was written: documents a period as bars."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import alt, marks
from analysis.charts import events as dated
from analysis.charts.calendar import Calendar
from analysis.charts.figure import Chart
from analysis.charts.lines import timed
from analysis.charts.scale import count, ticks
from analysis.charts.series import Flags, Lines, read
from analysis.charts.sheet import NOTHING, blank, documents, nothing, room, sheet, sourced
from analysis.charts.style import BAR, BASE, COLORS, FOOT, GRAY, INK, MARGIN, WIDTH, house
from analysis.charts.tables import Numbers, numbers, words
from analysis.charts.words import width
from analysis.errors import ArgumentError

_PLOT = 1.9  # inches of plot, at least
_WRITTEN = 16.0  # points a bar needs for its number to stand over it


def volume(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    events: pd.DataFrame | None = None,
    source: str | None = None,
) -> Chart:
    """A chart of the documents in each period, as bars.

    `table` has one row a period: period, n_docs; where they are there, n_with (documents that
    match, drawn dark within the bar) and complete (bars of periods that the span cuts are
    hatched). A period with 0 documents has a ring on the axis; one that the table has no row or
    no number for is hatched from top to bottom. `events` is a table date, label.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: for several rows a period.

    >>> weekly = pd.DataFrame({"period": pd.to_datetime(["2024-06-03", "2024-06-10"]),
    ...     "n_docs": [20, 0]})
    >>> print(volume(weekly, title="Coverage stopped").alt)
    Bar chart of documents by week, 3 Jun 2024 to 16 Jun 2024 (2 weeks). Most 20 in the week of \
3 Jun 2024, fewest 0 in the week of 10 Jun 2024. n = 20 documents.
    """
    words(title=title, subtitle=subtitle, source=source)
    lines = read(table, value="n_docs", by=None)
    with house():
        if lines is None:
            return blank(title, subtitle, source, told=f"Bar chart without data. {NOTHING}")
        if len(lines.series) > 1:
            raise ArgumentError(
                f"Bars need one row a period (got {len(lines.series)} groups). "
                "Keep one group, or draw the groups with `charts.line`."
            )
        n_with = _matching(table, lines.calendar)
        told = alt.volume(lines, n_with)
        said = subtitle if subtitle is not None else _said(lines, n_with)
        return _drawn(lines, n_with, title, said, events, source, told)


def _drawn(
    lines: Lines, n_with: Numbers | None, title: str, subtitle: str,
    events: pd.DataFrame | None, source: str | None, told: str,
) -> Chart:  # fmt: skip
    n = lines.counts[0]
    high = (float(np.nanmax(n)) if np.isfinite(n).any() else 0.0) * 1.07 or 1.0
    grid = [pair for pair in ticks(0, high) if float(pair[0]).is_integer()]
    left = MARGIN + max(width(label, size=BASE) for _, label in grid) / 72 + 0.07
    wide = WIDTH - left - MARGIN - 0.05
    deep = lines.calendar.depth(wide * 72)
    marked = dated.place(events, lines.calendar, wide * 72)
    foot = sourced(source, f"n = {documents(lines.n_docs)}.", *_notes(lines))
    made = sheet(
        title, subtitle, foot=foot, key=marked.key, body=_PLOT + marked.height + deep, alt=told
    )
    base = made.bottom + deep
    axes = made.axes(left, base, wide, made.top - base - marked.height)
    axes.set_xlim(lines.calendar.left[0], lines.calendar.right[-1])
    axes.set_ylim(0, high)
    axes.set_yticks([where for where, _ in grid], [label for _, label in grid])
    axes.grid(axis="y")
    axes.spines["bottom"].set_color(INK)
    timed(axes, lines.calendar)
    _bars(axes, lines, n_with)
    if not marked.days:  # their lines would run through the numbers
        _numbers(axes, lines.calendar, lines.counts[0])
    dated.draw(axes, marked)
    return made.chart


def _bars(axes: Axes, lines: Lines, n_with: Numbers | None) -> None:
    time, n = lines.calendar, lines.counts[0]
    inset = (time.right - time.left) * 0.1
    left, right, floor = time.left + inset, time.right - inset, np.zeros(len(n))
    complete: Flags = lines.series[0].complete
    outer = BAR if n_with is not None else COLORS[0]
    whole, cut = np.where(complete, n, np.nan), np.where(complete, np.nan, n)
    marks.bars(axes, left, right, floor, whole, facecolor=outer, linewidth=0, label="n")
    marks.bars(
        axes, left, right, floor, cut, facecolor="white", edgecolor=outer, hatch="//////",
        hatchcolor=outer, linewidth=0.8, label="incomplete",
    )  # fmt: skip
    if n_with is not None:
        marks.bars(
            axes, left, right, floor, n_with, facecolor=COLORS[0], linewidth=0, label="n_with"
        )
    absent = np.isnan(n)
    marks.gaps(axes, absent & False, absent, time.left, time.right)
    zero = n == 0
    axes.plot(
        time.middle[zero], n[zero], linestyle="none", marker="o", markersize=3.2, clip_on=False,
        markerfacecolor="white", color=COLORS[0], markeredgewidth=0.9, zorder=5, label="zero",
    )  # fmt: skip
    if not np.nansum(n):
        nothing(axes)


def _numbers(axes: Axes, time: Calendar, n: Numbers) -> None:
    """The number over each bar, where bars are broad enough."""
    widest = width(count(float(np.nanmax([0, *n]))), size=FOOT)
    broad = room(axes)[0] / len(n) >= max(_WRITTEN, widest + 3)
    for where, value in zip(time.middle, n, strict=True):
        if broad and value > 0:
            axes.annotate(
                count(value), (where, value), (0, 2), textcoords="offset points", ha="center",
                fontsize=FOOT, color=GRAY, label="bar label",
            )  # fmt: skip


def _matching(table: pd.DataFrame, time: Calendar) -> Numbers | None:
    """Documents that match, on the calendar."""
    if "n_with" not in table:
        return None
    spread = np.full(len(time.starts), np.nan)
    places = time.starts.get_indexer(pd.DatetimeIndex(pd.to_datetime(table["period"])))
    spread[places] = numbers(table, "n_with")
    return spread


def _said(lines: Lines, n_with: Numbers | None) -> str:
    inside = "; dark: those that match" if n_with is not None else ""
    return f"Documents by {lines.calendar.noun}{inside}"


def _notes(lines: Lines) -> list[str]:
    n, noun = lines.counts[0], lines.calendar.noun
    cut = (~lines.series[0].complete & (n > 0)).any()
    return [
        f"Hatched bar: {noun} not complete." if cut else "",
        "Ring: no documents." if (n == 0).any() else "",
        "Hatched strip: no data." if np.isnan(n).any() else "",
    ]
