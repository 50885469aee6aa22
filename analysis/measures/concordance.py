"""A term in its contexts, as printed."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.text import Tokens, word_spans
from analysis.text.seeking import Hits

COLUMNS = [
    "doc_id", "story_id", "date", "source", "title", "url",
    "sentence", "start", "left", "node", "right",
]  # fmt: skip

ROOM = 16  # characters that a word of a window is first given, white space included
_TOKEN = re.compile(r"\S+")


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
    hits = answer.hits
    if sample is not None and sample < len(hits.text):
        chosen = np.random.default_rng(seed).choice(len(hits.text), size=sample, replace=False)
        hits = Hits(*(column[np.sort(chosen)] for column in hits))
    rows = _lines(corpus.tokens, documents["text"], hits, window)
    found = pd.DataFrame(rows, columns=["place", "sentence", "start", "left", "node", "right"])
    found = found.astype({"place": "int64", "sentence": "int64", "start": "int64"})
    found = found.astype(dict.fromkeys(["left", "node", "right"], "str"))
    keys = documents[COLUMNS[:6]].iloc[found["place"]].reset_index(drop=True)
    return pd.concat([keys, found.drop(columns="place").reset_index(drop=True)], axis=1)


def _lines(tokens: Tokens, texts: pd.Series[str], hits: Hits, window: int) -> list[list[object]]:
    """The rows of the hits; only the texts that have one are looked at."""
    rows: list[list[object]] = []
    opening = tokens.offsets[hits.text]
    inside = hits._replace(token=hits.token - opening, last=hits.last - opening)
    columns = [column.tolist() for column in (_sentences(tokens, hits), *inside)]
    before = -1
    for number, place, token, start, last, end in zip(*columns, strict=True):
        if place != before:
            text = str(texts.iloc[place])
            begins = [match.start() for match in _TOKEN.finditer(text)]
            before = place
        first, final = begins[token] + start, begins[last] + end
        left, right = _left(text, first, window), _right(text, final, window)
        node = text[first:final]
        rows.append([place, number, first, text[left:first], node, text[final:right]])
    return rows


def _sentences(tokens: Tokens, hits: Hits) -> npt.NDArray[np.int64]:
    """The number of the sentence that each hit begins in; only texts with a hit are cut."""
    having = np.zeros(len(tokens), bool)
    having[hits.text] = True
    chosen = tokens.take(having)
    text = (np.cumsum(having) - 1)[hits.text]
    token = hits.token - tokens.offsets[hits.text] + chosen.offsets[text]
    starts, offsets = chosen.sentences
    numbers: npt.NDArray[np.int64] = (
        np.searchsorted(starts, token, side="right") - 1 - offsets[text]
    )
    return numbers


def _left(text: str, place: int, window: int) -> int:
    """Where the last `window` words that end before a place begin."""
    room = window * ROOM
    end = _gap(text, place, 1)
    while window:
        begin = _gap(text, max(0, place - room), -1)
        words = word_spans(text[begin:end])
        spans = [a for a, b in words if begin + b <= place] or [a for a, _ in words[:1]]
        if len(spans) >= window or begin == 0:
            return min(place, begin + spans[-window:][0]) if spans else place
        room *= 2
    return place


def _right(text: str, place: int, window: int) -> int:
    """Where the first `window` words that begin after a place end."""
    room = window * ROOM
    begin = _gap(text, place, -1)
    while window:
        end = _gap(text, min(len(text), place + room), 1)
        words = word_spans(text[begin:end])
        spans = [b for a, b in words if begin + a >= place] or [b for _, b in words[-1:]]
        if len(spans) >= window or end == len(text):
            return max(place, begin + spans[:window][-1]) if spans else place
        room *= 2
    return place


def _gap(text: str, place: int, step: int) -> int:
    """The nearest place on one side at which white space or the text ends."""
    limit, beside = (0, place - 1) if step < 0 else (len(text), place)
    while place != limit and not text[beside].isspace():
        place += step
        beside += step
    return place
