"""How evenly terms are spread over the documents of a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError

Int64 = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
COLUMNS = ["term", "n_tokens", "n_docs", "n_sources", "dp", "dp_norm", "juilland_d"]
BLOCK = 1 << 22  # words counted together, so that memory stays flat


class _Places(NamedTuple):
    """Occurrences of a term in a document, a row each."""

    term: Int64
    document: Int64
    n: Int64


def measure(corpus: Corpus, terms: Sequence[str] | Mapping[str, str] | None = None) -> pd.DataFrame:
    """How evenly each term is spread over the documents; the parts are the documents.

    One row is a term: term, n_tokens (occurrences in the texts), n_docs (documents with it there),
    n_sources (that wrote them), dp (0 for a spread as the documents are long, near 1 for one
    document alone), dp_norm (the same, reaching 1) and juilland_d (1 for the same rate in every
    document, 0 for one alone). See stats.dp, stats.dp_norm and stats.juilland_d for the formulas
    (Gries 2008; Lijffijt & Gries 2012; Juilland, Brodin & Davidovitch 1970). Without `terms`, all
    words, case-folded, most evenly spread first; `terms` are queries, a list, or label -> query,
    and keep their order. A term that does not occur has no dispersion: missing. Documents without
    words are no parts.

    A word in few of many documents has a dp near 1 whatever it does, and news is made of such
    words: compare terms of similar frequency.

    Raises:
        ArgumentError: for a corpus of one document with words, or `terms` that are one string.
        QueryError: for a term that does not parse.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose.", "Oil, oil."], "date": ["2019-06-01", "2019-06-02"]}))
    >>> measure(news)[["term", "n_docs", "dp", "dp_norm"]].round(2).values.tolist()
    [['oil', 2, 0.17, 0.33], ['rose', 1, 0.5, 1.0]]
    """
    if isinstance(terms, str):
        raise ArgumentError(f"`terms` must be a list of terms (got the string {terms!r}).")
    words = corpus.tokens.words
    sizes = np.asarray(words.lengths, np.float64)
    n_parts = int(np.sum(sizes > 0))
    if n_parts == 1:
        raise ArgumentError("Dispersion compares documents: at least 2 must have words (got 1).")
    if terms is None:
        found, names = _of_words(corpus), list(words.forms)
    else:
        names = list(terms)
        queries = list(terms.values()) if isinstance(terms, Mapping) else list(terms)
        found = _of_queries(corpus, queries)
    sources = pd.factorize(documents_of(corpus)["source"], use_na_sentinel=False)[0]
    table = _table(found, names, sizes, n_parts, np.asarray(sources, np.int64))
    if terms is None:
        table = table[table["n_tokens"] > 0].sort_values(["dp", "term"])
    return table[COLUMNS].reset_index(drop=True)


def _table(
    found: _Places, names: list[str], sizes: Values, n_parts: int, sources: Int64
) -> pd.DataFrame:
    total, smallest = sizes.sum(), sizes[sizes > 0].min(initial=np.inf)
    n, size = len(names), sizes[found.document]
    n_tokens = np.bincount(found.term, found.n, n)
    pairs = np.unique(found.term * (sources.max(initial=0) + 1) + sources[found.document])
    v, s, rate = found.n / n_tokens[found.term], size / total, found.n / size
    with np.errstate(divide="ignore", invalid="ignore"):
        # Documents without the term add their share each, which is 1 less those of the others.
        dp = (np.bincount(found.term, np.abs(v - s) - s, n) + 1) / 2
        mean = np.bincount(found.term, rate, n) / n_parts
        spread = np.maximum(np.bincount(found.term, rate**2, n) / n_parts - mean**2, 0)
        juilland = 1 - np.sqrt(spread) / mean / np.sqrt(n_parts - 1)
    there = n_tokens > 0
    return pd.DataFrame(
        {
            "term": pd.Series(names, dtype="str"),
            "n_tokens": n_tokens.astype(np.int64),
            "n_docs": np.bincount(found.term, minlength=n),
            "n_sources": np.bincount(pairs // (sources.max(initial=0) + 1), minlength=n),
            "dp": np.where(there, np.maximum(dp, 0), np.nan),
            "dp_norm": np.where(there, np.maximum(dp, 0) / (1 - smallest / max(total, 1)), np.nan),
            "juilland_d": np.where(there, juilland, np.nan),
        }
    )


def _of_words(corpus: Corpus) -> _Places:
    words = corpus.tokens.words
    ends = np.searchsorted(words.offsets, np.arange(BLOCK, words.offsets[-1], BLOCK))
    bounds = np.unique([0, *ends, len(words.offsets) - 1])
    parts = []
    for first, last in pairwise(bounds.tolist()):
        ids = words.ids[words.offsets[first] : words.offsets[last]].astype(np.int64)
        document = np.repeat(np.arange(first, last), words.lengths[first:last])
        parts.append(_places(ids, document, len(corpus)))
    if not parts:
        return _Places(*(np.empty(0, np.int64) for _ in range(3)))
    return _Places(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _of_queries(corpus: Corpus, queries: list[str]) -> _Places:
    hits = [np.asarray(answer.hits.text, np.int64) for answer in corpus.ask(queries)]
    term = np.repeat(np.arange(len(hits)), [len(each) for each in hits])
    document = np.concatenate([np.empty(0, np.int64), *hits])
    return _places(term, document, len(corpus))


def _places(term: Int64, document: Int64, n_docs: int) -> _Places:
    keys, n = np.unique(term * max(n_docs, 1) + document, return_counts=True)
    return _Places(keys // max(n_docs, 1), keys % max(n_docs, 1), n.astype(np.int64))
