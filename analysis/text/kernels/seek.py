"""Loops over tokens that find the few that are asked for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Bytes, Int32, Int64, Words
from analysis.text.kernels.types import KIND

Bools = npt.NDArray[np.bool_]

LOWERED = np.arange(256)
LOWERED[65:91] += 32
WORDLY = (KIND == 1) | (KIND == 2) | (KIND == 3)
WORDLY[95] = True
EIGHT = 8
_1, _2, _3, _4, _5, _6, _7 = (np.uint64(n) for n in range(1, EIGHT))


@kernel
def places(ids: Int32, offsets: Int64, asked: Bools, found: Int64, texts: Int64) -> int:
    """How many tokens are of a type that is asked for; where they are and in which texts.

    What there is no room for is counted alone.
    """
    n, room, text = 0, len(found), 0
    begin, most = 0, len(ids)
    while begin < most:
        end = min(begin + EIGHT, most)
        # Most eight tokens hold none: that is told without a branch for each.
        if end - begin == EIGHT:
            at = np.uint64(begin)
            any_of = asked[np.uint64(ids[at])] | asked[np.uint64(ids[at + _1])]
            any_of |= asked[np.uint64(ids[at + _2])] | asked[np.uint64(ids[at + _3])]
            any_of |= asked[np.uint64(ids[at + _4])] | asked[np.uint64(ids[at + _5])]
            any_of |= asked[np.uint64(ids[at + _6])] | asked[np.uint64(ids[at + _7])]
            if not any_of:
                begin = end
                continue
        for place in range(begin, end):
            if asked[np.uint64(ids[np.uint64(place)])]:
                if n < room:
                    while offsets[text + 1] <= place:
                        text += 1
                    found[np.uint64(n)], texts[np.uint64(n)] = place, text
                n += 1
        begin = end
    return n


@kernel
def holding(
    data: Bytes, begins: Int64, sizes: Int32, stems: Bytes, bounds: Int64, firsts: Int64,
    edges: Bytes, bits: Words, masks: Words,
) -> None:  # fmt: skip
    """Sets for each string the bits of the stems of ASCII that it holds, whatever their case.

    Stems are in lower case and sorted by their first byte b: those at firsts[b] up to
    firsts[b + 1]. With bit 1 in `edges` no letter, digit or underscore may stand before the stem,
    with bit 2 none after it.
    """
    kinds = WORDLY.astype(np.uint8)
    for stem in range(len(edges)):
        first = np.int64(stems[bounds[stem]])
        for byte in (first, first - 32 if 97 <= first <= 122 else first):
            kinds[byte] |= 2 if edges[stem] & 1 else 6
    for number in range(len(sizes)):
        start = begins[number]
        end = start + sizes[number]
        inside = np.uint8(0)
        for place in range(start, end):
            byte = data[np.uint64(place)]
            kind, before = kinds[byte], inside
            inside = kind & 1
            # 2: a stem begins so; 4: one that may stand inside a word as well.
            if not kind & (4 if before else 2):
                continue
            byte = LOWERED[byte]
            for stem in range(firsts[byte], firsts[byte + 1]):
                after = place + bounds[stem + 1] - bounds[stem]
                same = after <= end
                at = place + 1
                while same and at < after:
                    same = LOWERED[data[at]] == stems[bounds[stem] + at - place]
                    at += 1
                if edges[stem] & 1 and before:
                    same = False
                if same and edges[stem] & 2 and after < end:
                    same = WORDLY[data[after]] == 0
                if same:
                    masks[number] |= np.uint64(1) << bits[stem]


@kernel
def odd(data: Bytes, begins: Int64, sizes: Int32, found: Bools) -> None:
    """Which strings have a letter beyond ASCII that re.IGNORECASE takes for one of ASCII."""
    for number in range(len(sizes)):
        end = begins[number] + sizes[number]
        for place in range(begins[number], end - 1):
            byte, after = data[place], data[place + 1]
            if byte == 0xC4:  # ı and İ
                found[number] |= after == 0xB0 or after == 0xB1
            elif byte == 0xC5:  # the long s
                found[number] |= after == 0xBF
            elif byte == 0xE2 and after == 0x84 and place + 2 < end:  # the Kelvin sign
                found[number] |= data[place + 2] == 0xAA


@kernel
def apart(text: Int64, token: Int64, start: Int64, last: Int64, end: Int64, kept: Bools) -> None:
    """Which of some sorted stretches of text do not begin inside the one kept before."""
    before = -1
    for place in range(len(text)):
        free = before < 0 or text[before] != text[place] or last[before] < token[place]
        if free or (last[before] == token[place] and end[before] <= start[place]):
            kept[place] = True
            before = place
