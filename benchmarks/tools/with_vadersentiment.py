"""vaderSentiment, the authors' own package; it reads the first articles alone, as nltk does."""

from __future__ import annotations

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.tasks import Job
from benchmarks.tools.with_nltk import SCORED, first


def vader(size: str) -> Job:
    texts, words = first(size, SCORED)
    score = SentimentIntensityAnalyzer().polarity_scores
    return Job(lambda: [score(text) for text in texts], words=words)
