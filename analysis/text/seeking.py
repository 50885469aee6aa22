"""Where terms stand in encoded texts: each type is looked at once, then ids are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text.kernels import seek
from analysis.text.queries import character_of, edge_pattern
from analysis.text.vocabulary import Vocabulary

Int64 = npt.NDArray[np.int64]
BITS = 64  # of a type's mask: so many terms are looked for at once
LIKE_ASCII = frozenset("ıİſ\u212a")  # letters that equal plain ones whatever their case


class Hits(NamedTuple):
    """Places where a term stands, in order; a row is a hit.

    text: position of the text; token and last: places in the ids of its first and last token;
    start: where it begins in its first token, in characters; end: where it ends in its last.
    """

    text: Int64
    token: Int64
    start: Int64
    last: Int64
    end: Int64


class _Spans(NamedTuple):
    """What a part of a term matches: types, and where in them; a type may be there twice."""

    types: Int64
    start: Int64
    end: Int64


@dataclass(frozen=True, eq=False)
class Index:
    """The types of a vocabulary, ready to be searched.

    Plain ASCII types are searched in one run of lower-case text, the others one by one.
    """

    vocabulary: Vocabulary

    @cached_property
    def _plain(self) -> tuple[str, Int64, Int64]:
        """The ASCII types in lower case, a line feed before each; their ids; where they begin."""
        every = self.vocabulary
        chosen = np.flatnonzero(~every.foreign)
        sizes = every.sizes[chosen]
        blob = every.blob(every.begins[chosen], sizes, lower=True)
        begins = np.cumsum(sizes.astype(np.int64) + 1) - sizes
        return "\n" + blob.tobytes().decode("ascii"), chosen, begins

    @cached_property
    def _rest(self) -> list[tuple[int, str]]:
        chosen = np.flatnonzero(self.vocabulary.foreign)
        return list(zip(chosen.tolist(), self.vocabulary.some(chosen), strict=True))

    def parts(self, term: str) -> list[_Spans]:
        """What each word of a term matches."""
        words = term.split()
        last = len(words) - 1
        return [self._spans(word, n == 0, n == last) for n, word in enumerate(words)]

    def _spans(self, word: str, first: bool, last: bool) -> _Spans:
        """Where one word of a term stands in the types.

        A word that is not the first of its term must open the type, one that is not the last must
        close it: white space stands there.
        """
        pattern = edge_pattern(word, first, last)
        found: list[tuple[int, int, int]] = []
        whole, ids, begins = self._plain
        stem = max(re.split(r"\*+|['’]", word), key=len)
        for number in self._holding(stem):
            begin = int(begins[number])
            matches = pattern.finditer(whole[begin : whole.index("\n", begin)])
            found += [(int(ids[number]), *match.span()) for match in matches]
        for kind, text in self._rest:
            matches = edge_pattern(word, first, last, character_of(text)).finditer(text)
            found += [(kind, *match.span()) for match in matches]
        rows = np.array(found, np.int64).reshape(-1, 3)
        return _Spans(*rows.T)

    def _holding(self, stem: str) -> Iterable[int]:
        """The plain types that hold these letters."""
        whole, ids, begins = self._plain
        if not stem or LIKE_ASCII & set(stem):
            return range(len(ids))
        if not stem.isascii():
            return ()
        stem = stem.lower()
        places = []
        place = whole.find(stem)
        while place >= 0:
            places.append(place)
            place = whole.find(stem, whole.index("\n", place))
        found: list[int] = (np.searchsorted(begins, places, side="right") - 1).tolist()
        return found


def find(
    ids: npt.NDArray[np.int32], offsets: Int64, index: Index, terms: Sequence[str]
) -> list[Hits]:
    """The hits of each term; hits of one term may overlap (see `apart`)."""
    made: list[Hits] = []
    for begin in range(0, len(terms), BITS):
        parts = [index.parts(term) for term in terms[begin : begin + BITS]]
        masks = np.zeros(len(index.vocabulary), np.uint64)
        for bit, (first, *_) in enumerate(parts):
            masks[first.types] |= np.uint64(1) << np.uint64(bit)
        places = np.empty(seek.number(ids, masks) + 1, np.int64)
        seek.places(ids, masks, places)
        places = places[:-1]
        held = masks[ids[places]]
        for bit, each in enumerate(parts):
            there = (held >> np.uint64(bit)) & np.uint64(1) != 0
            made.append(_hits(ids, offsets, places[there], each))
    return made


def _hits(
    ids: npt.NDArray[np.int32],
    offsets: Int64,
    places: Int64,
    parts: list[_Spans],
) -> Hits:
    """The hits of one term whose first word stands at these places."""
    row, start, end = _spread(parts[0], ids[places])
    token = places[row]
    text = np.searchsorted(offsets, token, side="right") - 1
    for ahead, part in enumerate(parts[1:], 1):
        inside = token + ahead < offsets[text + 1]
        token, text, start = token[inside], text[inside], start[inside]
        row, _, end = _spread(part, ids[token + ahead])
        token, text, start = token[row], text[row], start[row]
    return Hits(text, token, start, token + len(parts) - 1, end)


def _spread(part: _Spans, kinds: npt.NDArray[np.int32]) -> tuple[Int64, Int64, Int64]:
    """For each place its spans: the number of the place, where the span begins and ends."""
    order = np.argsort(part.types, kind="stable")
    types_, start, end = part.types[order], part.start[order], part.end[order]
    first = np.searchsorted(types_, kinds)
    n = np.searchsorted(types_, kinds, side="right") - first
    row = np.repeat(np.arange(len(kinds)), n)
    within = np.arange(len(row)) - np.repeat(np.cumsum(n) - n, n)
    chosen = first[row] + within
    return row, start[chosen], end[chosen]


def apart(found: Sequence[Hits]) -> Hits:
    """The hits of several terms in order, none inside or across another: the longest first."""
    columns = [np.concatenate([np.empty(0, np.int64), *values]) for values in _columns(found)]
    text, token, start, last, end = columns
    order = np.lexsort((-end, -last, start, token))
    kept = np.zeros(len(order), np.bool_)
    seek.apart(text[order], token[order], start[order], last[order], end[order], kept)
    return Hits(*(values[order][kept] for values in columns))


def _columns(found: Sequence[Hits]) -> list[list[Int64]]:
    return [[hits[place] for hits in found] for place in range(len(Hits._fields))]
