"""The hash table that finds the number of a type, by loops over blocks of chunks.

A slot has three words: the first eight bytes of a type, the next eight, and its bytes times 2^32
plus its number, 0 where the slot is empty. So a type of at most 16 bytes is settled where it
stands. A longer one has a hash in place of the first eight bytes, and its bytes are compared with
those in `kept`, which holds every type from a new word of eight bytes on; `places` tells the word,
`sizes` the bytes. Chunk i lies at data[marks[2 * i]:marks[2 * i + 1]].

After its slots a table has two odd numbers that spread the types over it. They are drawn for each
table: who knew them could write an article whose words all meet in one place.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

SLOT, SPREAD = 3, 2  # words of a slot, and after the slots
_WHOLE = np.uint64(16)  # bytes of a type that its slot holds whole
_NUMBER = np.uint64((1 << 32) - 1)
_0, _1, _2, _3, _8, _32 = (np.uint64(n) for n in (0, 1, 2, 3, 8, 32))

# By bytes of a chunk, up to 16: which bits of its first and of its second word belong to it.
_FULL = (1 << 64) - 1
LOW = np.array([_FULL >> (64 - 8 * min(n, 8)) if n else 0 for n in range(17)], np.uint64)
HIGH = np.array([_FULL >> (128 - 8 * n) if n > 8 else 0 for n in range(17)], np.uint64)


@kernel
def shift_of(table: Words) -> np.uint64:
    """How far a product is shifted so that the place of a slot remains."""
    slots, bits = len(table) // 3, 0
    while slots > 1:
        slots >>= 1
        bits += 1
    return np.uint64(64 - bits)


@kernel
def most_types(room: int) -> int:
    """How many types a table of so many words takes: three quarters of its slots.

    A table that is less full takes more memory, which costs more than the longer way in it.
    """
    return room // 4


@kernel
def eight(data: Bytes, place: int, left: int) -> np.uint64:
    """Up to eight bytes from a place on, little end first, then zeros."""
    found = _0
    for at in range(min(left, 8)):
        found |= np.uint64(data[np.uint64(place + at)]) << np.uint64(at << 3)
    return found


@kernel
def keys(
    data: Bytes, marks: Int64, n: int, table: Words, lows: Words, highs: Words, homes: Words
) -> None:
    """The two words of n chunks by which they are looked up, and where the search begins."""
    shift, first, second = shift_of(table), table[len(table) - 2], table[len(table) - 1]
    last = len(data) - 16
    n_long = 0
    for number in range(n):
        at = np.uint64(number)
        begins = marks[_2 * at]
        place, size = np.uint64(begins), np.uint64(marks[_2 * at + _1] - begins)
        low = high = _0
        if begins <= last:
            # Sixteen bytes are there: compiled, each loop is one load.
            for byte in range(8):
                low |= np.uint64(data[place + np.uint64(byte)]) << np.uint64(byte << 3)
            place += _8
            for byte in range(8):
                high |= np.uint64(data[place + np.uint64(byte)]) << np.uint64(byte << 3)
        else:
            low = eight(data, begins, len(data) - begins)
            high = eight(data, begins + 8, len(data) - begins - 8)
        held = min(size, _WHOLE)
        low &= LOW[held]
        high &= HIGH[held]
        n_long += int(size > _WHOLE)
        lows[at], highs[at] = low, high
        homes[at] = (low * first + high * second) >> shift
    if n_long:
        for number in range(n):
            begins, ends = marks[2 * number], marks[2 * number + 1]
            if ends - begins > 16:
                key = lows[number]
                for begin in range(begins + 16, ends, 8):
                    key = (key ^ eight(data, begin, ends - begin)) * first
                    key ^= key >> _32
                lows[number] = key
                homes[number] = (key * first + highs[number] * second) >> shift


@kernel
def hits(
    table: Words, marks: Int64, n: int, lows: Words, highs: Words, homes: Words,
    ids: Int32, token: int, rest: Int64,
) -> int:  # fmt: skip
    """The ids of n chunks that stand whole in the slot where the search begins.

    The others are left in `rest`; how many. Nothing here depends on what is found, so that the
    machine waits for many slots at a time.
    """
    n_rest = _0
    for number in range(n):
        at = np.uint64(number)
        size = np.uint64(marks[_2 * at + _1] - marks[_2 * at])
        slot = _3 * homes[at]
        tag = table[slot + _2]
        ids[np.uint64(token) + at] = np.int32(tag & _NUMBER)
        other = (table[slot] ^ lows[at]) | (table[slot + _1] ^ highs[at]) | ((tag >> _32) ^ size)
        rest[n_rest] = number
        n_rest += np.uint64((other != _0) | (size > _WHOLE))
    return int(n_rest)


@kernel
def settle(
    data: Bytes, marks: Int64, rest: Int64, n_rest: int, lows: Words, highs: Words, homes: Words,
    table: Words, kept: Words, places: Int64, sizes: Int32, ids: Int32, token: int,
    n_types: int, n_words: int,
) -> tuple[int, int]:  # fmt: skip
    """The ids of the chunks in `rest`, new types among them; how many types and words there are."""
    mask = np.uint64(len(table) // 3 - 1)
    for place in range(n_rest):
        number = rest[place]
        begins = marks[2 * number]
        size = marks[2 * number + 1] - begins
        low, high, slot = lows[number], highs[number], homes[number]
        tag = table[_3 * slot + _2]
        while tag:
            known = np.int64(tag & _NUMBER)
            if table[_3 * slot] == low and table[_3 * slot + _1] == high and sizes[known] == size:
                at, equal = 16, True
                held = places[known] + 2
                while equal and at < size:
                    equal = eight(data, begins + at, size - at) == kept[held]
                    at += 8
                    held += 1
                if equal:
                    break
            slot = (slot + _1) & mask
            tag = table[_3 * slot + _2]
        if not tag:
            tag = np.uint64(size) << _32 | np.uint64(n_types)
            table[_3 * slot], table[_3 * slot + _1], table[_3 * slot + _2] = low, high, tag
            places[n_types], sizes[n_types] = n_words, size
            for at in range(0, size, 8):
                kept[n_words] = eight(data, begins + at, size - at)
                n_words += 1
            n_types += 1
        ids[token + number] = np.int64(tag & _NUMBER)
    return n_types, n_words


@kernel
def refill(table: Words, wider: Words) -> None:
    """The table's entries in a wider table that spreads them by the same numbers."""
    mask, shift = np.uint64(len(wider) // 3 - 1), shift_of(wider)
    first, second = wider[len(wider) - 2], wider[len(wider) - 1]
    for place in range(0, len(table) - 2, 3):
        if table[place + 2]:
            slot = (table[place] * first + table[place + 1] * second) >> shift
            while wider[_3 * slot + _2]:
                slot = (slot + _1) & mask
            for word in range(3):
                wider[_3 * slot + np.uint64(word)] = table[place + word]


@kernel
def enter(data: Bytes, begins: Int64, sizes: Int32, table: Words) -> None:
    """The types of a vocabulary, put into an empty table."""
    mask = np.uint64(len(table) // 3 - 1)
    marks = np.empty(2, np.int64)
    low, high, slots = np.empty(1, np.uint64), np.empty(1, np.uint64), np.empty(1, np.uint64)
    for number in range(len(sizes)):
        marks[0], marks[1] = begins[number], begins[number] + sizes[number]
        keys(data, marks, int(np.int64(1)), table, low, high, slots)
        slot = slots[0]
        while table[_3 * slot + _2]:
            slot = (slot + _1) & mask
        table[_3 * slot], table[_3 * slot + _1] = low[0], high[0]
        table[_3 * slot + _2] = np.uint64(sizes[number]) << _32 | np.uint64(number)


@kernel
def find(
    data: Bytes, marks: Int64, table: Words, kept: Words, places: Int64, sizes: Int32, found: Int32
) -> None:
    """The id of each string data[marks[2 * i]:marks[2 * i + 1]] among the types, else -1."""
    n = len(found)
    mask = np.uint64(len(table) // 3 - 1)
    lows, highs, slots = np.empty(n, np.uint64), np.empty(n, np.uint64), np.empty(n, np.uint64)
    keys(data, marks, n, table, lows, highs, slots)
    for number in range(n):
        begins, slot = marks[2 * number], slots[number]
        size = marks[2 * number + 1] - begins
        found[number] = -1
        tag = table[_3 * slot + _2]
        while tag and found[number] < 0:
            known = np.int64(tag & _NUMBER)
            held = np.uint64(places[known])
            same = table[_3 * slot] == lows[number] and table[_3 * slot + _1] == highs[number]
            if same and sizes[known] == size:
                for at in range(16, size, 8):
                    same &= eight(data, begins + at, size - at) == kept[held + np.uint64(at >> 3)]
                if same:
                    found[number] = known
            slot = (slot + _1) & mask
            tag = table[_3 * slot + _2]
