"""White-space chunks of texts as integers: every text is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.errors import InputError, listed
from analysis.text.kernels import scan
from analysis.text.kernels.jit import frozen
from analysis.text.vocabulary import Growing, Vocabulary

SLOTS = 1 << 16  # of the first table; news has about 40,000 types in its first million words
TOGETHER = 4096  # strings of Python that are made bytes at a time

Bytes = npt.NDArray[np.uint8]
Int64 = npt.NDArray[np.int64]


class Chunks(NamedTuple):
    """What stands between white space in many texts; see tokens.Tokens."""

    ids: npt.NDArray[np.int32]
    offsets: Int64
    breaks: Int64
    vocabulary: Vocabulary


def encode(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> Chunks:
    """The texts as Chunks; an Arrow column is read where it lies, without a copy.

    White space is what str.split() takes for it. A missing text has no chunks.
    """
    made = _Encoder()
    for array, following in _arrays(texts):
        made.add(array, following)
    return made.done()


def encode_blob(blob: Bytes, more: Sequence[str] = ()) -> tuple[npt.NDArray[np.int32], Vocabulary]:
    """Ids and vocabulary of the strings that white space parts in some bytes, then of more."""
    tail = np.frombuffer("\n".join(more).encode("utf-8", "surrogatepass"), np.uint8)
    made = _Encoder()
    for data in (blob, tail):
        made.batch(data, np.zeros(1, np.int64), np.array([len(data)]), 0)
    found = made.done()
    return found.ids, found.vocabulary


def _arrays(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> Iterator[tuple[pa.Array, int]]:
    """The texts as arrays of bytes with 64-bit offsets, and the bytes that follow after each."""
    if isinstance(texts, pa.Array | pa.ChunkedArray):
        parts = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
        left = sum(part.nbytes for part in parts)
        for part in parts:
            left -= part.nbytes
            yield _bytes(part), left
        return
    texts = iter(texts)
    while part := list(islice(texts, TOGETHER)):
        yield _listed(part), 0


def _listed(texts: Sequence[str | None]) -> pa.Array:
    try:
        return pa.array(texts, pa.large_string()).cast(pa.large_binary())
    except UnicodeEncodeError:  # lone surrogates are no UTF-8: Arrow would not have them as text
        bytes_ = [text and text.encode("utf-8", "surrogatepass") for text in texts]
        return pa.array(bytes_, pa.large_binary())
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        kinds = {type(text).__name__ for text in texts} - {"str", "NoneType"}
        raise InputError(f"Texts must be strings (got {listed(sorted(kinds))}).") from error


def _bytes(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(pa.large_binary())


class _Encoder:
    """The table of types, growing, and the ids made so far."""

    def __init__(self) -> None:
        self.types = Growing(SLOTS)
        self.ids = np.empty(scan.MOST, np.int32)
        self.breaks = np.empty(scan.MOST, np.int64)
        self.offsets = np.zeros(1, np.int64)
        self.state = np.zeros(8, np.int64)
        self.read = 0  # bytes

    def add(self, array: pa.Array, following: int) -> None:
        """The texts of an array of bytes, after which so many bytes will follow."""
        if not len(array):
            return
        _, offsets, data = array.buffers()
        bounds = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
        starts, ends = bounds[:-1], bounds[1:]
        if array.null_count:  # what stands behind a missing value is undefined
            ends = np.where(array.is_null(), starts, ends)
        whole = np.frombuffer(data if data is not None else b"", np.uint8)
        self.batch(whole, starts, ends, following)

    def batch(self, whole: Bytes, starts: Int64, ends: Int64, following: int) -> None:
        """The texts whole[starts[i]:ends[i]]."""
        state, types, n_texts = self.state, self.types, len(self.offsets) - 1
        self.offsets.resize(n_texts + len(starts) + 1, refcheck=False)
        state[[scan.DOCUMENT, scan.PLACE, scan.BEFORE]] = 0, -1, -1
        first, last = int(starts[0]), int(ends[-1])
        while answer := scan.encode(
            frozen(whole), frozen(starts), frozen(ends), types.table, types.kept, types.places,
            types.sizes, self.ids, self.offsets[n_texts + 1 :], self.breaks, state,
        ):  # fmt: skip
            if answer == scan.NEEDS_IDS:
                text = state[scan.DOCUMENT]
                reached = int(starts[text] if state[scan.PLACE] < 0 else state[scan.PLACE])
                self.lengthen(self.read + reached - first, last - reached + following)
            elif answer == scan.NEEDS_TABLE:
                types.widen()
            elif answer == scan.NEEDS_TYPES:
                words = int(state[scan.N_WORDS] + state[scan.ROOM])
                types.lengthen(int(state[scan.N_TYPES]) + scan.MOST, words)
            else:
                raise InputError(
                    f"A text has more than {scan.LONGEST:,} bytes without white space, which are"
                    " no words; leave it out."
                )
        self.read += last - first

    def lengthen(self, read: int, left: int) -> None:
        """More room for ids and breaks, by what the bytes read so far needed.

        In place: the system moves the pages, nothing holds both the old and the new. New room is
        filled with zeros, so that much more than is needed would cost memory.
        """
        grown = {"ids": int(self.state[scan.TOKEN]), "breaks": int(self.state[scan.N_BREAKS])}
        for name, n in grown.items():
            array: npt.NDArray[np.generic] = getattr(self, name)
            if n + scan.MOST > len(array):
                expected = n * 51 // 50 * left // max(read, 1)
                array.resize(
                    n + min(max(expected, n // 16), n // 4) + 2 * scan.MOST, refcheck=False
                )

    def done(self) -> Chunks:
        n_types, n_words = int(self.state[scan.N_TYPES]), int(self.state[scan.N_WORDS])
        self.ids.resize(int(self.state[scan.TOKEN]), refcheck=False)
        self.breaks.resize(int(self.state[scan.N_BREAKS]), refcheck=False)
        return Chunks(
            ids=frozen(self.ids),
            offsets=frozen(self.offsets),
            breaks=frozen(self.breaks),
            vocabulary=self.types.done(n_types, n_words),
        )
