"""When something was written about far more than usual."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import ArgumentError
from analysis.stats import Burst, kleinberg
from analysis.trends.points import Points, all_points, numbers

MIN_DOCS = 5  # with the term, inside the burst: fewer are a coincidence
COLUMNS = ("start", "end", "level", "weight")


def find(series: pd.DataFrame, *, value: str = "share") -> pd.DataFrame:
    """The bursts of a share of documents, one row per burst, in order.

    Columns: start, end (first days of its first and last period), level (1: twice the usual
    share), weight (natural log of how much likelier the documents are in a burst than at the usual
    share). No burst: no rows.

    Two states, the usual share and s = 2 times it, gamma = 1 (Kleinberg 2002, batches; see
    `stats.kleinberg`); a burst needs at least 5 documents with the term. The series has n_docs and
    n_with, as `frequency.trend` gives them for one term; without n_with, `value` times n_docs
    (a 0/1 column through `trends.by_period`, value "mean"). The usual share is that of the whole
    series, so a burst of half its length is the usual. Periods without documents end no burst.

    Raises ArgumentError for several rows a period, shares outside 0 to 1 or numbers that are not
    finite; ColumnError for missing columns.

    >>> series = pd.DataFrame({
    ...     "period": pd.date_range("2019-06-03", periods=6, freq="W-MON"),
    ...     "n_docs": 20, "n_with": [1, 1, 9, 8, 1, 0], "share": [.05, .05, .45, .4, .05, 0]})
    >>> print(find(series)[["start", "end", "level"]].to_string(index=False))
         start        end  level
    2019-06-17 2019-06-24      1
    """
    found = all_points(series, value, needed=("n_docs",))
    with_term, n_docs = _counts(found, value)
    bursts = [
        burst
        for burst in kleinberg(with_term, n_docs)
        if with_term[burst.start : burst.end + 1].sum() >= MIN_DOCS
    ]
    return _table(found, bursts)


def _counts(found: Points, value: str) -> tuple[np.ndarray, np.ndarray]:
    """Documents with the term, and of any kind; a period without a share has neither."""
    n_docs = numbers(found.rows, "n_docs")
    outside = found.value[(found.value < 0) | (found.value > 1)]
    if len(outside):
        raise ArgumentError(
            f"Column {value!r} must be a share of documents, 0 to 1 (got {outside[0]:g})."
        )
    known = found.known & ~np.isnan(n_docs)
    if "n_with" in found.rows:
        with_term = numbers(found.rows, "n_with")
        known &= ~np.isnan(with_term)
    else:
        with_term = np.round(found.value * n_docs)
    return np.where(known, with_term, 0.0), np.where(known, n_docs, 0.0)


def _table(found: Points, bursts: list[Burst]) -> pd.DataFrame:
    start = np.array([burst.start for burst in bursts], dtype=np.int64)
    end = np.array([burst.end for burst in bursts], dtype=np.int64)
    return pd.DataFrame(
        {
            "start": found.period[start],
            "end": found.period[end],
            "level": np.array([burst.level for burst in bursts], dtype=np.int64),
            "weight": np.array([burst.weight for burst in bursts], dtype=np.float64),
        },
        columns=list(COLUMNS),
    )
