"""Words that stand together more often than chance has them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.arrow import text_column
from analysis.corpus import Corpus
from analysis.errors import ArgumentError
from analysis.measures import counted
from analysis.stats import collocation_lambda, sequence_measures
from analysis.text.running import Words

Int64 = npt.NDArray[np.int64]
Places = tuple[int, ...]
COLUMNS = ["collocation", "n_tokens", "lambda_", "z", "pmi", "npmi", "log_dice", "g2"]
SIZES = (2, 5)  # words of a collocation
BLOCK = 1 << 21  # sequences looked at together, so that memory stays flat


def find(corpus: Corpus, *, size: int = 2, min_count: int = 3) -> pd.DataFrame:
    """The sequences of `size` words that stand together more often than their words have it.

    One row is a collocation with `min_count` occurrences: collocation (case-folded), n_tokens
    (occurrences), lambda_ and z (log-linear interaction and its Wald z, .5 added to each cell:
    Blaheta & Johnson 2001, as quanteda), pmi (bits; Church & Hanks 1990), npmi (-1 to 1; Bouma
    2009), log_dice (Rychly 2008) and g2 (Dunning 1993). N is the number of sequences of that size;
    none crosses punctuation, paragraphs or documents. Highest z first. See
    stats.collocation_lambda and stats.sequence_measures for the formulas.

    For three words and more lambda_ is what the sequence has beyond its shorter parts, so that a
    fixed pair with any third word has none. Not for a p-value: the same phrase comes in bursts.

    Raises:
        ArgumentError: for a `size` outside 2 to 5, or `min_count` under 1.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["a b c a b d e b d a b"], "date": ["2019-06-01"]}))
    >>> found = find(news, min_count=2)[["collocation", "n_tokens", "lambda_", "z"]]
    >>> found.round(3).values.tolist()
    [['a b', 3, 3.412, 1.936], ['b d', 2, 3.219, 1.799]]
    """
    if not SIZES[0] <= size <= SIZES[1]:
        raise ArgumentError(f"`size` must be from {SIZES[0]} to {SIZES[1]} (got {size}).")
    if min_count < 1:
        raise ArgumentError(f"`min_count` must be at least 1 (got {min_count!r}).")
    found = counted.part(corpus, n=size).counts
    frequent = np.flatnonzero(np.asarray(found.n_tokens) >= min_count)
    terms = found.terms.take(pa.array(frequent))
    n_tokens = np.asarray(found.n_tokens, np.int64)[frequent]
    words = corpus.tokens.words
    cells = _cells(words, _ids(terms, words, size), n_tokens, size)
    lambda_ = collocation_lambda(*cells)
    table = pd.DataFrame(
        {
            "collocation": text_column(terms),
            "n_tokens": n_tokens,
            **lambda_._asdict(),
            **sequence_measures(*cells)._asdict(),
        }
    )
    table = table.sort_values(["z", "collocation"], ascending=[False, True])
    return table[COLUMNS].reset_index(drop=True)


def _ids(terms: pa.Array, words: Words, size: int) -> Int64:
    """The words of each sequence, a row each, by their numbers."""
    split = pc.list_flatten(pc.split_pattern(terms.cast(pa.large_string()), " "))
    numbers = pc.index_in(split, value_set=pa.array(words.forms, pa.large_string()))
    return np.asarray(numbers.to_numpy(zero_copy_only=False), np.int64).reshape(-1, size)


def _cells(words: Words, sought: Int64, n_tokens: Int64, size: int) -> list[Int64]:
    """How many sequences match each one sought in which of its places, in stats' order."""
    every = range(size)
    matched = _matched(words, sought, size)
    matched[tuple(every)] = n_tokens
    cells = []
    for number in range(2**size):
        here = [at for at in every if not number >> (size - 1 - at) & 1]
        rest = [at for at in every if at not in here]
        # By inclusion and exclusion: those that match here at least, less those that match more.
        cell = sum(
            (-1) ** extra * matched[tuple(sorted((*here, *more)))]
            for extra in range(len(rest) + 1)
            for more in combinations(rest, extra)
        )
        cells.append(np.asarray(cell, np.int64))
    return cells


def _matched(words: Words, sought: Int64, size: int) -> dict[Places, Int64]:
    """For each choice of places but all: how many sequences have the words sought there."""
    choices = [places for n in range(1, size) for places in combinations(range(size), n)]
    keys: dict[Places, Int64] = {}
    codes: dict[Places, Int64] = {(): np.zeros(len(sought), np.int64)}
    width = len(words.forms) + 1
    for places in choices:
        key = codes[places[:-1]] * width + sought[:, places[-1]]
        keys[places], codes[places] = np.unique(key, return_inverse=True)
    totals = {places: np.zeros(len(keys[places]), np.int64) for places in choices}
    n = 0
    for begin in range(0, len(words.ids), BLOCK):
        ids, starts = _starts(words, begin, size)
        n += len(starts)
        _count(ids, starts, keys, totals, width)
    found = {places: totals[places][codes[places]] for places in choices}
    found[()] = np.full(len(sought), n, np.int64)
    return found


def _starts(words: Words, begin: int, size: int) -> tuple[Int64, Int64]:
    """The words of a block, those that its last sequences need too, and where sequences begin."""
    ids = words.ids[begin : begin + BLOCK + size - 1].astype(np.int64)
    follows = words.adjacent[begin : begin + BLOCK + size - 1]
    n = min(BLOCK, max(len(ids) - size + 1, 0))
    whole = np.ones(n, dtype=bool)
    for ahead in range(1, size):
        whole &= follows[ahead : ahead + n]
    return ids, np.flatnonzero(whole)


def _count(
    ids: Int64, starts: Int64, keys: dict[Places, Int64], totals: dict[Places, Int64], width: int
) -> None:
    """Add the sequences of a block that have words sought, choice of places by choice."""
    held: dict[Places, tuple[Int64, Int64]] = {(): (starts, np.zeros(len(starts), np.int64))}
    for places, known in keys.items():
        at, code = held[places[:-1]]
        key = code * width + ids[at + places[-1]]
        place = _lookup(known, key, width if len(places) == 1 else 0)
        there = place >= 0
        totals[places] += np.bincount(place[there], minlength=len(known))
        held[places] = at[there], place[there]


def _lookup(known: Int64, keys: Int64, limit: int) -> Int64:
    """The place of each key among those known, -1 for others; by a table below a limit."""
    if limit:
        table = np.full(limit, -1, np.int64)
        table[known] = np.arange(len(known))
        return table[keys]
    if not len(known):
        return np.full(len(keys), -1, np.int64)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[place] == keys, place, -1)
