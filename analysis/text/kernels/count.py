"""Loops that count words and sequences of words, one group of texts at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Bytes, Int32, Int64

Bools = npt.NDArray[np.bool_]

N_TOKENS, N_DOCS, LAST = range(3)  # what a cell of four holds; the last text that had it, plus one
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_20 = np.uint64(20)
_1, _2 = np.uint64(1), np.uint64(2)


@kernel
def words(
    ids: Int32, offsets: Int64, texts: Int64, only: Int32, starts: Int64, parts: Int32,
    cells: Int32, found: Int64,
) -> int:  # fmt: skip
    """Counts of the words of some texts, and how many different ones there are.

    `cells` has four places for every word, all zero; `found` takes the words that occur. `only` is
    the word of a type that has one, else a negative number.
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
                cell = np.uint64(word) << _2
                if cells[cell] == 0:
                    found[np.uint64(n)] = word
                    n += 1
                cells[cell] += 1
                if cells[cell + _2] != mark:
                    cells[cell + _2] = mark
                    cells[cell + _1] += 1
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
def spelled(
    data: Bytes, begins: Int64, sizes: Int32, rows: Int32, offsets: Int64, out: Bytes
) -> None:
    """The words of each row (one column of `rows`) with spaces between, and where each row ends.

    With no room in `out` it says alone where rows end.
    """
    at = 0
    for row in range(len(offsets) - 1):
        for step in range(len(rows)):
            word = np.uint64(rows[step, row])
            size = int(sizes[word])
            if len(out):
                if step:
                    out[np.uint64(at)] = 32
                    at += 1
                start = begins[word]
                for place in range(size):
                    out[np.uint64(at + place)] = data[np.uint64(start + place)]
                at += size
            else:
                at += size + (step > 0)
        offsets[row + 1] = at
