"""Is this period's mean further from the periods before it than they are from each other?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import periods
from analysis.errors import ArgumentError
from analysis.stats import foretell, holm
from analysis.trends.documents import By, Codes, Documents, Values, finest, per_document

Flags = NDArray[np.bool_]

MIN_DOCS = 5  # as in by_period: below, a mean says too little
MIN_PERIODS = 3  # two periods give one difference, and no idea of how differences vary
LEVEL = 0.95
COLUMNS = (
    "period",
    "n_docs",
    "n_docs_baseline",
    "mean",
    "mean_baseline",
    "difference",
    "lower",
    "upper",
    "p_adjusted",
    "verdict",
)
MOVED, INSIDE, TOO_FEW = "moved", "inside the noise", "too few"


class Means(NamedTuple):
    """One entry a period: documents, mean, and sum of squared story sizes over n squared."""

    n_docs: Codes
    mean: Values
    spread: Values
    sigma2: float  # the variance between stories of one period, over all of these periods
    df: float  # of that


def compare(
    scores: pd.DataFrame,
    period: object,
    *,
    baseline: int = 8,
    every: str = "W",
    by: By = None,
    value: str = "score",
    span: periods.Ends = None,
) -> pd.DataFrame:
    """Whether one period's mean moved, against the periods before it; one row (per group of `by`).

    Columns: period (first day), [by], n_docs, n_docs_baseline (documents of the baseline periods
    that count), mean, mean_baseline (of period means, weighted by how sure each is), difference,
    lower, upper (unit of `value`), p_adjusted, verdict ("moved", "inside the noise", "too few").

    `period` is any date inside the period, or a list of them: one row each. The baseline is the
    `baseline` periods before it. The null is the baseline's own variation: variance between its
    period means, plus the sampling variance of this period from differences between stories, and
    averaged over how large the first may be (`stats.foretell`; Hill 1965). Articles in bursts are
    thus allowed for, and a 0/1 column with a row for every document collected tests attention
    (half a document is then taken off the distance). lower and upper are the 95% bounds of this
    one difference. p_adjusted is Holm's over the rows of this table: over what was looked at in
    one call, periods and groups. "moved": p_adjusted under 5%, so that a table without any move
    says so in at most 5% of cases; look at many periods in one call, not in many. "too few": under
    5 documents here, or in all but two of the baseline periods. With `span` (two dates), periods
    that it cuts do not count; without, those at the ends of the table are taken as whole.

    Not for slow drift: periods are taken as independent (see docs/methods.md for the rates).

    Raises ColumnError for missing columns, ArgumentError for a `baseline` under 3, a `period`
    that is no date, and as `by_period` does.

    >>> days = pd.date_range("2019-05-06", periods=35)
    >>> scores = pd.DataFrame({
    ...     "doc_id": days.strftime("%j"), "story_id": days.strftime("%j"), "source": "Post",
    ...     "date": days, "score": [0.1, 0.3, 0.2, 0.1, 0.3, 0.2, 0.2] * 4 + [0.8] * 7})
    >>> print(compare(scores, "2019-06-05")[["difference", "verdict"]].round(2).to_string())
       difference verdict
    0         0.6   moved
    """
    if baseline < MIN_PERIODS or baseline != int(baseline):
        raise ArgumentError(
            f"`baseline` must be a whole number from {MIN_PERIODS} (got {baseline!r})."
        )
    periods.check(every)
    documents = per_document(scores, value=value, by=by, span=span, taken=COLUMNS)
    limits = documents.span
    if limits is None or not len(scores) or not documents.n_groups:
        return _table(documents._replace(groups=documents.groups.iloc[:0]), [], [])
    if every == periods.AUTO:
        every = finest(documents, MIN_DOCS)
    looked = sorted({periods.start_of(one, every) for one in _listed(period)})
    binary = bool(np.isin(documents.value, (0.0, 1.0)).all())
    rows = []
    for start in looked:
        window = periods.preceding(start, every, baseline)
        whole = np.ones(len(window), dtype=bool)
        if span is not None:
            end = periods.following(window, every) - np.timedelta64(1, "D")
            whole = (window >= limits.first) & (end <= limits.last)
        for group in range(documents.n_groups):
            means = _means(documents, documents.group == group, window, every)
            rows.append(_row(means, whole & (means.n_docs >= MIN_DOCS), binary))
    table = _table(documents, looked, rows)
    table.attrs = {"every": every, "looks": int(table["p_adjusted"].notna().sum())}
    return table


def _listed(period: object) -> list[object]:
    if isinstance(period, str | bytes) or not isinstance(period, Iterable):
        return [period]
    found = list(period)
    if not found:
        raise ArgumentError("`period` must name at least one period (got none).")
    return found


def _means(
    documents: Documents,
    mine: Flags,
    window: periods.Days,
    every: str,
) -> Means:
    first = periods.starts(documents.day[mine], every)
    when = np.searchsorted(window, first).clip(max=len(window) - 1)
    inside = window[when] == first
    when, value = when[inside], documents.value[mine][inside]
    wide = int(documents.story.max(initial=0)) + 1
    key, code = np.unique(when * wide + documents.story[mine][inside], return_inverse=True)
    of, size = key // wide, np.bincount(code, minlength=len(key)).astype(np.float64)
    n_docs = np.bincount(when, minlength=len(window))
    n_stories = np.bincount(of, minlength=len(window))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(when, value, len(window)) / n_docs
        told = np.bincount(code, value, len(key)) / size
        center = np.bincount(of, told, len(window)) / n_stories
        spread = np.bincount(of, size**2, len(window)) / n_docs.astype(np.float64) ** 2
    used = n_docs[of] >= MIN_DOCS
    df = (n_stories[n_docs >= MIN_DOCS] - 1).sum()
    squares = float(np.sum((told - center[of])[used] ** 2))
    # One story a period says nothing of stories: the variation between periods is then all.
    return Means(n_docs, mean, spread, *((squares / df, float(df)) if df > 0 else (0.0, np.inf)))


def _row(means: Means, usable: Flags, binary: bool) -> dict[str, object]:
    before = usable[:-1]
    row: dict[str, object] = dict.fromkeys(COLUMNS[1:], np.nan)
    row["n_docs"] = int(means.n_docs[-1])
    row["n_docs_baseline"] = int(means.n_docs[:-1][before].sum())
    if usable[-1]:
        row["mean"] = float(means.mean[-1])
    if before.sum() < MIN_PERIODS:
        return row
    variance = means.sigma2 * means.spread
    target = float(variance[-1]) if usable[-1] else 0.0
    null = foretell(means.mean[:-1][before], variance[:-1][before], variance=target, df=means.df)
    row["mean_baseline"] = null.mean
    if not usable[-1]:
        return row
    mean = float(means.mean[-1])
    # Shares of few documents come in steps; a step is no more than what half of it says (Yates).
    slack = min(0.5 / float(means.n_docs[-1]), abs(mean - null.mean)) if binary else 0.0
    low, high = null.interval(LEVEL)
    return row | {
        "difference": mean - null.mean,
        "lower": mean - high - slack,
        "upper": mean - low + slack,
        "p_adjusted": null.p(mean, slack=slack),
    }


def _table(
    documents: Documents, looked: list[np.datetime64], rows: list[dict[str, object]]
) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS[1:]), index=range(len(rows)))
    whole = dict.fromkeys(("n_docs", "n_docs_baseline"), "int64")
    table = table.astype(whole | dict.fromkeys(COLUMNS[3:-1], "float64"))
    table["p_adjusted"] = holm(table["p_adjusted"])
    moved = np.where(table["p_adjusted"] < 1 - LEVEL, MOVED, INSIDE)
    verdict = np.where(table["p_adjusted"].isna(), TOO_FEW, moved)
    table["verdict"] = pd.Series(verdict, dtype="str", index=table.index)
    n_groups = documents.n_groups
    start = np.repeat(np.array(looked, dtype="datetime64[us]"), n_groups)
    table.insert(0, "period", start)
    groups = documents.groups.take(np.tile(np.arange(n_groups), len(looked)))
    for place, name in enumerate(groups.columns, start=1):
        table.insert(place, name, groups[name].reset_index(drop=True))
    return table
