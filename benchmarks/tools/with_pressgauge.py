"""pressgauge, by its public names; "encoded" works find the words made (corpus.tokens) already."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import Any

from analysis import Corpus, Lexicon, concordance, frequency, tone
from analysis.lexicons import load
from benchmarks import corpora
from benchmarks.tasks import NODE, TERMS, WINDOW, Job

LEXICONS, ENTRIES, PHRASES = 5, 2000, 200
_PLAIN = re.compile(r"[a-z]{3,}")


def encode(size: str) -> Job:
    """The tokens, which is what stands between white space."""
    corpus = corpora.corpus(size)
    return Job(lambda: corpus.tokens, lambda tokens: len(tokens.ids))


def words(size: str) -> Job:
    """The words as well, which are worked out from the tokens when they are first asked for."""
    corpus = corpora.corpus(size)
    return Job(lambda: corpus.tokens.words, lambda found: int(found.lengths.sum()))


def vader(size: str) -> Job:
    corpus = corpora.corpus(size)
    return Job(lambda: tone.vader(corpus))


def vader_encoded(size: str) -> Job:
    corpus = _encoded(size)
    return Job(lambda: tone.vader(corpus))


def lexicons_encoded(size: str) -> Job:
    corpus = _encoded(size)
    lexicons: list[str | Lexicon] = ["news", *_drawn(corpus.documents["text"].head(2000).tolist())]
    return Job(lambda: tone.score(corpus, lexicon=lexicons))


def lexicons_plain_encoded(size: str) -> Job:
    corpus = _encoded(size)
    drawn = [load("news"), *_drawn(corpus.documents["text"].head(2000).tolist())]
    lexicons = [Lexicon(each.name, each.weights, rules="none") for each in drawn]
    return Job(lambda: tone.score(corpus, lexicon=lexicons))


def count(size: str) -> Job:
    corpus = corpora.corpus(size)
    return Job(lambda: frequency.count(corpus, by="month"))


def count_encoded(size: str) -> Job:
    corpus = _encoded(size)
    return Job(lambda: frequency.count(corpus, by="month"))


def ngrams(size: str) -> Job:
    return _ngrams(corpora.corpus(size))


def ngrams_encoded(size: str) -> Job:
    return _ngrams(_encoded(size))


def trend_encoded(size: str) -> Job:
    corpus = _encoded(size)
    return Job(
        lambda: frequency.trend(corpus, TERMS, every="D"),
        lambda table: int(table["n_tokens"].sum()),
    )


def concordance_encoded(size: str) -> Job:
    corpus = _encoded(size)
    return Job(lambda: concordance.lines(corpus, NODE, window=WINDOW))


def _encoded(size: str) -> Corpus:
    corpus: Corpus = corpora.corpus(size)
    _ = corpus.tokens
    return corpus


def _ngrams(corpus: Corpus) -> Job:
    def run() -> list[Any]:
        return [frequency.count(corpus, n=n, by="month") for n in (1, 2)]

    return Job(run, lambda tables: sum(len(table) for table in tables))


def _drawn(texts: list[str]) -> list[Lexicon]:
    """Five lexicons of words and of pairs of words that stand side by side in the texts."""
    runs = [_PLAIN.findall(text) for text in texts]
    singles = sorted({word for run in runs for word in run})
    pairs = sorted({f"{a} {b}" for run in runs for a, b in pairwise(run)})
    made = []
    for number in range(LEXICONS):
        draw = random.Random(number)
        terms = draw.sample(singles, min(ENTRIES - PHRASES, len(singles)))
        terms += draw.sample(pairs, min(PHRASES, len(pairs)))
        weights = {term: draw.choice([-1, 1]) * draw.randint(1, 40) / 10 for term in terms}
        made.append(Lexicon(f"own-{number}", weights))
    return made
