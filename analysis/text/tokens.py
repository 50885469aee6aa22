"""Texts as integers: encoded once, asked many times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analysis.text import chunks
from analysis.text.forms import Looks, looks
from analysis.text.parts import Parts, parts_of
from analysis.text.running import Words, running
from analysis.text.seeking import Hits, Index, find
from analysis.text.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Tokens:
    """Many texts as one array of ids of what stands between white space.

    Words, sentences and forms are worked out from the types, of which there are few.

    Attributes:
        ids: int32, one per token, all texts end to end.
        offsets: int64, one more than there are texts; text i is ids[offsets[i]:offsets[i + 1]].
        breaks: int64, places in `ids` where a paragraph begins (two or more line feeds before it);
            the first token of a text is not among them.
        vocabulary: the types, in order of first appearance; vocabulary[id] is the string.

    >>> tokens = encode(["Oil fell.", "Oil rose, oil fell."])
    >>> tokens.ids.tolist(), tokens.offsets.tolist()
    ([0, 1, 0, 2, 3, 1], [0, 2, 6])
    >>> list(tokens.vocabulary)
    ['Oil', 'fell.', 'rose,', 'oil']
    """

    ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    breaks: npt.NDArray[np.int64]
    vocabulary: Vocabulary

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __repr__(self) -> str:
        sizes = f"{len(self.ids):,} tokens, {len(self.vocabulary):,} types, {len(self):,} texts"
        return f"<Tokens: {sizes}>"

    @cached_property
    def longest(self) -> int:
        """Tokens of the longest text."""
        return int(np.diff(self.offsets).max(initial=0))

    @cached_property
    def looks(self) -> Looks:
        """What VADER's rules see in each type."""
        return looks(self.vocabulary)

    @cached_property
    def parts(self) -> Parts:
        """The words of each type."""
        return parts_of(self.vocabulary)

    @cached_property
    def words(self) -> Words:
        """The words of the texts, one after the other."""
        return running(self.ids, self.offsets, self.parts)

    @cached_property
    def _index(self) -> Index:
        return Index(self.vocabulary)

    def find(self, terms: Sequence[str]) -> list[Hits]:
        """Where each term stands: words, phrases and wildcards, as in queries.

        >>> hits, = encode(["Crude oil fell.", "Oil's rally"]).find(["oil"])
        >>> hits.text.tolist(), hits.token.tolist()
        ([0, 1], [1, 3])
        """
        return find(self.ids, self.offsets, self._index, terms)


def encode(texts: Iterable[str] | pa.Array | pa.ChunkedArray) -> Tokens:
    """The texts as Tokens; an Arrow column is read where it lies, without a copy.

    White space is what str.split() takes for it. An empty or missing text has no tokens but keeps
    its place.
    """
    return Tokens(*chunks.encode(texts))
