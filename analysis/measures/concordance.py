"""A term in its contexts, as printed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.text import Query, compile_query, sentence_spans, word_spans

COLUMNS = [
    "doc_id", "story_id", "date", "source", "title", "url",
    "sentence", "start", "left", "node", "right",
]  # fmt: skip


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
    query = compile_query(pattern)
    documents = documents_of(corpus)
    rows = [
        [place, *hit]
        for place, (title, text) in enumerate(
            zip(documents["title"].fillna(""), documents["text"], strict=True)
        )
        if query(f"{title}\n{text}")
        for hit in _hits(text, query, window)
    ]
    found = pd.DataFrame(rows, columns=["place", "sentence", "start", "left", "node", "right"])
    found = found.astype({"place": "int64", "sentence": "int64", "start": "int64"})
    found = found.astype(dict.fromkeys(["left", "node", "right"], "str"))
    if sample is not None and sample < len(found):
        chosen = np.random.default_rng(seed).choice(len(found), size=sample, replace=False)
        found = found.iloc[np.sort(chosen)]
    keys = documents[COLUMNS[:6]].iloc[found["place"]].reset_index(drop=True)
    return pd.concat([keys, found.drop(columns="place").reset_index(drop=True)], axis=1)


def _hits(text: str, query: Query, window: int) -> list[list[object]]:
    hits = query.spans(text)
    if not hits:
        return []
    words = word_spans(text)
    begins = np.array([start for start, _ in words] or [0])
    ends = np.array([end for _, end in words] or [0])
    sentences = np.array([start for start, _ in sentence_spans(text)])
    rows: list[list[object]] = []
    for start, end in hits:
        first = max(0, int(np.searchsorted(ends, start, side="right")) - window)
        last = min(len(words), int(np.searchsorted(begins, end)) + window)
        left = min(start, int(begins[first])) if window and first < len(words) else start
        right = max(end, int(ends[last - 1])) if window and last else end
        number = max(0, int(np.searchsorted(sentences, start, side="right")) - 1)
        rows.append([number, start, text[left:start], text[start:end], text[end:right]])
    return rows
