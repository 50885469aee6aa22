"""An index with what its sources add to it: stacked bars, the index and its interval over them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import events as dated
from analysis.charts import marks
from analysis.charts.calendar import Calendar, calendar, day
from analysis.charts.figure import Chart
from analysis.charts.lines import timed
from analysis.charts.scale import scale, ticks
from analysis.charts.sheet import NOTHING, blank, documents, sheet, sourced
from analysis.charts.style import BASE, COLORS, FOOT, GRAY, INK, MARGIN, MOST, WIDTH, house
from analysis.charts.tables import Numbers, checked, dates, numbers, words
from analysis.charts.words import clean, fit, width
from analysis.errors import ColumnError

_PLOT = 2.3  # inches of plot, at least
_LABEL = 110.0  # points a source's name may take
_OTHERS = "others"


def index(
    table: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    title: str,
    subtitle: str | None = None,
    events: pd.DataFrame | None = None,
    group: str = "source",
    source: str | None = None,
) -> Chart:
    """A chart of an index and of what each source adds to it.

    `table` is that of indices.share: period, n_docs, index, lower, upper. `parts` is that of
    indices.contributors: period, the column `group` and points; points of a period add up to the
    index. The five largest sources have a color each, the rest one together. The line at 100 is
    the mean over the base, whose days the foot names. Periods without documents are hatched.

    Raises:
        ColumnError: for columns that are missing or of another kind, or two rows a period.

    >>> table = pd.DataFrame({"period": ["2019-06-01", "2019-07-01"], "n_docs": [10, 20],
    ...     "index": [100.0, 150.0], "lower": [50.0, 100.0], "upper": [150.0, 200.0]})
    >>> parts = pd.DataFrame({"period": ["2019-06-01", "2019-07-01"], "source": "Post",
    ...     "points": [100.0, 150.0]})
    >>> print(index(table, parts, title="Up by half").alt)
    Stacked bars of an index by month, 1 Jun 2019 to 31 Jul 2019. Highest 150 in Jul 2019, lowest \
