"""What could not be used, row by row, and the message when nothing could."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from analysis.errors import InputError

EXCERPT = 80  # characters shown of a rejected value: enough to find it, fits a table
REASONS_SHOWN = 5
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Problem(NamedTuple):
    """One rejected row, or one rejected file where `row` is None."""

    origin: str
    row: int | None
    reason: str
    excerpt: str


def problem(origin: str, row: int | None, reason: str, value: object = "") -> Problem:
    """A problem whose excerpt is short, on one line and without control characters.

    >>> problem("a.csv", 3, "no text", "one\\ntwo\\x00").excerpt
    'one two\\ufffd'
    """
    shown = " ".join(_UNSEEN.sub("\ufffd", str(value)[: 4 * EXCERPT]).split())
    if len(shown) > EXCERPT:
        shown = shown[: EXCERPT - 1] + "…"
    return Problem(_UNSEEN.sub("\ufffd", origin), row, reason, shown)


def table(problems: Sequence[Problem]) -> pd.DataFrame:
    """Rejected input: one row per rejected row or file, in the order met.

    Columns: origin (file, relative to what was read), row (counted from 1; missing where the
    whole file is meant), reason, excerpt.
    """
    columns = list(zip(*problems, strict=True)) or [(), (), (), ()]
    return pd.DataFrame(
        {
            "origin": pd.Series(columns[0], dtype="str"),
            "row": pd.Series(columns[1], dtype="Int64"),
            "reason": pd.Series(columns[2], dtype="str"),
            "excerpt": pd.Series(columns[3], dtype="str"),
        }
    )


def raised(found: Problem) -> InputError:
    """The error for the first rejected row, where the reader asked to stop there."""
    where = found.origin if found.row is None else f"{found.origin}, row {found.row}"
    seen = f" (found {found.excerpt!r})" if found.excerpt else ""
    return InputError(f"{where}: {found.reason}{seen}.")


def nothing_usable(read: str, problems: Sequence[Problem]) -> InputError:
    """The error for an input without one usable article."""
    if not problems:
        return InputError(f"No usable article in {read}: it holds no rows.")
    counts = Counter(found.reason for found in problems)
    reasons = [
        f"{reason} ({n} {'time' if n == 1 else 'times'})"
        for reason, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    more = f"; and {len(reasons) - REASONS_SHOWN} other reasons" * (len(reasons) > REASONS_SHOWN)
    first = problems[0]
    where = first.origin if first.row is None else f"{first.origin}, row {first.row}"
    seen = f": {first.excerpt!r}" if first.excerpt else ""
    rejected = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return InputError(
        f"No usable article in {read}; {rejected}: {'; '.join(reasons[:REASONS_SHOWN])}{more}. "
        f"First: {where}{seen}."
    )
