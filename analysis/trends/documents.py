"""Documents of a score table: checked at the door, one value each, in an order of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import periods
from analysis.errors import ArgumentError, listed, missing_columns
from analysis.periods import Days, Ends, Span, day_span

NEEDED = ("doc_id", "story_id", "date", "source")

By = str | Sequence[str] | None
Codes = NDArray[np.int64]
Values = NDArray[np.float64]


class Documents(NamedTuple):
    """One entry a document (and group); codes count from 0 in the order of the names."""

    doc_id: NDArray[np.object_]
    source_name: NDArray[np.object_]
    date: NDArray[np.datetime64]
    day: Days
    group: Codes
    story: Codes
    source: Codes
    value: Values
    groups: pd.DataFrame  # one row a group: the `by` columns; one empty row without `by`
    span: Span | None  # of every row, scored or not, unless one was given; None without rows

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return len(self.groups)


def per_document(
    scores: pd.DataFrame, *, value: str, by: By, span: Ends, taken: Iterable[str]
) -> Documents:
    """The documents of a score table: sentences and mentions averaged, missing values left out.

    The order of the rows does not matter, to the last bit. Documents outside `span` are left out.
    A missing story_id is the document's own; a missing source is a source without a name.

    Raises ColumnError for missing columns, ArgumentError for `by` columns that the result needs
    itself, several lexicons in one series, values that are not numbers, rows without a date.
    """
    if not isinstance(scores, pd.DataFrame):
        raise ArgumentError(
            f"`scores` must be a table such as tone.score gives (got {type(scores).__name__})."
        )
    keys = _group_names(by, taken)
    _check_columns(scores, value, keys)
    days = _days(scores)
    limits = _extent(days) if span is None or _unknown(span) else day_span(span)
    number = _numbers(scores, value)
    code, groups = _groups(scores, keys)
    kept = ~np.isnan(number)
    if limits is not None:
        kept &= (days >= limits.first) & (days <= limits.last)
    names = scores[list(NEEDED)].loc[kept]
    return _averaged(names, days[kept], code[kept], number[kept], groups, limits)


def finest(documents: Documents, min_docs: int) -> str:
    """The finest period in which most rows reach `min_docs`; the coarsest without documents."""
    if documents.span is None:
        return periods.PERIODS[-1]
    return periods.finest(
        documents.day, documents.group, documents.n_groups, documents.span, min_docs
    )


def _averaged(
    names: pd.DataFrame,
    days: Days,
    group: Codes,
    number: Values,
    groups: pd.DataFrame,
    limits: Span | None,
) -> Documents:
    doc_id = names["doc_id"].astype("str")
    story_name = names["story_id"].astype("str").where(names["story_id"].notna(), doc_id)
    doc, story, source = (
        pd.factorize(column, sort=True)[0].astype(np.int64)
        for column in (doc_id, story_name, names["source"].astype("str").fillna(""))
    )
    moment = _moments(names["date"])
    order = np.lexsort((number, story, source, moment, doc, group))
    unit = np.stack([group, doc])[:, order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (unit[:, 1:] != unit[:, :-1]).any(axis=0)
    at = np.cumsum(fresh) - 1
    mean = np.bincount(at, number[order]) / np.maximum(np.bincount(at), 1)
    first = order[fresh]
    return Documents(
        doc_id=names["doc_id"].to_numpy(dtype=object)[first],
        source_name=names["source"].to_numpy(dtype=object)[first],
        date=moment[first],
        day=days[first],
        group=group[first],
        story=story[first],
        source=source[first],
        value=mean,
        groups=groups,
        span=limits,
    )


def _group_names(by: By, taken: Iterable[str]) -> list[str]:
    keys = [] if by is None else [by] if isinstance(by, str) else list(by)
    clash = [key for key in keys if key in set(taken)]
    if clash:
        raise ArgumentError(
            f"`by` must not name a column of the result (got {listed(clash)}); rename it first."
        )
    if len(set(keys)) < len(keys):
        raise ArgumentError(f"`by` must name each column once (got {listed(keys)}).")
    return keys


def _check_columns(scores: pd.DataFrame, value: str, keys: list[str]) -> None:
    absent = [name for name in dict.fromkeys((*NEEDED, value, *keys)) if name not in scores]
    if absent:
        raise missing_columns(absent, scores.columns)
    if "lexicon" in scores and "lexicon" not in keys:
        lexicons = sorted(scores["lexicon"].dropna().astype("str").unique())
        if len(lexicons) > 1:
            raise ArgumentError(
                f"`scores` must hold one lexicon (got {listed(lexicons)}); "
                "keep one of them, or add 'lexicon' to `by`."
            )


def _numbers(scores: pd.DataFrame, value: str) -> Values:
    try:
        number: Values = scores[value].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"`value` must name a column of numbers (got {value!r}, of {scores[value].dtype})."
        ) from None
    endless = scores["doc_id"][np.isinf(number)]
    if len(endless):
        raise ArgumentError(
            f"Column {value!r} must be finite (it is infinite in {listed(endless.unique())})."
        )
    return number


def _moments(dates: pd.Series) -> NDArray[np.datetime64]:
    """Dates as microseconds without a zone; a zone is converted to UTC, its absence never."""
    if pd.api.types.is_numeric_dtype(dates.dtype) and len(dates):
        raise TypeError  # pandas would count nanoseconds from 1970
    parsed = pd.to_datetime(dates, format="ISO8601")
    if isinstance(parsed.dtype, pd.DatetimeTZDtype):
        parsed = parsed.dt.tz_convert("UTC").dt.tz_localize(None)
    return parsed.to_numpy().astype("datetime64[us]")


def _days(scores: pd.DataFrame) -> Days:
    try:
        days = _moments(scores["date"]).astype("datetime64[D]")
    except (TypeError, ValueError):
        raise ArgumentError(
            f"Column 'date' must hold dates (got {scores['date'].dtype}); "
            "convert it with pandas.to_datetime."
        ) from None
    undated = scores["doc_id"][np.isnat(days)]
    if len(undated):
        raise ArgumentError(
            f"Column 'date' must not be missing (it is in {listed(undated.unique())}); "
            "leave those rows out, or date them."
        )
    return days


def _unknown(span: object) -> bool:
    """Whether both ends are missing: the span of a corpus without documents."""
    return isinstance(span, tuple) and len(span) == 2 and all(map(pd.isna, span))


def _extent(days: Days) -> Span | None:
    return Span(days.min(), days.max()) if len(days) else None


def _groups(scores: pd.DataFrame, keys: list[str]) -> tuple[Codes, pd.DataFrame]:
    """The group of each row, and the groups in order; a missing key is a group, the last."""
    if not keys:
        return np.zeros(len(scores), dtype=np.int64), pd.DataFrame(index=range(1))
    if scores.empty:
        return np.zeros(0, dtype=np.int64), scores[keys].reset_index(drop=True)
    grouped = scores.groupby(keys, dropna=False, sort=True, observed=True)
    code: Codes = grouped.ngroup().to_numpy().astype(np.int64)
    _, first = np.unique(code, return_index=True)
    return code, scores[keys].iloc[first].reset_index(drop=True)
