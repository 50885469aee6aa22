"""What a report on many terms needs: their bursts, changes of level, and a base for an index."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import periods
from analysis.errors import missing_columns
from analysis.trends import bursts as bursting
from analysis.trends import changes as changing

__all__ = ["any_of", "base", "bursts", "changes"]

BURST_COLUMNS = ["term", "start", "end", "level", "weight"]
CHANGE_COLUMNS = ["date", "lower", "upper", "before", "after"]
LEAST = 2 * changing.MIN_SIZE + 1  # whole periods that changes.find needs


def any_of(queries: Mapping[str, str]) -> str:
    """One query that asks for any of several.

    >>> any_of({"oil": "oil OR crude", "talks": "talks"})
    '(oil OR crude) OR (talks)'
    """
    return " OR ".join(f"({query})" for query in queries.values())


def base(
    span: tuple[pd.Timestamp, pd.Timestamp], *, since: str = "", until: str = ""
) -> tuple[str, str]:
    """The days that an index is scaled to: as asked, else from the first day to the middle.

    >>> base((pd.Timestamp("2019-04-01"), pd.Timestamp("2020-01-31")))
    ('2019-04-01', '2019-08-31')
    """
    first, last = periods.day_span(span)
    middle = first + (last - first) // 2
    # Months are not cut: the base of a monthly index is made of whole ones.
    ends = (middle.astype("datetime64[M]") + np.timedelta64(1, "M")).astype(
        "datetime64[D]"
    ) - np.timedelta64(1, "D")
    return since or str(first), until or str(min(ends, last))


def bursts(trend: pd.DataFrame) -> pd.DataFrame:
    """The bursts of each term of a table of frequency.trend, in its order of terms.

    One row is a burst: term, start, end, level and weight as bursts.find gives them; the end is
    the last day of its last period.

    Raises:
        ColumnError: for a table without term or period.

    >>> weeks = pd.date_range("2019-06-03", periods=6, freq="W-MON")
    >>> trend = pd.DataFrame({"period": weeks, "term": "oil", "n_docs": 20,
    ...     "n_with": [1, 1, 9, 8, 1, 0], "share": [.05, .05, .45, .4, .05, 0]})
    >>> trend.attrs = {"every": "W"}
    >>> bursts(trend)[["term", "end"]].astype(str).values.tolist()
    [['oil', '2019-06-30']]
    """
    absent = [name for name in ("term", "period") if name not in trend]
    if absent:
        raise missing_columns(absent, trend.columns)
    every = str(trend.attrs.get("every", "D"))
    found = [
        bursting.find(part).assign(term=term)
        for term, part in trend.groupby("term", sort=False)
        if part["n_docs"].sum()
    ]
    if not found:
        kinds = {"term": "str", "start": "datetime64[us]", "end": "datetime64[us]",
                 "level": "int64", "weight": "float64"}  # fmt: skip
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    table = pd.concat(found, ignore_index=True).astype({"term": "str"})
    after = periods.following(table["end"].to_numpy().astype("datetime64[D]"), every)
    return table.assign(end=(after - np.timedelta64(1, "D")).astype("datetime64[us]"))[
        BURST_COLUMNS
    ]


def changes(series: pd.DataFrame, *, value: str = "share") -> pd.DataFrame:
    """The changes of level of changes.find; none where the series is too short to tell.

    >>> weeks = pd.date_range("2019-06-03", periods=6, freq="W-MON")
    >>> len(changes(pd.DataFrame({"period": weeks, "n_docs": 20, "share": 0.1})))
    0
    """
    whole = series.get("complete", True)
    if int((series[value].notna() & whole).sum()) < LEAST:
        dates = dict.fromkeys(CHANGE_COLUMNS[:3], "datetime64[us]")
        kinds = dates | dict.fromkeys(CHANGE_COLUMNS[3:], "float64")
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return changing.find(series, value=value)
