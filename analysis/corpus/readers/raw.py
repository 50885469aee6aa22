"""What every reader returns: columns as they stand in the input, and what did not fit them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.corpus.problems import Problem


class UnreadableError(Exception):
    """Why a whole file cannot be read; the face of the readers turns it into a problem."""


@dataclass
class Raw:
    """One table of one file: a list per column, all as long as `rows`.

    `rows` counts the input's data rows from 1 and skips what is in `problems`.
    """

    origin: str
    stem: str
    columns: dict[str, list[object]]
    rows: Sequence[int]
    problems: list[Problem] = field(default_factory=list)


def unique(names: Iterable[object]) -> list[str]:
    """The names as strings, the empty ones numbered, the repeated ones with _2, _3.

    >>> unique(["a", "", "a"])
    ['a', 'column_2', 'a_2']
    """
    taken: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, start=1):
        plain = str(name).strip().replace("\x00", "") if name is not None else ""
        wanted = plain or f"column_{position}"
        n = taken.get(wanted, 0) + 1
        final = wanted if n == 1 else f"{wanted}_{n}"
        while final in taken and n > 1:
            n += 1
            final = f"{wanted}_{n}"
        taken[wanted] = n
        taken.setdefault(final, 1)
        result.append(final)
    return result


def from_dicts(records: Sequence[dict[str, object]]) -> dict[str, list[object]]:
    """Columns in order of first appearance; a key that a record lacks is None there."""
    columns: dict[str, list[object]] = {}
    for position, record in enumerate(records):
        for key, value in record.items():
            values = columns.setdefault(key, [])
            values.extend([None] * (position - len(values)))
            values.append(value)
    for values in columns.values():
        values.extend([None] * (len(records) - len(values)))
    names = unique(columns)
    return dict(zip(names, columns.values(), strict=True))


def is_missing(value: object) -> bool:
    """True for None, NaN, NaT, pandas.NA and the empty string."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return True
    return isinstance(value, float) and math.isnan(value)


def as_text(value: object) -> str:
    """The value as text: 1.0 is "1" (an id), lists and dicts are JSON.

    >>> as_text(7.0), as_text({"a": [1]})
    ('7', '{"a": [1]}')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
