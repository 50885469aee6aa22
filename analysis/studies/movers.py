"""Which words rose and which faded in a period, against the periods before it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.studies.moving import MIN_DOCS, Side, Sides, example, keyness, ranked, sides

__all__ = ["COLUMNS", "SEEN_COLUMNS", "fading", "first_seen", "last_seen", "rising"]

COLUMNS = [
    "term", "n_target", "n_reference", "docs_target", "docs_reference", "share_target",
    "share_reference", "per_million_target", "per_million_reference", "g2", "chi2", "log_ratio",
    "log_odds", "z", "lower", "upper", "q_value", "n_screened", "rank_lower", "rank_upper",
    "n_sources", "top_doc_share", "example",
]  # fmt: skip
SEEN_COLUMNS = ["term", "first_date", "last_date", "n_docs", "n_sources", "source", "example"]
MIN_SOURCES = 2  # spread: sources with it there, where that side has as many
TOP_SHARE = 0.5  # spread: no document holds more than this share of the term's occurrences


def rising(
    corpus: Corpus, period: object, *, baseline: int = 8, every: str = "W", n: int = 20
) -> pd.DataFrame:
    """The words whose share of documents rose most in the period, against the periods before.

    One row is a term: term, n_target and n_reference (occurrences), docs_target and
    docs_reference, share_target and share_reference (of documents), per_million_target and
    per_million_reference, g2, chi2 and log_ratio (on occurrences), log_odds, z, lower and upper
    (on documents, shrunk by an informative Dirichlet prior: Monroe, Colaresi & Quinn 2008),
    q_value (exact hypergeometric test on documents, Benjamini-Hochberg over all n_screened terms),
    rank_lower and rank_upper (95% by bootstrap of documents), n_sources, top_doc_share (the
    largest part of the occurrences that one document holds) and example (a sentence).

    Ranked by the sure part of the change: the 5% bound of the ratio of documents to those
    expected from the baseline, shrunk over the whole vocabulary (stats.gamma_poisson, DuMouchel
    1999); function words are left out. Copies of a story count once. Listed are terms in at least
    3 documents and 2 sources, no document holding over half; whether a term moved is for q_value
    to say. Not for names of the topic itself: they are in every document.

    Raises:
        ArgumentError: for an unknown `every`, or `baseline` or `n` under 1.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil fell."] * 6 + [f"Tanker {place} seized." for place in "abcd"],
    ...     "date": ["2019-06-03"] * 6 + ["2019-06-10"] * 4}))
    >>> rising(news, "2019-06-10", baseline=1)[["term", "docs_target"]].values.tolist()
    [['seized', 4], ['tanker', 4]]
    """
    return _movers(corpus, period, baseline, every, n, direction=1)


def fading(
    corpus: Corpus, period: object, *, baseline: int = 8, every: str = "W", n: int = 20
) -> pd.DataFrame:
    """The words whose share of documents fell most: columns and rules as in `rising`.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": [f"Oil fell {place}." for place in "abcd"] + ["Talks."] * 4,
    ...     "date": ["2019-06-03"] * 4 + ["2019-06-10"] * 4}))
    >>> fading(news, "2019-06-10", baseline=1)["term"].tolist()
    ['fell', 'oil']
    """
    return _movers(corpus, period, baseline, every, n, direction=-1)


def first_seen(corpus: Corpus, period: object, *, every: str = "W", n: int = 20) -> pd.DataFrame:
    """The words that the collection had not held before the period, the most widespread first.

    One row is a term: term, first_date and last_date (of documents with it in the period), n_docs
    and n_sources (in the period), source (of its first document) and example. Listed are words
    with content in at least 3 documents and 2 sources (where the period has two); copies of a
    story count once. A collection that began the day before has seen nothing: all is new.

    Raises:
        ArgumentError: for an unknown `every`, or an `n` under 1.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil fell."] * 2 + [f"Oil tanker {place}." for place in "abc"],
    ...     "date": ["2019-06-03"] * 2 + ["2019-06-10"] * 3}))
    >>> first_seen(news, "2019-06-10")[["term", "n_docs"]].values.tolist()
    [['tanker', 3]]
    """
    return _seen(corpus, period, every, n, before=True)


def last_seen(corpus: Corpus, period: object, *, every: str = "W", n: int = 20) -> pd.DataFrame:
    """The words of the period that the collection has not held since: columns as `first_seen`.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": [f"Oil tanker {place}." for place in "abc"] + ["Oil fell."] * 2,
    ...     "date": ["2019-06-03"] * 3 + ["2019-06-10"] * 2}))
    >>> last_seen(news, "2019-06-03")["term"].tolist()
    ['tanker']
    """
    return _seen(corpus, period, every, n, before=False)


def _movers(
    corpus: Corpus, period: object, baseline: int, every: str, n: int, *, direction: int
) -> pd.DataFrame:
    _at_least_one(baseline=baseline, n=n)
    documents = documents_of(corpus)
    now, before = periods.window(documents["date"], period, every=every, baseline=baseline)
    # The first copy here, which need not be the story's first: that one may be off the topic.
    once = ~documents.duplicated("story_id").to_numpy()
    target, reference = np.flatnonzero(now & once), np.flatnonzero(before & once)
    if not len(target) or not len(reference):
        return _empty(COLUMNS)
    found = sides(corpus, target, reference)
    table = keyness(found, direction)
    table = table[table["screened"]].drop(columns="screened")
    side = found.target if direction > 0 else found.reference
    frequent = table["docs_target" if direction > 0 else "docs_reference"] >= MIN_DOCS
    gained = (table["share_target"] - table["share_reference"]) * direction > 0
    table = _spread(table[frequent & gained], side, documents)
    table = ranked(table, found, direction).head(n)
    table = table.assign(example=_examples(table, side, documents))
    return table[COLUMNS].reset_index(drop=True)


def _seen(corpus: Corpus, period: object, every: str, n: int, *, before: bool) -> pd.DataFrame:
    _at_least_one(n=n)
    documents = documents_of(corpus)
    first = periods.start_of(period, every)
    now, _ = periods.window(documents["date"], period, every=every)
    days = documents["date"].to_numpy().astype("datetime64[D]")
    other = days < first if before else (days >= first) & ~now
    once = ~documents.duplicated("story_id").to_numpy()
    found = sides(corpus, np.flatnonzero(now & once), np.empty(0, dtype="int64"))
    words = corpus.tokens.words
    elsewhere = np.zeros(len(words.forms), dtype=bool)
    elsewhere[words.ids[np.repeat(other, words.lengths)]] = True
    docs = found.target.n_docs
    new = np.flatnonzero((docs >= MIN_DOCS) & ~elsewhere[found.numbers])
    table = pd.DataFrame({"term": pd.Series(found.terms[new], dtype="str"), "column": new})
    table = _spread(table.assign(n_docs=docs[new]), found.target, documents)
    table = table.sort_values(["n_docs", "n_sources", "term"], ascending=[False, False, True])
    table = table.head(n).reset_index(drop=True)
    if table.empty:
        return _empty(SEEN_COLUMNS)
    return table.assign(
        **_dates(table, found, documents),
        example=_examples(table, found.target, documents),
    )[SEEN_COLUMNS]


def _dates(table: pd.DataFrame, found: Sides, documents: pd.DataFrame) -> dict[str, pd.Series]:
    """When each term was first and last there, and in which source first."""
    rows, matrix = found.target.rows, found.target.matrix[:, table["column"].to_numpy()].tocsc()
    ends = [matrix.indices[a:b] for a, b in zip(matrix.indptr, matrix.indptr[1:], strict=False)]
    when, who = documents["date"], documents["source"]
    first, last = (rows[[int(at(each)) for each in ends]] for at in (min, max))
    return {
        "first_date": when.iloc[first].reset_index(drop=True),
        "last_date": when.iloc[last].reset_index(drop=True),
        "source": who.iloc[first].reset_index(drop=True),
    }


def _spread(table: pd.DataFrame, side: Side, documents: pd.DataFrame) -> pd.DataFrame:
    """The terms that enough sources use and no document holds most of."""
    columns = table["column"].to_numpy()
    sources = pd.factorize(documents["source"].iloc[side.rows])[0]
    cells = side.matrix[:, columns].tocoo()
    pairs = pd.DataFrame({"at": cells.col, "source": sources[cells.row], "n": cells.data})
    grouped = pairs.groupby("at")
    spread = pd.DataFrame(
        {
            "n_sources": grouped["source"].nunique(),
            "top_doc_share": grouped["n"].max() / grouped["n"].sum(),
        }
    ).reindex(range(len(table)))
    joined = table.assign(
        n_sources=spread["n_sources"].fillna(0).astype("int64").to_numpy(),
        top_doc_share=spread["top_doc_share"].to_numpy(dtype=float),
    )
    wide = min(MIN_SOURCES, documents["source"].iloc[side.rows].nunique())
    return joined[(joined["n_sources"] >= wide) & (joined["top_doc_share"] <= TOP_SHARE)]


def _examples(table: pd.DataFrame, side: Side, documents: pd.DataFrame) -> pd.Series[str]:
    found = [
        example(documents["text"].iloc[side.first(column)], term)
        for column, term in zip(table["column"], table["term"], strict=True)
    ]
    return pd.Series(found, index=table.index, dtype="str")


def _at_least_one(**given: int) -> None:
    for name, value in given.items():
        if value < 1:
            raise ArgumentError(f"`{name}` must be at least 1 (got {value}).")


def _empty(columns: list[str]) -> pd.DataFrame:
    whole = ["n_target", "n_reference", "docs_target", "docs_reference", "n_screened",
             "rank_lower", "rank_upper", "n_sources", "n_docs"]  # fmt: skip
    kinds = dict.fromkeys(whole, "int64") | dict.fromkeys(["term", "example", "source"], "str")
    kinds |= dict.fromkeys(["first_date", "last_date"], "datetime64[us]")
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in columns})
