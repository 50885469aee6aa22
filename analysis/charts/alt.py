"""What a chart shows, in words: read aloud, and shown where a picture cannot be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.charts.calendar import day
from analysis.charts.scale import Scale, count
from analysis.charts.series import Lines, Series
from analysis.charts.tables import Numbers
from analysis.charts.words import clean

_MEASURES = {
    "mean": "mean score", "balanced": "mean score balanced by source",
    "share": "share of documents", "per_million": "occurrences per million words",
}  # fmt: skip
_SHARES = ("share_reference", "share_target")


def line(lines: Lines, value: str | Sequence[str], written: Scale) -> str:
    """The words for a line chart: span, first and last, highest and lowest, gaps, n."""
    measures = [value] if isinstance(value, str) else list(value)
    what = " and ".join(_MEASURES.get(name, name.replace("_", " ")) for name in measures)
    told = [_course(lines, one, written) for one in lines.series]
    return " ".join([f"Line chart of {what} {_span(lines)}.", *told, *_missing(lines), _n(lines)])


def volume(lines: Lines, n_with: Numbers | None) -> str:
    """The words for bars of documents: span, the most and the fewest, gaps, n."""
    n = lines.counts[0]
    known = np.flatnonzero(np.isfinite(n))
    told = []
    if len(known):
        most, least = (int(known[pick(n[known])]) for pick in (np.argmax, np.argmin))
        told = [
            f"Most {count(n[most])} {lines.calendar.at(most)}, "
            f"fewest {count(n[least])} {lines.calendar.at(least)}."
        ]
    matched = [] if n_with is None else [f"{count(np.nansum(n_with))} of them match."]
    absent = _some(int(np.isnan(n).sum()), lines, "no data")
    cut = _some(int((~lines.series[0].complete).sum()), lines, "not complete", verb=True)
    return " ".join(
        [f"Bar chart of documents {_span(lines)}.", *told, *absent, *cut, _n(lines), *matched]
    )


def distribution(groups: Sequence[tuple[str, Numbers]], value: str, written: Scale) -> str:
    """The words for two clouds of dots: n, median, mean and range of each."""
    told = [f"Dot plot of {value.replace('_', ' ')} by group."]
    for name, scores in groups:
        if not len(scores):
            told.append(f"{clean(name)}: no documents.")
            continue
        median, mean, low, high = (
            written.text(float(of(scores))) for of in (np.median, np.mean, np.min, np.max)
        )
        told.append(
            f"{clean(name)}: n = {count(len(scores))}, median {median}, mean {mean}, "
            f"from {low} to {high}."
        )
    return " ".join(told)


def movers(
    panels: Sequence[tuple[str, pd.DataFrame]], names: tuple[str, str], written: Scale
) -> str:
    """The words for terms that rise and fade: each with its two shares."""
    told = [f"Dumbbell chart of the share of documents with a term, {names[0]} and {names[1]}."]
    for direction, rows in panels:
        before, now = (np.array(rows[name], dtype=float) for name in _SHARES)
        terms = [
            f"{clean(term)} {written.text(old)} to {written.text(new)}"
            for term, old, new in zip(rows["term"], before, now, strict=True)
        ]
        told.append(f"{direction.capitalize()}: {'; '.join(terms) or 'none'}.")
    return " ".join(told)


def _span(lines: Lines) -> str:
    time = lines.calendar
    size = len(time.starts)
    last = time.ends[-1] - pd.Timedelta(days=1)
    days = f"{day(time.starts[0])} to {day(last)}" if size > 1 or time.every else day(last)
    return f"by {time.noun}, {days} ({size:,} {time.noun}{'' if size == 1 else 's'})"


def _course(lines: Lines, one: Series, written: Scale) -> str:
    """One line's course; the ends come with their intervals, the peaks with their dates."""
    places = np.flatnonzero(one.drawn)
    head = f"{one.name}: " if one.name else ""
    if not len(places):
        return f"{head}no value." if head else "No value in any period."
    first, last = int(places[0]), int(places[-1])
    if first == last:
        told = f"one value, {_valued(one, first, written)} {lines.calendar.at(first)}."
    else:
        told = f"first {_valued(one, first, written)}, last {_valued(one, last, written)}."
    if len(places) > 2:
        known = one.value[places]
        high, low = int(places[np.argmax(known)]), int(places[np.argmin(known)])
        told += (
            f" Highest {written.text(one.value[high])} {lines.calendar.at(high)}, "
            f"lowest {written.text(one.value[low])} {lines.calendar.at(low)}."
        )
    return head + (told if head else told[0].upper() + told[1:])


def _valued(one: Series, place: int, written: Scale) -> str:
    value, low, high = (float(row[place]) for row in (one.value, one.lower, one.upper))
    interval = f" ({written.text(low)} to {written.text(high)})" if np.isfinite(low + high) else ""
    return written.text(value) + interval


def _missing(lines: Lines) -> list[str]:
    """Counts of periods in which no line has a value, and of those cut by the span."""
    gone = np.all([~one.drawn for one in lines.series], axis=0)
    few = gone & np.any([one.few for one in lines.series], axis=0)
    cut = np.any([one.drawn & ~one.complete for one in lines.series], axis=0)
    return [
        *_some(int((gone & ~few).sum()), lines, "no documents"),
        *_some(int(few.sum()), lines, "too few documents for a value"),
        *_some(int(cut.sum()), lines, "not complete", verb=True),
    ]


def _some(number: int, lines: Lines, what: str, *, verb: bool = False) -> list[str]:
    if not number:
        return []
    one = number == 1
    does = ("is" if one else "are") if verb else ("has" if one else "have")
    return [f"{number:,} {lines.calendar.noun}{'' if one else 's'} {does} {what}."]


def _n(lines: Lines) -> str:
    if len(lines.groups) < 2:
        return f"n = {count(lines.n_docs)} document{'' if lines.n_docs == 1 else 's'}."
    each = np.nansum(lines.counts, axis=1)
    parts = [f"{name} {count(n)}" for name, n in zip(lines.groups, each, strict=True)]
    return f"Documents: {', '.join(parts)}."
