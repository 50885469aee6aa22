"""Which documents hold a period's mean where it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import periods
from analysis.errors import ArgumentError
from analysis.trends.documents import Documents, Values, finest, per_document

MIN_DOCS = 5  # what `every="auto"` asks of a period, as in by_period
ROUNDING = 1e-12  # of the largest value: a distance from the mean below it is none
COLUMNS = ("period", "doc_id", "date", "source", "score", "n_hits", "influence")


def drivers(
    scores: pd.DataFrame, period: object, *, every: str = "W", n: int = 5, value: str = "score"
) -> pd.DataFrame:
    """The documents that pull a period's mean most, up and down; one row per document.

    Columns: period (first day), doc_id, date, source, score (of the document; its sentences
    averaged), n_hits (of all its rows; missing where `scores` has no such column), influence (the
    mean with the document minus the mean without, unit of `value`). The `n` with the largest
    influence above 0 and the `n` furthest below, sorted from up to down, ties by doc_id.
    influence = (score - mean) / (n_docs - 1). A document alone in its period has none: missing.
    Documents without influence are not shown. Copies count one by one: a story told ten times
    pulls ten times.

    Raises ColumnError for missing columns, ArgumentError for an `n` under 1, a `period` that is
    no date, and as `by_period` does.

    >>> scores = pd.DataFrame({
    ...     "doc_id": ["a", "b", "c"], "story_id": ["a", "b", "c"], "source": "Post",
    ...     "date": pd.to_datetime(["2019-06-03", "2019-06-04", "2019-06-05"]),
    ...     "score": [0.3, 0.6, -0.6], "n_hits": [1, 2, 2]})
    >>> print(drivers(scores, "2019-06-03")[["doc_id", "influence"]].round(3).to_string())
      doc_id  influence
    0      b       0.25
    1      a       0.10
    2      c      -0.35
    """
    periods.check(every)
    if n < 1 or n != int(n):
        raise ArgumentError(f"`n` must be a whole number from 1 (got {n!r}).")
    documents = per_document(scores, value=value, by=None, span=None, taken=())
    if every == periods.AUTO:
        every = finest(documents, MIN_DOCS)
    start = periods.start_of(period, every)
    inside = np.flatnonzero(periods.starts(documents.day, every) == start)
    found = _influence(documents.value[inside])
    # Documents come in the order of their doc_id, and both sorts keep it among ties.
    order = np.argsort(-found, kind="stable")
    up = order[found[order] > 0][:n]
    down = np.sort(np.argsort(found, kind="stable")[: np.sum(found < 0)][:n])
    down = down[np.argsort(-found[down], kind="stable")]
    alone = np.flatnonzero(np.isnan(found))
    shown = np.concatenate([up, down, alone])
    table = _table(documents, inside[shown], scores).assign(influence=found[shown])
    table.insert(0, "period", np.full(len(shown), start, dtype="datetime64[us]"))
    table.attrs = {"every": every}
    return table


def _influence(value: Values) -> Values:
    if len(value) == 1:
        return np.array([np.nan])
    distance = value - value.mean() if len(value) else value
    distance[np.abs(distance) <= ROUNDING * np.abs(value).max(initial=0)] = 0
    influence: Values = distance / max(len(value) - 1, 1)
    return influence


def _table(documents: Documents, at: np.ndarray, scores: pd.DataFrame) -> pd.DataFrame:
    doc_id = pd.Series(documents.doc_id[at], dtype=scores["doc_id"].dtype)
    if "n_hits" in scores:
        hits = scores.groupby("doc_id")["n_hits"].sum(min_count=1).reindex(doc_id)
        n_hits = pd.Series(hits.to_numpy()).astype("Int64")
    else:
        n_hits = pd.Series(pd.NA, index=range(len(at)), dtype="Int64")
    return pd.DataFrame(
        {
            "doc_id": doc_id,
            "date": documents.date[at],
            "source": pd.Series(documents.source_name[at], dtype=scores["source"].dtype),
            "score": documents.value[at],
            "n_hits": n_hits,
        }
    )
