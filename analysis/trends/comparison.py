"""Is this period's mean further from the periods before it than they are from each other?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from analysis import periods
from analysis.errors import ArgumentError
from analysis.stats import predict, sidak, t_interval
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

    `period` is any date inside the period; the baseline is the `baseline` periods before it.
    The null is the baseline's own variation: variance between its period means (Paule & Mandel
    1982) plus the sampling variance of this period, from differences between stories, with t on
    periods - 1 df (`stats.predict`). Articles in bursts are thus allowed for, and a 0/1 column
    with a row for every document collected tests attention. p is adjusted (Sidak) for looking at
    each of the baseline + 1 periods, in each group; the bounds are at the same adjusted level, so
    they leave out 0 exactly where the verdict is "moved" at a family-wise 5%. "too few": under 5
    documents here, or in all but two of the baseline periods. With `span` (two dates), periods
    that it cuts do not count; without, those at the ends of the table are taken as whole.

    Not for slow drift: periods are taken as independent (correlated at .6, a 5% test gives 7%).

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
        return _table(documents._replace(groups=documents.groups.iloc[:0]), None, [])
    if every == periods.AUTO:
        every = finest(documents, MIN_DOCS)
    start = periods.start_of(period, every)
    window = periods.preceding(start, every, baseline)
    whole = np.ones(len(window), dtype=bool)
    if span is not None:
        end = periods.following(window, every) - np.timedelta64(1, "D")
        whole = (window >= limits.first) & (end <= limits.last)
    found = [
        _means(documents, documents.group == group, window, every)
        for group in range(documents.n_groups)
    ]
    enough = [whole & (means.n_docs >= MIN_DOCS) for means in found]
    judged = sum(bool(_judged(usable)) for usable in enough)
    looks = (baseline + 1) * max(judged, 1)
    rows = [_row(means, usable, looks) for means, usable in zip(found, enough, strict=True)]
    table = _table(documents, start, rows)
    table.attrs = {"every": every, "looks": looks}
    return table


def _judged(usable: Flags) -> bool:
    return bool(usable[-1] and usable[:-1].sum() >= MIN_PERIODS)


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
    return Means(n_docs, mean, spread, squares / df if df > 0 else 0.0)


def _row(means: Means, usable: Flags, looks: int) -> dict[str, object]:
    before = usable[:-1]
    row: dict[str, object] = dict.fromkeys(COLUMNS[1:], np.nan)
    row["n_docs"] = int(means.n_docs[-1])
    row["n_docs_baseline"] = int(means.n_docs[:-1][before].sum())
    row["verdict"] = TOO_FEW
    if usable[-1]:
        row["mean"] = float(means.mean[-1])
    if before.sum() < MIN_PERIODS:
        return row
    variance = means.sigma2 * means.spread
    target = float(variance[-1]) if usable[-1] else 0.0
    null = predict(means.mean[:-1][before], variance[:-1][before], variance=target)
    row["mean_baseline"] = null.mean
    if not usable[-1]:
        return row
    difference = float(means.mean[-1]) - null.mean
    lower, upper = t_interval(difference, null.variance, null.df, level=LEVEL ** (1 / looks))
    p = _p_value(difference, null.variance, null.df)
    adjusted = float(sidak(p, looks))
    verdict = MOVED if adjusted < 1 - LEVEL else INSIDE
    return row | {
        "difference": difference,
        "lower": float(lower),
        "upper": float(upper),
        "p_adjusted": adjusted,
        "verdict": verdict,
    }


def _p_value(difference: float, variance: float, df: float) -> float:
    if variance == 0:
        return float(difference == 0)
    return float(2 * stdtr(df, -abs(difference) / np.sqrt(variance)))


def _table(
    documents: Documents, start: np.datetime64 | None, rows: list[dict[str, object]]
) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS[1:]), index=range(len(rows)))
    whole = dict.fromkeys(("n_docs", "n_docs_baseline"), "int64")
    numbers = dict.fromkeys(COLUMNS[3:-1], "float64")
    table = table.astype(whole | numbers | {"verdict": "str"})
    table.insert(0, "period", np.full(len(rows), start, dtype="datetime64[us]"))
    for place, name in enumerate(documents.groups.columns, start=1):
        table.insert(place, name, documents.groups[name])
    return table
