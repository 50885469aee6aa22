"""Loops over tokens that find the few that are asked for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.scan import Int32, Int64, Words

Bools = npt.NDArray[np.bool_]


@kernel
def number(ids: Int32, masks: Words) -> int:
    """How many tokens have any bit in the mask of their type."""
    n = 0
    for place in range(len(ids)):
        n += masks[np.uint64(ids[np.uint64(place)])] != 0
    return n


@kernel
def places(ids: Int32, masks: Words, found: Int64) -> None:
    """Where these tokens are; one place more is needed than there are tokens."""
    n = 0
    for place in range(len(ids)):
        found[np.uint64(n)] = place
        n += masks[np.uint64(ids[np.uint64(place)])] != 0


@kernel
def apart(text: Int64, token: Int64, start: Int64, last: Int64, end: Int64, kept: Bools) -> None:
    """Which of some sorted stretches of text do not begin inside the one kept before."""
    before = -1
    for place in range(len(text)):
        free = before < 0 or text[before] != text[place] or last[before] < token[place]
        if free or (last[before] == token[place] and end[before] <= start[place]):
            kept[place] = True
            before = place
