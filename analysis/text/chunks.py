"""White-space chunks of texts as integers: every text is read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.text.kernels import scan
from analysis.text.kernels.jit import frozen
from analysis.text.vocabulary import Growing, Vocabulary

BATCH = 1 << 20  # bytes of text at a time: what a batch needs beside its ids stays in the cache
SLOTS = 1 << 16  # of the first table; news has about 40,000 types in its first million words


class Chunks(NamedTuple):
    """What stands between white space in many texts; see tokens.Tokens."""

    ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    breaks: npt.NDArray[np.int64]
    vocabulary: Vocabulary


def encode(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> Chunks:
    """The texts as Chunks; an Arrow column is read where it lies, without a copy.

    White space is what str.split() takes for it. A missing text has no chunks.
    """
    made = _Encoder()
    for array in _arrays(texts):
        made.add(array)
    return made.done()


def encode_blob(
    blob: npt.NDArray[np.uint8], more: Sequence[str] = ()
) -> tuple[npt.NDArray[np.int32], Vocabulary]:
    """Ids and vocabulary of the strings that white space parts in some bytes, then of more."""
    tail = "\n".join(more).encode("utf-8", "surrogatepass")
    made = _Encoder()
    made.batch(
        np.concatenate([blob, np.frombuffer(tail, np.uint8)]), np.array([0, len(blob) + len(tail)])
    )
    found = made.done()
    return found.ids, found.vocabulary


def _arrays(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    if isinstance(texts, pa.ChunkedArray):
        return [each.cast(pa.large_binary()) for each in texts.chunks]
    if isinstance(texts, pa.Array):
        return [texts.cast(pa.large_binary())]
    # Lone surrogates are no UTF-8, so Arrow would refuse them as text.
    listed = [text.encode("utf-8", "surrogatepass") for text in texts]
    return [pa.array(listed, pa.large_binary())]


class _Encoder:
    """The table of types, growing, and the ids made so far."""

    def __init__(self) -> None:
        self.types = Growing(SLOTS)
        self.ids = np.empty(0, np.int32)
        self.n_ids = 0
        self.offsets: list[npt.NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self.breaks: list[npt.NDArray[np.int64]] = [np.empty(0, np.int64)]

    def add(self, array: pa.Array) -> None:
        _, offsets, data = array.buffers()
        bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
        if array.null_count:  # what stands behind a missing value is undefined
            array = pa.array(array.fill_null(b"").to_pylist(), pa.large_binary())
            return self.add(array)
        whole = np.frombuffer(data if data is not None else b"", np.uint8)
        start = 0
        while start < len(array):
            stop = int(np.searchsorted(bounds, bounds[start] + BATCH, side="right")) - 1
            stop = min(max(stop, start + 1), len(array))
            self.batch(whole, bounds[start : stop + 1])
            start = stop
        return None

    def batch(self, whole: npt.NDArray[np.uint8], bounds: npt.NDArray[np.int64]) -> None:
        # Whole words of eight bytes are read, up to 16 bytes past the end: a copy that memory
        # aligns and that has room there costs a hundredth of the work.
        size = int(bounds[-1] - bounds[0])
        words = np.empty(size // 8 + 3, np.uint64)
        data = words.view(np.uint8)
        data[:size] = whole[bounds[0] : bounds[-1]]
        data[size:] = 0
        bounds = bounds - bounds[0]
        n_texts = len(bounds) - 1
        room = size // 2 + n_texts
        marks = np.empty(int(np.diff(bounds).max()) + 2, np.int64)
        ids, breaks = np.empty(room, np.int32), np.empty(room, np.int64)
        offsets = np.zeros(n_texts + 1, np.int64)
        state = np.zeros(6, np.int64)
        types = self.types
        state[scan.N_TYPES], state[scan.N_WORDS] = types.n_types, types.n_words
        while answer := scan.encode(
            frozen(data), frozen(words), frozen(bounds), types.table, types.kept, types.places,
            types.sizes, marks, ids, offsets, breaks, state,
        ):  # fmt: skip
            types.grow(answer, int(state[scan.ROOM]))
        types.n_types, types.n_words = int(state[scan.N_TYPES]), int(state[scan.N_WORDS])
        n, n_breaks = int(state[scan.TOKEN]), int(state[scan.N_BREAKS])
        if self.n_ids + n > len(self.ids):
            # In place: the system moves the pages, nothing holds both the old and the new.
            self.ids.resize(max(self.n_ids + n, len(self.ids) * 5 // 4), refcheck=False)
        self.ids[self.n_ids : self.n_ids + n] = ids[:n]
        self.offsets.append(offsets[1:] + self.n_ids)
        self.breaks.append(breaks[:n_breaks] + self.n_ids)
        self.n_ids += n

    def done(self) -> Chunks:
        self.ids.resize(self.n_ids, refcheck=False)
        return Chunks(
            ids=frozen(self.ids),
            offsets=frozen(np.concatenate(self.offsets)),
            breaks=frozen(np.concatenate(self.breaks)),
            vocabulary=self.types.done(),
        )
