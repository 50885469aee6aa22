"""Bytes of many texts to ids of their white-space chunks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

# Places in the table of state that a call takes and gives back.
DOCUMENT, TOKEN, N_TYPES, N_BREAKS, N_WORDS, ROOM = range(6)
DONE, NEEDS_TABLE, NEEDS_TYPES = range(3)

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio: spreads nearby keys over the table
_TOP = np.uint64(1 << 63)
_SEED = np.uint64(0xD6E8FEB86659FD93)
_1, _2, _3, _7, _32, _63 = (np.uint64(n) for n in (1, 2, 3, 7, 32, 63))

# By first byte: 1 white space, 2 perhaps the beginning of one of several bytes.
SPACE = np.zeros(256, np.uint8)
SPACE[[32, *range(9, 14), *range(28, 32)]] = 1
SPACE[[0xC2, 0xE1, 0xE2, 0xE3]] = 2


@kernel
def space_at(data: Bytes, place: int, end: int) -> int:
    """How many bytes the white-space character at this place has, 0 where it is none.

    White space as str.split() sees it.
    """
    first = data[place]
    if first < 0x80:
        return int(SPACE[first])
    if first == 0xC2 and place + 1 < end:
        return 2 if data[place + 1] == 0x85 or data[place + 1] == 0xA0 else 0
    if place + 2 >= end:
        return 0
    second, third = data[place + 1], data[place + 2]
    if first == 0xE1:
        return 3 if second == 0x9A and third == 0x80 else 0
    if first == 0xE3:
        return 3 if second == 0x80 and third == 0x80 else 0
    if first == 0xE2:
        if second == 0x80:
            return 3 if 0x80 <= third <= 0x8A or third in (0xA8, 0xA9, 0xAF) else 0
        return 3 if second == 0x81 and third == 0x9F else 0
    return 0


@kernel
def cuts(data: Bytes, start: int, end: int, found: Int64) -> int:
    """Where chunks begin and end, by turns; how many places there are.

    Every place is written and counted only where white space and text meet: a branch that cannot
    be foreseen would cost more than the writing.
    """
    n, space, place = 0, 1, start
    while place < end:
        kind = int(SPACE[data[np.uint64(place)]])  # an unsigned place spares a check for negatives
        if kind > 1:
            kind = 0
            width = space_at(data, place, end)
            if width:
                if not space:
                    found[n] = place
                    n += 1
                space = 1
                place += width
                continue
        found[np.uint64(n)] = place
        n += kind ^ space
        space = kind
        place += 1
    if not space:
        found[n] = end
        n += 1
    return n


@kernel
def eight(low: np.uint64, high: np.uint64, place: int, end: int) -> np.uint64:
    """Eight bytes from this place on, little end first, of the two words that hold them.

    Zeros stand after the end.
    """
    shift = (np.uint64(place) & _7) << _3
    found: np.uint64 = (low >> shift) | ((high << _1) << (_63 - shift))
    left = end - place
    if left < 8:
        found &= (_1 << np.uint64(left << 3)) - _1
    return found


@kernel
def key_of(words: Words, start: int, end: int) -> np.uint64:
    """The key of a chunk in a table: itself where it is short, else a hash with the top bit set.

    A short chunk that ends in a zero byte would look like the chunk without it.
    """
    word, size = np.uint64(start) >> _3, end - start
    key = eight(words[word], words[word + _1], start, end)
    if size > 7 or not key >> np.uint64((size - 1) << 3):
        key = (_SEED ^ np.uint64(size) ^ key) * _SPREAD
        key ^= key >> _32
        for place in range(start + 8, end, 8):
            word += _1
            key = (key ^ eight(words[word], words[word + _1], place, end)) * _SPREAD
            key ^= key >> _32
        key |= _TOP
    return key


@kernel
def slot_of(
    words: Words, start: int, end: int, key: np.uint64,
    table: Words, kept: Words, places: Int64, sizes: Int32,
) -> np.uint64:  # fmt: skip
    """The slot in the table that holds a chunk, or the empty one where it belongs."""
    mask = np.uint64((len(table) >> 1) - 1)
    slot = (key * _SPREAD) >> _32 & mask
    while table[_2 * slot + _1]:
        if table[_2 * slot] == key:
            known = table[_2 * slot + _1] - _1
            equal = key < _TOP or sizes[known] == end - start
            if equal and key >= _TOP:
                word, at = np.uint64(start) >> _3, np.uint64(places[known])
                for place in range(start, end, 8):
                    if eight(words[word], words[word + _1], place, end) != kept[at]:
                        equal = False
                        break
                    word += _1
                    at += _1
            if equal:
                break
        slot = (slot + _1) & mask
    return slot


@kernel
def encode(
    data: Bytes,
    words: Words,
    bounds: Int64,
    table: Words,
    kept: Words,
    places: Int64,
    sizes: Int32,
    marks: Int64,
    ids: Int32,
    offsets: Int64,
    breaks: Int64,
    state: Int64,
) -> int:
    """Ids of the chunks of texts bounds[i] to bounds[i + 1], until something needs room.

    `table` is an open hash table: a type's key, then its id + 1. The key of a chunk under eight
    bytes is the chunk itself, which settles it; a longer one's is a hash with the highest bit set,
    and its bytes are compared. `kept` holds the types in words of eight bytes, `places` where each
    begins, `sizes` its bytes; `marks` is room for the cuts of the longest text. What has been done
    stands in `state`, so that a call goes on where the last one stopped; a text is done whole or
    not at all.
    """
    limit = len(table) >> 2  # half full at most
    mask = np.uint64((len(table) >> 1) - 1)
    n_types, n_words = state[N_TYPES], state[N_WORDS]
    token, n_breaks = state[TOKEN], state[N_BREAKS]
    for document in range(state[DOCUMENT], len(bounds) - 1):
        before = bounds[document]
        n_marks = cuts(data, before, bounds[document + 1], marks)
        for mark in range(0, n_marks, 2):
            start, end = marks[mark], marks[mark + 1]
            # As key_of and slot_of, written out: arrays handed to a function in the inner loop are
            # counted up and down, which takes three times as long as the loop itself.
            word, size = np.uint64(start) >> _3, end - start
            key = eight(words[word], words[word + _1], start, end)
            if size > 7 or not key >> np.uint64((size - 1) << 3):
                key = (_SEED ^ np.uint64(size) ^ key) * _SPREAD
                key ^= key >> _32
                for place in range(start + 8, end, 8):
                    word += _1
                    key = (key ^ eight(words[word], words[word + _1], place, end)) * _SPREAD
                    key ^= key >> _32
                key |= _TOP
            slot = (key * _SPREAD) >> _32 & mask
            entry = table[_2 * slot + _1]
            while entry:
                if table[_2 * slot] == key:
                    if key < _TOP:
                        break
                    equal = sizes[entry - _1] == size
                    word, held = np.uint64(start) >> _3, np.uint64(places[entry - _1])
                    place = start
                    while equal and place < end:
                        equal = eight(words[word], words[word + _1], place, end) == kept[held]
                        word += _1
                        held += _1
                        place += 8
                    if equal:
                        break
                slot = (slot + _1) & mask
                entry = table[_2 * slot + _1]
            if not entry:
                # What this text has added stays: when it is done again, it is found.
                state[N_TYPES], state[N_WORDS], state[ROOM] = n_types, n_words, size
                if n_types >= limit:
                    return NEEDS_TABLE
                if n_types >= len(sizes) or n_words + (size >> 3) + 1 > len(kept):
                    return NEEDS_TYPES
                places[n_types], sizes[n_types] = n_words, size
                word = np.uint64(start) >> _3
                for at in range(start, end, 8):
                    kept[n_words] = eight(words[word], words[word + _1], at, end)
                    word += _1
                    n_words += 1
                n_types += 1
                entry = np.uint64(n_types)
                table[_2 * slot], table[_2 * slot + _1] = key, entry
            if start - before > 1 and mark:
                lines = 0
                for at in range(before, start):
                    lines += data[at] == 10
                if lines > 1:
                    breaks[n_breaks] = token
                    n_breaks += 1
            before = end
            ids[token] = np.int64(entry) - 1
            token += 1
        offsets[document + 1] = token
        state[DOCUMENT], state[TOKEN], state[N_BREAKS] = document + 1, token, n_breaks
        state[N_TYPES], state[N_WORDS] = n_types, n_words
    return DONE


@kernel
def rehash(table: Words, wider: Words) -> None:
    """The table's entries in a wider table."""
    mask = np.uint64((len(wider) >> 1) - 1)
    for place in range(0, len(table), 2):
        if table[place + 1]:
            slot = (table[place] * _SPREAD) >> _32 & mask
            while wider[_2 * slot + _1]:
                slot = (slot + _1) & mask
            wider[_2 * slot], wider[_2 * slot + _1] = table[place], table[place + 1]


@kernel
def enter(kept: Words, places: Int64, sizes: Int32, table: Words) -> None:
    """The types of a vocabulary, put into an empty table."""
    for number in range(len(sizes)):
        start = places[number] * 8
        end = start + sizes[number]
        key = key_of(kept, start, end)
        slot = slot_of(kept, start, end, key, table, kept, places, sizes)
        table[_2 * slot], table[_2 * slot + _1] = key, np.uint64(number + 1)


@kernel
def find(
    words: Words,
    bounds: Int64,
    table: Words,
    kept: Words,
    places: Int64,
    sizes: Int32,
    found: Int32,
) -> None:
    """The id of each string data[bounds[i]:bounds[i + 1]] among the types, else -1."""
    for number in range(len(found)):
        start, end = bounds[number], bounds[number + 1]
        found[number] = -1
        if start < end:
            key = key_of(words, start, end)
            slot = slot_of(words, start, end, key, table, kept, places, sizes)
            found[number] = np.int64(table[_2 * slot + _1]) - 1
