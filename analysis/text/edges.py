"""How the types of a vocabulary end and begin, as the rule for sentences sees it.

Bytes settle most types; what they leave open is read by the rule itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from analysis.text.kernels import types
from analysis.text.sentences import (
    CLOSING,
    LEFT,
    OPENING,
    RIGHT,
    STOPS,
    Left,
    Right,
    left_class,
    right_class,
)  # fmt: skip
from analysis.text.vocabulary import Vocabulary

Classes = npt.NDArray[np.uint8]
Int64 = npt.NDArray[np.int64]

OPEN = 255  # left to the rule
EIGHT = 8  # bytes that are looked at together; no abbreviation has as many letters
PEELED = 3  # marks that are taken off an end; the rule reads what has more


def _among(marks: str) -> npt.NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[[ord(mark) for mark in marks if mark.isascii()]] = True
    return table


def _known(classes: Mapping[str, int]) -> tuple[npt.NDArray[np.uint64], Classes]:
    """The first eight bytes of some words as numbers, in order, and the class of each."""
    pairs = {
        int.from_bytes(word.encode()[:EIGHT], "little"): each for word, each in classes.items()
    }
    keys = sorted(pairs)
    return np.array(keys, np.uint64), np.array([pairs[key] for key in keys], np.uint8)


def _place(keys: npt.NDArray[np.uint64], wanted: npt.NDArray[np.uint64]) -> Int64:
    """Where each number may stand among sorted ones."""
    return np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)


def _plain(word: str) -> str:
    return _FOREIGN.split(word)[0]


_LETTER, _DIGIT = np.isin(types.KIND, [1, 2]), types.KIND == 3
_CLOSES, _OPENS, _JOINS, _WORDS = map(_among, (CLOSING, OPENING, "-/", "_.-"))
_STOPS = _among(STOPS) | (types.KIND == 5)
_WORDS |= _LETTER | _DIGIT
_ABBREVIATIONS = _known({word: found for word, found in LEFT.items() if word.isascii()})
_FOREIGN = re.compile(r"[^\x00-\x7f]")
# Of words with a letter beyond ASCII what stands before it: bytes are looked at up to there.
_CAPITALS, _ = _known({_plain(word): Right.NONE for word in RIGHT if word[0].isupper()})
_SMALL, _ = _known({word: Right.NONE for word in RIGHT if word[0].islower()})


def lefts(vocabulary: Vocabulary) -> Classes:
    """How each type ends: members of sentences.Left."""
    data, begins, ends = vocabulary.data, vocabulary.begins, vocabulary.begins + vocabulary.sizes
    found = np.full(len(vocabulary), Left.NONE, np.uint8)
    rows = np.flatnonzero(_CLOSES[data[ends - 1]])
    stopped = _STOPS[data[ends - 1]] | vocabulary.foreign & (data[ends - 1] == ord(";"))
    for peeled in range(1, PEELED + 1):
        rows = rows[vocabulary.sizes[rows] > peeled]
        last = data[ends[rows] - 1 - peeled]
        stopped[rows] = _STOPS[last] | vocabulary.foreign[rows] & (last == ord(";"))
        rows = rows[_CLOSES[last]]
    stopped[rows] = True
    found[stopped] = OPEN
    rows = np.flatnonzero(stopped & (data[ends - 1] == ord(".")))
    found[rows] = _abbreviations(data, begins[rows], ends[rows] - 1)
    return _ruled(vocabulary, found, left_class)


def _abbreviations(data: npt.NDArray[np.uint8], begins: Int64, ends: Int64) -> Classes:
    """The class of what ends in letters and a stop, which is at `ends`; else OPEN."""
    n, key = np.zeros(len(ends), np.int64), np.zeros(len(ends), np.uint64)
    for back in range(1, EIGHT + 1):
        at = ends - back
        byte = data[np.maximum(at, begins)]
        more = (n == back - 1) & (at >= begins) & _LETTER[byte]
        n += more
        key[more] = key[more] << np.uint64(8) | byte[more]
    at = ends - n - 1
    before = data[np.maximum(at, begins)]
    whole = (at < begins) | _JOINS[before] | ((at == begins) & _OPENS[before])
    keys, classes = _ABBREVIATIONS
    place = _place(keys, key)
    initial = (n == 1) & (key < ord("a"))
    found = np.where(initial, np.uint8(Left.SELDOM), np.uint8(Left.STOP))
    found = np.where(keys[place] == key, classes[place], found)
    found[~whole | (n == 0)] = OPEN
    found[n == EIGHT] = Left.STOP
    return found


def rights(vocabulary: Vocabulary) -> Classes:
    """How each type begins: members of sentences.Right."""
    head = vocabulary.kept[vocabulary.places]
    kinds = types.KIND[(head & np.uint64(255)).astype(np.uint8)]
    found = np.full(len(vocabulary), OPEN, np.uint8)
    found[kinds == 3] = Right.DIGIT
    web = head & np.uint64(0xFFFF) == int.from_bytes(b"ht", "little")
    rows = np.flatnonzero((kinds == 2) & ~web & ~vocabulary.upper)
    found[rows] = Right.LOWER
    rows = rows[vocabulary.sizes[rows] <= EIGHT]
    found[rows[_SMALL[_place(_SMALL, head[rows])] == head[rows]]] = OPEN
    rows = np.flatnonzero(kinds == 1)
    found[rows[_named(head[rows])]] = Right.UPPER
    return _ruled(vocabulary, found, right_class)


def _named(head: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which first eight bytes begin, with a capital, no word that the rule knows."""
    key, inside = np.zeros_like(head), np.ones(len(head), bool)
    for place in range(EIGHT):
        shift = np.uint64(8 * place)
        byte = (head >> shift & np.uint64(255)).astype(np.uint8)
        inside &= _WORDS[byte]
        key |= np.where(inside, byte, 0).astype(np.uint64) << shift
    found: npt.NDArray[np.bool_] = _CAPITALS[_place(_CAPITALS, key)] != key
    return found


def _ruled(vocabulary: Vocabulary, found: Classes, rule: Callable[[str], int]) -> Classes:
    rows = np.flatnonzero(found == OPEN)
    found[rows] = np.fromiter(map(rule, vocabulary.some(rows)), np.uint8, len(rows))
    return found
