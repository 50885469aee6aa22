"""Tone of encoded texts: VADER's rules as array work."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from analysis.text.forms import idioms
from analysis.text.kernels import tone
from analysis.text.tokens import Tokens


def vader(tokens: Tokens, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """neg, neu, pos and compound of each text, one row each, rounded as VADER rounds them."""
    looks = tokens.types.looks
    entries, worth = looks.forms.entries(weights)
    found = np.zeros((len(tokens), 4))
    _, two, three, pairs = idioms()
    tone.vader(
        tokens.ids, tokens.offsets, looks.flags, entries[looks.forms.of], worth,
        two, three, pairs, tokens.longest + 1, found,
    )  # fmt: skip
    return found
