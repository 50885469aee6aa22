"""A series as its readers need it: one number a period, in order, checked at the door."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import ArgumentError, listed, missing_columns

Values = NDArray[np.float64]


class Points(NamedTuple):
    """One entry a period, in order; incomplete periods are left out, missing values kept."""

    period: NDArray[np.datetime64]
    value: Values
    rows: pd.DataFrame

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where there is a value."""
        return ~np.isnan(self.value)


def points(series: pd.DataFrame, value: str, *, needed: tuple[str, ...] = ()) -> Points:
    """The periods of a table such as by_period gives, and one column of it.

    Unsorted periods are sorted. A period that the span cuts (`complete` False) is left out: its
    number is not of a whole period.

    Raises ArgumentError for what is no table, several rows a period, periods that are no dates,
    values that are no finite numbers; ColumnError for missing columns.
    """
    if not isinstance(series, pd.DataFrame):
        raise ArgumentError(
            f"`series` must be a table such as trends.by_period gives "
            f"(got {type(series).__name__})."
        )
    absent = [name for name in dict.fromkeys(("period", value, *needed)) if name not in series]
    if absent:
        raise missing_columns(absent, series.columns)
    rows = series[series["complete"].astype(bool)] if "complete" in series else series
    when = _dates(rows["period"])
    order = np.argsort(when, kind="stable")
    _check_single(when[order])
    rows = rows.iloc[order].reset_index(drop=True)
    return Points(when[order], numbers(rows, value), rows)


def all_points(series: pd.DataFrame, value: str, *, needed: tuple[str, ...] = ()) -> Points:
    """As `points`, with the periods that the span cuts: where n counts, half a week is half."""
    if isinstance(series, pd.DataFrame):
        series = series.drop(columns="complete", errors="ignore")
    return points(series, value, needed=needed)


def enough(points: Points, least: int, *, what: str) -> None:
    """Refuses a series that is too short for what is asked of it."""
    n = int(points.known.sum())
    if n < least:
        raise ArgumentError(
            f"`series` must hold at least {least} whole periods with a value for {what} (got {n})."
        )


def numbers(rows: pd.DataFrame, name: str) -> Values:
    """A column as finite floats, missing where it is missing."""
    try:
        found: Values = rows[name].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"`value` must name a column of numbers (got {name!r}, of {rows[name].dtype})."
        ) from None
    endless = rows["period"][np.isinf(found)] if "period" in rows else found[np.isinf(found)]
    if len(endless):
        raise ArgumentError(f"Column {name!r} must be finite (it is infinite in {_days(endless)}).")
    return found


def _days(periods: object) -> str:
    return listed(str(period)[:10] for period in periods)  # type: ignore[attr-defined]  # a column


def _dates(column: pd.Series) -> NDArray[np.datetime64]:
    try:
        if pd.api.types.is_numeric_dtype(column.dtype) and len(column):
            raise TypeError  # pandas would count nanoseconds from 1970
        when = pd.to_datetime(column).to_numpy().astype("datetime64[us]")
    except (TypeError, ValueError):
        raise ArgumentError(f"Column 'period' must hold dates (got {column.dtype}).") from None
    if np.isnat(when).any():
        raise ArgumentError(f"Column 'period' must not be missing ({np.isnat(when).sum()} are).")
    return when


def _check_single(when: NDArray[np.datetime64]) -> None:
    twice = np.unique(when[1:][when[1:] == when[:-1]])
    if len(twice):
        raise ArgumentError(
            f"`series` must have one row a period (several for {_days(twice)}); keep one group."
        )


def both_sides(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Two score tables under each other; refuses what is no table, and documents on both sides."""
    for name, table in (("before", before), ("after", after)):
        if not isinstance(table, pd.DataFrame):
            raise ArgumentError(
                f"`{name}` must be a table such as tone.score gives (got {type(table).__name__})."
            )
        if "doc_id" not in table:
            raise missing_columns(["doc_id"], table.columns)
    shared = set(before["doc_id"].astype("str")) & set(after["doc_id"].astype("str"))
    if shared:
        raise ArgumentError(
            f"`before` and `after` must not share documents (got {listed(sorted(shared))})."
        )
    parts = [table for table in (before, after) if len(table)]
    return pd.concat(parts, ignore_index=True) if parts else before
