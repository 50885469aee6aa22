"""Loops over tokens that write the words of each one after the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.cutting import CLOSES, OPENS, TOUCHES
from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Int32, Int64

Bools = npt.NDArray[np.bool_]
Flags = npt.NDArray[np.uint32]
Edges = npt.NDArray[np.uint8]


@kernel
def lengths(ids: Int32, offsets: Int64, per_type: Int32, bounds: Int64) -> None:
    """Where the words of each text begin: running sums of how many words its tokens have."""
    n = 0
    for text in range(len(offsets) - 1):
        for place in range(offsets[text], offsets[text + 1]):
            n += per_type[np.uint64(ids[np.uint64(place)])]
        bounds[text + 1] = n


@kernel
def words(ids: Int32, only: Int32, starts: Int64, parts: Int32, out: Int32) -> None:
    """The words of the tokens; `only` has the word of a type with one, else a negative number."""
    n = 0
    for place in range(len(ids)):
        kind = np.uint64(ids[np.uint64(place)])
        word = only[kind]
        if word >= 0:
            out[np.uint64(n)] = word
            n += 1
            continue
        for part in range(starts[kind], starts[kind + np.uint64(1)]):
            out[np.uint64(n)] = parts[np.uint64(part)]
            n += 1


@kernel
def sequences(
    ids: Int32, offsets: Int64, texts: Int64, breaks: Int64, only: Int32, starts: Int64,
    parts: Int32, cuts: Flags, edges: Edges, out: Int32, owners: Int32, follows: Bools,
) -> int:  # fmt: skip
    """The words of some texts, the text of each, and whether it follows the one before; how many.

    None follows the word before it across a place in `breaks`, where a paragraph begins.
    """
    n, at = 0, 0
    for text in texts:
        closed = False
        first, last = offsets[text], offsets[text + 1]
        low, high = 0, len(breaks)
        while low < high:
            middle = (low + high) >> 1
            if breaks[middle] < first:
                low = middle + 1
            else:
                high = middle
        at = low
        for place in range(first, last):
            if at < len(breaks) and breaks[at] == place:
                closed = False
                at += 1
            kind = np.uint64(ids[np.uint64(place)])
            edge, word = edges[kind], only[kind]
            if word >= 0:
                here = np.uint64(n)
                out[here], owners[here], follows[here] = word, text, closed and edge & OPENS != 0
                closed = edge & CLOSES != 0
                n += 1
                continue
            begin, end = starts[kind], starts[kind + np.uint64(1)]
            for part in range(begin, end):
                here = np.uint64(n)
                out[here], owners[here] = parts[np.uint64(part)], text
                if part == begin:
                    follows[here] = closed and edge & OPENS != 0
                else:
                    follows[here] = cuts[np.uint64(part)] & TOUCHES != 0
                n += 1
            closed = end > begin and edge & CLOSES != 0
    return n
