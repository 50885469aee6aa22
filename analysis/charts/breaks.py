"""Where a series changed its level: the line, the dates with their intervals, the levels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.charts.calendar import day, days
from analysis.charts.figure import Chart
from analysis.charts.lines import line
from analysis.charts.scale import scale
from analysis.charts.style import COLORS, house
from analysis.charts.tables import checked, dates, numbers

_SHADE = COLORS[1]


def changes(
    table: pd.DataFrame,
    found: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    events: pd.DataFrame | None = None,
    value: str = "mean",
    source: str | None = None,
) -> Chart:
    """A chart of a series with the dates at which its level changed, and how sure they are.

    `table` is a series as for `charts.line`, of one line; `found` is that of changes.find, one row
    a change: date, lower, upper (of the date), before, after (levels). A change is an upright line
    in a band from lower to upper; the levels between changes are drawn flat.

    Raises:
        ColumnError: for columns that are missing or of another kind.
        ArgumentError: as `charts.line` does.

    >>> weekly = pd.DataFrame({"period": pd.date_range("2024-06-03", periods=4, freq="7D"),
    ...     "n_docs": 20, "mean": [0.1, 0.1, -0.1, -0.1]})
    >>> found = pd.DataFrame({"date": ["2024-06-17"], "lower": ["2024-06-10"],
    ...     "upper": ["2024-06-24"], "before": [0.1], "after": [-0.1]})
    >>> changes(weekly, found, title="Darker from mid-June").alt.split(". ")[-1]
    'Level changes: 17 Jun 2024 (10 Jun 2024 to 24 Jun 2024), 0.10 to −0.10.'
    """
    found = checked(found, ["date", "lower", "upper", "before", "after"], row="change",
                    name="found")  # fmt: skip
    when = {name: dates(found, name) for name in ("date", "lower", "upper")}
    before, after = numbers(found, "before"), numbers(found, "after")
    chart = line(table, title=title, subtitle=subtitle, events=events, value=value, source=source)
    if not len(found) or not chart.axes:
        chart.alt += " No change of level."
        return chart
    axes = chart.axes[0]
    first, last = axes.get_xlim()
    at, low, high = (days(pd.DatetimeIndex(moments)) for moments in when.values())
    edges = [first, *at, last]
    with house():
        for place, (where, left, right) in enumerate(zip(at, low, high, strict=True)):
            axes.axvspan(left, right, color=_SHADE, alpha=0.12, linewidth=0, label="date interval")
            axes.axvline(where, color=_SHADE, linewidth=1.2, zorder=2.5, label="change")
            spans = ((before, edges[place], where), (after, where, edges[place + 2]))
            for level, start, end in spans:
                axes.plot(
                    [start, end], [level[place]] * 2, color=_SHADE, linewidth=1.4, alpha=0.8,
                    zorder=2.6, label="level",
                )  # fmt: skip
        axes.set_xlim(first, last)
    written = scale(np.concatenate([before, after]))
    told = [
        f"{day(date)} ({day(earliest)} to {day(latest)}), {written.text(old)} to "
        f"{written.text(new)}"
        for date, earliest, latest, old, new in zip(*when.values(), before, after, strict=True)
    ]
    chart.alt += f" Level changes: {'; '.join(told)}."
    return chart
