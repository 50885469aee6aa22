"""VADER's rules on flags of words; text.valence has the same rules in words."""

from __future__ import annotations

import math
import sys

import numpy as np
import numpy.typing as npt

from analysis.text.borrowed import constants
from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64

Flags = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float64]

# Of a word: what the rules want to know of it, whatever the lexicon. Three bits each for how many
# exclamation and question marks it has; two for its step as a booster; the rest for the place of
# its form among the words of idioms, 0 for none.
ASKS = 3
LONE, UPPER, BUT, NEGATOR, NEAR, NEVER, LEAST, AT_VERY, KIND, OF, MORE, LESS = (
    1 << bit for bit in range(6, 18)
)
IDIOM = 18
SPECIAL = ~(2 * LONE - 1) & ~UPPER & ~BUT & 0xFFFFFFFF

# A word's entry: not in the lexicon, in it without a value, or the number of its form.
NO_ENTRY, NO_VALUE, FIRST = 0, 1, 2

_RULES = constants()
CAPITALS = float(_RULES.C_INCR)
_MORE, _LESS = float(_RULES.B_INCR), float(_RULES.B_DECR)
_NEGATION = float(_RULES.N_SCALAR)
_ALPHA = 15.0
# From 3.12 on Python's sum() of floats carries what rounding loses along (Neumaier 1974).
CARRIES = sys.version_info >= (3, 12)


@kernel
def in_context(
    i: int, n: int, value: float, shouting: bool, flags: Flags, entries: Int32,
    two: Table, three: Table, pairs: Table,
) -> float:  # fmt: skip
    """The value of the word at a place by what stands around it."""
    for back in range(1, 4):
        if i < back or entries[i - back] != NO_ENTRY:
            continue
        word = flags[i - back]
        if word & (MORE | LESS):
            step = _MORE if word & MORE else _LESS
            if value < 0:
                step = -step
            if shouting and word & UPPER:
                step += CAPITALS if value > 0 else -CAPITALS
            if step != 0.0:
                if back == 2:
                    step *= 0.95
                elif back == 3:
                    step *= 0.9
                value += step
        near = flags[i - 1] & NEAR
        if back == 2 and word & NEVER and near:
            value *= 1.5
        elif back == 3 and ((word & NEVER and flags[i - 2] & NEAR) or near):
            value *= 1.25
        elif word & NEGATOR:
            value *= _NEGATION
        if back == 3:
            a, b, c = word >> IDIOM, flags[i - 2] >> IDIOM, flags[i - 1] >> IDIOM
            d = flags[i] >> IDIOM
            found = two[c, d]
            for other in (three[b, c, d], two[b, c], three[a, b, c], two[a, b]):
                if math.isnan(found):
                    found = other
            if i + 1 < n:
                e = flags[i + 1] >> IDIOM
                if not math.isnan(two[d, e]):
                    found = two[d, e]
                if i + 2 < n and not math.isnan(three[d, e, flags[i + 2] >> IDIOM]):
                    found = three[d, e, flags[i + 2] >> IDIOM]
            if not math.isnan(found):
                value = found
            if pairs[a, b] or pairs[b, c]:
                value += _LESS
    at_least = i > 1 and flags[i - 2] & AT_VERY
    if i > 0 and flags[i - 1] & LEAST and entries[i - 1] == NO_ENTRY and not at_least:
        value *= _NEGATION
    return value


@kernel
def valued(
    text: int, n: int, n_weighted: int, upper: int, turn: int, flags: Flags, entries: Int32,
    weighted: Int64, weights: Floats, seen: Int64, known: Floats, two: Table, three: Table,
    pairs: Table, values: Floats,
) -> float:  # fmt: skip
    """The values of the weighted words of a text in `values`, and their sum.

    `weighted` has their places, `upper` how many words are in capitals, `turn` the place of the
    first "but" or -1. A form is worth what it is at its first place: `seen` has the text that it
    was last met in, `known` its value there.
    """
    shouting = 0 < upper < n
    total, carried = 0.0, 0.0
    for j in range(n_weighted):
        i = weighted[j]
        form = entries[i]
        if seen[form] == text:
            value = known[form]
        else:
            value = weights[form]
            kind = int(flags[i])
            if shouting and kind & UPPER:
                value += CAPITALS if value > 0 else -CAPITALS
            around = kind
            for back in range(1, min(i, 3) + 1):
                around |= flags[i - back]
            if around & SPECIAL:
                if kind & KIND and i + 1 < n and flags[i + 1] & OF:
                    value = 0.0
                else:
                    value = in_context(i, n, value, shouting, flags, entries, two, three, pairs)
            seen[form], known[form] = text, value
        if turn >= 0 and i != turn:
            value *= 0.5 if i < turn else 1.5
        values[j] = value
        if CARRIES:
            after = total + value
            if abs(total) >= abs(value):
                carried += (total - after) + value
            else:
                carried += (value - after) + total
            total = after
        else:
            total += value
    return total + carried


