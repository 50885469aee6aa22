"""A value over time as a line, with its interval, its gaps and the documents it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import alt, marks
from analysis.charts import events as dated
from analysis.charts.calendar import Calendar
from analysis.charts.figure import Chart
from analysis.charts.scale import Scale, count, scale, ticks
from analysis.charts.series import Flags, Lines, read
from analysis.charts.sheet import NOTHING, blank, documents, nothing, room, sheet, sourced
from analysis.charts.style import BAR, BASE, COLORS, FOOT, GRAY, INK, MARGIN, WIDTH, house
from analysis.charts.tables import words
from analysis.charts.words import closed, width, wrap

_STRIP = 0.34  # inches of bars for the documents of each period
_GAP = 0.16  # inches from plot to strip, so that their numbers stay apart
_PLOT = 1.75  # inches of plot, at least
_LABEL = 105.0  # points that a name at a line's end may take
_COUNT = 7.5  # points: type of the strip
_FEW = "Too few documents in every period."
_SUBTITLES = {
    "mean": "Mean score", "balanced": "Mean score, balanced by source",
    "share": "Share of documents", "index": "Index", "per_million": "Per million words",
}  # fmt: skip


def line(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    events: pd.DataFrame | None = None,
    value: str | Sequence[str] = "mean",
    by: str | None = None,
    source: str | None = None,
) -> Chart:
    """A chart of a value over time: line, interval, and under them the documents of each period.

    `table` has a row a period (and group): period, n_docs, the column `value`; where they are
    there, lower and upper (or value_lower and value_upper), complete, masked, and the column that
    tells lines apart (`by`; found by itself in tables made here). `value` is a column, or two of
    them for one line each: ["mean", "balanced"]. At most six lines.

    A point stands in the middle of its period. It is filled from 20 documents, hollow below, a
    cross where the span cuts the period. Where there is no value the line breaks: pale strip for
    too few documents, hatched for none. `events` is a table date, label; those outside are not
    drawn.

    Raises:
        ColumnError: for columns that are missing or of another kind, or two rows for one point.
        ArgumentError: for more than six lines, or two values of several lines.

    >>> weekly = pd.DataFrame({"period": pd.to_datetime(["2024-06-03", "2024-06-10"]),
    ...     "n_docs": [20, 30], "mean": [0.1, -0.1], "lower": [0.0, -0.2], "upper": [0.2, 0.0]})
    >>> print(line(weekly, title="Coverage turned darker").alt)
    Line chart of mean score by week, 3 Jun 2024 to 16 Jun 2024 (2 weeks). First 0.10 (0.00 to \
0.20), last −0.10 (−0.20 to 0.00). n = 50 documents.
    """
    words(title=title, subtitle=subtitle, source=source)
    lines = read(table, value=value, by=by)
    with house():
        if lines is None:
            return blank(title, subtitle, source, told=f"Line chart without data. {NOTHING}")
        return _drawn(lines, title, _said(value, subtitle, lines), events, source, value)


def _drawn(
    lines: Lines, title: str, subtitle: str, events: pd.DataFrame | None, source: str | None,
    value: str | Sequence[str],
) -> Chart:  # fmt: skip
    low, high = _limits(lines)
    written = scale(np.array([low, high]), percent=lines.percent)
    labels = _labels(lines, written)
    grid = ticks(low, high, percent=lines.percent) if labels else []
    left = MARGIN + _widest([label for _, label in grid] + [count(_tallest(lines))]) / 72 + 0.07
    right = MARGIN + max([_widest(part) for _, _, part, _ in labels] + [52.0]) / 72 + 0.08
    wide = WIDTH - left - right
    deep = lines.calendar.depth(wide * 72)
    marked = dated.place(events, lines.calendar, wide * 72)
    made = sheet(
        title, subtitle, foot=sourced(source, _total(lines), *_notes(lines, low, high, wide * 72)),
        key=marked.key, body=_PLOT + marked.height + _STRIP + deep + _GAP,
        alt=alt.line(lines, value, written),
    )  # fmt: skip
    base = made.bottom + deep
    plot = made.axes(
        left, base + _STRIP + _GAP, wide, made.top - base - _STRIP - _GAP - marked.height
    )
    plot.set_xlim(lines.calendar.left[0], lines.calendar.right[-1])
    plot.set_ylim(low, high)
    _dress(plot, grid, low, high)
    _series(plot, lines, labels)
    dated.draw(plot, marked)
    _strip(made.axes(left, base, wide, _STRIP), lines)
    return made.chart


def _series(plot: Axes, lines: Lines, labels: list[tuple[float, float, list[str], str]]) -> None:
    time = lines.calendar
    marks.gaps(
        plot, _everywhere(lines, few=True), _everywhere(lines, few=False), time.left, time.right
    )
    wide, tall = room(plot)
    for place, one in enumerate(lines.series):
        spacing = wide / len(time.starts)
        marks.draw(plot, one, time.middle, place=place, of=len(lines.series), spacing=spacing)
    if labels:
        marks.name_ends(plot, labels, points=tall, last=float(time.middle[-1]))
    else:
        nothing(plot, _FEW if lines.n_docs else NOTHING)


def _strip(axes: Axes, lines: Lines) -> None:
    """The documents of each period as bars, groups stacked in the colors of their lines."""
    time, most = lines.calendar, _tallest(lines)
    axes.set_xlim(time.left[0], time.right[-1])
    axes.set_ylim(0, most or 1)
    inset = (time.right - time.left) * 0.12
    below = np.zeros(len(time.starts))
    many = len(lines.counts) > 1
    for place, row in enumerate(np.nan_to_num(lines.counts)):
        marks.bars(
            axes, time.left + inset, time.right - inset, below, below + row, linewidth=0,
            facecolor=COLORS[place] if many else BAR, alpha=0.7 if many else 1, label="n",
        )  # fmt: skip
        below = below + row
    timed(axes, time)
    axes.set_yticks([most] if most else [], [count(most)] if most else [], fontsize=_COUNT)
    axes.annotate(
        "documents", (1, 0), (5, 0), xycoords="axes fraction", textcoords="offset points",
        fontsize=FOOT, color=GRAY, label="strip label",
    )  # fmt: skip


def timed(axes: Axes, time: Calendar) -> None:
    """Ticks and their labels on an x axis that is the calendar."""
    found = time.ticks(room(axes)[0])
    axes.set_xticks([where for where, _ in found], [label for _, label in found])
    axes.tick_params(axis="x", length=3, pad=3.5)


def _dress(plot: Axes, grid: list[tuple[float, str]], low: float, high: float) -> None:
    plot.set_yticks([where for where, _ in grid], [label for _, label in grid])
    plot.grid(axis="y")
    plot.set_xticks([])
    plot.spines["bottom"].set_visible(False)
    if grid and low <= 0 <= high:
        plot.axhline(0, color=INK, linewidth=0.9, zorder=1.8, clip_on=False, label="zero")


def _labels(lines: Lines, written: Scale) -> list[tuple[float, float, list[str], str]]:
    """For each line: where it ends, and its name there, or its last value where it has none."""
    ends = []
    for place, one in enumerate(lines.series):
        if one.drawn.any():
            last = int(np.flatnonzero(one.drawn)[-1])
            value = float(one.value[last])
            said = wrap(one.name, _LABEL, lines=2, size=BASE) or [written.text(value)]
            ends.append((float(lines.calendar.middle[last]), value, said, COLORS[place]))
    return ends


def _limits(lines: Lines) -> tuple[float, float]:
    """The range of values and of bounds; bounds wider than thrice the values' range are cut."""
    values = lines.values()
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    bounds = np.concatenate([[one.lower, one.upper] for one in lines.series], axis=1)
    widths = (bounds[1] - bounds[0])[np.isfinite(bounds[0]) & np.isfinite(bounds[1])]
    reach = max(high - low, float(np.median(widths)) if len(widths) else 0.0)
    low = max(float(np.nanmin([low, *bounds[0]])), low - reach)
    high = min(float(np.nanmax([high, *bounds[1]])), high + reach)
    margin = (high - low or abs(high) or 1.0) * 0.06
    if low >= 0 and (low - margin < 0 or (lines.percent and low <= high / 2)):
        return 0.0, high + margin
    return low - margin, high + margin


