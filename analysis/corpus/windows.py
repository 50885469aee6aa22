"""Stretches of days: what "2019-06" begins with and ends with."""

from __future__ import annotations

import re
from datetime import datetime

import pandas as pd

from analysis.corpus import dates
from analysis.errors import ArgumentError

Span = tuple[pd.Timestamp, pd.Timestamp]
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_INSTANT = pd.Timedelta(microseconds=1)


def bounds(start: object, end: object) -> Span:
    """The first and last moment of the window, both included.

    A year, a month or a day stands for all of it.

    Raises:
        ArgumentError: for what is no date, and where the window ends before it begins.
    """
    first, last = _edges("start", start)[0], _edges("end", end)[1]
    if first > last:
        raise ArgumentError(f"The window ends before it begins (got {start!r} to {end!r}).")
    return first, last


def days(date: pd.Series[pd.Timestamp]) -> Span:
    """The first and last day of the dates; NaT twice where there are none."""
    if date.empty:
        return pd.NaT, pd.NaT  # type: ignore[return-value]
    return date.min().normalize(), date.max().normalize()


def cut(span: Span, first: pd.Timestamp, last: pd.Timestamp) -> Span:
    """The part of the span within the window; NaT twice where they do not meet."""
    lower, upper = max(span[0], first.normalize()), min(span[1], last.normalize())
    return (lower, upper) if lower <= upper else (pd.NaT, pd.NaT)  # type: ignore[return-value]


def _edges(name: str, given: object) -> Span:
    if isinstance(given, str) and (found := _PERIOD.fullmatch(given.strip())):
        year, month = int(found[1]), int(found[2] or 1)
        if not (1 <= year < 9999 and 1 <= month <= 12):
            raise _no_date(name, given)
        first = pd.Timestamp(datetime(year, month, 1))
        length = pd.DateOffset(months=1) if found[2] else pd.DateOffset(years=1)
        return first, first + length - _INSTANT
    moment = dates.instant(given)
    if not isinstance(moment, datetime):
        raise _no_date(name, given)
    first = pd.Timestamp(moment)
    whole = first == first.normalize() and not (isinstance(given, str) and ":" in given)
    return first, first + pd.Timedelta(days=1) - _INSTANT if whole else first


def _no_date(name: str, given: object) -> ArgumentError:
    return ArgumentError(
        f"`{name}` must be a date such as '2019-06-30', '2019-06' or '2019' (got {given!r})."
    )
