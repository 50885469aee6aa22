"""Where sentences begin, by the classes of what stands before and after white space."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.text.kernels.jit import kernel
from analysis.text.kernels.table import Bytes, Int32, Int64

Bools = npt.NDArray[np.bool_]


@kernel
def sentences(
    ids: Int32, offsets: Int64, breaks: Int64, left: Bytes, right: Bytes, ends: Bools,
    starts: Int64, bounds: Int64,
) -> int:  # fmt: skip
    """Places in `ids` where sentences begin, and where each text's begin in `starts`.

    With an empty `starts` they are only counted.
    """
    n, paragraph = 0, 0
    writes = len(starts) > 0
    for text in range(len(offsets) - 1):
        before = 0
        for place in range(offsets[text], offsets[text + 1]):
            kind = np.uint64(ids[np.uint64(place)])
            begins = place == offsets[text] or (before and ends[before, right[kind]])
            if paragraph < len(breaks) and breaks[paragraph] == place:
                begins = True
                paragraph += 1
            if begins:
                if writes:
                    starts[n] = place
                n += 1
            before = left[kind]
        bounds[text + 1] = n
    return n