def _everywhere(lines: Lines, *, few: bool) -> Flags:
    """Periods in which no line has a value: with documents, or with none."""
    missing = np.all([~one.drawn for one in lines.series], axis=0)
    some = np.any([one.few for one in lines.series], axis=0)
    return np.asarray(missing & (some if few else ~some), dtype=bool)


def _tallest(lines: Lines) -> float:
    return float(np.nan_to_num(lines.counts).sum(axis=0).max())


def _widest(texts: Sequence[str]) -> float:
    return max(width(text, size=BASE) for text in texts)


def _said(value: str | Sequence[str], subtitle: str | None, lines: Lines) -> str:
    """The caller's subtitle, or the measure and the period."""
    if subtitle is not None:
        return subtitle
    first = value if isinstance(value, str) else value[0]
    measure = _SUBTITLES.get(first, first.replace("_", " ").capitalize())
    band = any(np.isfinite(one.lower).any() for one in lines.series)
    return f"{measure} by {lines.calendar.noun}" + (", with interval" if band else "")


def _total(lines: Lines) -> str:
    """n, or n of each group: a document may count in several."""
    if len(lines.groups) < 2:
        return f"n = {documents(lines.n_docs)}."
    each = np.nansum(lines.counts, axis=1)
    parts = [f"{count(n)} {closed(name)}" for n, name in zip(each, lines.groups, strict=True)]
    return f"Documents: {', '.join(parts)}."


def _notes(lines: Lines, low: float, high: float, points: float) -> list[str]:
    """How to read the signs that this chart uses, and no others."""
    every = lines.series
    whole = [one.drawn & one.complete for one in every]
    small = [
        flags & (one.n_docs < marks.SOLID_FROM) for flags, one in zip(whole, every, strict=True)
    ]
    hollow = bool(np.any(small))
    cut = any((one.drawn & ~one.complete).any() for one in every)
    over = any((one.lower < low).any() or (one.upper > high).any() for one in every)
    noun = lines.calendar.noun
    dense = points / len(lines.calendar.starts) < marks.DENSE
    few = f"Too many {noun}s to mark each; the bars count documents."
    return [
        few if dense else "Hollow: fewer than 20 documents." if hollow else "",
        "Pale strip: too few documents." if _everywhere(lines, few=True).any() else "",
        "Hatched: no documents." if _everywhere(lines, few=False).any() else "",
        f"Cross and dots: {noun} not complete." if cut else "",
        "Some intervals run past the axis." if over else "",
        *(f"No value: {one.name}." for one in every if one.name and not one.drawn.any()),
    ]
