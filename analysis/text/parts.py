"""The words of each type of a vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text.alphabet import in_order
from analysis.text.chunks import encode_blob
from analysis.text.forms import Forms, changed
from analysis.text.kernels import cutting, types
from analysis.text.kernels.cutting import CLOSES, CLOSING, CUTS, HARD, OPENS, TOUCHES, WHOLE
from analysis.text.kernels.jit import Number, frozen
from analysis.text.kernels.looks import CUT_MARKS
from analysis.text.vocabulary import Vocabulary
from analysis.text.words import ABBREVIATIONS, closes, fold, opens, plain, word_spans

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint32]

FEW = 2_000  # types: the rule takes 10 ms for so many, compiling the kernel takes five seconds
NO_WORD, MANY = -1, -2  # of a type that has not exactly one word
# No sequence of words runs across these.
CUT = re.compile(f"[{re.escape(CUT_MARKS)}–—]")
_ABBREVIATIONS = np.sort(
    np.array([int.from_bytes(word.encode(), "little") for word in ABBREVIATIONS], np.uint64)
)


@dataclass(frozen=True, eq=False)
class Parts:
    """The words of each type: most types have one.

    Attributes:
        types: the vocabulary that the words are cut from.
        offsets: int64; the words of type i are starts[offsets[i]:offsets[i + 1]].
        starts: int64, where each word begins in the bytes of the vocabulary.
        sizes: int32, its bytes.
        edges: uint8 per type: OPENS where its first word can follow another, CLOSES where a word
            can follow its last; see words.opens and words.closes.
        cuts: uint32 per word of a type: CUTS where a mark before it in its type ends a sequence,
            TOUCHES where nothing stands between it and the word before.
        ends: uint32 per type: whether a mark after its last word does (or any mark, without one).
    """

    types: Vocabulary
    offsets: Int64
    starts: Int64
    sizes: Int32
    edges: npt.NDArray[np.uint8]
    cuts: Flags
    ends: Flags

    @cached_property
    def _cased(self) -> tuple[Int32, Vocabulary]:
        return encode_blob(self.types.blob(self.starts, self.sizes))

    @property
    def ids(self) -> Int32:
        """The words by their number in `vocabulary`."""
        return self._cased[0]

    @property
    def vocabulary(self) -> Vocabulary:
        """The distinct words, case kept."""
        return self._cased[1]

    @cached_property
    def plain(self) -> Forms:
        """The distinct words as lexicons have them: apostrophes and hyphens as one types them."""
        return changed(self.vocabulary, plain, lower=False)

    @cached_property
    def folded(self) -> Forms:
        """The words as they are counted: case-folded, apostrophes straight; in order."""
        return _folded(self)

    @cached_property
    def only(self) -> Int32:
        """For each type with exactly one word its number in `folded`, else NO_WORD or MANY."""
        return self._of_types(self.folded.of)

    @cached_property
    def met(self) -> Met:
        """The words by first appearance: those that are frequent stand near each other."""
        of = self.folded.of
        first = np.empty(len(self.folded.vocabulary), np.int64)
        first[of[::-1]] = np.arange(len(of))[::-1]
        order = np.argsort(first).astype(np.int32)
        numbers = np.empty(len(order), np.int32)
        numbers[order] = np.arange(len(order))
        return Met(frozen(numbers[of]), self._of_types(numbers[of]), frozen(order))

    @cached_property
    def n_letters(self) -> Int64:
        """The bytes of all words of each type, folded."""
        sums = np.cumsum(self.folded.vocabulary.sizes[self.folded.of], dtype=np.int64)
        return np.diff(np.concatenate([[0], sums])[self.offsets])

    def _of_types(self, words: Int32) -> Int32:
        counts = np.diff(self.offsets)
        found = np.where(counts == 0, NO_WORD, MANY).astype(np.int32)
        one = counts == 1
        found[one] = words[self.offsets[:-1][one]]
        return frozen(found)


class Met(NamedTuple):
    """Words numbered by first appearance.

    of: the number of each word of a type; only: that of each type with one word, as Parts.only;
    forms: what the numbers stand for, in Parts.folded.
    """

    of: Int32
    only: Int32
    forms: Int32


def parts_of(vocabulary: Vocabulary) -> Parts:
    """The words of the types: by a kernel, or by the rule for words where it does not know."""
    n, room = len(vocabulary), int(vocabulary.sizes.sum(dtype=np.int64))
    counts, edges = np.zeros(n, np.int32), np.zeros(n, np.uint8)
    ends, left = np.zeros(n, np.uint32), np.zeros(n, np.uint8)
    starts, sizes = np.empty(room, np.int64), np.empty(room, np.int32)
    cuts = np.empty(room, np.uint32)
    made = 0
    if n <= FEW:
        left[:] = WHOLE
    else:
        made = cutting.cut(
            vocabulary.data, vocabulary.begins, vocabulary.sizes, _ABBREVIATIONS, counts, edges,
            ends, left, starts, sizes, cuts,
        )  # fmt: skip
    # In place: what was not written to was never there.
    starts.resize(made, refcheck=False)
    sizes.resize(made, refcheck=False)
    cuts.resize(made, refcheck=False)
    asked = np.flatnonzero(left == CLOSING)
    for number, chunk in zip(asked.tolist(), vocabulary.some(asked), strict=True):
        edges[number] |= CLOSES * closes(chunk)
    whole = np.flatnonzero(left == WHOLE)
    found = _by_rule(vocabulary, whole, counts, edges, ends)
    offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    if len(found):
        theirs = np.repeat(left == WHOLE, counts)
        starts = _merged(theirs, starts, found[:, 0])
        sizes = _merged(theirs, sizes, found[:, 1])
        cuts = _merged(theirs, cuts, found[:, 2])
    return Parts(vocabulary, offsets, starts, sizes, edges, cuts, ends)


def _folded(parts: Parts) -> Forms:
    hard = np.flatnonzero(parts.cuts & HARD)
    starts, sizes = parts.starts.copy(), parts.sizes.copy()
    strings = map(fold, parts.types.strings_at(starts[hard], sizes[hard]))
    blobs = [string.encode("utf-8", "surrogatepass") for string in strings]
    data = np.concatenate([parts.types.data, np.frombuffer(b"".join(blobs), np.uint8)])
    sizes[hard] = [len(blob) for blob in blobs]
    starts[hard] = len(data) - np.cumsum(sizes[hard][::-1], dtype=np.int64)[::-1]
    kept = np.zeros(int((sizes // 8 + 1).sum(dtype=np.int64)), np.uint64)
    places, left = np.empty(len(starts), np.int64), np.empty(len(starts), np.int32)
    types.folded(frozen(data), starts, sizes, kept.view(np.uint8), places, left)
    order, new = in_order(kept, places, left)
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.cumsum(new) - 1
    # Kept in their order, so that neighbors in the alphabet are neighbors in memory.
    forms = order[new]
    held = (left[forms].astype(np.int64) + 7) // 8
    begins = np.cumsum(held) - held
    kept = kept[np.repeat(places[forms] - begins, held) + np.arange(held.sum())]
    return Forms(frozen(ranks), Vocabulary(frozen(kept), frozen(begins), frozen(left[forms])))


def _by_rule(
    vocabulary: Vocabulary, whole: Int64, counts: Int32, edges: npt.NDArray[np.uint8], ends: Flags
) -> Int64:
    """Start, size and flags of each word of some types, by the rule in text.words."""
    found: list[tuple[int, int, int]] = []
    begins = vocabulary.begins[whole].tolist()
    chunks = vocabulary.some(whole)
    for number, begin, chunk in zip(whole.tolist(), begins, chunks, strict=True):
        spans = word_spans(chunk)
        counts[number] = len(spans)
        last = 0
        at = begin
        for a, b in spans:
            cut = CUT.search(chunk, last, a) is not None
            at += _bytes(chunk[last:a])
            size = _bytes(chunk[a:b])
            found.append((at, size, CUTS * cut + TOUCHES * (last == a and a > 0) + HARD))
            at, last = at + size, b
        ends[number] = CUT.search(chunk, last) is not None
        edges[number] = OPENS * opens(chunk) + CLOSES * closes(chunk) if spans else 0
    return np.array(found, np.int64).reshape(-1, 3)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _merged(
    theirs: npt.NDArray[np.bool_], ours: npt.NDArray[Number], found: Int64
) -> npt.NDArray[Number]:
    """One array of what the kernel and what the rule found, in the order of the types."""
    made = np.empty(len(theirs), ours.dtype)
    made[theirs], made[~theirs] = found, ours
    return made
