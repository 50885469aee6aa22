"""Sums of weights of words and of word sequences, of many lexicons in one pass over the tokens."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.cutting import CUTS
from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64

Flags = npt.NDArray[np.uint32]
Masks = npt.NDArray[np.uint64]
Table = npt.NDArray[np.float64]

# Of a type: how many words it has, MANY for so many or more; whether a word of it may open a
# sequence; the rest is the row of its weights, 0 for none.
MANY, OPENS, ROW = 15, 16, 5


@kernel
def fits(
    ids: Int32, place: int, stop: int, part: int, bounds: Int64, low: Int32, cuts: Flags,
    ends: Flags, sequence: Int32, length: int,
) -> bool:  # fmt: skip
    """Whether a sequence goes on after its first word, a part of the token at a place."""
    kind, step, broken = ids[place], 1, False
    part += 1
    while step < length:
        while part >= bounds[kind + 1]:
            broken |= ends[kind] != 0
            place += 1
            if place >= stop:
                return False
            kind = ids[place]
            part = bounds[kind]
        word = sequence[step]
        if broken or cuts[part] & CUTS != 0 or (word >= 0 and word != low[part]):
            return False
        part += 1
        step += 1
    return True


@kernel
def totals(
    ids: Int32, starts: Int64, units: Int64, codes: Flags, rows: Table, tails: Masks, heads: Masks,
    bounds: Int64, low: Int32, cuts: Flags, ends: Flags, row_of: Int32, openings: Int64,
    sequences: Int32, lengths: Int32, owners: Int32, worth: npt.NDArray[np.float64],
    n_sequenced: int, words: Int64, out: Table,
) -> None:  # fmt: skip
    """Words of each unit, and for each lexicon its sum of weights, then its hits.

    Sentence i, starts[i] to starts[i + 1], belongs to units[i]; no sequence runs out of it.
    `codes` and `rows` say what a type is worth where no sequence is near; one may be near where
    the masks of its `tails` and of the next type's `heads` meet. Then its words are looked at one
    by one: `low` has their forms, `row_of` the row of a form in `rows`. Sequences that begin with a
    form are openings[form] to openings[form + 1], each of a lexicon (`owners`), those to try first
    in front. Lexicons from `n_sequenced` on take the type as a whole.
    """
    width = rows.shape[1]
    n_lexicons = width // 2
    done = np.zeros(n_lexicons, np.int64)
    at, busy = 0, 0
    for sentence in range(len(units)):
        unit, stop, begun = units[sentence], starts[sentence + 1], at
        for place in range(starts[sentence], stop):
            kind = ids[place]
            code = int(codes[kind])
            n = code & MANY
            if code <= MANY:
                at += n
                continue
            near = at < busy
            if code & OPENS != 0 and not near:
                near = n > 1
                if not near and place + 1 < stop:
                    near = tails[kind] & heads[ids[place + 1]] != 0
            row = code >> ROW
            if not near:
                for j in range(width):
                    out[unit, j] += rows[row, j]
                at += n
                continue
            for part in range(bounds[kind], bounds[kind + 1]):
                form = low[part]
                for each in range(openings[form], openings[form + 1]):
                    j, length = owners[each], lengths[each]
                    if done[j] <= at and fits(
                        ids, place, stop, part, bounds, low, cuts, ends, sequences[each], length
                    ):
                        out[unit, j] += worth[each]
                        out[unit, n_lexicons + j] += worth[each] != 0
                        done[j] = at + length
                        busy = max(busy, done[j])
                for j in range(n_sequenced):
                    if done[j] <= at:
                        out[unit, j] += rows[row_of[form], j]
                        out[unit, n_lexicons + j] += rows[row_of[form], n_lexicons + j]
                at += 1
            for j in range(n_sequenced, n_lexicons):
                out[unit, j] += rows[row, j]
                out[unit, n_lexicons + j] += rows[row, n_lexicons + j]
        words[unit] += at - begun
