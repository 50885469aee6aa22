"""How far two groups of documents lie apart, period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import periods
from analysis.errors import ArgumentError, listed, missing_columns
from analysis.stats import t_interval
from analysis.trends.documents import Documents, finest, per_document

MIN_DOCS = 5  # of each group, as in by_period
KINDS = ("source", "actor", "voice", "speaker", "lexicon")  # where two bare names are looked for
COLUMNS = (
    "period", "group_a", "group_b", "n_docs_a", "n_docs_b", "difference", "lower", "upper",
)  # fmt: skip

Between = str | Sequence[str] | Mapping[str, Sequence[str]]


def difference(
    scores: pd.DataFrame,
    *,
    between: Between,
    every: str = "W",
    value: str = "score",
    span: periods.Ends = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """How far two groups lie apart in every period; one row per period and pair of groups.

    Columns: period, group_a, group_b, n_docs_a, n_docs_b, difference (mean of a less mean of b),
    lower, upper (unit of `value`).

    `between` is a column such as "source", "actor" or "voice" (each pair of its groups, in order),
    a column with its two groups ({"source": ["Post", "Times"]}), or two names alone, looked for in
    those columns. Each group's documents count the same, sentences and mentions averaged within
    them. Where a document, or a story, is in both groups its two values are one pair: what moves
    both does not widen the bounds. Student's t on the sums over stories; Welch's df where none is
    shared, else the smaller group's stories - 1. Under 5 documents of either group: missing.

    Raises ArgumentError for a `between` that does not name two groups, and as `by_period` does;
    ColumnError for missing columns.

    >>> scores = pd.DataFrame({
    ...     "doc_id": list("abcdefghij"), "story_id": list("abcdefghij"),
    ...     "source": ["Post", "Times"] * 5, "date": pd.Timestamp("2019-06-03"),
    ...     "score": [0.5, 0.1, 0.6, 0.2, 0.4, 0.0, 0.5, 0.1, 0.5, 0.1]})
    >>> print(difference(scores, between="source")["difference"].round(2).tolist())
    [0.4]
    """
    periods.check(every)
    t_interval(0, 0, 1, level=level)  # refuses a wrong level before any work
    column, pair = _asked(scores, between)
    if pair is not None:
        scores = scores[scores[column].astype("object").isin(list(pair))]
    taken = [name for name in COLUMNS if name != column]
    documents = per_document(scores, value=value, by=column, span=span, taken=taken)
    if documents.span is None or not documents.n_groups:
        return pd.DataFrame([], columns=list(COLUMNS)).astype(_TYPES)
    if every == periods.AUTO:
        every = finest(documents, MIN_DOCS)
    grid = periods.grid(documents.span, every).start
    when = np.searchsorted(grid, periods.starts(documents.day, every))
    names = [str(name) for name in documents.groups[column]]
    order = list(range(len(names))) if pair is None else [names.index(str(name)) for name in pair]
    rows = [
        (start, names[a], names[b], *_apart(documents, when == at, a, b, level))
        for at, start in enumerate(grid)
        for place, a in enumerate(order)
        for b in order[place + 1 :]
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(_TYPES)
    table.attrs = {"every": every}
    return table


_TYPES = {
    "period": "datetime64[us]", "group_a": "str", "group_b": "str", "n_docs_a": "int64",
    "n_docs_b": "int64", "difference": "float64", "lower": "float64", "upper": "float64",
}  # fmt: skip


def _asked(scores: pd.DataFrame, between: Between) -> tuple[str, tuple[str, str] | None]:
    """The column, and the pair of groups where one was named."""
    if not isinstance(scores, pd.DataFrame):
        raise ArgumentError(
            f"`scores` must be a table such as tone.score gives (got {type(scores).__name__})."
        )
    if isinstance(between, str):
        if between not in scores:
            raise missing_columns([between], scores.columns)
        return between, None
    if isinstance(between, Mapping):
        column, names = next(iter(between.items()), ("", ()))
        if column not in scores:
            raise missing_columns([str(column)], scores.columns)
        columns = [column]
    else:
        names, columns = between, [kind for kind in KINDS if kind in scores]
    pair = tuple(str(name) for name in names)
    if len(pair) != 2 or pair[0] == pair[1]:
        raise ArgumentError(f"`between` must name two groups (got {listed(pair)}).")
    for column in columns:
        if set(pair) <= set(scores[column].dropna().astype("str")):
            return column, (pair[0], pair[1])
    raise ArgumentError(
        f"`between` must name two groups of one column (got {listed(pair)}; looked in "
        f"{listed(columns)})."
    )


def _apart(
    documents: Documents, inside: np.ndarray, a: int, b: int, level: float
) -> tuple[float, ...]:
    mine = [inside & (documents.group == group) for group in (a, b)]
    n = [int(each.sum()) for each in mine]
    if min(n) < MIN_DOCS:
        return (*n, np.nan, np.nan, np.nan)
    values, stories = ([of[each] for each in mine] for of in (documents.value, documents.story))
    means = [float(value.mean()) for value in values]
    known = [np.unique(story) for story in stories]
    size = [len(story) for story in known]
    gap = means[0] - means[1]
    if min(size) < 2:
        return (*n, gap, np.nan, np.nan)
    every = np.union1d(*known)
    sums = np.zeros((2, len(every)))
    for at, sign in enumerate((1, -1)):
        part = sign * (values[at] - means[at]) / n[at] * np.sqrt(size[at] / (size[at] - 1))
        np.add.at(sums[at], np.searchsorted(every, stories[at]), part)
    variance = float(((sums[0] + sums[1]) ** 2).sum())
    own = (sums**2).sum(axis=1)
    df = float(min(size) - 1)
    if len(every) == sum(size) and own.sum() > 0:
        df = float(own.sum() ** 2 / (own**2 / (np.array(size) - 1)).sum())
    lower, upper = t_interval(gap, variance, df, level=level)
    return (*n, gap, float(lower), float(upper))
