"""Hits with the words around them, cut from the texts as printed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.text.kernels import contexts as kernel
from analysis.text.kernels.jit import frozen
from analysis.text.parts import parts_of
from analysis.text.seeking import Hits
from analysis.text.sentences import ENDS
from analysis.text.tokens import Tokens

Int64 = npt.NDArray[np.int64]


class Contexts(NamedTuple):
    """A row is a hit: the text, the number of its sentence there and its first character.

    data: the bytes of all texts; bounds: where in them the words before, the node and the words
    after begin and end, four columns.
    """

    text: Int64
    sentence: Int64
    start: Int64
    data: npt.NDArray[np.uint8]
    bounds: Int64

    def take(self, rows: Int64) -> Contexts:
        """Some of the rows."""
        return Contexts(
            self.text[rows], self.sentence[rows], self.start[rows], self.data, self.bounds[rows]
        )

    def strings(self) -> tuple[pa.Array, pa.Array, pa.Array]:
        """The words before, the node and the words after."""
        first, node, end, last = (np.ascontiguousarray(column) for column in self.bounds.T)
        data = self.data
        return _cut(data, first, node), _cut(data, node, end), _cut(data, end, last)


def contexts(
    tokens: Tokens, texts: pa.Array | pa.ChunkedArray, hits: Hits, window: int
) -> Contexts:
    """The hits with up to so many words before and after; the texts are those of the tokens.

    A word that the node begins or ends inside is shown as far as it goes and not counted.
    """
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
    texts = texts.cast(pa.large_string())
    _, offsets, buffer = texts.buffers()
    data = np.frombuffer(buffer or b"", np.uint8)
    bounds = np.frombuffer(offsets or bytes(8), np.int64)[
        texts.offset : texts.offset + len(texts) + 1
    ]
    vocabulary, parts = tokens.vocabulary, _parts(tokens, hits, window)
    text, token, start, last, end = map(frozen, hits)
    left, right = tokens.types.edges
    places, extras, numbers = (np.empty(tokens.longest, np.int64) for _ in range(3))
    found = np.empty((len(text), 6), np.int64)
    kernel.contexts(
        frozen(data), frozen(bounds), tokens.ids, tokens.offsets, tokens.breaks,
        vocabulary.data, vocabulary.begins, vocabulary.sizes, vocabulary.beyond,
        parts.offsets, parts.starts, parts.sizes, left, right, ENDS, tokens.types.steps,
        text, token, start, last, end, window, places, extras, numbers, found,
    )  # fmt: skip
    edges = found[:, : kernel.RIGHT + 1]
    return Contexts(hits.text, found[:, kernel.SENTENCE], found[:, kernel.START], data, edges)


class _Parts(NamedTuple):
    """As text.parts.Parts; types that stand in no window have no words here."""

    offsets: Int64
    starts: Int64
    sizes: npt.NDArray[np.int32]


def _parts(tokens: Tokens, hits: Hits, window: int) -> _Parts:
    """The words of types in the windows: those of all types take longer than what is left to do."""
    types, vocabulary = tokens.types, tokens.vocabulary
    if "parts" in vars(types):
        parts, offsets = types.parts, types.parts.offsets
    else:
        seen = np.zeros(len(vocabulary), np.uint8)
        text, token, _, last, _ = map(frozen, hits)
        kernel.near(
            tokens.ids, tokens.offsets, vocabulary.data, vocabulary.begins, vocabulary.sizes, text,
            token, last, window, seen,
        )  # fmt: skip
        chosen = np.flatnonzero(seen)
        parts = parts_of(vocabulary.among(chosen))
        offsets = np.zeros(len(vocabulary) + 1, np.int64)
        offsets[chosen + 1] = np.diff(parts.offsets)
        offsets = np.cumsum(offsets)
    return _Parts(frozen(offsets), frozen(parts.starts), frozen(parts.sizes))


def _cut(data: npt.NDArray[np.uint8], starts: Int64, ends: Int64) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(ends - starts)])
    out = np.empty(offsets[-1], np.uint8)
    kernel.copied(frozen(data), frozen(starts), frozen(ends), frozen(offsets), out)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(out)]
    return pa.Array.from_buffers(pa.large_string(), len(starts), buffers)
