"""What a corpus, or a part of it, counts of its words; parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple  # a docvar holds values of any type

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from analysis.arrow import text_column
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.measures.grouping import grouped, spread, united
from analysis.text.counting import Counts, counts

Int64 = npt.NDArray[np.int64]
COLUMNS = ["term", "n_tokens", "n_docs", "per_million", "share"]
SUMMED = ["group", "terms", "n_tokens", "n_docs"]
LONGEST = 5  # words in an n-gram; longer ones are nearly all unique


class Counted(NamedTuple):
    """The counts of terms in each group, and what they are counted in.

    names: of the groups; n_docs, n_words: of each; counts: by group, most frequent first.
    """

    names: pd.Series[Any]
    n_docs: npt.NDArray[np.int64]
    n_words: npt.NDArray[np.int64]
    counts: Counts


def part(corpus: Corpus, *, n: int = 1, by: str | None = None) -> Counted:
    """The counts of sequences of n words.

    Raises:
        ArgumentError: for n outside 1 to 5.
        ColumnError: for a `by` that is no column of the documents.
    """
    if not 1 <= n <= LONGEST:
        raise ArgumentError(f"`n` must be from 1 to {LONGEST} (got {n}).")
    groups = grouped(documents_of(corpus), by)
    found = counts(corpus.tokens.source, groups.codes, len(groups.names), n)
    n_docs = groups.sums(np.ones(len(corpus), np.int64))
    return Counted(groups.names, n_docs, groups.sums(corpus.tokens.n_words), found)


def added(parts: Sequence[Counted]) -> Counted:
    """The counts of all parts as one."""
    if len(parts) == 1:
        return parts[0]
    names, codes = united([part.names for part in parts])
    n_docs, n_words = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    tables = []
    for part, code in zip(parts, codes, strict=True):
        np.add.at(n_docs, code, part.n_docs)
        np.add.at(n_words, code, part.n_words)
        sizes, terms, n_tokens, n_with = part.counts
        group = np.repeat(code, sizes)
        tables.append(pa.table([group, terms, n_tokens, n_with], SUMMED))
    summed = (
        pa.concat_tables(tables)
        .group_by(["group", "terms"])
        .aggregate([("n_tokens", "sum"), ("n_docs", "sum")])
        .sort_by([("group", "ascending"), ("n_tokens_sum", "descending"), ("terms", "ascending")])
    )
    group, n_tokens, n_with = (
        summed[name].to_numpy() for name in ("group", "n_tokens_sum", "n_docs_sum")
    )
    sizes = np.bincount(group, minlength=len(names))
    counts = Counts(sizes, summed["terms"].combine_chunks(), n_tokens, n_with)
    return Counted(names, n_docs, n_words, counts)


def table(found: Counted, *, n: int = 1, by: str | None = None) -> pd.DataFrame:
    """The counts of sequences of n words as frequency.count gives them."""
    sizes, terms, n_tokens, n_docs = found.counts
    groups = {by: spread(found.names, sizes)} if by else {}
    made = {
        "term": text_column(terms),
        "n_tokens": n_tokens,
        "n_docs": n_docs,
        "per_million": _over(n_tokens, found.n_words, sizes, 1e6),
        "share": _over(n_docs, found.n_docs, sizes, 1),
    }
    return pd.DataFrame({**groups, **made}, copy=False)


def _over(counts: Int64, totals: Int64, sizes: Int64, times: float) -> npt.NDArray[np.float64]:
    """Counts over the total of their group, times a number, with nothing held between."""
    found = np.repeat(totals.astype(np.float64), sizes)
    np.divide(counts, found, out=found)
    found *= times
    return found
