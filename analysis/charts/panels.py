"""Many terms over time, a small panel each, all on one scale."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.calendar import Calendar, calendar, day
from analysis.charts.figure import Chart
from analysis.charts.lines import timed
from analysis.charts.marks import gaps
from analysis.charts.scale import Scale, count, scale, ticks
from analysis.charts.sheet import NOTHING, blank, sheet, sourced
from analysis.charts.style import BASE, COLORS, FOOT, GRAY, INK, MARGIN, WIDTH, house
from analysis.charts.tables import Numbers, checked, dates, numbers, words
from analysis.charts.words import clean, fit, width
from analysis.errors import ArgumentError, ColumnError

MOST = 24  # panels
_ACROSS = 4
_TALL = 0.62  # inches of a panel
_HEAD = 0.22  # inches for its name
_BETWEEN = 0.16


def multiples(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    value: str = "share",
    by: str = "term",
    source: str | None = None,
) -> Chart:
    """A chart of one value for many terms: a small panel each, on one scale, with intervals.

    `table` is that of frequency.trend, one row a period and term: period, the columns `by` and
    `value`; where they are there, lower, upper and n_with (told beside each name). Panels stand in
    the order of the table, at most 24. Periods without a value are hatched.

    Raises:
        ColumnError: for columns that are missing or of another kind, or two rows for one point.
        ArgumentError: for more than 24 terms.

    >>> table = pd.DataFrame({"period": ["2019-06-01", "2019-07-01"], "term": "oil",
    ...     "share": [0.1, 0.3]})
    >>> print(multiples(table, title="More oil").alt)
    1 panel of share by month, 1 Jun 2019 to 31 Jul 2019. oil: 10% to 30%, highest 30% in Jul 2019.
    """
    words(title=title, subtitle=subtitle, source=source)
    table = checked(table, ["period", by, value], row="period and term").reset_index(drop=True)
    when = dates(table, "period")
    names = pd.Series([clean(name) for name in table[by]], dtype="object")
    order = list(dict.fromkeys(names))
    if len(order) > MOST:
        raise ArgumentError(f"Small multiples show at most {MOST} terms (got {len(order)}).")
    if pd.DataFrame({"when": when, "name": names}).duplicated().any():
        raise ColumnError(f"More than one row for a period and {by!r}.")
    with house():
        if not len(table):
            return blank(title, subtitle, source, told=f"Panels without data. {NOTHING}")
        time = calendar(when, every=table.attrs.get("every"))
        panels = [(name, _panel(table, when, names == name, value, time)) for name in order]
        said = subtitle if subtitle is not None else _said(table, value, time)
        total = f"n = {count(len(order))} term{'' if len(order) == 1 else 's'}"
        notes = _notes(table, panels)
        return _drawn(panels, time, value, (title, said, sourced(source, f"{total}.", *notes)))


def _panel(
    table: pd.DataFrame, when: pd.Series[pd.Timestamp], mine: pd.Series[bool], value: str,
    time: Calendar,
) -> Numbers:  # fmt: skip
    """Value, lower, upper and n_with on the calendar, a row each."""
    rows = np.flatnonzero(mine)
    out = np.full((4, len(time.starts)), np.nan)
    at = time.starts.get_indexer(pd.DatetimeIndex(when.iloc[rows]))
    for row, name in zip(out, (value, "lower", "upper", "n_with"), strict=True):
        if name in table:
            row[at] = numbers(table, name)[rows]
    return out


def _drawn(
    panels: list[tuple[str, Numbers]], time: Calendar, value: str,
    said: tuple[str, str, list[str]],
) -> Chart:  # fmt: skip
    title, subtitle, foot = said
    every = np.concatenate([panel[:3].ravel() for _, panel in panels])
    known = every[np.isfinite(every)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    low = min(low, 0.0)
    high = high if high > low else low + 1.0
    percent = value == "share"
    grid = ticks(low, high, most=2, percent=percent)
    left = MARGIN + max(width(label, size=FOOT) for _, label in grid) / 72 + 0.08
    across = min(_ACROSS, len(panels))
    deep = -(-len(panels) // across)
    each = (WIDTH - left - MARGIN - _BETWEEN * (across - 1)) / across
    under = time.depth(each * 72)
    body = deep * (_TALL + _HEAD) + under + 0.02
    written = scale(known, percent=percent)
    made = sheet(
        title, subtitle, foot=foot, body=body, height=0, alt=_told(panels, time, value, written)
    )
    for place, (name, panel) in enumerate(panels):
        row, column = divmod(place, across)
        start = left + column * (each + _BETWEEN)
        axes = made.axes(start, made.top - (row + 1) * (_TALL + _HEAD), each, _TALL)
        axes.set_xlim(time.left[0], time.right[-1])
        axes.set_ylim(low, high * 1.04)
        axes.set_yticks([where for where, _ in grid], [label for _, label in grid], fontsize=FOOT)
        axes.grid(axis="y")
        axes.tick_params(axis="y", labelleft=not column)
        timed(axes, time)
        lowest = place + across >= len(panels)
        axes.tick_params(axis="x", labelbottom=lowest, labelsize=FOOT, length=3 if lowest else 0)
        _course(axes, time, panel)
        _name(axes, name, panel, each * 72)
    return made.chart


def _course(axes: Axes, time: Calendar, panel: Numbers) -> None:
    value, lower, upper, _ = panel
    empty = ~np.isfinite(value)
    gaps(axes, empty & False, empty, time.left, time.right)
    axes.fill_between(
        time.middle, lower, upper, color=COLORS[0], alpha=0.18, linewidth=0, label="band"
    )
    axes.plot(
        time.middle, value, color=COLORS[0], linewidth=1.3, label="line", clip_on=False,
        marker="o", markersize=2.2 if len(value) <= 24 else 0,
    )  # fmt: skip


def _name(axes: Axes, name: str, panel: Numbers, points: float) -> None:
    n = np.nansum(panel[3])
    beside = f"  {count(float(n))}" if np.isfinite(panel[3]).any() else ""
    reach = width(beside, size=FOOT)
    shown = fit(name, points - reach, size=BASE, weight="bold")
    for words_, shift, size, color, weight in (
        (shown, 0.0, BASE, INK, "bold"),
        (beside, width(shown, size=BASE, weight="bold"), FOOT, GRAY, "normal"),
    ):
        if words_:
            axes.annotate(
                words_, (0, 1), (shift, 3), xycoords="axes fraction", textcoords="offset points",
                fontsize=size, color=color, weight=weight, label="name", annotation_clip=False,
            )  # fmt: skip


def _said(table: pd.DataFrame, value: str, time: Calendar) -> str:
    what = "Share of documents" if value == "share" else value.replace("_", " ").capitalize()
    return f"{what} by {time.noun}" + (", with interval" if "lower" in table else "")


def _notes(table: pd.DataFrame, panels: list[tuple[str, Numbers]]) -> list[str]:
    gone = any((~np.isfinite(panel[0])).any() for _, panel in panels)
    return [
        "Beside a term: documents with it." if "n_with" in table else "",
        "Hatched: no value." if gone else "",
    ]


def _told(panels: list[tuple[str, Numbers]], time: Calendar, value: str, written: Scale) -> str:
    last = time.ends[-1] - pd.Timedelta(days=1)
    n = len(panels)
    told = [
        f"{n} panel{'' if n == 1 else 's'} of {value.replace('_', ' ')} by {time.noun}, "
        f"{day(time.starts[0])} to {day(last)}."
    ]
    for name, panel in panels:
        known = np.flatnonzero(np.isfinite(panel[0]))
        if not len(known):
            told.append(f"{name}: no value.")
            continue
        first, end = (written.text(float(panel[0][known[at]])) for at in (0, -1))
        high = int(known[np.argmax(panel[0][known])])
        top = f"highest {written.text(float(panel[0][high]))} {time.at(high)}"
        told.append(f"{name}: {first} to {end}, {top}.")
    return " ".join(told)
