"""Tone of documents and sentences, and an exact account of every score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, missing_columns, one_of
from analysis.lexicons import Lexicon, load
from analysis.measures import scored
from analysis.text import Tokens, encode, scoring, sentence_spans, word_spans
from analysis.text.valence import Word, compound, valued

KEYS = ["doc_id", "story_id", "date", "source"]
SCORE_COLUMNS = [
    *KEYS, "sentence", "speaker", "lexicon", "n_tokens", "n_sentences", "n_hits", "score",
]  # fmt: skip
EXPLAIN_COLUMNS = [*KEYS, "sentence", "start", "end", "term", "weight", "rule", "contribution"]
EXPLAIN_TYPES = {
    "sentence": "int64", "start": "Int64", "end": "Int64", "term": "str", "weight": "float64",
    "rule": "str", "contribution": "float64",
}  # fmt: skip
NEUTRAL = 0.05  # |score| under this is neutral: the threshold published with VADER (2014)
DIGITS = 4  # sentence scores are rounded as VADER rounds its compound


def score(
    corpus: Corpus,
    *,
    lexicon: str | Lexicon | Sequence[str | Lexicon] = "news",
    unit: Literal["document", "sentence"] = "document",
    field: Literal["text", "title"] = "text",
) -> pd.DataFrame:
    """The tone of each document: by VADER's rules from -1 to 1, the mean of its sentences' scores.

    One row is a document (or a sentence) and a lexicon: doc_id, story_id, date, source, sentence
    (position from 0, missing for documents), speaker (missing), lexicon, n_tokens (words),
    n_sentences, n_hits (words that carry tone) and score. A document without a word has no score;
    a sentence without one has none by itself, and counts as 0 in the mean of its document.

    A sentence scores s / sqrt(s^2 + 15), s the sum of its words' values by the rules of VADER
    (Hutto & Gilbert 2014). A lexicon with rules "none" scores (P - N) / n_tokens, P and N the sums
    of its positive and negative weights in the document (Lowe et al. 2011); this is no mean of
    sentences, and its bound is the largest weight. Not for single sentences of one speaker about
    several actors: the score says how a sentence sounds, not toward whom.

    Raises:
        ArgumentError: for an unknown lexicon, unit or field, or a lexicon given twice.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Talks resumed.", "Two tankers were seized.", "The Security Council met."],
    ...     "date": ["2019-06-01", "2019-06-02", "2019-06-03"]}))
    >>> score(news)["score"].tolist()
    [0.6369, -0.4588, 0.0]
    """
    if unit not in ("document", "sentence"):
        raise one_of("unit", unit, ["document", "sentence"])
    lexicons = _lexicons(lexicon)
    documents = documents_of(corpus)
    tokens = _field(corpus, field)
    owners, measured = scored.measured(tokens, lexicons, unit)
    keys = documents[KEYS].iloc[owners].reset_index(drop=True)
    return pd.concat([keys, measured], axis=1)


def classify(scores: pd.DataFrame) -> pd.DataFrame:
    """The same rows with a label: "negative", "neutral" or "positive", missing without a score.

    A score of -0.05 or less is negative, of 0.05 or more positive (Hutto & Gilbert 2014).

    Raises:
        ColumnError: where the table has no score.

    >>> classify(pd.DataFrame({"score": [-0.3, 0.0, 0.05, None]}))["label"].tolist()
    ['negative', 'neutral', 'positive', nan]
    """
    if "score" not in scores:
        raise missing_columns(["score"], scores.columns)
    value = scores["score"]
    label = pd.Series("neutral", index=scores.index, dtype="str")
    label = label.mask(value >= NEUTRAL, "positive").mask(value <= -NEUTRAL, "negative")
    return scores.assign(label=label.where(value.notna()))


def vader(texts: Corpus | str | Iterable[str]) -> pd.DataFrame:
    """VADER's four figures for each text, equal to nltk's analyser on vaderSentiment's word list.

    One row is a text: neg, neu, pos (shares, rounded to 3 digits) and compound (-1 to 1, rounded
    to 4). A corpus's rows carry doc_id, story_id, date and source first.

    >>> vader(["VADER is smart, handsome, and funny!"]).iloc[0].tolist()
    [0.0, 0.248, 0.752, 0.8439]
    """
    if isinstance(texts, str):
        raise ArgumentError(
            "`texts` must be a corpus or a list of texts (got one string); put it in a list."
        )
    if not isinstance(texts, Corpus | Iterable):
        raise ArgumentError(
            f"`texts` must be a corpus or a list of texts (got {type(texts).__name__})."
        )
    if isinstance(texts, pd.DataFrame):
        raise ArgumentError(
            "`texts` must be a corpus or a list of texts (got a DataFrame); give a corpus, or the"
            " table's column of texts."
        )
    if isinstance(texts, Corpus):
        keys = texts.documents[KEYS].reset_index(drop=True)
        return pd.concat([keys, _vader(texts.tokens)], axis=1)
    return _vader(encode(texts))


def explain(corpus: Corpus, doc_id: str, *, lexicon: str | Lexicon = "news") -> pd.DataFrame:
    """Why a document scores as it does: contributions that add up to its score.

    One row is a word that carries tone: doc_id, story_id, date, source, sentence (position from
    0), start and end (characters in the text), term, weight (in the lexicon), rule (why it counted
    as it did) and contribution (to the document's score). Squashing is shared among the words of a
    sentence in proportion to their values; what exclamation marks and rounding did has rows of its
    own, with a missing term.

    Raises:
        ArgumentError: for a document that the corpus does not have, or an unknown lexicon.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Talks did not fail. Oil rose."], "date": ["2019-06-01"]}))
    >>> why = explain(news, news.documents["doc_id"][0])
    >>> why[["term", "rule"]].values.tolist()
    [['Talks', 'lexicon'], ['fail', 'lexicon; negated by “not”'], [nan, 'rounding']]
    >>> bool(abs(why["contribution"].sum() - score(news)["score"][0]) < 1e-12)
    True
    """
    documents = documents_of(corpus)
    found = documents.loc[documents["doc_id"] == doc_id, [*KEYS, "text"]]
    if found.empty:
        raise ArgumentError(
            f"The corpus has no document {doc_id!r}; its doc_ids are in corpus.documents."
        )
    rows = _account(str(found["text"].iloc[0]), load(lexicon))
    table = pd.DataFrame(rows, columns=EXPLAIN_COLUMNS[len(KEYS) :]).astype(EXPLAIN_TYPES)
    for place, key in enumerate(KEYS):
        table.insert(place, key, found[key].iloc[0])
    return table


def contributions(corpus: Corpus, *, lexicon: str | Lexicon = "news") -> pd.DataFrame:
    """The account of `explain` for every document at once: which words carry the tone, and where.

    One row is a word that carries tone (or what punctuation or rounding did): columns as in
    `explain`. The contributions of a document add up to its score.

    Raises:
        ArgumentError: for an unknown lexicon.
    """
    documents = documents_of(corpus)
    used = load(lexicon)
    rows: list[list[object]] = []
    owners: list[int] = []
    for place, text in enumerate(documents["text"]):
        found = _account(str(text), used)
        rows += found
        owners += [place] * len(found)
    table = pd.DataFrame(rows, columns=EXPLAIN_COLUMNS[len(KEYS) :]).astype(EXPLAIN_TYPES)
    keys = documents[KEYS].iloc[owners].reset_index(drop=True)
    return pd.concat([keys, table], axis=1)


def sentence_scores(sentences: Iterable[str], *, lexicon: str | Lexicon = "news") -> list[float]:
    """The score of each sentence by itself, from -1 to 1.

    >>> sentence_scores(["Talks resumed.", "Ships were seized."])
    [0.6369, -0.4588]
    """
    used = load(lexicon)
    return [_score([word.value for word in hits(each, used)], each, used) for each in sentences]


def hits(sentence: str, lexicon: Lexicon) -> list[Word]:
    """The tokens of one sentence with the value that the rules give them, 0 for most.

    >>> [word.form for word in hits("Iran lifted no threats", load("news")) if word.value]
    ['threats']
    """
    words = lexicon.cut(sentence)
    if lexicon.rules == "vader":
        return valued(words, lexicon.weights)
    weights = [lexicon.weights.get(word.form.lower(), 0.0) for word in words]
    return [
        word._replace(weight=weight, value=weight, rules=("lexicon",)) if weight else word
        for word, weight in zip(words, weights, strict=True)
    ]


def _vader(tokens: Tokens) -> pd.DataFrame:
    figures = scoring.vader(tokens, load("vader").weights)
    return pd.DataFrame(figures, columns=["neg", "neu", "pos", "compound"])


def _lexicons(lexicon: str | Lexicon | Sequence[str | Lexicon]) -> list[Lexicon]:
    many = [lexicon] if isinstance(lexicon, str | Lexicon) else list(lexicon)
    lexicons = [load(each) for each in many]
    names = [each.name for each in lexicons]
    if not names or len(set(names)) < len(names):
        raise ArgumentError(f"`lexicon` takes one or more lexicons, each once (got {names}).")
    return lexicons


def _field(corpus: Corpus, field: str) -> Tokens:
    if field not in ("text", "title"):
        raise one_of("field", field, ["text", "title"])
    return corpus.tokens if field == "text" else corpus.titles


def _score(values: Sequence[float], text: str, lexicon: Lexicon) -> float:
    if lexicon.rules == "vader":
        return round(compound(values, text)[0], DIGITS)
    n_words = len(word_spans(text))
    return sum(values) / n_words if n_words else math.nan


def _account(text: str, lexicon: Lexicon) -> list[list[object]]:
    spans = sentence_spans(text)
    if lexicon.rules == "none":
        n_words = len(word_spans(text))
        return [
            row
            for number, (start, end) in enumerate(spans)
            for row in _rows(
                hits(text[start:end], lexicon), text, start, number, 1 / (n_words or 1)
            )
        ]
    return [
        row
        for number, (start, end) in enumerate(spans)
        for row in _explained(text, (start, end), number, len(spans), lexicon)
    ]


def _rows(
    words: Sequence[Word], text: str, shift: int, number: int, scale: float
) -> list[list[object]]:
    """The words that carry tone; they stand `shift` characters further on in the text."""
    return [
        [number, shift + word.start, shift + word.end, text[shift + word.start : shift + word.end],
         word.weight, "; ".join(word.rules), word.value * scale]
        for word in words
        if word.value
    ]  # fmt: skip


def _explained(
    text: str, span: tuple[int, int], number: int, n_sentences: int, lexicon: Lexicon
) -> list[list[object]]:
    sentence = text[slice(*span)]
    words = hits(sentence, lexicon)
    squashed, total, added = compound([word.value for word in words], sentence)
    moved = total + added
    scale = squashed / moved / n_sentences if moved else 0.0
    rows = _rows(words, text, span[0], number, scale)
    rest = {
        "punctuation": added * scale,
        "rounding": (round(squashed, DIGITS) - squashed) / n_sentences,
    }
    return rows + [
        [number, None, None, None, np.nan, why, part] for why, part in rest.items() if part
    ]
