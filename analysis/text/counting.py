"""How often words and sequences of words occur in groups of texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analysis.text.kernels import count
from analysis.text.running import Words

Int64 = npt.NDArray[np.int64]


class Counts(NamedTuple):
    """Sequences of words in groups of texts: by group, then most frequent first, then by name."""

    group: Int64
    terms: pa.Array
    n_tokens: Int64
    n_docs: Int64


class _Part(NamedTuple):
    """What one group has: keys of the sequences and their counts."""

    keys: Int64
    n_tokens: Int64
    n_docs: Int64


def counts(words: Words, groups: Int64, n_groups: int, n: int) -> Counts:
    """Counts of the sequences of n words in each group; `groups` has the group of each text."""
    forms = pa.array(words.forms, pa.large_string())
    order = np.argsort(groups, kind="stable")
    texts = np.split(order, np.searchsorted(groups[order], np.arange(1, n_groups)))
    known: list[Int64] = []
    found = _words(words, texts) if n == 1 else _sequences(words, texts, n, known)
    parts = [_sorted(part) for part in found]
    sizes = [len(part.keys) for part in parts]
    keys, n_tokens, n_docs = (
        np.concatenate([part[place] for part in parts] or [np.empty(0, np.int64)])
        for place in range(3)
    )
    group = np.repeat(np.arange(n_groups), sizes)
    return Counts(group, _named(keys, forms, n, known), n_tokens, n_docs)


def _words(words: Words, texts: list[Int64]) -> Iterator[_Part]:
    n = len(words.forms)
    n_tokens, n_docs = np.zeros(n, np.int64), np.zeros(n, np.int64)
    last, room = np.full(n, -1, np.int64), np.empty(n, np.int64)
    for chosen in texts:
        found = room[: count.words(words.ids, words.offsets, chosen, n_tokens, n_docs, last, room)]
        yield _Part(found.copy(), n_tokens[found], n_docs[found])
        count.forget(found, n_tokens, n_docs)


def _sequences(words: Words, texts: list[Int64], n: int, known: list[Int64]) -> Iterator[_Part]:
    firsts = words.ids.astype(np.int64)
    for ahead in range(1, n - 1):
        inside = max(len(firsts) - ahead, 0)
        places = np.flatnonzero((firsts[:inside] >= 0) & words.adjacent[ahead:])
        pairs = firsts[places] * len(words.forms) + words.ids[places + ahead]
        kinds, numbers = np.unique(pairs, return_inverse=True)
        firsts[:] = -1
        firsts[places] = numbers
        known.append(kinds)
    most = max((int(words.lengths[chosen].sum()) for chosen in texts), default=0)
    keys = np.full(_slots(most), -1, np.int64)
    n_tokens, n_docs = np.empty(len(keys), np.int32), np.empty(len(keys), np.int32)
    last, room = np.empty(len(keys), np.int64), np.empty(most, np.int64)
    for chosen in texts:
        size = count.pairs(
            firsts, words.ids, words.offsets, words.adjacent, n - 1, len(words.forms), chosen,
            keys, n_tokens, n_docs, last, room,
        )  # fmt: skip
        slots = room[:size]
        yield _Part(keys[slots], n_tokens[slots].astype(np.int64), n_docs[slots].astype(np.int64))
        count.empty(slots, keys)


def _slots(n: int) -> int:
    """Slots of a hash table for so many keys, at most half of them in use."""
    return 1 << max(4, (2 * n).bit_length())


def _sorted(part: _Part) -> _Part:
    """Most frequent first, then by key, which is in order of the alphabet."""
    bits = int(part.keys.max(initial=0)).bit_length()
    most = int(part.n_tokens.max(initial=0))
    if bits + most.bit_length() < 63:
        order = np.argsort(((most - part.n_tokens) << bits) | part.keys)
    else:
        order = np.lexsort((part.keys, -part.n_tokens))
    return _Part(*(values[order] for values in part))


def _named(keys: Int64, forms: pa.Array, n: int, known: list[Int64]) -> pa.Array:
    """The sequences as text: words are taken off the keys from the last to the first."""
    parts: list[Int64] = []
    for size in range(n, 1, -1):
        parts.append(keys % max(len(forms), 1))
        keys = keys // max(len(forms), 1)
        if size > 2:
            keys = known[size - 3][keys]
    taken = [forms.take(pa.array(part)) for part in (keys, *reversed(parts))]
    return (
        taken[0]
        if n == 1
        else pc.binary_join_element_wise(*taken, pa.scalar(" ", pa.large_string()))
    )
