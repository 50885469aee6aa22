"""Made-up words, names and numbers whose vocabulary grows as that of real news does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# Heaps' law for the made-up words alone, n_types = SCALE * n ** POWER: with one word in about
# twenty made up, 8 million words hold some 100,000 of these types, 60 million half a million.
SCALE, POWER = 14.0, 0.7
_ONSETS = "b br ch d dr f g gr h j k kl l m n p pr r s sh st t tr v w z".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = ["", "n", "r", "l", "s", "nd", "rt", "m", "k"]
_SYLLABLES = [a + b + c for a in _ONSETS for b in _VOWELS for c in _CODAS]
_STRIDE = 1_000_003  # a prime: every pair of syllables comes once


def growing(n: int, draw: np.random.Generator) -> npt.NDArray[np.int64]:
    """The type (from 0, by first appearance) of each of n words.

    A word is new with the probability by Heaps' law, else it repeats one of the words before it at
    random, so that frequent types become more frequent (Simon 1955).
    """
    place = np.arange(n, dtype=np.int64)
    chance = SCALE * POWER * (place + 1.0) ** (POWER - 1)
    fresh = draw.random(n) < chance
    fresh[:1] = True
    parent = np.where(fresh, place, (draw.random(n) * place).astype(np.int64))
    while not np.array_equal(above := parent[parent], parent):
        parent = above
    rank = np.cumsum(fresh) - 1
    return rank[parent].astype(np.int64)


def spelled(n_types: int, draw: np.random.Generator) -> list[str]:
    """A spelling for each type: half names, some with accents; the rest words and numbers."""
    kinds = draw.random(n_types)
    numbers = draw.integers(1, 10_000_000, n_types)
    return [_spelled(i, kinds[i], int(numbers[i])) for i in range(n_types)]


def _spelled(place: int, kind: float, number: int) -> str:
    if kind < 0.15:
        return f"{number:,}" if kind < 0.1 else f"{number / 100:.2f}"
    more, place = divmod(place, len(_SYLLABLES) ** 2)
    pair = place * _STRIDE % len(_SYLLABLES) ** 2  # neighbours look nothing alike
    first, second = divmod(pair, len(_SYLLABLES))
    word = _SYLLABLES[first] + _SYLLABLES[second] + (_SYLLABLES[more] if more else "")
    if kind < 0.2:
        return word.capitalize().replace("a", "á").replace("o", "ö")
    if kind < 0.65:
        return word.capitalize()
    return word if kind < 0.95 else f"{word}-{_SYLLABLES[second]}"