100 in Jun 2019. Of all points: Post 100%.
    """
    words(title=title, subtitle=subtitle, source=source)
    table = checked(table, ["period", "n_docs", "index", "lower", "upper"], row="period")
    parts = checked(parts, ["period", group, "points"], row="period and source", name="parts")
    when = dates(table, "period")
    if when.duplicated().any():
        raise ColumnError("Column 'period' must have each period once.")
    with house():
        if not len(table):
            return blank(title, subtitle, source, told=f"Stacked bars without data. {NOTHING}")
        time = calendar(when, every=table.attrs.get("every"))
        at = time.starts.get_indexer(pd.DatetimeIndex(when))
        lines = np.full((4, len(time.starts)), np.nan)
        for row, name in zip(lines, ("index", "lower", "upper", "n_docs"), strict=True):
            row[at] = numbers(table, name)
        stacked = _stacked(parts, group, time)
        said = subtitle if subtitle is not None else _said(time)
        foot = sourced(
            source, f"n = {documents(float(np.nansum(lines[3])))}.", *_notes(table, lines)
        )
        return _drawn(time, lines, stacked, title, said, foot, events)


def _stacked(parts: pd.DataFrame, group: str, time: Calendar) -> list[tuple[str, Numbers]]:
    """The points of each source on the calendar, the largest first, small ones together."""
    names = ["(none)" if pd.isna(name) else clean(name) for name in parts[group]]
    wide = (
        pd.DataFrame({"at": dates(parts, "period"), "name": names, "n": numbers(parts, "points")})
        .groupby(["name", "at"])["n"]
        .sum()
    )
    series = {
        str(name): wide[name].reindex(time.starts).fillna(0.0).to_numpy(dtype=float)
        for name in dict.fromkeys(names)
    }
    order = sorted(series, key=lambda name: (-series[name].sum(), name))
    kept = order if len(order) <= MOST else order[: MOST - 1]
    found = [(name, series[name]) for name in kept]
    rest = [series[name] for name in order[len(kept) :]]
    return [*found, (f"{len(rest):,} {_OTHERS}", np.sum(rest, axis=0))] if rest else found


def _drawn(
    time: Calendar, lines: Numbers, stacked: list[tuple[str, Numbers]], title: str, subtitle: str,
    foot: list[str], events: pd.DataFrame | None,
) -> Chart:  # fmt: skip
    value, lower, upper, _ = lines
    known = value[np.isfinite(value)]
    reach = float(known.max()) if len(known) else 100.0
    bound = float(np.nanmax([reach, *upper[np.isfinite(upper)]]))
    high = max(min(bound, 2 * reach), 105.0) * 1.04
    grid = ticks(0, high)
    left = MARGIN + max(width(label, size=BASE) for _, label in grid) / 72 + 0.07
    labels = [fit(name, _LABEL) for name, _ in stacked]
    right = MARGIN + max(width(name) for name in [*labels, "index"]) / 72 + 0.1
    wide = WIDTH - left - right
    marked = dated.place(events, time, wide * 72)
    deep = time.depth(wide * 72)
    made = sheet(
        title, subtitle, foot=foot, key=marked.key, body=_PLOT + marked.height + deep,
        alt=_told(time, value, stacked),
    )  # fmt: skip
    base = made.bottom + deep
    axes = made.axes(left, base, wide, made.top - base - marked.height)
    axes.set_xlim(time.left[0], time.right[-1])
    axes.set_ylim(0, high)
    axes.set_yticks([where for where, _ in grid], [label for _, label in grid])
    axes.grid(axis="y")
    timed(axes, time)
    _bars(axes, time, stacked)
    _index(axes, time, value, lower, np.minimum(upper, high))
    _names(axes, labels)
    dated.draw(axes, marked)
    return made.chart


def _bars(axes: Axes, time: Calendar, stacked: list[tuple[str, Numbers]]) -> None:
    inset = (time.right - time.left) * 0.1
    below = np.zeros(len(time.starts))
    for place, (_, points) in enumerate(stacked):
        marks.bars(
            axes, time.left + inset, time.right - inset, below, below + points, linewidth=0,
            facecolor=COLORS[place], alpha=0.75, label="points",
        )  # fmt: skip
        below = below + points


def _index(axes: Axes, time: Calendar, value: Numbers, lower: Numbers, upper: Numbers) -> None:
    empty = ~np.isfinite(value)
    marks.gaps(axes, empty & False, empty, time.left, time.right)
    axes.axhline(100, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=3, label="base")
    known = np.isfinite(lower) & np.isfinite(upper)
    marks.strokes(
        axes, time.middle[known], lower[known], upper[known], color=INK, linewidth=1.0, zorder=4,
        label="interval",
    )  # fmt: skip
    axes.plot(
        time.middle, value, linestyle="none", marker="o", markersize=3.4, color=INK, zorder=5,
        clip_on=False, label="index",
    )  # fmt: skip


def _names(axes: Axes, labels: list[str]) -> None:
    """The sources beside the plot, from the top of the stack down, in their colors."""
    n = len(labels)
    for place, name in enumerate(labels):
        axes.annotate(
            name, (1, 1), (6, -BASE * 1.25 * (n - 1 - place) - BASE / 2), color=COLORS[place],
            xycoords="axes fraction", textcoords="offset points", va="center", fontsize=BASE,
            label="source", annotation_clip=False,
        )  # fmt: skip
    axes.annotate(
        "● index", (1, 1), (6, -BASE * 1.25 * (n + 0.6) - BASE / 2), color=GRAY,
        xycoords="axes fraction", textcoords="offset points", va="center", fontsize=FOOT,
        label="source", annotation_clip=False,
    )  # fmt: skip


def _said(time: Calendar) -> str:
    return f"Index by {time.noun} with 95% interval, and what each source adds to it"


def _notes(table: pd.DataFrame, lines: Numbers) -> list[str]:
    base = table.attrs.get("base")
    days = [pd.Timestamp(end) for end in base] if base else []
    return [
        f"100: mean from {day(days[0])} to {day(days[1])}." if days else "100: mean of the base.",
        "Hatched: no documents." if (~np.isfinite(lines[0])).any() else "",
    ]


def _told(time: Calendar, value: Numbers, stacked: list[tuple[str, Numbers]]) -> str:
    last = time.ends[-1] - pd.Timedelta(days=1)
    head = f"Stacked bars of an index by {time.noun}, {day(time.starts[0])} to {day(last)}."
    known = np.flatnonzero(np.isfinite(value))
    if not len(known):
        return f"{head} No value in any period."
    high, low = (int(known[at(value[known])]) for at in (np.argmax, np.argmin))
    written = scale(value[known])
    total = sum(float(points.sum()) for _, points in stacked)
    shares = [f"{name} {float(points.sum()) / total:.0%}" for name, points in stacked if total]
    return (
        f"{head} Highest {written.text(float(value[high]))} {time.at(high)}, lowest "
        f"{written.text(float(value[low]))} {time.at(low)}. Of all points: {', '.join(shares)}."
    )
