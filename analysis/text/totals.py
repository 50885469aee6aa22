"""Sums of the weights of words, of many lexicons at once and without rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text.forms import Forms
from analysis.text.kernels import plain_tone, tone
from analysis.text.kernels.jit import frozen
from analysis.text.kernels.plain_tone import MANY, OPENS, ROW
from analysis.text.parts import Parts
from analysis.text.sequences import numbered
from analysis.text.tokens import Tokens
from analysis.text.vocabulary import Vocabulary

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


class Listed(NamedTuple):
    """A lexicon as far as its weights are summed; `chunks` are not cut into words."""

    weights: Mapping[str, float]
    sequences: Sequence[tuple[str, ...]]
    chunks: bool = False


class Totals(NamedTuple):
    """Words of each unit; sums and hits: one row a unit, one column a lexicon."""

    n_tokens: Int64
    n_hits: Int64
    total: Floats


class _Sequences(NamedTuple):
    """The sequences of all lexicons by the form that they begin with."""

    openings: Int64
    words: Int32
    lengths: Int32
    owners: Int32
    worth: Floats
    firsts: npt.NDArray[np.uint64]
    seconds: npt.NDArray[np.uint64]


def totals(tokens: Tokens, lexicons: Sequence[Listed], *, sentences: bool = False) -> Totals:
    """The sums of weights in each text (or sentence) by each lexicon.

    Of the sequences that begin at a word the first of its lexicon that fits is taken; the words in
    it count no more.
    """
    order = sorted(range(len(lexicons)), key=lambda place: lexicons[place].chunks)
    listed = [lexicons[place] for place in order]
    n_sequenced = sum(not each.chunks for each in listed)
    parts = tokens.types.parts
    lower = parts.plain.lower
    low = lower.of[parts.plain.of[parts.ids]]
    found = _sequences(listed, lower.vocabulary)
    row_of, rows = _of_forms(listed, lower.vocabulary, n_sequenced)
    of_type, rows = _of_types(parts, low, row_of, rows)
    if n_sequenced < len(listed):
        of_type, rows = _of_chunks(tokens, listed, n_sequenced, of_type, rows)
    codes, tails, heads = _codes(parts, low, of_type, found)
    starts = np.append(tokens.sentences.starts, len(tokens.ids))
    units = np.arange(len(starts) - 1)
    if not sentences:
        units = np.repeat(np.arange(len(tokens)), np.diff(tokens.sentences.offsets))
    n = len(units) if sentences else len(tokens)
    words, out = np.zeros(n, np.int64), np.zeros((n, 2 * len(listed)))
    plain_tone.totals(
        tokens.ids, frozen(starts), frozen(units), frozen(codes), frozen(rows), frozen(tails),
        frozen(heads), frozen(parts.offsets), frozen(low), frozen(parts.cuts), frozen(parts.ends),
        frozen(row_of), frozen(found.openings), frozen(found.words), frozen(found.lengths),
        frozen(found.owners), frozen(found.worth), n_sequenced, words, out,
    )  # fmt: skip
    back = np.argsort(order)
    hits = out[:, len(listed) :][:, back].astype(np.int64)
    return Totals(words, hits, out[:, : len(listed)][:, back])


def _sequences(listed: Sequence[Listed], lower: Vocabulary) -> _Sequences:
    given = [(parts, owner) for owner, each in enumerate(listed) for parts in each.sequences]
    found = numbered([parts for parts, _ in given], lower)
    kept = [given[place] for place in found.kept.tolist()]
    # A form that opens sequences has one bit of 63, a form that may follow it has this bit too.
    firsts, seconds = np.zeros(len(lower), np.uint64), np.zeros(len(lower), np.uint64)
    bits: dict[int, np.uint64] = {}
    for first, second in found.words[:, :2].tolist():
        bit = bits.setdefault(first, np.uint64(1 << len(bits) % 63))
        firsts[first] |= bit if second >= 0 else ALL
        if second >= 0:
            seconds[second] |= bit
    return _Sequences(
        found.openings, found.words, found.lengths,
        np.array([owner for _, owner in kept], np.int32),
        np.array([listed[owner].weights[" ".join(parts)] for parts, owner in kept], float),
        firsts, seconds,
    )  # fmt: skip


def _weights(
    listed: Sequence[Listed], lower: Vocabulary, columns: range, width: int
) -> tuple[Int32, Floats]:
    """The row of each form, 0 for most, and the weights and hits in each row."""
    terms = list(dict.fromkeys(term for j in columns for term in listed[j].weights))
    places = lower.find(terms)
    there = np.flatnonzero(places >= 0)
    row_of = np.zeros(len(lower), np.int32)
    row_of[places[there]] = np.arange(1, len(there) + 1)
    rows = np.zeros((len(there) + 1, width))
    known = [terms[place] for place in there.tolist()]
    for j in columns:
        weights = listed[j].weights
        rows[1:, j] = [weights.get(term, 0.0) for term in known]
    rows[:, width // 2 :] = rows[:, : width // 2] != 0
    return row_of, rows


def _of_forms(
    listed: Sequence[Listed], lower: Vocabulary, n_sequenced: int
) -> tuple[Int32, Floats]:
    return _weights(listed, lower, range(n_sequenced), 2 * len(listed))


def _of_types(parts: Parts, low: Int32, row_of: Int32, rows: Floats) -> tuple[Int32, Floats]:
    """The row of each type: that of its word, or one more for the sum of its words."""
    counts = np.diff(parts.offsets)
    of_type = np.zeros(len(counts), np.int32)
    one = counts == 1
    held = row_of[low]
    of_type[one] = held[parts.offsets[:-1][one]]
    hits = np.flatnonzero(held)
    owners = np.searchsorted(parts.offsets, hits, side="right") - 1
    several = counts[owners] > 1
    kinds, places = np.unique(owners[several], return_inverse=True)
    more = np.zeros((len(kinds), rows.shape[1]))
    np.add.at(more, places, rows[held[hits[several]]])
    of_type[kinds] = len(rows) + np.arange(len(kinds))
    return of_type, np.concatenate([rows, more])


def _of_chunks(
    tokens: Tokens, listed: Sequence[Listed], first: int, of_type: Int32, rows: Floats
) -> tuple[Int32, Floats]:
    """The rows of types with what lexicons find in whole chunks, but for lone letters."""
    looks = tokens.types.looks
    forms: Forms = looks.forms
    columns = range(first, len(listed))
    row_of, theirs = _weights(listed, forms.lower.vocabulary, columns, rows.shape[1])
    found = row_of[forms.lower.of[forms.of]]
    found[looks.flags & tone.LONE != 0] = 0
    kinds = np.flatnonzero(found)
    more = rows[of_type[kinds]] + theirs[found[kinds]]
    of_type = of_type.copy()
    of_type[kinds] = len(rows) + np.arange(len(kinds))
    return of_type, np.concatenate([rows, more])


def _codes(
    parts: Parts, low: Int32, of_type: Int32, found: _Sequences
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """What the kernel wants to know of each type, and the masks of its only and first word."""
    counts = np.diff(parts.offsets)
    some = np.flatnonzero(counts)
    first = low[parts.offsets[some]]
    tails, heads = np.zeros(len(counts), np.uint64), np.full(len(counts), ALL)
    tails[some], heads[some] = found.firsts[first], found.seconds[first]
    # After `*` anything may come, and what has no word is looked through.
    heads[some] |= np.uint64(1 << 63)
    opens = tails != 0
    inner = np.flatnonzero(found.firsts[low])
    opens[np.searchsorted(parts.offsets, inner, side="right") - 1] = True
    opens |= counts >= MANY
    codes = np.minimum(counts, MANY).astype(np.uint32)
    codes |= np.where(opens, np.uint32(OPENS), np.uint32(0))
    return codes | of_type.astype(np.uint32) << np.uint32(ROW), tails, heads
