"""What the tone of texts or sentences is by some lexicons, as a table in its order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.lexicons import Lexicon
from analysis.text import Tokens, scoring, totals

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Unit = Literal["document", "sentence"]


class _Column(NamedTuple):
    """What each document or sentence has by one lexicon."""

    n_tokens: Int64
    n_hits: Int64
    score: Floats


def measured(tokens: Tokens, lexicons: Sequence[Lexicon], unit: Unit) -> tuple[Int64, pd.DataFrame]:
    """The document of each row, and the columns of tone.score after its keys.

    Rows are in order of documents, then sentences, then names of lexicons.
    """
    by_name = sorted(lexicons, key=lambda each: each.name)
    counts = np.diff(tokens.sentences.offsets)
    columns = _columns(tokens, by_name, unit)
    n_tokens, n_hits, score = (
        np.stack([getattr(columns[each.name], field) for each in by_name], axis=1).reshape(-1)
        for field in _Column._fields
    )
    whole = unit == "document"
    owners = np.arange(len(tokens)) if whole else np.repeat(np.arange(len(tokens)), counts)
    place = np.arange(len(owners)) - (0 if whole else tokens.sentences.offsets[owners])
    n, several = len(owners), len(by_name)
    missing = np.full(n * several, whole)
    names = pd.Series([each.name for each in by_name], dtype="str")
    table = pd.DataFrame({
        "sentence": pd.arrays.IntegerArray(np.repeat(place, several), missing),
        "speaker": pd.Series(pd.NA, index=range(n * several), dtype="str"),
        "lexicon": names.take(np.tile(np.arange(several), n)).reset_index(drop=True),
        "n_tokens": n_tokens,
        "n_sentences": np.repeat(counts if whole else np.ones(n, np.int64), several),
        "n_hits": n_hits,
        "score": np.where(n_tokens > 0, score, np.nan),
    })  # fmt: skip
    return np.repeat(owners, several), table


def _columns(tokens: Tokens, lexicons: Sequence[Lexicon], unit: Unit) -> dict[str, _Column]:
    """The columns of each lexicon by its name; those without rules in one pass."""
    ruled = [each for each in lexicons if each.rules == "vader"]
    listed = [each for each in lexicons if each.rules == "none"]
    found = {each.name: _ruled(tokens, each, unit) for each in ruled}
    if listed:
        given = [totals.Listed(e.weights, e.sequences, e.tokens == "chunks") for e in listed]
        sums = totals.totals(tokens, given, sentences=unit == "sentence")
        scores = sums.total / np.maximum(sums.n_tokens, 1)[:, None]
        for place, each in enumerate(listed):
            found[each.name] = _Column(sums.n_tokens, sums.n_hits[:, place], scores[:, place])
    return found


def _ruled(tokens: Tokens, lexicon: Lexicon, unit: Unit) -> _Column:
    if lexicon.tokens == "chunks":
        found = scoring.by_chunks(tokens, lexicon.weights)
    else:
        found = scoring.by_words(tokens, lexicon.weights, lexicon.sequences)
    if unit == "sentence":
        return _Column(*found)
    offsets = tokens.sentences.offsets
    owners = np.repeat(np.arange(len(tokens)), np.diff(offsets))
    # The mean of pandas carries what rounding loses along.
    means = pd.Series(found.score).groupby(owners).mean()
    score = np.full(len(tokens), np.nan)
    score[means.index] = means.to_numpy()
    return _Column(_sums(found.n_tokens, offsets), _sums(found.n_hits, offsets), score)


def _sums(values: Int64, offsets: Int64) -> Int64:
    """The sum of the values of each document, 0 for one without any."""
    return np.diff(np.concatenate([[0], np.cumsum(values)])[offsets])
