"""Loops that count words and sequences of words, one group of texts at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64, Words

Bools = npt.NDArray[np.bool_]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_20 = np.uint64(20)
_0, _1, _2, _3, _6, _7, _63 = (np.uint64(n) for n in (0, 1, 2, 3, 6, 7, 63))
_SPACE = np.uint64(32)
DIGIT = 11  # bits by which keys are sorted at a time: as many counters stay in the nearest cache
_MASK = np.uint64((1 << DIGIT) - 1)


@kernel
def words(
    ids: Int32, offsets: Int64, texts: Int64, only: Int32, starts: Int64, parts: Int32,
    cells: Int32, found: Int64,
) -> int:  # fmt: skip
    """Counts of the words of some texts, and how many different ones there are.

    `cells` has four places for every word, all zero: tokens, documents, the last text that had it
    plus one, nothing. `found` takes the words that occur and has one place more. `only` is the
    word of a type that has one, else a negative number.
    """
    n = 0
    for text in texts:
        mark = text + 1
        for place in range(offsets[text], offsets[text + 1]):
            kind = np.uint64(ids[np.uint64(place)])
            word = only[kind]
            part, last = np.uint64(0), np.uint64(1)
            if word < 0:
                part, last = np.uint64(starts[kind]), np.uint64(starts[kind + _1])
                if part == last:
                    continue
                word = parts[part]
            while True:
                # Written and counted without a branch: nobody could foresee it.
                cell = np.uint64(word) << _2
                found[np.uint64(n)] = word
                n += cells[cell] == 0
                cells[cell] += 1
                cells[cell + _1] += cells[cell + _2] != mark
                cells[cell + _2] = mark
                part += _1
                if part >= last:
                    break
                word = parts[part]
    return n


@kernel
def taken(found: Int64, cells: Int32, n_tokens: Int32, n_docs: Int32) -> None:
    """The counts of the words that occurred; their cells are zero again after that."""
    for row in range(len(found)):
        cell = np.uint64(found[row]) << _2
        n_tokens[row], n_docs[row] = cells[cell], cells[cell + _1]
        cells[cell] = cells[cell + _1] = cells[cell + _2] = 0


@kernel
def pairs(
    firsts: Int64, words: Int32, owners: Int32, follows: Bools, ahead: int, bits: int,
    table: Int32, keys: Int64, n_tokens: Int32, n_docs: Int32, last: Int32,
) -> int:  # fmt: skip
    """Counts of what stands in `firsts` together with the word so many places ahead.

    `firsts` is -1 where a sequence is cut before. A pair's key is its first, then so many bits for
    its second. `table` finds keys: it is zero, a power of two in size and larger than the number of
    places; `keys` and the counts have one for each pair, in order of first appearance.
    """
    mask = np.uint64(len(table) - 1)
    shift = np.int64(bits)
    n = 0
    for place in range(len(words) - ahead):
        first, second = np.uint64(place), np.uint64(place + ahead)
        if not follows[second] or firsts[first] < 0:
            continue
        key = (firsts[first] << shift) | words[second]
        slot = ((np.uint64(key) * _SPREAD) >> _20) & mask
        entry = table[slot]
        while entry and keys[np.uint64(entry - 1)] != key:
            slot = (slot + _1) & mask
            entry = table[slot]
        text = owners[second]
        if not entry:
            keys[n], n_tokens[n], n_docs[n], last[n] = key, 1, 1, text
            n += 1
            table[slot] = n
            continue
        row = np.uint64(entry - 1)
        n_tokens[row] += 1
        if last[row] != text:
            last[row] = text
            n_docs[row] += 1
    return n


@kernel
def ordered(keys: Int64, bits: int, n_docs: Int32, spare: Int64, more: Int32) -> None:
    """Sorts keys of so many bits, and what belongs to them, digit by digit from the last one.

    `spare` and `more` have as many places; what they hold afterwards means nothing.
    """
    steps, shift = (bits + DIGIT - 1) // DIGIT, _0
    places = np.zeros(1 << DIGIT, np.int64)
    for _ in range(steps):
        places[:] = 0
        for row in range(len(keys)):
            places[(np.uint64(keys[row]) >> shift) & _MASK] += 1
        n = 0
        for each in range(len(places)):
            size = places[each]
            places[each] = n
            n += size
        for row in range(len(keys)):
            digit = (np.uint64(keys[row]) >> shift) & _MASK
            at = np.uint64(places[digit])
            places[digit] += 1
            spare[at], more[at] = keys[row], n_docs[row]
        keys, spare, n_docs, more = spare, keys, more, n_docs
        shift += np.uint64(DIGIT)
    if steps & 1:
        spare[:], more[:] = keys, n_docs


@kernel
def spelled(kept: Words, places: Int64, sizes: Int32, rows: Int32, ends: Int64, out: Words) -> None:
    """The words of each row (a column of `rows`) with spaces between, and where each row ends.

    They are written eight bytes at a time, from the place in `out` that `ends` begins with.
    """
    last = len(rows) - 1
    n = ends[0]
    at, fill = np.uint64(n) >> _3, (np.uint64(n) & _7) << _3
    held = out[at] & ((_1 << fill) - _1)
    for row in range(len(ends) - 1):
        for step in range(len(rows)):
            word = np.uint64(rows[step, row])
            left = int(sizes[word]) + (step < last)
            n += left
            place, beyond = places[word], places[word] + ((sizes[word] + 7) >> 3)
            while left > 0:
                value = kept[np.uint64(place)] if place < beyond else _0
                size = np.uint64(min(left, 8))
                if left <= 8 and step < last:
                    value |= _SPACE << ((size - _1) << _3)
                # Written whether it is full or not: nobody could foresee it.
                held |= value << fill
                out[at] = held
                spilled = (value >> _1) >> (_63 - fill)
                fill += size << _3
                full = fill >> _6
                at += full
                held = spilled if full else held
                fill &= _63
                place += 1
                left -= 8
        ends[row + 1] = n
    out[at] = held
