"""The word sequences of lexicons in numbers, by the form that they begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text.vocabulary import Vocabulary

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
ANY = "*"  # in a sequence: exactly one word, whatever it is


class Numbered(NamedTuple):
    """The sequences whose words all occur.

    kept: the place of each in what was given; those that begin with form i stand in rows
    openings[i] to openings[i + 1], in the order given. words: a row each, -1 for any word and past
    the end; lengths: how many words each has.
    """

    kept: Int64
    openings: Int64
    words: Int32
    lengths: Int32


def numbered(sequences: Sequence[tuple[str, ...]], lower: Vocabulary) -> Numbered:
    """The sequences by the numbers of their words among the forms in lower case."""
    words = sorted({word for parts in sequences for word in parts} - {ANY})
    numbers = dict(zip(words, lower.find(words).tolist(), strict=True)) | {ANY: -1}
    kept = [
        place
        for place, parts in enumerate(sequences)
        if all(word == ANY or numbers[word] >= 0 for word in parts)
    ]
    kept.sort(key=lambda place: numbers[sequences[place][0]])  # stable: their order is kept
    lengths = np.array([len(sequences[place]) for place in kept], np.int32)
    rows = np.full((len(kept), int(lengths.max(initial=1))), -1, np.int32)
    for row, place in enumerate(kept):
        rows[row, : lengths[row]] = [numbers[word] for word in sequences[place]]
    openings = np.searchsorted(rows[:, 0], np.arange(len(lower) + 1))
    return Numbered(np.array(kept, np.int64), openings, rows, lengths)
