"""The words of each type of a vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analysis.text.chunks import encode_blob
from analysis.text.forms import Forms, blob_of, changed
from analysis.text.kernels import types
from analysis.text.vocabulary import Vocabulary
from analysis.text.words import fold, word_spans

OPENS, CLOSES = 1, 2


@dataclass(frozen=True, eq=False)
class Parts:
    """The words of each type: most types have one.

    Attributes:
        offsets: int64; the words of type i are ids[offsets[i]:offsets[i + 1]].
        ids: int32, words by their number in the vocabulary.
        edges: uint8 per type: whether its first word opens it (OPENS) and its last closes it.
        vocabulary: the distinct words, case kept.
    """

    offsets: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    edges: npt.NDArray[np.uint8]
    vocabulary: Vocabulary

    @cached_property
    def folded(self) -> Forms:
        """The words as they are counted: case-folded, apostrophes straight."""
        traits = np.zeros(len(self.vocabulary), np.uint32)
        every = self.vocabulary
        types.traits(every.data, every.begins, every.sizes, traits)
        return changed(every, traits, fold)

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
    plain = np.flatnonzero(kinds == types.PLAIN)
    odd = np.flatnonzero(kinds == types.ODD)
    counts = (kinds == types.PLAIN).astype(np.int64)
    edges = np.zeros(n, np.uint8)
    edges[plain] |= OPENS * (starts[plain] == vocabulary.begins[plain]).astype(np.uint8)
    ends = (starts + sizes)[plain] == (vocabulary.begins + vocabulary.sizes)[plain]
    edges[plain] |= CLOSES * ends.astype(np.uint8)
    found: list[str] = []
    for number, chunk in zip(odd.tolist(), vocabulary.some(odd), strict=True):
        spans = word_spans(chunk)
        counts[number] = len(spans)
        if spans:
            found += [chunk[a:b] for a, b in spans]
            edges[number] = OPENS * (spans[0][0] == 0) + CLOSES * (spans[-1][1] == len(chunk))
    blob = blob_of(vocabulary, starts[plain], sizes[plain])
    tail = "\n".join(found).encode("utf-8", "surrogatepass")
    numbers, words = encode_blob(np.concatenate([blob, np.frombuffer(tail, np.uint8)]))
    offsets = np.concatenate([[0], np.cumsum(counts)])
    ids = np.empty(offsets[-1], np.int32)
    ids[offsets[plain]] = numbers[: len(plain)]
    # What is left are the words of the odd types, which stand in the same order.
    rest = np.ones(len(ids), bool)
    rest[offsets[plain]] = False
    ids[rest] = numbers[len(plain) :]
    return Parts(offsets, ids, edges, words)
