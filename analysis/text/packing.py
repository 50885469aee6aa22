"""Tokens as plain arrays by name, and back: what is kept of an encoded corpus."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from analysis.errors import ArgumentError
from analysis.text.chunks import encode_blob
from analysis.text.kernels.jit import frozen
from analysis.text.tokens import Tokens, Types
from analysis.text.vocabulary import Vocabulary

ENCODING = "chunks-1"  # changes with what the arrays mean
LAYOUT = {
    "ids": "int32", "offsets": "int64", "breaks": "int64",
    "kept": "uint64", "places": "int64", "sizes": "int32",
}  # fmt: skip


def packed(tokens: Tokens) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays that the tokens are made of, by their names in LAYOUT.

    >>> from analysis.text import encode
    >>> {name: len(array) for name, array in packed(encode(["Oil fell."])).items()}
    {'ids': 2, 'offsets': 2, 'breaks': 0, 'kept': 2, 'places': 2, 'sizes': 2}
    """
    held = (tokens, tokens.vocabulary)
    return {
        name: next(getattr(each, name) for each in held if hasattr(each, name)) for name in LAYOUT
    }


def compact(tokens: Tokens) -> Tokens:
    """The same texts with the types that occur in them alone, as if nothing else had been encoded.

    A choice of texts shares the types of all; what is kept of it should not depend on these.

    >>> from analysis.text import encode
    >>> chosen = encode(["Oil fell.", "Gas fell."]).take(np.array([False, True]))
    >>> list(chosen.vocabulary), list(compact(chosen).vocabulary)
    (['Oil', 'fell.', 'Gas'], ['Gas', 'fell.'])
    """
    vocabulary = tokens.vocabulary
    # Numbered by first appearance, each new type is one more than all before it.
    highest = np.maximum.accumulate(np.append(-1, tokens.ids))
    if highest[-1] == len(vocabulary) - 1 and np.all(np.diff(highest) <= 1):
        return tokens
    kinds, first = np.unique(tokens.ids, return_index=True)
    order = kinds[np.argsort(first)]
    numbers = np.zeros(len(vocabulary), np.int32)
    numbers[order] = np.arange(len(order))
    _, kept = encode_blob(vocabulary.blob(vocabulary.begins[order], vocabulary.sizes[order]))
    return Tokens(frozen(numbers[tokens.ids]), tokens.offsets, tokens.breaks, Types(kept))


def unpacked(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Tokens:
    """The tokens of such arrays, which are used where they lie.

    Raises:
        ArgumentError: for arrays that do not fit each other; compiled loops trust their numbers.
    """
    ids, offsets, breaks, kept, places, sizes = (
        np.asarray(arrays[name], kind) for name, kind in LAYOUT.items()
    )
    begins = np.append(places, len(kept))
    fit = {
        "offsets": _rising(offsets, 0, len(ids)) and offsets[[0, -1]].tolist() == [0, len(ids)],
        "ids": not len(ids) or 0 <= ids.min() <= ids.max() < len(sizes),
        "breaks": _rising(breaks, 0, len(ids) - 1),
        "places": len(places) == len(sizes) and _rising(begins, 0, len(kept)),
        "sizes": bool(np.all((sizes > 0) & (sizes <= 8 * np.diff(begins)))),
    }
    if not all(fit.values()):
        wrong = ", ".join(name for name, fits in fit.items() if not fits)
        raise ArgumentError(f"The arrays are not those of encoded texts: {wrong} cannot be right.")
    vocabulary = Vocabulary(frozen(kept), frozen(places), frozen(sizes))
    return Tokens(frozen(ids), frozen(offsets), frozen(breaks), Types(vocabulary))


def _rising(values: npt.NDArray[np.int64], first: int, last: int) -> bool:
    """Whether the values never fall and lie within these two, which are included."""
    if not len(values):
        return True
    return bool(first <= values[0] and values[-1] <= last and np.all(values[1:] >= values[:-1]))
