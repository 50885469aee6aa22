"""Texts as integers: encoded once, asked many times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.text import chunks
from analysis.text.edges import lefts, rights
from analysis.text.forms import Looks, looks
from analysis.text.kernels import sentences as kernel
from analysis.text.kernels.jit import frozen
from analysis.text.parts import Parts, parts_of
from analysis.text.running import Source, Words, running
from analysis.text.seeking import Hits, Index, find
from analysis.text.sentences import ENDS
from analysis.text.vocabulary import Vocabulary

STEP = 255  # bytes of a type whose number in `steps` holds what is known of it


class Sentences(NamedTuple):
    """The sentences of many texts: text i has starts[offsets[i]:offsets[i + 1]], places in ids."""

    starts: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Types:
    """What is known of the types of a corpus, worked out once and shared by all its choices."""

    vocabulary: Vocabulary

    @cached_property
    def looks(self) -> Looks:
        """What VADER's rules see in each type."""
        return looks(self.vocabulary)

    @cached_property
    def parts(self) -> Parts:
        """The words of each type."""
        return parts_of(self.vocabulary)

    @cached_property
    def edges(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """How each type ends and begins, as the rule for sentences sees it."""
        return frozen(lefts(self.vocabulary)), frozen(rights(self.vocabulary))

    @cached_property
    def steps(self) -> npt.NDArray[np.uint32]:
        """Bytes, bytes less characters and edges of each type in one number; 0 for a long one."""
        left, right = self.edges
        found = self.vocabulary.sizes.astype(np.uint32)
        for shift, each in ((8, self.vocabulary.beyond), (16, left), (24, right)):
            found |= each.astype(np.uint32) << np.uint32(shift)
        found[self.vocabulary.sizes > STEP] = 0
        return frozen(found)

    @cached_property
    def index(self) -> Index:
        """The types, ready to be searched."""
        return Index(self.vocabulary)


@dataclass(frozen=True, eq=False)
class Tokens:
    """Many texts as one array of ids of what stands between white space.

    Words, sentences and forms are worked out from the types, of which there are few.

    Attributes:
        ids: int32, one per token, all texts end to end.
        offsets: int64, one more than there are texts; text i is ids[offsets[i]:offsets[i + 1]].
        breaks: int64, places in `ids` where a paragraph begins (two or more line feeds before it);
            the first token of a text is not among them.
        types: what each id stands for.

    >>> tokens = encode(["Oil fell.", "Oil rose, oil fell."])
    >>> tokens.ids.tolist(), tokens.offsets.tolist()
    ([0, 1, 0, 2, 3, 1], [0, 2, 6])
    >>> list(tokens.vocabulary)
    ['Oil', 'fell.', 'rose,', 'oil']
    """

    ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    breaks: npt.NDArray[np.int64]
    types: Types

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __repr__(self) -> str:
        sizes = f"{len(self.ids):,} tokens, {len(self.vocabulary):,} types, {len(self):,} texts"
        return f"<Tokens: {sizes}>"

    @property
    def vocabulary(self) -> Vocabulary:
        """The types, in order of first appearance; vocabulary[id] is the string."""
        return self.types.vocabulary

    def take(self, keep: npt.NDArray[np.bool_]) -> Tokens:
        """The tokens of some of the texts, with the same types.

        >>> encode(["Oil fell.", "Oil rose."]).take(np.array([False, True])).ids.tolist()
        [0, 2]
        """
        lengths = np.diff(self.offsets)
        offsets = np.concatenate([[0], np.cumsum(lengths[keep])])
        # Texts are moved by the run: nothing as long as all tokens is made on the way.
        runs = self.offsets[np.flatnonzero(np.diff(keep, prepend=False, append=False))].tolist()
        pieces = (self.ids[a:b] for a, b in zip(runs[::2], runs[1::2], strict=True))
        ids = np.concatenate([self.ids[:0], *pieces])
        moved = np.zeros(len(self), np.int64)
        moved[keep] = offsets[:-1] - self.offsets[:-1][keep]
        texts = np.searchsorted(self.offsets, self.breaks, side="right") - 1
        breaks = (self.breaks + moved[texts])[keep[texts]]
        return Tokens(frozen(ids), frozen(offsets), frozen(breaks), self.types)

    def part(self, first: int, last: int) -> Tokens:
        """The tokens of the texts from one place to before another, in the same memory.

        >>> encode(["Oil fell.", "Oil rose."]).part(1, 2).ids.tolist()
        [0, 2]
        """
        offsets = self.offsets[first : last + 1]
        breaks = self.breaks[slice(*np.searchsorted(self.breaks, offsets[[0, -1]]))]
        ids = self.ids[offsets[0] : offsets[-1]]
        return Tokens(ids, frozen(offsets - offsets[0]), frozen(breaks - offsets[0]), self.types)

    @cached_property
    def longest(self) -> int:
        """Tokens of the longest text."""
        return int(np.diff(self.offsets).max(initial=0))

    @cached_property
    def source(self) -> Source:
        """What words are cut from."""
        return Source(self.ids, self.offsets, self.breaks, self.types.parts)

    @property
    def n_words(self) -> npt.NDArray[np.int64]:
        """Words in each text."""
        return np.diff(self.source.bounds)

    @cached_property
    def words(self) -> Words:
        """The words of the texts, one after the other."""
        return running(self.source)

    @cached_property
    def sentences(self) -> Sentences:
        """Where the sentences of the texts begin."""
        left, right = self.types.edges
        bounds = np.zeros(len(self.offsets), np.int64)
        given = (self.ids, self.offsets, self.breaks, left, right, ENDS)
        starts = np.empty(kernel.sentences(*given, np.empty(0, np.int64), bounds), np.int64)
        kernel.sentences(*given, starts, bounds)
        return Sentences(frozen(starts), frozen(bounds))

    def find(self, terms: Sequence[str]) -> list[Hits]:
        """Where each term stands: words, phrases and wildcards, as in queries.

        >>> hits, = encode(["Crude oil fell.", "Oil's rally"]).find(["oil"])
        >>> hits.text.tolist(), hits.token.tolist()
        ([0, 1], [1, 3])
        """
        return find(self.ids, self.offsets, self.types.index, terms)


def encode(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> Tokens:
    """The texts as Tokens; an Arrow column is read where it lies, without a copy.

    White space is what str.split() takes for it. An empty or missing text has no tokens but keeps
    its place.
    """
    ids, offsets, breaks, vocabulary = chunks.encode(texts)
    return Tokens(ids, offsets, breaks, Types(vocabulary))
