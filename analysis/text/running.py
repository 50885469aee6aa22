"""The words of texts, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.text.kernels import run
from analysis.text.kernels.jit import frozen
from analysis.text.parts import Parts


@dataclass(frozen=True, eq=False)
class Words:
    """The words of many texts as one array of ids, folded.

    Attributes:
        ids: int32, one per word, all texts end to end: numbers of `forms`.
        offsets: int64, one more than there are texts; text i is ids[offsets[i]:offsets[i + 1]].
        adjacent: True where a word follows the one before it in the same text (see words.opens
            and words.closes); word sequences never run across a False.
        forms: the distinct words, case-folded, in order of the alphabet.
    """

    ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    adjacent: npt.NDArray[np.bool_]
    forms: tuple[str, ...]

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Words in each text."""
        return np.diff(self.offsets)

    @cached_property
    def documents(self) -> npt.NDArray[np.int64]:
        """For each word, the position of its text."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


def running(tokens: npt.NDArray[np.int32], offsets: npt.NDArray[np.int64], parts: Parts) -> Words:
    """The words of the tokens."""
    per_token = np.diff(parts.offsets)
    bounds = np.zeros(len(offsets), np.int64)
    run.lengths(tokens, offsets, per_token, bounds)
    n = int(bounds[-1])
    ids, adjacent = np.empty(n, np.int32), np.zeros(n, np.bool_)
    ranked = parts.ranks[parts.folded.of[parts.ids]] if len(parts.ids) else parts.ids
    run.words(tokens, offsets, parts.offsets, ranked, parts.cuts, parts.edges, ids, adjacent)
    forms = np.empty(len(parts.ranks), object)
    forms[parts.ranks] = parts.folded.vocabulary.strings
    return Words(frozen(ids), frozen(bounds), frozen(adjacent), tuple(forms))
