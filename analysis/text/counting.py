"""How often words and sequences of words occur in groups of texts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.text.kernels import count
from analysis.text.kernels.jit import frozen
from analysis.text.running import Source, sequences

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Whole = Int32 | Int64


class Counts(NamedTuple):
    """Sequences of words in groups of texts: by group, then most frequent first, then by name.

    `sizes` has the rows of each group.
    """

    sizes: Int64
    terms: pa.Array
    n_tokens: Int64
    n_docs: Int64


def counts(source: Source, groups: Int64, n_groups: int, n: int) -> Counts:
    """Counts of the sequences of n words in each group; `groups` has the group of each text."""
    order = np.argsort(groups, kind="stable")
    texts = np.split(order, np.searchsorted(groups[order], np.arange(1, n_groups)))
    rows = _Rows(source, n_groups, n)
    if n == 1:
        _words(source, texts[:n_groups], rows)
    else:
        _sequences(source, texts[:n_groups], rows, n)
    return rows.done()


class _Rows:
    """Rows that are being filled in, one group after the other.

    There is room for as many as there can be: what is never written to takes no memory.
    """

    def __init__(self, source: Source, n_groups: int, n: int) -> None:
        self.forms = source.parts.folded.vocabulary
        room, letters = source.n_words, source.n_letters
        if n == 1 and len(self.forms) * n_groups < room:
            room = len(self.forms) * n_groups
            letters = min(letters, int(self.forms.sizes.sum(dtype=np.int64)) * n_groups)
        self.n_tokens, self.n_docs = np.empty(room, np.int64), np.empty(room, np.int64)
        self.letters = np.empty(n * (letters + room) // 8 + 1, np.uint64)
        self.ends = np.empty(room + 1, np.int64)
        self.sizes = np.zeros(n_groups, np.int64)
        self.ends[0] = self.n = self.group = 0

    def add(self, words: Int32, n_tokens: Whole, n_docs: Whole) -> None:
        """The rows of the next group, in order; a column of `words` has the words of one."""
        place = slice(self.n, self.n + len(n_tokens))
        self.n_tokens[place], self.n_docs[place] = n_tokens, n_docs
        count.spelled(
            self.forms.kept, self.forms.places, self.forms.sizes, words,
            self.ends[place.start : place.stop + 1], self.letters,
        )  # fmt: skip
        self.sizes[self.group] = len(n_tokens)
        self.n, self.group = place.stop, self.group + 1

    def done(self) -> Counts:
        """All rows. In place: the system keeps the pages that were written to."""
        self.n_tokens.resize(self.n, refcheck=False)
        self.n_docs.resize(self.n, refcheck=False)
        self.letters.resize(int(self.ends[self.n]) // 8 + 1, refcheck=False)
        self.ends.resize(self.n + 1, refcheck=False)
        buffers = (pa.py_buffer(self.ends), pa.py_buffer(self.letters))
        terms = pa.LargeStringArray.from_buffers(self.n, *buffers)
        return Counts(self.sizes, terms, self.n_tokens, self.n_docs)


def _words(source: Source, texts: list[Int64], rows: _Rows) -> None:
    met, offsets = source.parts.met, source.parts.offsets
    n = len(met.forms)
    wide: npt.DTypeLike = np.int32 if len(source.ids) < 1 << 31 else np.int64
    cells, room = np.zeros(4 * n, wide), np.empty(n + 1, np.int64)
    for chosen in texts:
        size = count.words(
            source.ids, source.offsets, frozen(chosen), met.only, offsets, met.of, cells, room
        )
        found, n_tokens, n_docs = room[:size], np.empty(size, wide), np.empty(size, wide)
        count.taken(found, cells, n_tokens, n_docs)
        keys, n_tokens, n_docs = _sorted(met.forms[found].astype(np.int64), n_tokens, n_docs)
        rows.add(keys.astype(np.int32)[np.newaxis], n_tokens, n_docs)


def _sequences(source: Source, texts: list[Int64], rows: _Rows, n: int) -> None:
    bits = len(source.parts.folded.vocabulary).bit_length()
    last = (1 << bits) - 1
    lengths = np.diff(source.bounds)
    sizes = [int(lengths[chosen].sum()) for chosen in texts]
    room = max(sizes, default=0)
    table = np.empty(_slots(room), np.int32)
    keys = np.empty(room, np.int64)
    n_tokens, n_docs, seen = (np.empty(room, np.int32) for _ in range(3))
    for chosen, size in zip(texts, sizes, strict=True):
        words, owners, follows = sequences(source, chosen, size)
        firsts, known = _beginnings(words, follows, n, bits)
        slots = table[: _slots(size)]
        slots[:] = 0
        made = count.pairs(
            firsts, words, owners, follows, n - 1, bits, slots, keys, n_tokens, n_docs, seen
        )
        first, *counted = _sorted(keys[:made], n_tokens[:made], n_docs[:made])
        spelled = np.empty((n, made), np.int32)
        for step in range(n - 1, 0, -1):
            spelled[step] = first & last
            first >>= bits
            if step > 1:
                first = known[step - 2][first]
        spelled[0] = first
        rows.add(spelled, *counted)


def _beginnings(
    words: Int32, follows: npt.NDArray[np.bool_], n: int, bits: int
) -> tuple[Int64, list[Int64]]:
    """For each word the number of the n - 1 words that begin with it, -1 where they are cut.

    Numbers are in order of the alphabet; the list says what they stand for, size by size.
    """
    firsts = words.astype(np.int64)
    known: list[Int64] = []
    for ahead in range(1, n - 1):
        inside = max(len(firsts) - ahead, 0)
        places = np.flatnonzero((firsts[:inside] >= 0) & follows[ahead:])
        keys = (firsts[places] << bits) | words[places + ahead]
        known.append(np.unique(keys))
        firsts[:] = -1
        firsts[places] = np.searchsorted(known[-1], keys)
    return firsts, known


def _sorted(keys: Int64, n_tokens: Whole, n_docs: Whole) -> tuple[Int64, Whole, Whole]:
    """Most frequent first, then by key, which is in order of the alphabet."""
    bits, most = int(keys.max(initial=0)).bit_length(), int(n_tokens.max(initial=0))
    wide = bits + most.bit_length()
    if wide > 63 or n_docs.dtype == np.int64:
        order = np.lexsort((keys, -n_tokens))
        return keys[order], n_tokens[order], n_docs[order]
    packed = ((np.int64(most) - n_tokens) << bits) | keys
    docs = n_docs.astype(np.int32)
    count.ordered(packed, wide, docs, np.empty_like(packed), np.empty_like(docs))
    return packed & ((1 << bits) - 1), most - (packed >> bits), docs


def _slots(n: int) -> int:
    """Slots of a hash table for so many keys, at most half of them in use."""
    return 1 << max(4, (2 * n).bit_length())
