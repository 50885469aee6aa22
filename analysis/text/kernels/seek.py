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


@kernel
def places(ids: Int32, offsets: Int64, masks: Words, found: Int64, texts: Int64) -> int:
    """How many tokens have any bit in the mask of their type; where they are and in which texts.

    What there is no room for is counted alone.
    """
    n, room = 0, len(found)
    for text in range(len(offsets) - 1):
        for place in range(offsets[text], offsets[text + 1]):
            if masks[np.uint64(ids[np.uint64(place)])]:
                if n < room:
                    found[np.uint64(n)], texts[np.uint64(n)] = place, text
                n += 1
    return n


@kernel
def holding(
    data: Bytes, begins: Int64, sizes: Int32, stems: Bytes, bounds: Int64, firsts: Int64,
    edges: Bytes, bits: Words, masks: Words,
) -> None:  # fmt: skip
    """Sets for each string of ASCII the bits of the stems that it holds, whatever their case.

    Stems are in lower case and sorted by their first byte b: those at firsts[b] up to
    firsts[b + 1]. With bit 1 in `edges` no letter, digit or underscore may stand before the stem,
    with bit 2 none after it.
    """
    anywhere = False
    for stem in range(len(edges)):
        anywhere |= edges[stem] & 1 == 0
    for number in range(len(sizes)):
        start = begins[number]
        end = start + sizes[number]
        after_letter = False
        for place in range(start, end):
            inside = after_letter
            after_letter = WORDLY[data[np.uint64(place)]]
            if inside and not anywhere:
                continue
            byte = LOWERED[data[np.uint64(place)]]
            for stem in range(firsts[byte], firsts[byte + 1]):
                after = place + bounds[stem + 1] - bounds[stem]
                same = after <= end
                at = place + 1
                while same and at < after:
                    same = LOWERED[data[at]] == stems[bounds[stem] + at - place]
                    at += 1
                if edges[stem] & 1 and inside:
                    same = False
                if same and edges[stem] & 2 and after < end:
                    same = WORDLY[data[after]] == 0
                if same:
                    masks[number] |= np.uint64(1) << bits[stem]


@kernel
def apart(text: Int64, token: Int64, start: Int64, last: Int64, end: Int64, kept: Bools) -> None:
    """Which of some sorted stretches of text do not begin inside the one kept before."""
    before = -1
    for place in range(len(text)):
        free = before < 0 or text[before] != text[place] or last[before] < token[place]
        if free or (last[before] == token[place] and end[before] <= start[place]):
            kept[place] = True
            before = place
