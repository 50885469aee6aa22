"""Tone of encoded texts: VADER's rules as array work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text.forms import Forms, idioms
from analysis.text.kernels import run, sentence_tone, tone
from analysis.text.kernels.cutting import CUTS
from analysis.text.kernels.jit import frozen
from analysis.text.sequences import numbered
from analysis.text.tokens import Tokens
from analysis.text.valence import BOOSTERS

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


class Scores(NamedTuple):
    """What sentences score: words, words that carry tone, and the score from -1 to 1."""

    n_tokens: Int64
    n_hits: Int64
    score: npt.NDArray[np.float64]


def vader(tokens: Tokens, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """neg, neu, pos and compound of each text, one row each, rounded as VADER rounds them."""
    looks = tokens.types.looks
    entries, worth = looks.entries(weights)
    found = np.zeros((len(tokens), 4))
    _, two, three, pairs = idioms()
    tone.vader(
        tokens.ids, tokens.offsets, looks.flags, entries, worth,
        two, three, pairs, tokens.longest + 1, found,
    )  # fmt: skip
    return found


def by_chunks(tokens: Tokens, weights: Mapping[str, float]) -> Scores:
    """The scores of sentences whose words are what stands between white space."""
    looks = tokens.types.looks
    n = len(tokens.vocabulary)
    bounds, none = np.arange(n + 1), np.zeros(n, np.uint32)
    return _scores(
        tokens, weights, [], bounds, looks.forms.of, looks.flags, none, none, looks.forms
    )


def by_words(
    tokens: Tokens, weights: Mapping[str, float], sequences: Sequence[tuple[str, ...]]
) -> Scores:
    """The scores of sentences by their words; a sequence counts as one word.

    Of the sequences that begin at a word the first of the list that fits is taken.
    """
    parts = tokens.types.parts
    forms = parts.plain
    of = forms.of[parts.ids]
    flags = forms.flags[of]
    return _scores(
        tokens, weights, sequences, parts.offsets, of, flags, parts.cuts, parts.ends, forms
    )


def _scores(
    tokens: Tokens,
    weights: Mapping[str, float],
    sequences: Sequence[tuple[str, ...]],
    bounds: Int64,
    of: Int32,
    flags: npt.NDArray[np.uint32],
    cuts: npt.NDArray[np.uint32],
    ends: npt.NDArray[np.uint32],
    forms: Forms,
) -> Scores:
    entries, worth = forms.entries(weights)
    found = numbered(sequences, forms.lower.vocabulary)
    sequenced, worth = _worth([sequences[place] for place in found.kept], weights, worth)
    starts = np.append(tokens.sentences.starts, len(tokens.ids))
    n = len(starts) - 1
    sizes = np.zeros(len(starts), np.int64)
    run.lengths(tokens.ids, frozen(starts), frozen(np.diff(bounds).astype(np.int32)), sizes)
    most = int(np.diff(sizes).max(initial=0)) + 1
    made = Scores(np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n))
    _, two, three, pairs = idioms()
    # Worked out for each word of a type at once: the loop over tokens then looks in one place.
    lower = forms.lower.of[of]
    starting = (np.diff(found.openings) > 0)[lower] * np.uint32(sentence_tone.STARTS)
    sentence_tone.scores(
        tokens.ids, starts, np.diff(tokens.types.parts.offsets), tokens.types.looks.flags, bounds,
        flags, cuts & np.uint32(CUTS) | starting, ends, entries[of], lower, worth,
        found.openings, found.words, found.lengths, sequenced, two, three, pairs, most, *made,
    )  # fmt: skip
    return made


def _worth(
    sequences: Sequence[tuple[str, ...]],
    weights: Mapping[str, float],
    worth: npt.NDArray[np.float64],
) -> tuple[Int32, npt.NDArray[np.float64]]:
    """The entry of each sequence, and the weights of all entries: those of words first."""
    entries = np.full(len(sequences), tone.NO_VALUE, np.int32)
    more: list[float] = []
    for row, term in enumerate(map(" ".join, sequences)):
        if weights[term] != 0 and term not in BOOSTERS:
            entries[row] = len(worth) + len(more)
            more.append(weights[term])
    return entries, np.append(worth, np.array(more, float))
