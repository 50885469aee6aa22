"""Counts of words and sequences: a Counter over the same words is the oracle."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from neighbours import are_adjacent

from analysis.text import encode, word_spans
from analysis.text.counting import counts
from analysis.text.words import fold

WORDS = [
    "oil",
    "Oil",
    "U.S.",
    "a,",
    "b",
    "(c",
    "d)",
    "—",
    "naïve",
    "Gov.",
    "经济",
    "x-y",
    "yes/no",
    "\n\n",
    "\n \n-",
]


def generated(n: int, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=draw.randrange(15))) for _ in range(n)]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_counts_are_those_of_a_counter(n: int) -> None:
    texts = generated(60, seed=n)
    groups = np.array([place % 7 for place in range(len(texts))])
    n_tokens: Counter[tuple[int, str]] = Counter()
    n_docs: Counter[tuple[int, str]] = Counter()
    for text, group in zip(texts, groups.tolist(), strict=True):
        spans = word_spans(text)
        found = [
            (group, " ".join(fold(text[a:b]) for a, b in spans[place : place + n]))
            for place in range(len(spans) - n + 1)
            if all(
                are_adjacent(text[slice(*spans[k])], text[spans[k][1] : spans[k + 1][0]])
                for k in range(place, place + n - 1)
            )
        ]
        n_tokens.update(found)
        n_docs.update(set(found))
    made = counts(encode(texts).source, groups, 8, n)
    keys = list(
        zip(np.repeat(np.arange(8), made.sizes).tolist(), made.terms.to_pylist(), strict=True)
    )
    assert dict(zip(keys, made.n_tokens.tolist(), strict=True)) == n_tokens
    assert dict(zip(keys, made.n_docs.tolist(), strict=True)) == n_docs
    order = sorted(keys, key=lambda key: (key[0], -n_tokens[key], key[1]))
    assert keys == order


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("texts", [[], ["", "—"]], ids=["no texts", "no words"])
def test_nothing_to_count_gives_nothing(texts: list[str], n: int) -> None:
    made = counts(encode(texts).source, np.zeros(len(texts), np.int64), 1, n)
    assert (int(made.sizes.sum()), len(made.terms), len(made.n_docs)) == (0, 0, 0)
