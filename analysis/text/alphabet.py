"""Order by alphabet, eight bytes at a time: strings are not made for it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
STEPS = 16  # of eight bytes; the few that are alike for longer are sorted as bytes


def in_order(
    kept: npt.NDArray[np.uint64], places: Int64, sizes: npt.NDArray[np.int32]
) -> tuple[Int64, Bools]:
    """The numbers of strings sorted by their bytes, and which of these differ from the one before.

    A string begins at its place in `kept` and is filled up with zeros to whole words.
    """
    # As numbers that begin with the first byte, words are in order of the alphabet.
    heads = kept[places].byteswap()
    order = np.argsort(heads)
    new = _changes(heads[order])
    # Where all that a string has is alike, the shorter one is first.
    at, labels = _tied(np.arange(len(order)), np.cumsum(new).astype(np.uint64))
    chosen = order[at]
    found = np.argsort((labels << np.uint64(32)) | sizes[chosen].astype(np.uint64))
    order[at] = chosen[found]
    for step in range(1, STEPS + 1):
        # What has ended stands before what goes on, so the longer ones alone are left to sort.
        longer = sizes[order[at]] > 8 * step
        at, labels = _tied(at[longer], labels[longer])
        if not len(at):
            break
        chosen = order[at]
        if step == STEPS:
            found, changed = _by_bytes(kept.view(np.uint8), 8 * places[chosen], sizes[chosen])
        else:
            heads = kept[places[chosen] + step].byteswap()
            found = np.lexsort((sizes[chosen], heads, labels))
            changed = _changes(labels[found]) | _changes(heads[found])
            labels = np.cumsum(changed).astype(np.uint64)
        order[at], new[at] = chosen[found], changed
    return order, new | _changes(sizes[order])


def _by_bytes(
    data: npt.NDArray[np.uint8], starts: Int64, sizes: npt.NDArray[np.int32]
) -> tuple[Int64, Bools]:
    """What stays where it is among those that are alike before, for these begin alike."""
    pairs = zip(starts.tolist(), sizes.tolist(), strict=True)
    strings = [data[start : start + size].tobytes() for start, size in pairs]
    found = sorted(range(len(strings)), key=strings.__getitem__)
    changes = [not k or strings[found[k]] != strings[found[k - 1]] for k in range(len(found))]
    return np.array(found), np.array(changes)


def _tied(at: Int64, labels: npt.NDArray[np.uint64]) -> tuple[Int64, npt.NDArray[np.uint64]]:
    """Those with a neighbour of the same label."""
    new = _changes(labels)
    alone = new & np.append(new[1:], True)[: len(new)]
    return at[~alone], labels[~alone]


def _changes(values: npt.NDArray[np.generic]) -> Bools:
    """Where a value is not that before it."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]
