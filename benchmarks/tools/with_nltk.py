"""nltk, from a list of texts; it is slow, so it reads the first articles alone."""

from __future__ import annotations

import tempfile
from importlib import resources
from itertools import chain
from pathlib import Path

import nltk
from nltk.sentiment.vader import SentimentIntensityAnalyzer
from nltk.text import Text
from nltk.tokenize import wordpunct_tokenize

from benchmarks import corpora
from benchmarks.tasks import NODE, Job

SCORED, READ = 150_000, 1_000_000  # words
WIDTH = 100  # characters of a line, about eight words on either side


def vader(size: str) -> Job:
    texts, words = first(size, SCORED)
    score = _analyser().polarity_scores
    return Job(lambda: [score(text) for text in texts], words=words)


def concordance(size: str) -> Job:
    """From the texts: cut into words, indexed, printed."""
    texts, words = first(size, READ)
    return Job(lambda: _lines(list(_tokens(texts))), words=words)


def concordance_tokenized(size: str) -> Job:
    """From words that are cut already."""
    texts, words = first(size, READ)
    tokens = list(_tokens(texts))
    return Job(lambda: _lines(tokens), words=words)


def first(size: str, n_words: int) -> tuple[list[str], int]:
    """The first articles with that many words, and how many words they have."""
    facts = corpora.about(size)
    n = max(1, round(n_words / (facts["n_words"] / facts["n_docs"])))
    texts: list[str] = corpora.texts(size)["text"].slice(0, n).to_pylist()
    return texts, sum(len(text.split()) for text in texts)


def _tokens(texts: list[str]) -> chain[str]:
    return chain.from_iterable(wordpunct_tokenize(text) for text in texts)


def _lines(tokens: list[str]) -> list[object]:
    found: list[object] = Text(tokens).concordance_list(NODE, width=WIDTH, lines=len(tokens))
    return found


def _analyser() -> SentimentIntensityAnalyzer:
    """nltk's analyser on vaderSentiment's list, which nltk wants in a data folder of its own."""
    text = (resources.files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "vader_lexicon.txt").write_text(text.rstrip("\n"), encoding="utf-8")
        nltk.data.path.insert(0, folder)
        try:
            return SentimentIntensityAnalyzer(lexicon_file="vader_lexicon.txt")
        finally:
            nltk.data.path.remove(folder)
