"""Where terms stand in encoded texts: each type is looked at once, then ids are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text.kernels import seek
from analysis.text.kernels.jit import frozen
from analysis.text.terms import character_of, edge_pattern, one_case, spans_of
from analysis.text.vocabulary import Vocabulary

Int64 = npt.NDArray[np.int64]
_PIECES = re.compile(r"\*+|['’]")  # between them a word is as it is written
SELDOM = 16  # most terms are fewer than one token in so many
BITS = 64  # of a type's mask: so many terms, or words of terms, are looked for at once


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


class _Word(NamedTuple):
    """A word of a term; the first may begin inside a type, the last may end inside one."""

    text: str
    first: bool
    last: bool


class _Text(NamedTuple):
    """Types in one case, a line feed before each; their ids; where they begin."""

    whole: str
    ids: Int64
    begins: Int64

    def holding(self, stem: str) -> Int64:
        """The types that hold it, in order."""
        places = []
        place = self.whole.find(stem)
        while place >= 0:
            places.append(place)
            after = self.whole.find("\n", place)
            place = self.whole.find(stem, after) if after >= 0 else -1
        return self.ids[np.searchsorted(self.begins, places, side="right") - 1]


@dataclass(frozen=True, eq=False)
class Index:
    """The types of a vocabulary, ready to be searched.

    The longest piece of a word without a wildcard is looked for in the bytes of all types, all
    words at once, or, where letters beyond ASCII may match it, in text of one case; what has it is
    tried by the pattern.
    """

    vocabulary: Vocabulary

    @cached_property
    def _foreign(self) -> Int64:
        return np.flatnonzero(self.vocabulary.foreign)

    @cached_property
    def _others(self) -> _Text:
        """The types beyond ASCII."""
        return self._text(self._foreign)

    @cached_property
    def _odd(self) -> _Text:
        """Those with a letter that may be taken for one of ASCII."""
        vocabulary, rows = self.vocabulary, self._foreign
        found = np.zeros(len(rows), np.bool_)
        begins, sizes = vocabulary.begins[rows], vocabulary.sizes[rows]
        seek.odd(vocabulary.data, frozen(begins), frozen(sizes), found)
        return self._text(rows[found])

    def _text(self, chosen: Int64) -> _Text:
        strings = self.vocabulary.some(chosen)
        sizes = np.fromiter(map(len, strings), np.int64, len(strings))
        return _Text(one_case("\n".join(["", *strings])), chosen, np.cumsum(sizes + 1) - sizes)

    def parts(self, terms: Sequence[str]) -> list[list[_Spans]]:
        """What each word of each term matches."""
        split = [term.split() for term in terms]
        words = [
            [_Word(text, n == 0, n == len(each) - 1) for n, text in enumerate(each)]
            for each in split
        ]
        distinct = list(dict.fromkeys(word for each in words for word in each))
        spans: dict[_Word, _Spans] = {}
        for begin in range(0, len(distinct), BITS):
            some = distinct[begin : begin + BITS]
            kinds = self._holding(some)
            strings = iter(self.vocabulary.some(np.concatenate(kinds)))
            for word, each in zip(some, kinds, strict=True):
                spans[word] = _spans(word, each, islice(strings, len(each)))
        return [[spans[word] for word in each] for each in words]

    def _holding(self, words: Sequence[_Word]) -> list[Int64]:
        """The types that hold the longest plain piece of each word, in order of their ids."""
        stems = [_stem(word.text) for word in words]
        masks = _masks(self.vocabulary, stems)
        some = np.flatnonzero(masks)
        found = [some[rows] for rows in _by_bit(masks[some], len(stems))]
        for bit, stem in enumerate(stems):
            if stem.text:
                others = self._odd if stem.text.isascii() else self._others
                found[bit] = np.union1d(found[bit], others.holding(stem.text))
        return found


def _spans(word: _Word, kinds: Int64, strings: Iterable[str]) -> _Spans:
    """Where a word stands in these types.

    A word that is not the first of its term must open the type, one that is not the last must
    close it: white space stands there.
    """
    found: list[tuple[int, int, int]] = []
    for kind, text in zip(kinds.tolist(), strings, strict=True):
        pattern = edge_pattern(*word, character_of(text))
        found += [(kind, *span) for span in spans_of(pattern, text, word.text, word.text)]
    rows = np.array(found, np.int64).reshape(-1, 3)
    return _Spans(*np.ascontiguousarray(rows.T))


class _Stem(NamedTuple):
    """A piece, in one case, of all that a word matches; whether it opens and closes the word."""

    text: str
    opens: bool
    closes: bool


def _stem(word: str) -> _Stem:
    pieces = _PIECES.split(one_case(word))
    at = max(range(len(pieces)), key=lambda place: len(pieces[place]))
    return _Stem(pieces[at], at == 0, at == len(pieces) - 1)


def _masks(vocabulary: Vocabulary, stems: Sequence[_Stem]) -> npt.NDArray[np.uint64]:
    """For each type a bit for each stem of ASCII that it holds; an empty one is everywhere."""
    order = sorted(range(len(stems)), key=lambda bit: stems[bit].text[:1])
    chosen = [bit for bit in order if stems[bit].text and stems[bit].text.isascii()]
    blobs = [stems[bit].text.encode() for bit in chosen]
    bounds = np.cumsum([0, *map(len, blobs)])
    firsts = np.searchsorted([blob[0] for blob in blobs], np.arange(257))
    edges = [stems[bit].opens + 2 * stems[bit].closes for bit in chosen]
    every = sum(1 << bit for bit, stem in enumerate(stems) if not stem.text)
    masks = np.full(len(vocabulary), every, np.uint64)
    seek.holding(
        vocabulary.data, vocabulary.begins, vocabulary.sizes,
        np.frombuffer(b"".join(blobs), np.uint8), bounds, firsts,
        np.array(edges, np.uint8), np.array(chosen, np.uint64), masks,
    )  # fmt: skip
    return masks


def find(
    ids: npt.NDArray[np.int32], offsets: Int64, index: Index, terms: Sequence[str]
) -> list[Hits]:
    """The hits of each term; hits of one term may overlap (see `apart`)."""
    made: list[Hits] = []
    every = index.parts(terms)
    for begin in range(0, len(terms), BITS):
        parts = every[begin : begin + BITS]
        masks = np.zeros(len(index.vocabulary), np.uint64)
        for bit, (first, *_) in enumerate(parts):
            masks[first.types] |= np.uint64(1) << np.uint64(bit)
        places, texts = _places(ids, offsets, masks)
        for each, rows in zip(parts, _by_bit(masks[ids[places]], len(parts)), strict=True):
            made.append(_hits(ids, offsets, places[rows], texts[rows], each))
    return made


def _by_bit(held: npt.NDArray[np.uint64], n: int) -> list[Int64]:
    """The rows in which each of the first n bits is set."""
    # Most have one bit; the lowest of them all are looked at first, then what is left.
    rows, left = np.arange(len(held)), held
    found, bits = [], []
    while len(rows):
        rest = left & (left - np.uint64(1))
        found.append(rows)
        # Of a power of two as a float the exponent is the bit.
        exponents = (left ^ rest).astype(np.float64).view(np.int64) >> 52
        bits.append((exponents - 1023).astype(np.uint8))
        more = np.flatnonzero(rest)
        rows, left = rows[more], rest[more]
    row, bit = (np.concatenate([np.empty(0, np.int64), *each]) for each in (found, bits))
    order = np.lexsort((row, bit)) if len(found) > 1 else np.argsort(bit, kind="stable")
    bounds = np.searchsorted(bit[order], np.arange(n + 1))
    return [row[order[a:b]] for a, b in pairwise(bounds.tolist())]


def _places(
    ids: npt.NDArray[np.int32], offsets: Int64, masks: npt.NDArray[np.uint64]
) -> tuple[Int64, Int64]:
    """The tokens whose type has a mask, and their texts."""
    room, asked = len(ids) // SELDOM + 1, frozen(masks != 0)
    while True:
        places, texts = np.empty(room, np.int64), np.empty(room, np.int64)
        n = seek.places(ids, offsets, asked, places, texts)
        if n <= room:
            return places[:n], texts[:n]
        room = n


def _hits(
    ids: npt.NDArray[np.int32],
    offsets: Int64,
    places: Int64,
    texts: Int64,
    parts: list[_Spans],
) -> Hits:
    """The hits of one term whose first word stands at these places."""
    row, start, end = _spread(parts[0], ids[places])
    token, text = places[row], texts[row]
    for ahead, part in enumerate(parts[1:], 1):
        inside = token + ahead < offsets[text + 1]
        token, text, start = token[inside], text[inside], start[inside]
        row, _, end = _spread(part, ids[token + ahead])
        token, text, start = token[row], text[row], start[row]
    return Hits(text, token, start, token + len(parts) - 1, end)


def _spread(part: _Spans, kinds: npt.NDArray[np.int32]) -> tuple[Int64, Int64, Int64]:
    """For each place its spans: the number of the place, where the span begins and ends."""
    # Types are in order, and most are there once.
    first = np.searchsorted(part.types, kinds)
    if len(part.types) and (part.types[1:] != part.types[:-1]).all():
        first = np.minimum(first, len(part.types) - 1)
        row = np.flatnonzero(part.types[first] == kinds)
        return row, part.start[first[row]], part.end[first[row]]
    n = np.searchsorted(part.types, kinds, side="right") - first
    row = np.repeat(np.arange(len(kinds)), n)
    within = np.arange(len(row)) - np.repeat(np.cumsum(n) - n, n)
    chosen = first[row] + within
    return row, part.start[chosen], part.end[chosen]


def apart(found: Sequence[Hits]) -> Hits:
    """The hits of several terms in order, none inside or across another: the longest first."""
    if len(found) == 1:  # in order as they are
        return _first_of(found[0])
    columns = [np.concatenate([np.empty(0, np.int64), *values]) for values in _columns(found)]
    _, token, start, last, end = columns
    order = np.lexsort((-end, -last, start, token))
    return _first_of(Hits(*(values[order] for values in columns)))


def _first_of(hits: Hits) -> Hits:
    """Of sorted hits those that do not begin inside the one kept before."""
    kept = np.zeros(len(hits.text), np.bool_)
    text, token, start, last, end = map(frozen, hits)
    seek.apart(text, token, start, last, end, kept)
    return hits if kept.all() else Hits(*(values[kept] for values in hits))


def _columns(found: Sequence[Hits]) -> list[list[Int64]]:
    return [[hits[place] for hits in found] for place in range(len(Hits._fields))]
