"""Periods: where they start, whether a span holds them whole, which size suits the data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import ArgumentError, one_of

PERIODS = ("D", "W", "MS", "QS", "YS")  # from fine to coarse; weeks start on Monday
AUTO = "auto"
ENOUGH = 0.8  # "auto" takes the finest period in which this share of rows reach min_docs

Days = NDArray[np.datetime64]
# A span as callers give it: two dates, or None for the dates of the table.
Ends = Sequence[object] | None

# English whatever the machine's locale: a report reads the same everywhere.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_UNIT = {"D": "D", "MS": "M", "YS": "Y"}
_EITHER = re.compile(r"\d[/.]\d{1,2}[/.]\d{4}|\d-\d{1,2}-\d{4}")  # day or month first: nobody knows
_YEAR = re.compile(r"[0-9]{4}")
_MONDAY = np.datetime64("1969-12-29", "D")


class Span(NamedTuple):
    """The first and the last day of what was collected, both included."""

    first: np.datetime64
    last: np.datetime64


class Grid(NamedTuple):
    """Every period of a span: its first day, and whether the span holds all of it."""

    start: Days
    complete: NDArray[np.bool_]


def check(every: str) -> str:
    """The name, when it is one of 'D', 'W', 'MS', 'QS', 'YS', 'auto'.

    >>> check("W")
    'W'
    """
    if every not in (*PERIODS, AUTO):
        raise one_of("every", every, (*PERIODS, AUTO))
    return every


def starts(days: Days, every: str) -> Days:
    """The first day of the period that holds each day.

    Raises ArgumentError where `every` is not one of 'D', 'W', 'MS', 'QS', 'YS'.

    >>> print(starts(np.array(["2019-06-05", "2019-06-10"], "M8[D]"), "W"))
    ['2019-06-03' '2019-06-10']
    """
    if every not in PERIODS:
        raise one_of("every", every, PERIODS)
    days = days.astype("datetime64[D]")
    if every == "W":
        return _MONDAY + (days - _MONDAY) // np.timedelta64(7, "D") * np.timedelta64(7, "D")
    if every == "QS":
        months = days.astype("datetime64[M]").astype(np.int64)
        return (months - months % 3).astype("datetime64[M]").astype("datetime64[D]")
    return days.astype(f"datetime64[{_UNIT[every]}]").astype("datetime64[D]")


def following(first_days: Days, every: str) -> Days:
    """The first day of the period after each, given first days.

    >>> print(following(np.array(["2019-12-01"], "M8[D]"), "MS"))
    ['2020-01-01']
    """
    # No period is longer than 366 days or shorter than half of the step taken here.
    step = {"D": 1, "W": 7, "MS": 31, "QS": 92, "YS": 366}[every]
    return starts(first_days + np.timedelta64(step, "D"), every)


def preceding(start: np.datetime64, every: str, n: int) -> Days:
    """The n periods before the one that starts on a day, then that one, in order.

    >>> print(preceding(np.datetime64("2020-01-01"), "QS", 2))
    ['2019-07-01' '2019-10-01' '2020-01-01']
    """
    found = [start.astype("datetime64[D]")]
    for _ in range(n):
        day_before = np.array([found[-1] - np.timedelta64(1, "D")])
        found.append(starts(day_before, every)[0])
    return np.array(found[::-1])


def grid(span: Span, every: str) -> Grid:
    """Every period with a day in the span, in order.

    >>> grid(day_span(["2019-06-15", "2019-08-31"]), "MS").complete.tolist()
    [False, True, True]
    """
    # Stepping by days and keeping the distinct starts needs no calendar arithmetic of its own.
    every_day = np.arange(span.first, span.last + np.timedelta64(1, "D"), dtype="datetime64[D]")
    start = np.unique(starts(every_day, every))
    end = following(start, every) - np.timedelta64(1, "D")
    return Grid(start, (start >= span.first) & (end <= span.last))


def day_span(ends: Ends, *, argument: str = "span") -> Span:
    """The span from two dates, both included; "2019-06" is that whole month, "2019" that year.

    Raises ArgumentError where there are not two dates, or the first is after the last.

    >>> print(day_span(["2019-05", "2019-06"]).last)
    2019-06-30
    """
    pair = list(ends) if isinstance(ends, Sequence) and not isinstance(ends, str) else []
    if len(pair) != 2:
        raise ArgumentError(f"`{argument}` must be two dates, first and last (got {ends!r}).")
    first, last = _days_of(pair[0], argument)[0], _days_of(pair[1], argument)[1]
    if first > last:
        raise ArgumentError(f"`{argument}` must not end before it starts (got {first} to {last}).")
    return Span(first, last)


def start_of(period: object, every: str) -> np.datetime64:
    """The first day of the period that holds a date; of "2019-06", the one that holds June 1.

    Raises ArgumentError where `period` is not a date.

    >>> print(start_of("2019-06-05", "W"))
    2019-06-03
    """
    found: np.datetime64 = starts(np.array([_days_of(period, "period")[0]]), every)[0]
    return found


def finest(days: Days, group: NDArray[np.int64], n_groups: int, span: Span, min_docs: int) -> str:
    """The finest period in which 80% of the rows (periods x groups) reach `min_docs`; else 'YS'.

    >>> days = np.array(["2019-06-03", "2019-06-10"], "M8[D]")
    >>> finest(days, np.zeros(2, int), 1, day_span(["2019-06-03", "2019-06-16"]), 1)
    'W'
    """
    for every in PERIODS:
        start = grid(span, every).start
        row = np.searchsorted(start, starts(days, every)) * n_groups + group
        n_docs = np.bincount(row, minlength=len(start) * n_groups)
        if n_docs.size and np.mean(n_docs >= min_docs) >= ENOUGH:
            return every
    return PERIODS[-1]


def _days_of(given: object, argument: str) -> tuple[np.datetime64, np.datetime64]:
    """The first and last day that a date means: a month or a year when that is what was said."""
    wrong = ArgumentError(
        f"`{argument}` must be a date such as '2019-06-03' or '2019-06' (got {given!r})."
    )
    try:
        if isinstance(given, str):
            # pandas would take "June" for this year's, "" for NaT, 03/04/2019 for a day in March.
            if not _YEAR.search(given) or _EITHER.search(given):
                raise TypeError
            period = pd.Period(given)
            first, last = period.start_time, period.end_time
        elif isinstance(given, int | float):  # pandas would count nanoseconds from 1970
            raise TypeError
        else:
            first = last = pd.Timestamp(given)  # type: ignore[arg-type]  # the except is the check
    except (TypeError, ValueError):
        raise wrong from None
    if pd.isna(first) or pd.isna(last):
        raise wrong
    return _day(first), _day(last)


def _day(moment: pd.Timestamp) -> np.datetime64:
    if moment.tzinfo is not None:
        moment = moment.tz_convert("UTC").tz_localize(None)
    return np.datetime64(moment.date(), "D")


def window(
    dates: pd.Series[pd.Timestamp], period: object, *, every: str, baseline: int = 0
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which dates lie in the period, and which in the `baseline` periods before it.

    >>> dates = pd.Series(pd.to_datetime(["2019-05-31", "2019-06-05", "2019-06-12"]))
    >>> now, before = window(dates, "2019-06-10", every="W", baseline=1)
    >>> now.tolist(), before.tolist()
    ([False, False, True], [False, True, False])
    """
    first = start_of(period, every)
    last = following(np.array([first]), every)[0]
    earliest = preceding(first, every, baseline)[0]
    days = dates.to_numpy().astype("datetime64[D]")
    return (days >= first) & (days < last), (days >= earliest) & (days < first)


def latest(span: Ends, every: str) -> pd.Timestamp:
    """The first day of the last period that the span holds whole; of its last one if none is.

    >>> latest(["2019-06-01", "2019-08-15"], "MS")
    Timestamp('2019-07-01 00:00:00')
    """
    found = grid(day_span(span), every)
    whole = found.start[found.complete]
    return pd.Timestamp((whole if len(whole) else found.start)[-1])


def label(period: object, every: str) -> str:
    """The period as a reader says it.

    >>> [label("2019-06-03", every) for every in ("D", "W", "MS", "QS", "YS")]
    ['3 June 2019', 'the week of 3 June 2019', 'June 2019', 'the second quarter of 2019', '2019']
    """
    first = pd.Timestamp(start_of(period, every))
    day = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    quarter = ("first", "second", "third", "fourth")[(first.month - 1) // 3]
    return {
        "D": day,
        "W": f"the week of {day}",
        "MS": f"{MONTHS[first.month - 1]} {first.year}",
        "QS": f"the {quarter} quarter of {first.year}",
        "YS": str(first.year),
    }[every]
