"""Loops that count words and sequences of words, one group of texts at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64

Bools = npt.NDArray[np.bool_]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_20 = np.uint64(20)


@kernel
def words(
    ids: Int32, offsets: Int64, texts: Int64, n_tokens: Int64, n_docs: Int64, last: Int64,
    found: Int64,
) -> int:  # fmt: skip
    """Counts of the words of some texts, and how many different ones there are.

    `n_tokens` and `n_docs` have a place for every word and are zero before and, by `forget`,
    after; `last` has the text that a word was last seen in; `found` takes the words that occur.
    """
    n = 0
    for text in texts:
        for place in range(offsets[text], offsets[text + 1]):
            word = np.uint64(ids[np.uint64(place)])
            if n_tokens[word] == 0:
                found[np.uint64(n)] = word
                n += 1
            n_tokens[word] += 1
            n_docs[word] += last[word] != text
            last[word] = text
    return n


@kernel
def forget(found: Int64, n_tokens: Int64, n_docs: Int64) -> None:
    """Zeros again for the words that occurred."""
    for word in found:
        n_tokens[word] = 0
        n_docs[word] = 0


@kernel
def pairs(
    firsts: Int64, ids: Int32, offsets: Int64, adjacent: Bools, ahead: int, n_words: int,
    texts: Int64, keys: Int64, n_tokens: Int32, n_docs: Int32, last: Int64, found: Int64,
) -> int:  # fmt: skip
    """Counts of what stands in `firsts` together with the word so many places ahead.

    `firsts` is -1 where a sequence is cut before. A pair's key is its first times `n_words` plus
    its second; `keys` is an open hash table, -1 where empty, more than twice as large as there are
    places; `found` takes the slots in use.
    """
    mask = np.uint64(len(keys) - 1)
    n = 0
    for text in texts:
        for place in range(offsets[text], offsets[text + 1] - ahead):
            first, second = np.uint64(place), np.uint64(place + ahead)
            if not adjacent[second] or firsts[first] < 0:
                continue
            key = firsts[first] * n_words + ids[second]
            slot = (np.uint64(key) * _SPREAD) >> _20 & mask
            while keys[slot] != key and keys[slot] >= 0:
                slot = (slot + np.uint64(1)) & mask
            if keys[slot] < 0:
                keys[slot] = key
                n_tokens[slot], n_docs[slot], last[slot] = 0, 0, -1
                found[np.uint64(n)] = slot
                n += 1
            n_tokens[slot] += 1
            n_docs[slot] += last[slot] != text
            last[slot] = text
    return n


@kernel
def empty(slots: Int64, keys: Int64) -> None:
    """The slots of the table free again."""
    for slot in slots:
        keys[slot] = -1
