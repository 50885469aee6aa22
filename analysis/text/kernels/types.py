"""Loops over the types of a vocabulary: their forms and traits, byte by byte."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Bytes, Int32, Int64, Words

Flags = npt.NDArray[np.uint32]

# What is known of a type from its bytes alone.
LONE, FOREIGN, UPPER, LOWER, NOT = (1 << bit for bit in range(5))
EXCLAIMS, ASKS = 8, 11  # from these bits on: how many marks, three bits each
MARKED = 7  # three bits
MOST_MARKS = 4

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio: spreads nearby keys over the table
_0, _1, _7, _32, _56 = (np.uint64(n) for n in (0, 1, 7, 32, 56))
_ONES, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
# What is added to seven bits sets the eighth from "A" on, and from what follows "Z" on.
_FROM_A, _PAST_Z = _ONES * np.uint64(0x80 - 65), _ONES * np.uint64(0x80 - 91)

# By byte: 1 upper-case letter, 2 lower-case letter, 3 digit, 4 punctuation, 5 part of a character
# beyond ASCII, 0 a control character.
KIND = np.zeros(256, np.uint8)
KIND[33:127] = 4
KIND[65:91], KIND[97:123], KIND[48:58], KIND[128:] = 1, 2, 3, 5


@kernel
def forms(
    data: Bytes, begins: Int64, sizes: Int32, marks: Int64, starts: Int64, left: Int32
) -> None:
    """Each type without the punctuation on one side of it, as VADER strips it.

    A type is its own form where punctuation stands on both sides, inside, or nowhere, where less
    than two characters remain, and where the punctuation is none of VADER's marks. `marks` holds
    these as integers, little end first; `starts` and `left` take where a form is.
    """
    for number in range(len(sizes)):
        start, size = begins[number], np.int64(sizes[number])
        end = start + size
        starts[number], left[number] = start, size
        first, last, bare, characters = end, start, 0, 0
        for place in range(start, end):
            byte = data[place]
            if KIND[byte] != 4:
                first = min(first, place)
                last = place + 1
                bare += 1
                characters += byte & 0xC0 != 0x80
        if characters < 2 or bare != last - first or bare == size:
            continue
        if first > start and last < end:
            continue
        a, b = (start, first) if first > start else (last, end)
        if b - a > 4:
            continue
        mark = np.int64(0)
        for place in range(a, b):
            mark |= np.int64(data[place]) << ((place - a) * 8)
        for one in marks:
            if one == mark:
                starts[number], left[number] = first, bare


@kernel
def glanced(kept: Words, places: Int64, sizes: Int32, found: Bytes, beyond: Int32) -> None:
    """FOREIGN and UPPER of each type, and its bytes less its characters, eight bytes at a time.

    Type i is sizes[i] bytes from the word places[i] of `kept` on; zeros fill its last word.
    """
    for number in range(len(sizes)):
        high, upper, n = _0, _0, _0
        first = places[number]
        for place in range(first, first + ((sizes[number] + 7) >> 3)):
            word = kept[np.uint64(place)]
            marked = word & _HIGH
            high |= marked
            low = word ^ marked
            upper |= (low + _FROM_A) & ~(low + _PAST_Z) & ~word
            n += ((marked & ~(word << _1)) >> _7) * _ONES >> _56
        found[number] = FOREIGN * (high != 0) + UPPER * (upper & _HIGH != 0)
        beyond[number] = n


@kernel
def traits(data: Bytes, begins: Int64, sizes: Int32, found: Flags) -> None:
    """What is known of each string from its bytes: the bits above, and how many marks it has.

    Exclamation and question marks are counted up to MOST_MARKS: more change nothing.
    """
    for number in range(len(sizes)):
        start = begins[number]
        end = start + sizes[number]
        characters, flags, exclaims, asks = 0, 0, 0, 0
        for place in range(start, end):
            byte = data[place]
            kind = KIND[byte]
            characters += byte & 0xC0 != 0x80
            exclaims += byte == 33
            asks += byte == 63
            if kind == 5:
                flags |= FOREIGN
            elif kind == 1:
                flags |= UPPER
            elif kind == 2:
                flags |= LOWER
            inside = byte == 39 and start < place < end - 1
            if inside and data[place - 1] | 32 == 110 and data[place + 1] | 32 == 116:
                flags |= NOT
        if characters < 2:
            flags |= LONE
        flags |= min(exclaims, MOST_MARKS) << EXCLAIMS
        found[number] = flags | min(asks, MOST_MARKS) << ASKS


@kernel
def matched(
    data: Bytes, begins: Int64, sizes: Int32, terms: Bytes, bounds: Int64, slots: Int32,
    found: Int32,
) -> None:  # fmt: skip
    """The number of the term that each string is with its ASCII letters in lower case, else -1.

    Term i is terms[bounds[i]:bounds[i + 1]]. `slots` is room for them, a power of two and more
    than twice as many, all -1.
    """
    mask = len(slots) - 1
    for term in range(len(bounds) - 1):
        key = _0
        for place in range(bounds[term], bounds[term + 1]):
            key = (key ^ np.uint64(terms[place])) * _SPREAD
        slot = np.int64(key >> _32) & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = term
    for number in range(len(sizes)):
        start, size = begins[number], np.int64(sizes[number])
        key = _0
        for place in range(start, start + size):
            byte = data[place]
            key = (key ^ np.uint64(byte + 32 if 65 <= byte <= 90 else byte)) * _SPREAD
        slot = np.int64(key >> _32) & mask
        found[number] = -1
        while slots[slot] >= 0 and found[number] < 0:
            first = bounds[slots[slot]]
            same = bounds[slots[slot] + 1] - first == size
            at = 0
            while same and at < size:
                byte = data[start + at]
                same = terms[first + at] == (byte + 32 if 65 <= byte <= 90 else byte)
                at += 1
            if same:
                found[number] = slots[slot]
            slot = (slot + 1) & mask


@kernel
def joined(data: Bytes, begins: Int64, sizes: Int32, lower: bool, out: Bytes) -> None:
    """The strings end to end, a line feed after each; upper-case ASCII letters lowered if asked."""
    at = 0
    for number in range(len(sizes)):
        for place in range(begins[number], begins[number] + sizes[number]):
            byte = data[place]
            out[at] = byte + 32 if lower and 65 <= byte <= 90 else byte
            at += 1
        out[at] = 10
        at += 1


@kernel
def folded(
    data: Bytes, starts: Int64, sizes: Int32, out: Bytes, places: Int64, left: Int32
) -> None:
    """The strings case-folded, apostrophes straight, each from a new word of eight bytes on.

    Of what is beyond ASCII only the letters of Latin-1 but ß and the apostrophe are folded.
    `out` holds zeros; `places` are words in it, `left` the bytes of each string.
    """
    word = 0
    for number in range(len(sizes)):
        place, end = starts[number], starts[number] + sizes[number]
        at = places[number] = word
        at *= 8
        while place < end:
            byte = data[place]
            if 65 <= byte <= 90:
                byte += 32
            elif byte == 0xC3:
                out[at] = byte
                at += 1
                place += 1
                byte = data[place]
                byte += 32 if 0x80 <= byte <= 0x9E and byte != 0x97 else 0
            elif byte == 0xE2 and data[place + 1] == 0x80 and data[place + 2] == 0x99:
                byte = 39
                place += 2
            out[at] = byte
            at += 1
            place += 1
        left[number] = at - 8 * word
        word = (at + 7) >> 3
