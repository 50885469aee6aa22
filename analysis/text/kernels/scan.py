"""Bytes of many texts to ids of their white-space chunks, eight bytes at a time."""

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

_LOW = np.uint64(0x0101010101010101)
_HIGH = np.uint64(0x8080808080808080)
_SPACES = np.uint64(0x2020202020202020)
_BELOW_SPACE = np.uint64(0x2121212121212121)  # a byte under this is a space or a control
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio: spreads nearby keys over the table
_TOP = np.uint64(1 << 63)
_SEED = np.uint64(0xD6E8FEB86659FD93)
_0, _1, _7, _32, _56, _63 = (np.uint64(n) for n in (0, 1, 7, 32, 56, 63))


@kernel
def space_at(data: Bytes, place: int, end: int) -> int:
    """How many bytes the white-space character at this place has, 0 where it is none.

    White space as str.split() sees it.
    """
    first = data[place]
    if first < 0x80:
        return 1 if first == 32 or 9 <= first <= 13 or 28 <= first <= 31 else 0
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
def plain(data: Bytes, place: int) -> bool:
    """Whether white space of one byte stands here."""
    byte = int(data[place])
    return byte == 32 or 9 <= byte <= 13 or 28 <= byte <= 31


@kernel
def eight_at(data: Bytes, words: Words, place: int, end: int) -> np.uint64:
    """Eight bytes from this place on, little end first; spaces stand after the end."""
    found: np.uint64
    # An unsigned place spares the check for negative ones.
    word = np.uint64(place >> 3)
    if (place >> 3) + 1 < len(words):
        shift = np.uint64((place & 7) << 3)
        found = (words[word] >> shift) | ((words[word + _1] << _1) << (_63 - shift))
    else:
        found = _SPACES
        for step in range(min(8, end - place)):
            at = np.uint64(step << 3)
            found &= ~(np.uint64(0xFF) << at)
            found |= np.uint64(data[place + step]) << at
    left = end - place
    if left < 8:
        keep = (_1 << np.uint64(left << 3)) - _1
        found = (found & keep) | (_SPACES & ~keep)
    return found


@kernel
def chunk_end(data: Bytes, words: Words, place: int, end: int) -> int:
    """Where the chunk that begins at this place ends."""
    while place < end:
        eight = eight_at(data, words, place, end)
        low = (eight - _BELOW_SPACE) & ~eight & _HIGH
        # The lowest bit that is set is right; bits above it may come from the borrow.
        low &= _0 - low
        inside = (low >> _7) - _1 if low else ~_0
        if not (eight & inside & _HIGH):
            n = int(np.int64(((inside & _LOW) * _LOW) >> _56)) if low else 8
            place += n
            if place >= end or (low and space_at(data, place, end)):
                return min(place, end)
            place += 1 if low else 0  # a control character is part of the chunk
        else:
            for _ in range(8):
                if place >= end or space_at(data, place, end):
                    return place
                place += 1
    return end


@kernel
def hashed(data: Bytes, words: Words, start: int, end: int) -> np.uint64:
    """A number for the bytes of a chunk; equal bytes have equal numbers."""
    made = _SEED ^ np.uint64(end - start)
    for place in range(start, end, 8):
        made = (made ^ eight_at(data, words, place, end)) * _SPREAD
        made ^= made >> _32
    return made


@kernel
def same(data: Bytes, words: Words, start: int, end: int, kept: Words, at: int) -> bool:
    """Whether the chunk equals the type that is kept at a place."""
    for place in range(start, end, 8):
        if eight_at(data, words, place, end) != kept[at]:
            return False
        at += 1
    return True


@kernel
def encode(
    data: Bytes,
    words: Words,
    bounds: Int64,
    table: Words,
    kept: Words,
    places: Int64,
    sizes: Int32,
    ids: Int32,
    offsets: Int64,
    breaks: Int64,
    state: Int64,
) -> int:
    """Ids of the chunks of texts bounds[i] to bounds[i + 1], until something needs room.

    `table` is an open hash table: a type's key, then its id + 1. The key of a chunk under eight
    bytes is the chunk itself, which settles it; a longer one's is a hash with the highest bit set,
    and its bytes are compared. `kept` holds the types in words of eight bytes, `places` where each
    begins, `sizes` its bytes. What has been done stands in `state`, so that a call goes on where
    the last one stopped; a text is done whole or not at all.
    """
    mask = (len(table) >> 1) - 1
    n_types, n_words = state[N_TYPES], state[N_WORDS]
    token, n_breaks = state[TOKEN], state[N_BREAKS]
    for document in range(state[DOCUMENT], len(bounds) - 1):
        place, end = bounds[document], bounds[document + 1]
        lines = 0
        while place < end:
            start = place
            eight = eight_at(data, words, place, end)
            low = (eight - _BELOW_SPACE) & ~eight & _HIGH
            low &= _0 - low
            inside = (low >> _7) - _1
            key = eight & inside
            size = int(np.int64(((inside & _LOW) * _LOW) >> _56))
            if (
                low
                and size
                and not (key & _HIGH)
                and place + size < end
                and plain(data, place + size)
            ):
                place += size
            elif low and size and not (key & _HIGH) and place + size >= end:
                place = end
                size = end - start
            else:
                width = space_at(data, place, end)
                if width:
                    lines += data[place] == 10
                    place += width
                    continue
                place = chunk_end(data, words, start, end)
                size = place - start
                if size < 8 and data[place - 1]:  # spaces and zero bytes at its end look alike
                    key = eight & ((_1 << np.uint64(size << 3)) - _1)
                else:
                    key = hashed(data, words, start, place) | _TOP
            slot = int(np.int64((key * _SPREAD) >> _32)) & mask
            found = -1
            while table[2 * slot + 1]:
                if table[2 * slot] == key:
                    known = int(np.int64(table[2 * slot + 1])) - 1
                    if key < _TOP or (
                        sizes[known] == size
                        and same(data, words, start, place, kept, places[known])
                    ):
                        found = known
                        break
                slot = (slot + 1) & mask
            if found < 0:
                # Half full at most. What this text has added stays: the same text finds it again.
                if n_types >= mask >> 1:
                    state[N_TYPES], state[N_WORDS] = n_types, n_words
                    return NEEDS_TABLE
                if n_types >= len(sizes) or n_words + (size >> 3) + 1 > len(kept):
                    state[N_TYPES], state[N_WORDS], state[ROOM] = n_types, n_words, size
                    return NEEDS_TYPES
                found = n_types
                table[2 * slot], table[2 * slot + 1] = key, np.uint64(found + 1)
                places[found], sizes[found] = n_words, size
                for at in range(start, place, 8):
                    kept[n_words] = eight_at(data, words, at, place)
                    n_words += 1
                n_types += 1
            if lines > 1 and token > offsets[document]:
                breaks[n_breaks] = token
                n_breaks += 1
            lines = 0
            ids[token] = found
            token += 1
        offsets[document + 1] = token
        state[DOCUMENT], state[TOKEN], state[N_BREAKS] = document + 1, token, n_breaks
        state[N_TYPES], state[N_WORDS] = n_types, n_words
    return DONE


@kernel
def rehash(table: Words, wider: Words) -> None:
    """The table's entries in a wider table."""
    mask = (len(wider) >> 1) - 1
    for place in range(0, len(table), 2):
        if table[place + 1]:
            slot = int(np.int64((table[place] * _SPREAD) >> _32)) & mask
            while wider[2 * slot + 1]:
                slot = (slot + 1) & mask
            wider[2 * slot], wider[2 * slot + 1] = table[place], table[place + 1]