@kernel
def squash(total: float, emphasis: float) -> float:
    """The sum of values, moved away from 0 by the punctuation, between -1 and 1."""
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    found = total / math.sqrt(total * total + _ALPHA)
    return -1.0 if found < -1.0 else 1.0 if found > 1.0 else found


@kernel
def emphasis_of(exclaims: int, asks: int) -> float:
    """What exclamation and question marks add."""
    asked = 0.0 if asks < 2 else asks * 0.18 if asks <= 3 else 0.96
    return min(exclaims, 4) * 0.292 + asked


@kernel
def rounded(value: float, scale: float) -> float:
    """The value to so many digits as Python's round() has it, half to even; scale is 10^digits.

    The product is split in two doubles that hold it exactly (Dekker 1971), so that a value close
    to the middle of two is put on the right side.
    """
    product = value * scale
    split = 134217729.0 * value
    high = split - (split - value)
    low = value - high
    split = 134217729.0 * scale
    top = split - (split - scale)
    rest = scale - top
    error = ((high * top - product) + high * rest + low * top) + low * rest
    whole = np.floor(product)
    over = (product - whole) - 0.5
    if over > 0 or (over == 0 and (error > 0 or (error == 0 and whole % 2 == 1))):
        whole += 1.0
    return math.copysign(whole / scale, value)


@kernel
def vader(
    ids: Int32, offsets: Int64, kinds: Flags, forms: Int32, weights: Floats,
    two: Table, three: Table, pairs: Table, longest: int, out: Table,
) -> None:  # fmt: skip
    """neg, neu, pos and compound of each text; `forms` has the entry of each type."""
    flags, entries = np.empty(longest, np.uint32), np.empty(longest, np.int32)
    weighted, values = np.empty(longest, np.int64), np.empty(longest, np.float64)
    seen, known = np.full(len(weights), -1, np.int64), np.empty(len(weights), np.float64)
    for text in range(len(offsets) - 1):
        n, n_weighted, upper, exclaims, asks, turn = 0, 0, 0, 0, 0, -1
        for place in range(offsets[text], offsets[text + 1]):
            chunk = np.uint64(ids[np.uint64(place)])
            kind = int(kinds[chunk])
            exclaims += kind & 7
            asks += (kind >> ASKS) & 7
            if kind & LONE:
                continue
            form = forms[chunk]
            flags[np.uint64(n)] = kind
            entries[np.uint64(n)] = form
            weighted[np.uint64(n_weighted)] = n
            n_weighted += form >= FIRST
            upper += (kind & UPPER) != 0
            if kind & BUT and turn < 0:
                turn = n
            n += 1
        total = valued(
            text, n, n_weighted, upper, turn, flags, entries, weighted, weights, seen, known,
            two, three, pairs, values,
        )  # fmt: skip
        positive, negative, nonzero = 0.0, 0.0, 0
        for j in range(n_weighted):
            if values[j] > 0:
                positive += values[j] + 1
                nonzero += 1
            elif values[j] < 0:
                negative += values[j] - 1
                nonzero += 1
        if n == 0:
            continue
        emphasis = emphasis_of(exclaims, asks)
        if positive > math.fabs(negative):
            positive += emphasis
        elif positive < math.fabs(negative):
            negative -= emphasis
        whole = positive + math.fabs(negative) + (n - nonzero)
        out[text, 0] = rounded(math.fabs(negative / whole), 1000.0)
        out[text, 1] = rounded(math.fabs((n - nonzero) / whole), 1000.0)
        out[text, 2] = rounded(math.fabs(positive / whole), 1000.0)
        out[text, 3] = rounded(squash(total, emphasis), 10000.0)
