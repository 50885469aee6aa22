"""A term in its contexts, as printed."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from analysis.arrow import text_column
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.text.contexts import contexts

COLUMNS = [
    "doc_id", "story_id", "date", "source", "title", "url",
    "sentence", "start", "left", "node", "right",
]  # fmt: skip

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_MIXING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def lines(
    corpus: Corpus, pattern: str, *, window: int = 8, sample: int | None = None, seed: int = 0
) -> pd.DataFrame:
    """Every place where the pattern stands, with the words around it exactly as printed.

    One row is a hit: doc_id, story_id, date, source, title, url, sentence (position from 0), start
    (character in the text), left, node and right (left and right hold up to `window` words and
    never leave the document). `pattern` is a query; what stands under NOT is not shown. In order
    of date, document and place; `sample` takes that many hits at random by `seed`, in order.

    Raises:
        QueryError: for a pattern that does not parse.
        ArgumentError: for a negative window or sample.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Crude oil fell. Oil's rally is over."], "date": ["2019-06-01"]}))
    >>> lines(news, "oil", window=1)[["left", "node", "right"]].values.tolist()
    [['Crude ', 'oil', ' fell'], ['fell. ', 'Oil', "'s rally"]]
    """
    for name, value in {"window": window, "sample": sample or 0}.items():
        if value < 0:
            raise ArgumentError(f"`{name}` must not be negative (got {value}).")
    documents = documents_of(corpus)
    (answer,) = corpus.ask([pattern])
    texts = pa.array(documents["text"], from_pandas=True)
    found = contexts(corpus.tokens, texts, answer.hits, window)
    if sample is not None and sample < len(found.text):
        doc_ids = documents["doc_id"].iloc[found.text]
        found = found.take(drawn(doc_ids, found.start, sample, seed))
    left, node, right = map(text_column, found.strings())
    places = {"sentence": found.sentence, "start": found.start}
    rows = documents[COLUMNS[:6]].iloc[found.text].reset_index(drop=True)
    return rows.assign(**places, left=left, node=node, right=right)


def drawn(
    doc_ids: pd.Series[str], starts: npt.NDArray[np.int64], n: int, seed: int
) -> npt.NDArray[np.int64]:
    """Which n of some hits a seed draws, in order.

    Each hit has a random number by seed, document and place, and the n smallest are taken, so that
    a sample does not depend on what else was found or on how a corpus is parted.

    >>> drawn(pd.Series(["a", "a", "b"]), np.array([0, 9, 4]), 3, 1).tolist()
    [0, 1, 2]
    """
    codes, distinct = pd.factorize(doc_ids)
    keys = [blake2b(f"{seed} {doc_id}".encode(), digest_size=8).digest() for doc_id in distinct]
    mixed = np.frombuffer(b"".join(keys), "<u8")[codes] + starts.astype(np.uint64) * _SPREAD
    for shift, factor in _MIXING:  # the finalizer of SplitMix64 (Steele, Lea & Flood 2014)
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return np.sort(np.argsort(mixed, kind="stable")[:n])
