"""The words of texts, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.text.kernels import run
from analysis.text.kernels.jit import frozen
from analysis.text.parts import Parts

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Source:
    """What words are cut from: tokens as arrays, and the words of their types.

    Attributes:
        ids, offsets, breaks: as in tokens.Tokens.
        parts: the words of each type.
    """

    ids: Int32
    offsets: Int64
    breaks: Int64
    parts: Parts

    @cached_property
    def bounds(self) -> Int64:
        """Where the words of each text begin among all words, and where they end."""
        return self._sums(np.diff(self.parts.offsets))

    @property
    def n_words(self) -> int:
        """How many words there are."""
        return int(self.bounds[-1])

    @cached_property
    def n_letters(self) -> int:
        """How many bytes all words have, folded."""
        return int(self._sums(self.parts.n_letters)[-1])

    def _sums(self, per_type: Int64) -> Int64:
        """Running sums over the texts of what each type has."""
        found = np.zeros(len(self.offsets), np.int64)
        run.lengths(self.ids, self.offsets, frozen(per_type.astype(np.int32)), found)
        return frozen(found)


@dataclass(frozen=True, eq=False)
class Words:
    """The words of many texts as one array of ids, folded.

    Attributes:
        ids: int32, one per word, all texts end to end: numbers of `forms`.
        offsets: int64, one more than there are texts; text i is ids[offsets[i]:offsets[i + 1]].
        source: what the words are cut from.
    """

    ids: Int32
    offsets: Int64
    source: Source

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The distinct words, case-folded, in order of the alphabet."""
        return self.source.parts.folded.vocabulary.strings

    @cached_property
    def adjacent(self) -> npt.NDArray[np.bool_]:
        """True where a word follows the one before it in the same paragraph.

        See words.opens and words.closes; word sequences never run across a False.
        """
        texts = np.arange(len(self.offsets) - 1)
        return frozen(sequences(self.source, texts, len(self.ids))[2])

    @cached_property
    def lengths(self) -> Int64:
        """Words in each text."""
        return np.diff(self.offsets)

    @cached_property
    def documents(self) -> Int64:
        """For each word, the position of its text."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


def running(source: Source) -> Words:
    """The words of the tokens."""
    parts = source.parts
    ids = np.empty(source.n_words, np.int32)
    run.words(source.ids, parts.only, parts.offsets, parts.folded.of, ids)
    return Words(frozen(ids), source.bounds, source)


def sequences(source: Source, texts: Int64, n: int) -> tuple[Int32, Int32, npt.NDArray[np.bool_]]:
    """The n words of some texts, the text of each, and whether it follows the one before."""
    parts = source.parts
    made = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.bool_)
    run.sequences(
        source.ids, source.offsets, frozen(texts), source.breaks, parts.only, parts.offsets,
        parts.folded.of, parts.cuts, parts.edges, *made,
    )  # fmt: skip
    return made
