"""How often terms occur: counts over a corpus and shares of documents over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.measures import counted, daily

COUNT_COLUMNS, TREND_COLUMNS = counted.COLUMNS, daily.COLUMNS


def count(corpus: Corpus, *, n: int = 1, by: str | None = None) -> pd.DataFrame:
    """How often each word, or sequence of n words, occurs; words are case-folded.

    One row is a term (in a group of `by`): [by], term, n_tokens (occurrences), n_docs (documents
    with it), per_million (occurrences per million words of the group) and share (of the group's
    documents, 0 to 1). Sequences do not run across punctuation, paragraphs or documents. The most
    frequent stand first.

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
    return counted.table(counted.part(corpus, n=n, by=by), n=n, by=by)


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
    found = daily.part(corpus, terms, every=every, by=by)
    return daily.table(found, terms, every=every, by=by)


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
