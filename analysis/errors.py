"""What pressgauge raises, and how its messages are built.

Every message says what was wrong, what was found and what would do.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 5  # offenders named in one message; more would hide the advice that follows


class AnalysisError(Exception):
    """Whatever pressgauge refuses; catching it catches all of ours."""


class InputError(AnalysisError):
    """Articles that cannot be used: a missing path, no date column, nothing readable."""


class ArgumentError(AnalysisError, ValueError):
    """An argument outside what the function takes."""


class ColumnError(AnalysisError, KeyError):
    """A table without the columns that a function needs."""

    # KeyError would print the message in quotes, with its line breaks escaped.
    __str__ = Exception.__str__


class QueryError(AnalysisError, ValueError):
    """A query that does not parse."""


class SpecError(AnalysisError):
    """A report spec, notebook or parameter that cannot be used."""


class RenderError(AnalysisError):
    """A report that did not come out whole."""


def listed(names: Iterable[object], *, shown: int = SHOWN) -> str:
    """The first few names in quotes, and how many more there are.

    >>> listed(["a", "b"])
    "'a', 'b'"
    >>> listed("abcdefg")
    "'a', 'b', 'c', 'd', 'e' and 2 more"
    """
    every = [repr(str(name)) for name in names]
    if not every:
        return "none"
    rest = len(every) - shown
    return ", ".join(every[:shown]) + (f" and {rest} more" if rest > 0 else "")


def one_of(argument: str, found: object, allowed: Iterable[str]) -> ArgumentError:
    """The error for a value outside a fixed set.

    >>> print(one_of("every", "week", ["D", "W"]))
    `every` must be one of 'D', 'W' (got 'week').
    """
    return ArgumentError(
        f"`{argument}` must be one of {listed(allowed, shown=20)} (got {found!r})."
    )


def missing_columns(missing: Iterable[str], found: Iterable[object]) -> ColumnError:
    """The error for columns that a table lacks, with a guess where one is near.

    >>> print(missing_columns(["date"], ["doc_id", "dates"]))
    Columns not found: 'date'; the table has 'doc_id', 'dates'. Did you mean 'dates'?
    """
    missing, names = list(missing), [str(name) for name in found]
    near = [match for name in missing for match in get_close_matches(name, names, n=1)]
    guess = f" Did you mean {listed(near)}?" if near else ""
    return ColumnError(
        f"Columns not found: {listed(missing)}; the table has {listed(names, shown=20)}.{guess}"
    )
