"""Corpora made of another one's documents; what has been encoded is not encoded again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.filters import Mask
from analysis.errors import ArgumentError
from analysis.text import Tokens

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

SIZE = 10_000  # documents of a partition: seconds of work, and some 25 MB of text to send


def chosen(corpus: Corpus, keep: Mask) -> Corpus:
    """The documents where `keep` is True."""
    rows = corpus.documents[keep].reset_index(drop=True)
    return _with(corpus, rows, lambda tokens: tokens if keep.all() else tokens.take(keep))


def changed(corpus: Corpus, documents: pd.DataFrame) -> Corpus:
    """The same texts and titles in another table."""
    return _with(corpus, documents, lambda tokens: tokens)


def partitions(corpus: Corpus, size: int) -> list[Corpus]:
    """The documents in order, so many at a time.

    Raises:
        ArgumentError: for a size under 1.
    """
    if size < 1:
        raise ArgumentError(f"`size` must be at least 1 (got {size!r}).")
    return [_between(corpus, first, first + size) for first in range(0, max(len(corpus), 1), size)]


def _between(corpus: Corpus, first: int, last: int) -> Corpus:
    rows = corpus.documents.iloc[first:last].reset_index(drop=True)
    part = _with(corpus, rows, lambda tokens: tokens.part(first, min(last, len(tokens))))
    # What is the same for all would travel with each.
    part.__dict__.update(_problems=corpus.problems[:0], _events=corpus.events[:0])
    return part


def _with(corpus: Corpus, documents: pd.DataFrame, change: Callable[[Tokens], Tokens]) -> Corpus:
    made = replace(corpus, _documents=documents)
    for name in {"tokens", "titles"} & vars(corpus).keys():
        made.__dict__[name] = change(vars(corpus)[name])
    return made
