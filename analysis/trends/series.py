"""A series: the mean of a score in each period, with n, an interval and its balanced twin."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import periods
from analysis.errors import ArgumentError, one_of
from analysis.stats import Interval, overdispersion, story_variance, t_interval, wilson
from analysis.trends.balance import balance
from analysis.trends.documents import By, Codes, Documents, Values, finest, per_document

Form = Literal["mean", "share"]
Bands = Literal["pointwise", "simultaneous"]
Columns = dict[str, Values | Codes]

COUNTS = ("n_docs", "n_sources", "n_stories")
FORMS, BANDS = ("mean", "share"), ("pointwise", "simultaneous")
BALANCED = ("balanced", "balanced_lower", "balanced_upper")
COLUMNS = ("period", *COUNTS, "complete", "mean", "lower", "upper", *BALANCED, "masked")


def by_period(
    scores: pd.DataFrame,
    *,
    every: str = "W",
    value: str = "score",
    by: By = None,
    span: periods.Ends = None,
    base: periods.Ends = None,
    level: float = 0.95,
    min_docs: int = 5,
    form: Form = "mean",
    bands: Bands = "pointwise",
) -> pd.DataFrame:
    """The mean of a score in every period, one row per period (and group of `by`).

    Columns: period (first day), [by], n_docs, n_sources, n_stories (documents with a value, their
    sources and stories), complete (False where the span cuts the period), mean, lower, upper
    (unit of `value`), balanced, balanced_lower, balanced_upper (the mean at the base's mix of
    sources), masked (fewer than `min_docs`: n stays, mean and bounds are missing).

    Sentences and mentions are averaged within their document (and group) first; every document
    then counts the same, and one without a value does not count. `span` (two dates, both included;
    by default from the first to the last date of `scores`) is what was collected: each of its
    periods has a row, documents outside it are left out. `every="auto"` takes the finest period
    in which 80% of the rows reach `min_docs`; `attrs["every"]` of the result says which.

    Bounds: Student's t at `level`, on the variance between stories, stratified by source
    (`stats.story_variance`). They cover which articles appeared, not the errors of the lexicon.
    `form="share"` is for a column of 0 and 1: Wilson's bounds on n / phi, phi what daily counts
    vary more than chance inside periods (`stats.overdispersion`), so that a share of 0 has an
    upper bound too; the balanced columns stay. `bands="simultaneous"`: all bounds shown hold
    together at `level` (Sidak 1967, over the rows with bounds), for a sentence about any of them.
    Balanced: source and period fixed effects (Shapiro, Sudhof & Wilson 2022), the source effects
    and weights from `base` (two dates; by default the whole span) and frozen. It is missing where
    it is not identified: fewer than two sources that the base connects. Not to be read where
    sources change their own tone relative to each other.

    Raises ColumnError for missing columns, ArgumentError for an unknown `every`, several lexicons
    without `by="lexicon"`, values that are not finite numbers, rows without a date, or an option
    out of range.

    >>> scores = pd.DataFrame({
    ...     "doc_id": ["a", "b", "c"], "story_id": ["a", "b", "c"], "source": "Post",
    ...     "date": pd.to_datetime(["2019-06-03", "2019-06-04", "2019-06-12"]),
    ...     "score": [0.2, 0.4, -0.1]})
    >>> series = by_period(scores, min_docs=1)
    >>> print(series[["period", "n_docs", "mean"]].to_string(index=False))
        period  n_docs  mean
    2019-06-03       2   0.3
    2019-06-10       1  -0.1
    """
    periods.check(every)
    if min_docs < 0 or min_docs != int(min_docs):
        raise ArgumentError(f"`min_docs` must be a whole number from 0 (got {min_docs!r}).")
    t_interval(0, 0, 1, level=level)  # refuses a wrong level before any work
    for argument, found, allowed in (("form", form, FORMS), ("bands", bands, BANDS)):
        if found not in allowed:
            raise one_of(argument, found, allowed)
    frozen = None if base is None else periods.day_span(base, argument="base")
    documents = per_document(scores, value=value, by=by, span=span, taken=COLUMNS)
    if form == "share":
        _check_share(documents, value)
    if documents.span is None or not documents.n_groups:
        return _empty(documents, every)
    if every == periods.AUTO:
        every = finest(documents, min_docs)
    grid = periods.grid(documents.span, every)
    when = np.searchsorted(grid.start, periods.starts(documents.day, every))
    if bands == "simultaneous":
        cell = when * documents.n_groups + documents.group
        level **= 1 / max(1, int(np.sum(np.bincount(cell) >= max(min_docs, 2))))
    pooled = _pooled(documents, when, len(grid.start), level)
    if form == "share":
        pooled |= _wilson(documents, when, pooled, level)
    columns = pooled | _balanced(documents, when, len(grid.start), level, frozen or documents.span)
    table = _table(documents, grid, columns, min_docs)
    table.attrs = {"every": every, "base": [str(day) for day in frozen or documents.span]}
    return table


def _pooled(documents: Documents, when: Codes, n_periods: int, level: float) -> Columns:
    cell = when * documents.n_groups + documents.group
    size = n_periods * documents.n_groups
    n_docs: Codes = np.bincount(cell, minlength=size)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(cell, documents.value, size) / n_docs
    found = story_variance(
        documents.value, group=cell, story=documents.story, source=documents.source, n_groups=size
    )
    lower, upper = t_interval(mean, found.variance, found.df, level=level)
    n_sources, n_stories = (_distinct(cell, of, size) for of in (documents.source, documents.story))
    numbers = (n_docs, n_sources, n_stories, mean, lower, upper)
    return dict(zip((*COUNTS, "mean", "lower", "upper"), numbers, strict=True))


def _check_share(documents: Documents, value: str) -> None:
    other = documents.value[(documents.value != 0) & (documents.value != 1)]
    if len(other):
        raise ArgumentError(
            f"Column {value!r} must be 0 or 1 in every document for a share (got {other[0]:g})."
        )


def _wilson(documents: Documents, when: Codes, pooled: Columns, level: float) -> Columns:
    """Bounds of shares; days in a row of one period tell how far counts are from independent."""
    n_groups, n_docs = documents.n_groups, pooled["n_docs"]
    phi = np.ones(n_groups)
    for group in range(n_groups):
        mine = documents.group == group
        day, code = np.unique(documents.day[mine], return_inverse=True)
        of = np.zeros(len(day), dtype=np.int64)
        of[code] = when[mine]
        found = overdispersion(
            np.bincount(code, documents.value[mine], len(day)), np.bincount(code), of
        )
        phi[group] = found if found > 1 else 1.0  # missing, where no period has two days, too
    k = np.round(np.where(n_docs > 0, pooled["mean"], 0.0) * n_docs)
    spread = np.tile(phi, len(n_docs) // n_groups)
    bounds = wilson(k, n_docs, phi=spread, level=level)
    return {"lower": bounds.lower, "upper": bounds.upper}


def _balanced(
    documents: Documents, when: Codes, n_periods: int, level: float, base: periods.Span
) -> Columns:
    out = np.full((3, n_periods, documents.n_groups), np.nan)
    in_base = (documents.day >= base.first) & (documents.day <= base.last)
    for group in range(documents.n_groups):
        mine = documents.group == group
        found = balance(
            documents.value[mine],
            period=when[mine],
            source=documents.source[mine],
            story=documents.story[mine],
            in_base=in_base[mine],
            n_periods=n_periods,
        )
        bounds: Interval = t_interval(found.mean, found.variance, found.df, level=level)
        out[:, :, group] = found.mean, bounds.lower, bounds.upper
    return {name: out[at].ravel() for at, name in enumerate(BALANCED)}


def _distinct(cell: Codes, code: Codes, size: int) -> Codes:
    """How many different codes each cell has."""
    wide = int(code.max(initial=0)) + 1
    return np.bincount(np.unique(cell * wide + code) // wide, minlength=size)


def _table(
    documents: Documents, grid: periods.Grid, columns: Columns, min_docs: int
) -> pd.DataFrame:
    n_groups = documents.n_groups
    masked: NDArray[np.bool_] = columns["n_docs"] < min_docs
    numbers = {
        name: column if name in COUNTS else np.where(masked, np.nan, column)
        for name, column in columns.items()
    }
    start = np.repeat(grid.start.astype("datetime64[us]"), n_groups)
    order = np.tile(np.arange(n_groups), len(grid.start))
    groups = documents.groups.take(order).reset_index(drop=True)
    flat = pd.DataFrame(
        {"period": start, "complete": np.repeat(grid.complete, n_groups), "masked": masked}
        | numbers
    )
    named = ["period", *groups.columns, *COLUMNS[1:]]
    return pd.concat([flat, groups], axis=1)[named]


def _empty(documents: Documents, every: str) -> pd.DataFrame:
    none = np.zeros(0)
    columns: Columns = dict.fromkeys(COUNTS, none.astype(np.int64))
    columns |= dict.fromkeys(("mean", "lower", "upper", *BALANCED), none)
    grid = periods.Grid(none.astype("datetime64[D]"), none.astype(bool))
    table = _table(documents._replace(groups=documents.groups.iloc[:0]), grid, columns, 0)
    table.attrs = {"every": periods.PERIODS[-1] if every == periods.AUTO else every, "base": []}
    return table
