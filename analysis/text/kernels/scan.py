"""Bytes of many texts to ids of their white-space chunks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import (
    Bytes,
    Int32,
    Int64,
    Words,
    hits,
    keys,
    most_types,
    settle,
)  # fmt: skip

# Places in the table of state that a call takes and gives back.
DOCUMENT, PLACE, BEFORE, TOKEN, N_TYPES, N_BREAKS, N_WORDS, ROOM = range(8)
DONE, NEEDS_IDS, NEEDS_TABLE, NEEDS_TYPES, TOO_LONG = range(5)

LONGEST = 1 << 30  # bytes without white space; sizes are 32-bit
# A block ends after this many chunks or, inside a text, after this many bytes: what is known of
# its chunks stays in the fastest memory, and the three loops over it are long enough to run well.
CHUNKS = 512
STRETCH = 4096
MOST = CHUNKS + STRETCH // 2 + 2  # chunks of a block

# By first byte: 1 white space, 2 perhaps the beginning of one of several bytes.
SPACE: npt.NDArray[np.uint8] = np.zeros(256, np.uint8)
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
def cuts(data: Bytes, start: int, stop: int, end: int, marks: Int64, n: int) -> tuple[int, int]:
    """Where chunks begin and end, by turns, added to n marks; how many there are, how far it got.

    What begins before `stop` is finished, up to the end of the text. Every place is written and
    counted only where white space and text meet: a branch that cannot be foreseen would cost more
    than the writing.
    """
    space, place = 1, start
    while place < stop or (not space and place < end):
        kind = int(SPACE[data[np.uint64(place)]])  # an unsigned place spares a check for negatives
        if kind > 1:
            kind = 0
            width = space_at(data, place, end)
            if width:
                if not space:
                    marks[n] = place
                    n += 1
                space = 1
                place += width
                continue
        marks[np.uint64(n)] = place
        n += kind ^ space
        space = kind
        place += 1
    if not space:
        marks[n] = end
        n += 1
    return n, place


@kernel
def blank_lines(
    data: Bytes, marks: Int64, first: int, n: int, before: int, token: int,
    breaks: Int64, n_breaks: int,
) -> int:  # fmt: skip
    """Chunks among the marks that have two or more line feeds before them, added to breaks.

    `before` is where the chunk before them ends, -1 at the beginning of a text.
    """
    for mark in range(first, n, 2):
        start = marks[mark]
        if before >= 0 and start - before > 1:
            lines = 0
            for place in range(before, start):
                lines += data[place] == 10
            if lines > 1:
                breaks[n_breaks] = token + (mark >> 1)
                n_breaks += 1
        before = marks[mark + 1]
    return n_breaks


@kernel
def encode(
    data: Bytes,
    starts: Int64,
    ends: Int64,
    table: Words,
    kept: Words,
    places: Int64,
    sizes: Int32,
    ids: Int32,
    offsets: Int64,
    breaks: Int64,
    state: Int64,
) -> int:
    """Ids of the chunks of the texts data[starts[i]:ends[i]], until something needs room.

    Blocks of chunks are cut, keyed and looked up, each by a loop of its own with hardly a branch.
    What has been done stands in `state`, so that a call goes on where the last one stopped; a
    block is done whole or not at all. `offsets` takes where each text ends. See kernels.table for
    the types.
    """
    marks, rest = np.empty(2 * MOST, np.int64), np.empty(MOST, np.int64)
    lows, highs = np.empty(MOST, np.uint64), np.empty(MOST, np.uint64)
    homes = np.empty(MOST, np.uint64)
    limit = most_types(len(table))
    document, place, before = state[DOCUMENT], state[PLACE], state[BEFORE]
    while document < len(starts):
        token, n_breaks, n_types = state[TOKEN], state[N_BREAKS], state[N_TYPES]
        if token + MOST > len(ids) or n_breaks + MOST > len(breaks):
            return NEEDS_IDS
        if n_types + MOST > limit:
            return NEEDS_TABLE
        n = int(np.int64(0))  # a plain 0 would be a type of its own, and compiled apart
        while document < len(starts) and n < 2 * CHUNKS:
            start = starts[document] if place < 0 else place
            end, first = ends[document], n
            n, place = cuts(data, start, min(start + STRETCH, end), end, marks, n)
            if place - start > LONGEST:
                return TOO_LONG
            n_breaks = blank_lines(data, marks, first, n, before, token, breaks, n_breaks)
            if n > first:
                before = marks[n - 1]
            if place >= end:
                offsets[document] = token + (n >> 1)
                document += 1
                place = before = -1
        if n:
            state[ROOM] = ((marks[n - 1] - marks[0]) >> 3) + n
            if n_types + MOST > len(sizes) or state[N_WORDS] + state[ROOM] > len(kept):
                return NEEDS_TYPES
            n >>= 1
            keys(data, marks, n, table, lows, highs, homes)
            n_rest = hits(table, marks, n, lows, highs, homes, ids, token, rest)
            state[N_TYPES], state[N_WORDS] = settle(
                data, marks, rest, n_rest, lows, highs, homes, table, kept, places, sizes, ids,
                token, n_types, state[N_WORDS],
            )  # fmt: skip
        state[TOKEN], state[N_BREAKS] = token + n, n_breaks
        state[DOCUMENT], state[PLACE], state[BEFORE] = document, place, before
    return DONE
