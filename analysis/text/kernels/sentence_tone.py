"""VADER's rules on the sentences of texts, with any lexicon."""

from __future__ import annotations

import numpy as np

from analysis.text.kernels.cutting import CUTS
from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64
from analysis.text.kernels.tone import (
    ASKS,
    BUT,
    FIRST,
    LONE,
    UPPER,
    Flags,
    Floats,
    Table,
    emphasis_of,
    rounded,
    squash,
    valued,
)

STARTS = 1 << 8  # of a word in its type, beside CUTS: a sequence of the lexicon begins with it


@kernel
def scores(
    ids: Int32, starts: Int64, n_words: Int64, marks: Flags, bounds: Int64, kinds: Flags,
    cuts: Flags, ends: Flags, entries: Int32, lower: Int32, weights: Floats, openings: Int64,
    sequences: Int32, lengths: Int32, worth: Int32,
    two: Table, three: Table, pairs: Table, longest: int, tokens: Int64, hits: Int64, out: Floats,
) -> None:  # fmt: skip
    """Words, hits and score of each sentence starts[i] to starts[i + 1].

    The words of a type are bounds[type] to bounds[type + 1] in `kinds`, `entries`, `lower` (forms)
    and `cuts` (CUTS where a mark before the word ends a sequence, STARTS where one begins with it;
    `ends` says of a type's last mark whether it ends one). Sequences that begin with a form are
    openings[lower] to openings[lower + 1] in `sequences`, one row each of so many `lengths`, -1
    for any word; `worth` is their entry.
    """
    flags, held = np.empty(longest, np.uint32), np.empty(longest, np.int32)
    low, cut = np.empty(longest, np.int32), np.empty(longest, np.bool_)
    weighted, values = np.empty(longest, np.int64), np.empty(longest, np.float64)
    seen, known = np.full(len(weights), -1, np.int64), np.empty(len(weights), np.float64)
    for sentence in range(len(starts) - 1):
        m, n, words, exclaims, asks = 0, 0, 0, 0, 0
        broken, opened = False, False
        for place in range(starts[sentence], starts[sentence + 1]):
            kind = np.uint64(ids[np.uint64(place)])
            mark = int(marks[kind])
            exclaims += mark & 7
            asks += (mark >> ASKS) & 7
            words += n_words[kind]
            for part in range(bounds[kind], bounds[kind + np.uint64(1)]):
                at, to = np.uint64(part), np.uint64(m)
                before = cuts[at]
                flags[to], held[to], low[to] = kinds[at], entries[at], lower[at]
                cut[to] = broken or before & CUTS != 0
                opened |= before & STARTS != 0
                broken = False
                m += 1
            broken |= ends[kind] != 0
        # Sequences become one word each, then lone letters go.
        place, n_weighted, upper, turn = 0, 0, 0, -1
        while place < m:
            size, entry = 1, held[place]
            if opened:
                for row in range(openings[low[place]], openings[low[place] + 1]):
                    length = int(lengths[row])
                    fits = place + length <= m
                    step = 1
                    while fits and step < length:
                        word = sequences[row, step]
                        fits = not cut[place + step] and (word < 0 or word == low[place + step])
                        step += 1
                    if fits:
                        size, entry = length, worth[row]
                        break
            flag = flags[place] if size == 1 else np.uint32(0)
            if not flag & LONE:
                flags[np.uint64(n)], held[np.uint64(n)] = flag, entry
                weighted[np.uint64(n_weighted)] = n
                n_weighted += entry >= FIRST
                upper += (flag & UPPER) != 0
                if flag & BUT and turn < 0:
                    turn = n
                n += 1
            place += size
        total = valued(
            sentence, n, n_weighted, upper, turn, flags, held, weighted, weights, seen, known,
            two, three, pairs, values,
        )  # fmt: skip
        n_hits = 0
        for j in range(n_weighted):
            n_hits += values[j] != 0
        tokens[sentence], hits[sentence] = words, n_hits
        out[sentence] = rounded(squash(total, emphasis_of(exclaims, asks)), 10000.0)
