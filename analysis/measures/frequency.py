"""How often terms occur: counts over a corpus and shares of documents over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any  # a docvar holds values of any type

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import periods
from analysis.arrow import text_column
from analysis.corpus import Corpus, documents_of
from analysis.corpus.asking import Answer
from analysis.errors import ArgumentError, missing_columns
from analysis.stats import overdispersion, wilson
from analysis.text.counting import counts

COUNT_COLUMNS = ["term", "n_tokens", "n_docs", "per_million", "share"]
TREND_COLUMNS = [
    "term", "n_docs", "n_with", "complete", "share", "lower", "upper", "n_tokens", "per_million",
]  # fmt: skip
COUNTED = ["n_docs", "n_with", "share", "lower", "upper", "n_tokens", "per_million"]
MIN_DOCS = 5  # documents that "auto" wants in most periods, as trends.by_period does
LONGEST = 5  # words in an n-gram; longer ones are nearly all unique


def count(corpus: Corpus, *, n: int = 1, by: str | None = None) -> pd.DataFrame:
    """How often each word, or sequence of n words, occurs; words are case-folded.

    One row is a term (in a group of `by`): [by], term, n_tokens (occurrences), n_docs (documents
    with it), per_million (occurrences per million words of the group) and share (of the group's
    documents, 0 to 1). Sequences do not run across punctuation or documents. Most frequent first.

    Raises:
        ArgumentError: for n outside 1 to 5.
        ColumnError: for a `by` that is no column of the documents.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Oil fell, oil rose."], "date": ["2019-06-01", "2019-06-02"]}))
    >>> count(news)[["term", "n_tokens", "n_docs"]].values.tolist()
    [['oil', 3, 2], ['rose', 2, 2], ['fell', 1, 1]]
    >>> count(news, n=2)["term"].tolist()
    ['oil rose', 'oil fell']
    """
    if not 1 <= n <= LONGEST:
        raise ArgumentError(f"`n` must be from 1 to {LONGEST} (got {n}).")
    documents = documents_of(corpus)
    group = _group(documents, by)
    found = counts(corpus.tokens.words, group.codes, len(group.names), n)
    words = _per_group(corpus.tokens.words.lengths, group)
    documents_in = _per_group(np.ones(len(documents)), group)
    table = pd.DataFrame(
        {
            "group": found.group,
            "term": text_column(found.terms),
            "n_tokens": found.n_tokens,
            "n_docs": found.n_docs,
            "per_million": found.n_tokens / words[found.group] * 1e6,
            "share": found.n_docs / documents_in[found.group],
        }
    )
    return _named(table, group, by)[[*([by] if by else []), *COUNT_COLUMNS]]


def trend(
    corpus: Corpus,
    terms: Sequence[str] | Mapping[str, str],
    *,
    every: str = "W",
    by: str | None = None,
) -> pd.DataFrame:
    """The share of documents with each term, period by period, out of all documents collected.

    One row is a period and a term (in a group of `by`): period (first day), [by], term, n_docs
    (collected), n_with (with the term in title or text), complete (False where the collected span
    cuts the period), share, lower and upper (95% Wilson interval on n_docs / phi, phi the
    overdispersion of the daily counts within periods), n_tokens (occurrences in the text) and
    per_million (words). `terms` are queries: a list, or label -> query. `every="auto"` takes the
    finest period in which 80% of the rows reach 5 documents; `attrs["every"]` says which.

    Raises:
        ArgumentError: for an unknown `every`, or `terms` that are one string.
        QueryError: for a term that does not parse.
        ColumnError: for a `by` that is no column of the documents.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Talks failed.", "Oil, oil."],
    ...     "date": ["2019-06-03", "2019-06-04", "2019-06-10"]}))
    >>> weekly = trend(news, ["oil"])
    >>> weekly[["n_docs", "n_with", "share", "n_tokens"]].values.tolist()
    [[2.0, 1.0, 0.5, 1.0], [1.0, 1.0, 1.0, 2.0]]
    """
    periods.check(every)
    queries = _queries(terms)
    documents = documents_of(corpus)
    answers = corpus.ask(list(queries.values()))
    group = _group(documents, by)
    if not queries or group.names.empty or pd.isna(corpus.span[0]):
        return _no_trend(documents, by)
    if every == periods.AUTO:
        days = documents["date"].to_numpy().astype("datetime64[D]")
        span = periods.day_span(corpus.span)
        inside = (days >= span.first) & (days <= span.last)
        codes = group.codes[inside]
        every = periods.finest(days[inside], codes, len(group.names), span, MIN_DOCS)
    table = _trends(corpus, dict(zip(queries, answers, strict=True)), group, every)
    table = table.sort_values(["group", "period"], kind="stable", ignore_index=True)
    table = _named(table, group, by)[["period", *([by] if by else []), *TREND_COLUMNS]]
    table.attrs = {"every": every}
    return table


def presence(corpus: Corpus, query: str) -> pd.DataFrame:
    """Whether each document collected is about the query: attention, in the shape of scores.

    One row is a document: doc_id, story_id, date, source and score (1.0 where title or text match,
    else 0.0), so that trends.by_period and trends.compare take shares as they take tone.

    Raises:
        QueryError: for a query that does not parse.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Talks failed."], "date": ["2019-06-03", "2019-06-04"]}))
    >>> presence(news, "oil")["score"].tolist()
    [1.0, 0.0]
    """
    documents = documents_of(corpus)
    (answer,) = corpus.ask([query])
    return documents[["doc_id", "story_id", "date", "source"]].assign(
        score=answer.present.astype(float)
    )


def _trends(
    corpus: Corpus, answers: Mapping[str, Answer], group: _Groups, every: str
) -> pd.DataFrame:
    """The rows of all terms: every period of the collected span, in every group."""
    span = periods.day_span(corpus.span)
    grid = periods.grid(span, every)
    days = documents_of(corpus)["date"].to_numpy().astype("datetime64[D]")
    place = np.searchsorted(grid.start, periods.starts(days, every))
    # A document whose date is outside the span (a mistyped year) belongs to no period.
    inside = (days >= span.first) & (days <= span.last)
    cell = (group.codes * len(grid.start) + place)[inside]
    n_cells = len(grid.start) * len(group.names)
    daily, day = np.unique(
        np.rec.fromarrays([cell, days[inside].astype("int64")]), return_inverse=True
    )
    per_day = np.bincount(day)

    def per_cell(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
        chosen = np.asarray(values, float)[inside]
        return np.bincount(cell, weights=chosen, minlength=n_cells).astype("float64")

    n_docs, words = per_cell(np.ones(len(days))), per_cell(corpus.tokens.words.lengths)
    columns: dict[str, list[npt.NDArray[np.float64]]] = {name: [] for name in COUNTED}
    for answer in answers.values():
        n_with = per_cell(answer.present)
        n_tokens = per_cell(np.bincount(answer.hits.text, minlength=len(days)))
        counted = np.bincount(day, weights=answer.present[inside], minlength=len(per_day))
        phi = overdispersion(counted, per_day, daily["f0"]) if len(daily) else np.nan
        lower, upper = wilson(n_with, n_docs, phi=phi if np.isfinite(phi) else 1.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            found = (
                n_docs,
                n_with,
                n_with / n_docs,
                lower,
                upper,
                n_tokens,
                n_tokens / words * 1e6,
            )
        for name, values in zip(COUNTED, found, strict=True):
            columns[name].append(values)
    n = len(answers)
    table = pd.DataFrame({name: np.concatenate(values) for name, values in columns.items()})
    table = table.astype(dict.fromkeys(["n_docs", "n_with", "n_tokens"], "int64"))
    return table.assign(
        period=np.tile(grid.start.astype("datetime64[us]"), n * len(group.names)),
        group=np.tile(np.repeat(np.arange(len(group.names)), len(grid.start)), n),
        term=pd.Series(np.repeat(np.array(list(answers), object), n_cells), dtype="str"),
        complete=np.tile(grid.complete, n * len(group.names)),
    )


def _no_trend(documents: pd.DataFrame, by: str | None) -> pd.DataFrame:
    kinds = {"period": "datetime64[us]", **({by: documents[by].dtype} if by else {}), "term": "str"}
    whole = dict.fromkeys(["n_docs", "n_with", "n_tokens"], "int64") | {"complete": "bool"}
    columns = ["period", *([by] if by else []), *TREND_COLUMNS]
    kinds = dict.fromkeys(columns, "float64") | kinds | whole
    return pd.DataFrame({name: pd.Series(dtype=kinds[name]) for name in columns})


class _Groups:
    """The groups of documents: a code for each document, and what the codes stand for."""

    def __init__(self, codes: npt.NDArray[np.int64], names: pd.Series[Any]) -> None:
        self.codes, self.names = codes, names


def _group(documents: pd.DataFrame, by: str | None) -> _Groups:
    if by is None:
        return _Groups(np.zeros(len(documents), dtype="int64"), pd.Series([None], dtype=object))
    if by not in documents:
        raise missing_columns([by], documents.columns)
    codes, names = pd.factorize(documents[by], sort=True, use_na_sentinel=False)
    return _Groups(codes.astype("int64"), pd.Series(names, dtype=documents[by].dtype))


def _named(table: pd.DataFrame, group: _Groups, by: str | None) -> pd.DataFrame:
    if by is not None:
        table = table.assign(**{by: group.names.array.take(table["group"].to_numpy())})
        table = table.astype({by: group.names.dtype})
    return table.drop(columns="group").reset_index(drop=True)


def _per_group(values: npt.ArrayLike, group: _Groups) -> npt.NDArray[np.float64]:
    weights = np.asarray(values, dtype=float)
    found = np.bincount(group.codes, weights=weights, minlength=len(group.names))
    return found.astype("float64")


def _queries(terms: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    if isinstance(terms, str):
        raise ArgumentError(f"`terms` must be a list or label -> query (got {terms!r}).")
    pairs = terms.items() if isinstance(terms, Mapping) else ((term, term) for term in terms)
    return dict(pairs)
