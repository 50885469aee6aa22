"""What a corpus holds and lacks, source by source."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.corpus import doubts
from analysis.errors import ArgumentError, missing_columns

_DAY = pd.Timedelta(days=1)
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(min|h|d|w)", re.ASCII | re.IGNORECASE)
_HOURS = {"min": 1 / 60, "h": 1, "d": 24, "w": 168}


def profile(
    documents: pd.DataFrame,
    lengths: np.ndarray,
    span: tuple[pd.Timestamp, pd.Timestamp],
    by: str,
) -> pd.DataFrame:
    """Counts and gaps of each value of `by`, in its order; a missing value has its row, last.

    Raises:
        ColumnError: for a column that the documents lack.
    """
    if by not in documents.columns:
        raise missing_columns([by], documents.columns)
    held = documents.assign(
        _day=documents["date"]
        .dt.normalize()
        .where(documents["date"].dt.normalize().between(*span)),
        _copy=documents.duplicated("story_id"),
        _doubt=documents["date_doubt"].notna(),
        _length=lengths,
    )
    grouped = held.groupby(by, dropna=False, sort=True)
    n_days = 0 if pd.isna(span[0]) else (span[1] - span[0]) // _DAY + 1
    found = pd.DataFrame(
        {
            "n_docs": grouped.size(),
            "first_date": grouped["date"].min(),
            "last_date": grouped["date"].max(),
            "n_days_missing": n_days - grouped["_day"].nunique(),
            "n_copies": grouped["_copy"].sum(),
            "n_date_doubts": grouped["_doubt"].sum(),
            "median_tokens": grouped["_length"].median().astype("float64"),
        }
    )
    return found.reset_index()


def freshness(documents: pd.DataFrame, warn: str, error: str) -> pd.DataFrame:
    """Age of each source's last document, by source."""
    limits = {"warn": _age("warn", warn), "error": _age("error", error)}
    if limits["warn"] > limits["error"]:
        raise ArgumentError(
            f"`warn` must not be longer than `error` (got warn={warn!r}, error={error!r})."
        )
    now = doubts.now()
    # A date in the future is a mistake of the date; it would make a dead source look alive.
    past = documents["date"].where(documents["date"] <= now)
    last = past.groupby(documents["source"], sort=True).max()
    age = now - last
    state = np.select(
        [(age <= limits["warn"]).to_numpy(), (age <= limits["error"]).to_numpy()],
        ["fresh", "warn"],
        "stale",
    )
    return pd.DataFrame(
        {
            "source": pd.Series(last.index, dtype="str"),
            "last_date": last.to_numpy(dtype="datetime64[us]"),
            "age": age.to_numpy(dtype="timedelta64[us]"),
            "state": pd.Series(state, dtype="str"),
        }
    )


def _age(name: str, given: str) -> pd.Timedelta:
    found = _LENGTH.fullmatch(given.strip()) if isinstance(given, str) else None
    if found is None or not float(found[1]):
        raise ArgumentError(
            f"`{name}` must be a length of time such as '26h' or '3d' (got {given!r})."
        )
    return pd.Timedelta(hours=float(found[1]) * _HOURS[found[2].lower()])
