"""Dates as the press writes them, as instants in UTC without a zone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

import numpy as np
import pandas as pd

WOULD_DO = "ISO dates (2019-08-28) would do"
MISSING = "no date"
NOT_UNDERSTOOD = f"date not understood; {WOULD_DO}"
AMBIGUOUS = f"day and month cannot be told apart in this file; {WOULD_DO}"
TWO_DIGITS = f"a year of two digits; {WOULD_DO}"
NO_DAY = f"a date without a day; {WOULD_DO}"

LONGEST = 80  # characters; no date is longer, and patterns need not try

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
# The zones that RFC 2822 names; other abbreviations (BST, IST) have several meanings.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
          "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}  # fmt: skip
_CLOCK = (
    r"(?:[T,\s]\s*(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?\s*"
    r"(?P<zone>Z|[A-Z]{2,3}(?![\w+-])|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)?(?:\s*\([A-Z]{2,5}\))?)?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH = rf"(?P<month_name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_YEAR_FIRST = _shape(
    rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_CLOCK}"
)
_SHAPES = (
    _YEAR_FIRST,
    _shape(rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+(?P<year>\d{{4}}){_CLOCK}"),
    _shape(rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}"),
    _shape(rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}}):(?P<second>\d{{2}})"
           r"\s+(?:(?P<zone>[A-Z]{2,3}|[+-]\d{4})\s+)?(?P<year>\d{4})"),
    _shape(r"(?P<year>1[5-9]\d\d|2[01]\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"
           r"(?:T?(?P<hour>[0-2]\d)(?P<minute>\d{2})(?P<second>\d{2})(?P<zone>Z)?)?"),
)  # fmt: skip
_NUMERIC = _shape(
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<other>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_CLOCK}"
)
_SHORT_YEAR = _shape(
    rf"\d{{1,2}}([-/.])\d{{1,2}}\1\d{{2}}(?!\d).*|'?\d{{2}}([-/.])\d{{1,2}}\2\d{{1,2}}|"
    rf"{_WEEKDAY}\d{{1,2}}[\s-]+{_MONTH}[\s-]+'?\d{{2}}(?!\d).*"
    rf"|{_WEEKDAY}{_MONTH.replace('month_name', 'other_name')}\s+\d{{1,2}},?\s+'?\d{{2}}(?![\d:]).*"
)
_NO_DAY = _shape(rf"\d{{4}}(?:-\d{{1,2}})?|{_MONTH}\s+\d{{4}}")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13}|\d{15,16})(\.\d+)?", re.ASCII)
_START = datetime(1970, 1, 1)


class Dates(NamedTuple):
    """Instants (datetime64[us], UTC, missing where there is a reason) and the reasons."""

    values: np.ndarray  # Any: numpy's dtype parameter cannot name the unit
    reasons: list[str | None]


def parse(values: Sequence[object]) -> Dates:
    """The dates of one file's column; an entry per value, in order.

    ISO 8601 (with or without time and zone), RFC 2822, English month names, seconds, milliseconds
    or microseconds since 1970, and numbers such as 28/08/2019 where one date of the column tells
    day from month. A date without a time, or without a zone, is never shifted.

    >>> parse(["28 August 2019", "Wed, 28 Aug 2019 01:00:00 +0200"]).values.astype(str).tolist()
    ['2019-08-28T00:00:00.000000', '2019-08-27T23:00:00.000000']
    """
    order = _order(values)
    seen: dict[object, datetime | str] = {}
    instants = np.full(len(values), np.datetime64("NaT", "us"), dtype="datetime64[us]")
    reasons: list[str | None] = [None] * len(values)
    for position, value in enumerate(values):
        key = value if isinstance(value, str) else (type(value), str(value))
        if key not in seen:
            seen[key] = _one(value, order)
        found = seen[key]
        if isinstance(found, str):
            reasons[position] = found
        else:
            instants[position] = found
    return Dates(instants, reasons)


def instant(value: object) -> datetime | str:
    """One date that must speak for itself, or the reason why it does not."""
    return _one(value, None)


def _order(values: Sequence[object]) -> str | None:
    """Which comes first, "day" or "month"; None where the column does not tell or contradicts."""
    orders = set()
    for value in {value for value in values if isinstance(value, str)}:
        found = _NUMERIC.fullmatch(value.strip())
        if found and int(found["first"]) > 12 >= int(found["other"]):
            orders.add("day")
        elif found and int(found["other"]) > 12 >= int(found["first"]):
            orders.add("month")
    return orders.pop() if len(orders) == 1 else None


def _one(value: object, order: str | None) -> datetime | str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return MISSING
    try:
        if isinstance(value, datetime):
            exact = value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
            return exact.astimezone(UTC).replace(tzinfo=None) if exact.tzinfo else exact
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)
        text = " ".join(str(value).replace("\ufeff", "").split())
        if len(text) > LONGEST:
            return NOT_UNDERSTOOD
        return _written(text, order) if text else MISSING
    except (ValueError, OverflowError):  # 2019-02-30, 25:00, a zone that leaves year 1
        return NOT_UNDERSTOOD


def _written(text: str, order: str | None) -> datetime | str:
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _built(found.groupdict())
    if found := _NUMERIC.fullmatch(text):
        first, other = int(found["first"]), int(found["other"])
        if first <= 12 and other <= 12 and first != other and order is None:
            return AMBIGUOUS
        day_first = first > 12 or (other <= 12 and order == "day")
        day, month = (first, other) if day_first else (other, first)
        return _built(found.groupdict() | {"day": str(day), "month": str(month)})
    if found := _EPOCH.fullmatch(text):
        digits = found[1]
        unit = 10 ** {9: 6, 10: 6, 12: 3, 13: 3, 15: 0, 16: 0}[len(digits)]
        part = round(float(found[2] or 0) * unit)
        return _START + timedelta(microseconds=int(digits) * unit + part)
    if _SHORT_YEAR.fullmatch(text):
        return TWO_DIGITS
    return NO_DAY if _NO_DAY.fullmatch(text) else NOT_UNDERSTOOD


def _built(part: dict[str, str | None]) -> datetime | str:
    month = part.get("month")
    number = int(month) if month else _MONTHS[(part.get("month_name") or "").lower()]
    hour = int(part.get("hour") or 0)
    if half := part.get("half"):
        if not 1 <= hour <= 12:
            return NOT_UNDERSTOOD
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    moment = datetime(
        int(part["year"] or 0), number, int(part["day"] or 0), hour,
        int(part.get("minute") or 0), min(int(part.get("second") or 0), 59),
        int((part.get("fraction") or "0").ljust(6, "0")[:6]),
    )  # fmt: skip
    offset = _offset(part.get("zone"))
    if offset is None:
        return NOT_UNDERSTOOD
    return moment.replace(tzinfo=timezone(offset)).astimezone(UTC).replace(tzinfo=None)


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return timedelta(0)
    name = zone.lower()
    if name in _ZONES:
        return timedelta(hours=_ZONES[name])
    name = name.removeprefix("utc").removeprefix("gmt")
    if name[:1] not in {"+", "-"}:
        return None
    digits = name[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -shift if name[0] == "-" else shift
