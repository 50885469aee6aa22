"""Tone of documents and sentences, and an exact account of every score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, missing_columns, one_of
from analysis.lexicons import Lexicon, load
from analysis.text import Tokens, encode, scoring, sentence_spans
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
    """The tone of each document, from -1 to 1: the mean of its sentences' scores.

    One row is a document (or a sentence) and a lexicon: doc_id, story_id, date, source, sentence
    (position from 0, missing for documents), speaker (missing), lexicon, n_tokens (words),
    n_sentences, n_hits (words that carry tone) and score. A document without a word has no score.

    A sentence scores s / sqrt(s^2 + 15), s the sum of its words' values by the rules of VADER
    (Hutto & Gilbert 2014). Not for single sentences of one speaker about several actors: the score
    says how a sentence sounds, not toward whom.

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
    tables = [_scored(documents, tokens, each, unit) for each in lexicons]
    table = pd.concat(tables, ignore_index=True)[SCORE_COLUMNS]
    return table.sort_values(["date", "doc_id", "sentence", "lexicon"], ignore_index=True)


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
    return [_rounded([word.value for word in hits(each, used)], each) for each in sentences]


def hits(sentence: str, lexicon: Lexicon) -> list[Word]:
    """The tokens of one sentence with the value that the rules give them, 0 for most.

    >>> [word.form for word in hits("Iran lifted no threats", load("news")) if word.value]
    ['threats']
    """
    return valued(lexicon.cut(sentence), lexicon.weights)


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


def _scored(documents: pd.DataFrame, tokens: Tokens, lexicon: Lexicon, unit: str) -> pd.DataFrame:
    if lexicon.tokens == "chunks":
        found = scoring.by_chunks(tokens, lexicon.weights)
    else:
        found = scoring.by_words(tokens, lexicon.weights, lexicon.sequences)
    counts = np.diff(tokens.sentences.offsets)
    owner = np.repeat(np.arange(len(tokens)), counts)
    table = pd.DataFrame({"owner": owner, **found._asdict()})
    if unit == "document":
        table = _by_document(table, len(tokens))
    else:
        table["sentence"] = np.arange(len(owner)) - tokens.sentences.offsets[owner]
        table["n_sentences"] = 1
    table["score"] = table["score"].where(table["n_tokens"] > 0)
    keys = documents[KEYS].iloc[table["owner"]].reset_index(drop=True)
    typed = table.drop(columns="owner").astype({"sentence": "Int64", "n_sentences": "int64"})
    speaker = pd.Series(pd.NA, index=keys.index, dtype="str")
    return pd.concat([keys, typed], axis=1).assign(lexicon=lexicon.name, speaker=speaker)


def _by_document(table: pd.DataFrame, n: int) -> pd.DataFrame:
    grouped = table.groupby("owner")
    sums = grouped[["n_tokens", "n_hits"]].sum().reindex(range(n), fill_value=0)
    return sums.assign(
        score=grouped["score"].mean(),
        n_sentences=grouped.size().reindex(range(n), fill_value=0),
        sentence=pd.Series(pd.NA, index=sums.index, dtype="Int64"),
        owner=sums.index,
    ).reset_index(drop=True)


def _rounded(values: Sequence[float], text: str) -> float:
    return round(compound(values, text)[0], DIGITS)


def _account(text: str, lexicon: Lexicon) -> list[list[object]]:
    spans = sentence_spans(text)
    return [
        row
        for number, (start, end) in enumerate(spans)
        for row in _explained(text[start:end], start, number, len(spans), lexicon)
    ]


def _explained(
    sentence: str, shift: int, number: int, n_sentences: int, lexicon: Lexicon
) -> list[list[object]]:
    words = hits(sentence, lexicon)
    values = [word.value for word in words]
    squashed, total, added = compound(values, sentence)
    moved = total + added
    scale = squashed / moved / n_sentences if moved else 0.0
    rows: list[list[object]] = [
        [number, shift + word.start, shift + word.end, sentence[word.start : word.end], word.weight,
         "; ".join(word.rules), word.value * scale]
        for word in words
        if word.value
    ]  # fmt: skip
    rest = {
        "punctuation": added * scale,
        "rounding": (round(squashed, DIGITS) - squashed) / n_sentences,
    }
    return rows + [
        [number, None, None, None, np.nan, why, part] for why, part in rest.items() if part
    ]
