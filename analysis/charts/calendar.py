"""The time axis: which periods a table has, how they are called, where ticks stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.dates import date2num

from analysis.charts.tables import Numbers

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOUNS = {"D": "day", "W": "week", "MS": "month", "QS": "quarter", "YS": "year", "": "period"}
_OFFSETS = {
    "D": pd.DateOffset(days=1), "W": pd.DateOffset(days=7), "MS": pd.DateOffset(months=1),
    "QS": pd.DateOffset(months=3), "YS": pd.DateOffset(years=1),
}  # fmt: skip
# Steps between ticks, from fine to coarse: (unit, how many).
_STEPS = [
    ("D", 1), ("D", 2), ("W", 1), ("W", 2), ("MS", 1), ("MS", 2), ("MS", 3), ("MS", 6),
    ("QS", 1), ("QS", 2), ("YS", 1), ("YS", 2), ("YS", 5), ("YS", 10), ("YS", 20), ("YS", 50),
    ("YS", 100),
]  # fmt: skip
_FINER = ["D", "W", "MS", "QS", "YS"]
# Points from tick to tick, at least: "24 Jun", "Jun", "Q2" or "2024", and air.
_TICK = {"D": 46.0, "W": 46.0, "MS": 33.0, "QS": 33.0, "YS": 38.0}


@dataclass(frozen=True)
class Calendar:
    """Every period from the first to the last, whether the table has a row for it or not."""

    every: str
    starts: pd.DatetimeIndex
    ends: pd.DatetimeIndex

    @property
    def noun(self) -> str:
        """What a period is called."""
        return NOUNS[self.every]

    @property
    def left(self) -> Numbers:
        """Where periods begin, in matplotlib's days."""
        return days(self.starts)

    @property
    def right(self) -> Numbers:
        """Where periods end, in matplotlib's days."""
        return days(self.ends)

    @property
    def middle(self) -> Numbers:
        """Where points stand: an event early in a period is drawn before the period's point."""
        return (self.left + self.right) / 2

    def name(self, place: int) -> str:
        """The period in words: 3 Jun 2024, the week of 3 Jun 2024, June 2024, Q2 2024, 2024."""
        start = self.starts[place]
        names = {
            "MS": f"{MONTHS[start.month - 1]} {start.year}",
            "QS": f"Q{start.quarter} {start.year}",
            "YS": f"{start.year}",
            "W": f"the week of {day(start)}",
        }
        return names.get(self.every, day(start))

    def at(self, place: int) -> str:
        """The period as a time: on 3 Jun 2024, in the week of 3 Jun 2024, in June 2024."""
        return f"{'in' if self.every in ('W', 'MS', 'QS', 'YS') else 'on'} {self.name(place)}"

    def ticks(self, points: float) -> list[tuple[float, str]]:
        """Where ticks stand and what they say, on an axis of so many points."""
        finest = _FINER.index(self.every) if self.every else 0
        fitting = [
            step
            for step in _STEPS
            if _FINER.index(step[0]) >= finest and (step[0] != "QS" or self.every == "QS")
        ]
        for unit, many in fitting:
            found = self._at(unit, many)
            if len(found) <= max(2, points / _TICK[unit]) or (unit, many) == fitting[-1]:
                break
        shift = self.middle[0] - self.left[0] if unit == self.every else 0.0
        return _labeled(found, unit, shift)

    def depth(self, points: float) -> float:
        """Inches that the ticks' labels take under such an axis."""
        return 0.4 if any("\n" in label for _, label in self.ticks(points)) else 0.27

    def _at(self, unit: str, many: int) -> pd.DatetimeIndex:
        first, last = self.starts[0], self.ends[-1]
        if unit == "W":
            weeks = pd.date_range(first - pd.Timedelta(days=first.weekday()), last, freq="7D")
            found = weeks if self.every != "W" else self.starts
            found = found[::many]
        elif unit == "D":
            found = pd.date_range(first, last, freq=f"{many}D")
        else:
            code = {"MS": "MS", "QS": "QS", "YS": "YS"}[unit]
            found = pd.date_range(first.to_period("Y").start_time, last, freq=code)
            found = found[found.year % many == 0] if unit == "YS" else found[::many]
        return found[(found >= first) & (found < last)]


def calendar(periods: pd.Series[pd.Timestamp], *, every: object = None) -> Calendar:
    """The calendar of a table's periods; `every` settles the case of one period alone."""
    unique = pd.DatetimeIndex(periods.drop_duplicates().sort_values()).as_unit("us")
    step = _step(unique, every)
    if step == "":
        gap = min(np.diff(unique), default=np.timedelta64(1, "D"))
        return Calendar("", unique, unique + pd.Timedelta(gap))
    code = f"W-{unique[0].day_name()[:3].upper()}" if step == "W" else step
    starts = pd.date_range(unique[0], unique[-1], freq=code, unit="us")
    return Calendar(step, starts, pd.DatetimeIndex([start + _OFFSETS[step] for start in starts]))


def day(date: pd.Timestamp) -> str:
    """A date in words, the same in every locale.

    >>> day(pd.Timestamp("2024-06-03"))
    '3 Jun 2024'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def days(dates: pd.DatetimeIndex) -> Numbers:
    """Dates as matplotlib counts them: days since 1970.

    >>> days(pd.DatetimeIndex(["1970-01-02T12:00"]))
    array([1.5])
    """
    return np.array(date2num(dates.to_numpy()), dtype=np.float64)  # type: ignore[no-untyped-call]


def _step(unique: pd.DatetimeIndex, every: object) -> str:
    if len(unique) < 2:
        return every if isinstance(every, str) and every in _OFFSETS else ""
    gaps = np.diff(unique) / np.timedelta64(1, "D")
    firsts = bool((unique.day == 1).all() and (unique == unique.normalize()).all())
    if firsts and (unique.month == 1).all():
        return "YS" if gaps.min() >= 365 else ""
    if firsts and (unique.quarter * 3 - 2 == unique.month).all():
        return "QS"
    if firsts:
        return "MS"
    if not (gaps % 7).any():
        return "W"
    return "" if (gaps % 1).any() else "D"


def _labeled(found: pd.DatetimeIndex, unit: str, shift: float) -> list[tuple[float, str]]:
    """Ticks with the year under the first and under each that begins a new one."""
    labels: list[tuple[float, str]] = []
    year = None
    for where, date in zip(days(found) + shift, found, strict=True):
        month = MONTHS[date.month - 1]
        word = {"D": f"{date.day} {month}", "W": f"{date.day} {month}", "MS": month}.get(unit)
        word = word or (f"Q{date.quarter}" if unit == "QS" else str(date.year))
        under = f"\n{date.year}" if date.year != year and unit != "YS" else ""
        labels.append((float(where), word + under))
        year = date.year
    return labels
