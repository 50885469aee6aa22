"""What a chart asks of the table and the words it is given, checked at the door."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import ArgumentError, ColumnError, missing_columns

Numbers = npt.NDArray[np.float64]


def checked(table: object, needed: Iterable[str], *, row: str, name: str = "table") -> pd.DataFrame:
    """The table, if it is one and has the columns.

    >>> checked([1], ["period"], row="period")
    Traceback (most recent call last):
    analysis.errors.ArgumentError: `table` must be a DataFrame, one row a period (got list).
    """
    if not isinstance(table, pd.DataFrame):
        found = type(table).__name__
        raise ArgumentError(f"`{name}` must be a DataFrame, one row a {row} (got {found}).")
    missing = [column for column in needed if column not in table.columns]
    if missing:
        raise missing_columns(missing, table.columns)
    return table


def words(**texts: object) -> None:
    """Refuse titles, subtitles and sources that are no text."""
    for name, text in texts.items():
        if text is not None and not isinstance(text, str):
            raise ArgumentError(f"`{name}` must be text (got {type(text).__name__}).")


def dates(table: pd.DataFrame, column: str) -> pd.Series[pd.Timestamp]:
    """The column as dates without a zone; texts like 2019-06-13 are read."""
    values = table[column]
    problem = ColumnError(
        f"Column {column!r} must hold dates (got {values.dtype}); pandas.to_datetime makes them."
    )
    if pd.api.types.is_numeric_dtype(values) and len(values):
        raise problem
    try:
        read = pd.to_datetime(values, format="ISO8601")
    except (ValueError, TypeError):
        raise problem from None
    if read.isna().any():
        raise ColumnError(f"Column {column!r} lacks a date in {int(read.isna().sum())} rows.")
    return read.dt.tz_localize(None) if read.dt.tz is not None else read


def numbers(table: pd.DataFrame, column: str) -> Numbers:
    """The column as floats; what is missing or not finite is NaN."""
    values = table[column]
    if not pd.api.types.is_numeric_dtype(values) and values.notna().any():
        raise ColumnError(f"Column {column!r} must hold numbers (got {values.dtype}).")
    floats = np.array(pd.to_numeric(values), dtype=float)
    return np.where(np.isfinite(floats), floats, np.nan)


def flags(table: pd.DataFrame, column: str, *, default: bool) -> npt.NDArray[np.bool_]:
    """The column as true and false; the default where it is missing or there is none."""
    if column not in table:
        return np.full(len(table), default)
    values = table[column]
    if not pd.api.types.is_bool_dtype(values) and not set(values.dropna()) <= {True, False}:
        raise ColumnError(f"Column {column!r} must hold true and false (got {values.dtype}).")
    return np.array([default if pd.isna(value) else bool(value) for value in values], dtype=bool)
