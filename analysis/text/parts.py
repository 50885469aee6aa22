"""The words of each type of a vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analysis.text.chunks import encode_blob
from analysis.text.forms import Forms, changed
from analysis.text.kernels import types
from analysis.text.kernels.run import CLOSES, CUTS, OPENS, TOUCHES
from analysis.text.vocabulary import Vocabulary
from analysis.text.words import closes, fold, opens, plain, word_spans

SHORT = 6  # letters of the longest abbreviation that is one word
# No sequence of words runs across these.
CUT = re.compile(f"[{re.escape(types.CUT_MARKS)}–—]")


@dataclass(frozen=True, eq=False)
class Parts:
    """The words of each type: most types have one.

    Attributes:
        offsets: int64; the words of type i are ids[offsets[i]:offsets[i + 1]].
        ids: int32, words by their number in the vocabulary.
        edges: uint8 per type: OPENS where its first word can follow another, CLOSES where a word
            can follow its last; see words.opens and words.closes.
        cuts: uint32 per word of a type: CUTS where a mark before it in its type ends a sequence,
            TOUCHES where nothing stands between it and the word before.
        ends: uint32 per type: whether a mark after its last word does (or any mark, without one).
        vocabulary: the distinct words, case kept.
    """

    offsets: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    edges: npt.NDArray[np.uint8]
    cuts: npt.NDArray[np.uint32]
    ends: npt.NDArray[np.uint32]
    vocabulary: Vocabulary

    @cached_property
    def plain(self) -> Forms:
        """The words as lexicons have them: apostrophes and hyphens as one types them."""
        return changed(self.vocabulary, plain, lower=False)

    @cached_property
    def folded(self) -> Forms:
        """The words as they are counted: case-folded, apostrophes straight."""
        return changed(self.vocabulary, fold)

    @cached_property
    def ranks(self) -> npt.NDArray[np.int32]:
        """For each folded word its place among all of them in order of the alphabet."""
        order = pc.sort_indices(pa.array(self.folded.vocabulary.strings, pa.large_string()))
        ranks = np.empty(len(order), np.int32)
        ranks[order.to_numpy()] = np.arange(len(order))
        return ranks


def parts_of(vocabulary: Vocabulary) -> Parts:
    """The words of the types; where bytes alone do not tell, by the rule for words."""
    n = len(vocabulary)
    starts, sizes = vocabulary.begins.copy(), np.zeros(n, np.int32)
    kinds = np.zeros(n, np.uint8)
    types.cores(vocabulary.data, vocabulary.begins, vocabulary.sizes, starts, sizes, kinds)
    plain_ones = np.flatnonzero(kinds == types.PLAIN)
    odd = np.flatnonzero(kinds == types.ODD)
    counts = (kinds == types.PLAIN).astype(np.int64)
    edges = np.zeros(n, np.uint8)
    after = vocabulary.begins + vocabulary.sizes - (starts + sizes)
    edges[plain_ones] = (OPENS * (starts == vocabulary.begins) + CLOSES * (after == 0))[plain_ones]
    stopped = np.flatnonzero((kinds == types.PLAIN) & (after == 1) & (sizes <= SHORT))
    for number, chunk in zip(stopped.tolist(), vocabulary.some(stopped), strict=True):
        edges[number] |= CLOSES * closes(chunk)
    ends_cut = np.zeros(n, np.uint32)
    before = np.zeros(n, np.uint32)
    types.gaps(
        vocabulary.data, vocabulary.begins, vocabulary.sizes, starts, sizes, kinds, before, ends_cut
    )
    found: list[str] = []
    cut_before: list[int] = []
    for number, chunk in zip(odd.tolist(), vocabulary.some(odd), strict=True):
        spans = word_spans(chunk)
        counts[number] = len(spans)
        last = 0
        for a, b in spans:
            found.append(chunk[a:b])
            cut = CUT.search(chunk, last, a) is not None
            cut_before.append(CUTS * cut + TOUCHES * (last == a and a > 0))
            last = b
        ends_cut[number] = CUT.search(chunk, last) is not None
        if spans:
            edges[number] = OPENS * opens(chunk) + CLOSES * closes(chunk)
    blob = vocabulary.blob(starts[plain_ones], sizes[plain_ones])
    numbers, words = encode_blob(blob, found)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    ids, cuts = np.empty(offsets[-1], np.int32), np.empty(offsets[-1], np.uint32)
    first = offsets[plain_ones]
    ids[first], cuts[first] = numbers[: len(first)], before[plain_ones]
    # What is left are the words of the odd types, which stand in the same order.
    rest = np.ones(len(ids), bool)
    rest[first] = False
    ids[rest], cuts[rest] = numbers[len(first) :], cut_before
    return Parts(offsets, ids, edges, cuts, ends_cut, words)
