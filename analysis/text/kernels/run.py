"""Loops over tokens that write the words of each one after the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64

Bools = npt.NDArray[np.bool_]
Flags = npt.NDArray[np.uint32]
Edges = npt.NDArray[np.uint8]

OPENS, CLOSES = 1, 2  # of a type: its first word can follow another, a word can follow its last
CUTS, TOUCHES = 1, 2  # of a word in its type: after a mark that cuts, after no gap at all


@kernel
def lengths(ids: Int32, offsets: Int64, per_type: Int64, bounds: Int64) -> None:
    """Where the words of each text begin: running sums of how many words its tokens have."""
    n = 0
    for text in range(len(offsets) - 1):
        for place in range(offsets[text], offsets[text + 1]):
            n += per_type[np.uint64(ids[np.uint64(place)])]
        bounds[text + 1] = n


@kernel
def words(
    ids: Int32, offsets: Int64, starts: Int64, parts: Int32, cuts: Flags, edges: Edges, out: Int32,
    adjacent: Bools,
) -> None:  # fmt: skip
    """The words of the tokens, and whether each follows the one before."""
    n = 0
    for text in range(len(offsets) - 1):
        closed = False
        for place in range(offsets[text], offsets[text + 1]):
            kind = np.uint64(ids[np.uint64(place)])
            first, last = starts[kind], starts[kind + np.uint64(1)]
            edge = edges[kind]
            if last > first:
                adjacent[n] = closed and edge & OPENS != 0
            for part in range(first, last):
                if part > first:
                    adjacent[n] = cuts[np.uint64(part)] & TOUCHES != 0
                out[np.uint64(n)] = parts[np.uint64(part)]
                n += 1
            closed = last > first and edge & CLOSES != 0
