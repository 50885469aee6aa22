"""Sentences whose numbers a cell computed."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from numbers import Integral, Real
from string import Formatter

import numpy as np
import pandas as pd

from analysis.errors import ArgumentError, listed
from analysis.reporting.recorder import record_said

MISSING = "n/a"
MONTHS = (
    "January February March April May June July August September October November December".split()
)


class Share(float):
    """A part of a whole, between 0 and 1, that reads as a percentage.

    >>> number(Share(0.124)), number(Share(0.004))
    ('12%', '0.4%')
    """


class Sentence:
    """Markdown that JupyterLab and the report show as text."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return self.markdown


def say(text: str, /, **numbers: object) -> Sentence:
    """A sentence with its {fields} filled in; every number in it is recorded under its name.

    Whole numbers get a thousands comma, other numbers two or three digits, `Share` a percent sign,
    dates read 3 June 2019; a format after a colon ({tone:+.2f}) wins. The sentence is Markdown,
    what is filled in is plain text: no headline can become a link or a heading. Raises
    ArgumentError where a field has no value or a value no field.

    >>> say("**{n}** articles, {part} of them on {topic}.", n=1234, part=Share(0.25), topic="*oil*")
    **1,234** articles, 25% of them on &#42;oil&#42;.
    """
    parts = [_Part(*part) for part in _parsed(text)]
    fields = [part.field for part in parts if part.field is not None]
    _check(fields, numbers)
    shown = "".join(
        part.literal + ("" if part.field is None else _filled(part, numbers[part.field]))
        for part in parts
    )
    for name, value in numbers.items():
        if is_number(value):
            record_said(name, value, unit="share" if isinstance(value, Share) else None)
    return Sentence(shown)


def number(value: object, spec: str = "") -> str:
    """A value as a reader expects it; a format such as ".1%" wins over the defaults.

    >>> number(1234567), number(-0.456), number(None), number(pd.Timestamp("2019-06-03"))
    ('1,234,567', '−0.46', 'n/a', '3 June 2019')
    """
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, np.generic):
        value = value.item()
    if is_missing(value):
        return MISSING
    if spec:
        return _minus(format(value, spec)) if is_number(value) else format(value, spec)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, Integral):
        return _minus(f"{int(value):,}")
    if isinstance(value, Real):
        return _minus(_share(value) if isinstance(value, Share) else _float(float(value)))
    return str(value)


def is_missing(value: object) -> bool:
    """True for None, NaN, infinities, NaT and pandas' NA."""
    if value is None or value is pd.NaT or value is pd.NA:
        return True
    return isinstance(value, float | np.floating) and not math.isfinite(value)


def plain_markdown(text: object) -> str:
    r"""Text that Markdown and HTML take as it stands.

    Character references instead of backslashes: they also hold inside HTML, and a bare address
    spelled with them is not made into a link.

    >>> plain_markdown("# <b>x</b>\n")
    '&#35; &#60;b&#62;x&#60;&#47;b&#62;'
    """
    one_line = " ".join(str(text).split())
    controls = re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\ufffd", one_line)
    return re.sub(r"[!-&(-+\--/:-@\[-`{-~]", lambda found: f"&#{ord(found[0])};", controls)


class _Part:
    def __init__(self, literal: str, field: str | None, spec: str | None, conversion: str | None):
        if field is not None and (not field.isidentifier() or conversion):
            raise ArgumentError(
                f"A field is a plain name, with a format after a colon at most (got {{{field}}}); "
                "compute the value in the cell and give it a name."
            )
        self.literal, self.field, self.spec = literal, field, spec or ""


def _parsed(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(text))
    except ValueError as error:
        raise ArgumentError(
            f"The sentence {text!r} cannot be read: {error}. Write {{{{ for a brace itself."
        ) from None


def _check(fields: list[str], numbers: dict[str, object]) -> None:
    lacking = [field for field in fields if field not in numbers]
    if lacking:
        raise ArgumentError(
            f"The sentence has no value for {listed(lacking)}; it was given {listed(numbers)}."
        )
    unused = [name for name in numbers if name not in fields]
    if unused:
        raise ArgumentError(
            f"The sentence does not use {listed(unused)}; its fields are {listed(fields)}."
        )


def _filled(part: _Part, value: object) -> str:
    try:
        shown = number(value, part.spec)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"The format {part.spec!r} of {{{part.field}}} does not fit a {type(value).__name__}."
        ) from None
    return shown if is_number(value) else plain_markdown(shown)


def is_number(value: object) -> bool:
    """True for whole and real numbers, NumPy's too; a truth value is not a number."""
    if isinstance(value, bool | np.bool_):
        return False
    return isinstance(value, Real | np.number)


def _share(value: Real) -> str:
    percent = float(value) * 100
    near_an_end = 0 < abs(percent) < 1 or 99 < abs(percent) < 100
    return f"{percent:.1f}%" if near_an_end else f"{percent:.0f}%"


def _float(value: float) -> str:
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.01 or size == 0 else f"{value:.1g}"


def _minus(text: str) -> str:
    # A hyphen at the start of a line would begin a list, and is too short beside a plus.
    return "−" + text[1:] if text.startswith("-") else text
