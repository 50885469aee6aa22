"""Scores of encoded sentences: the rules in words, which explain a score, are the oracle."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Corpus
from analysis.lexicons import Lexicon, load
from analysis.measures import tone
from analysis.text import encode, scoring, sentence_spans, word_spans

OWN = Lexicon(
    "own",
    {"war": -3.0, "lift * sanctions": 2.0, "lift": -1.0, "great britain": 0.0, "great": 3.0,
     "sort of": 1.0, "very": 2.0, "bad bank": 1.5, "bad * bank": -2.5, "bad": -2.0, "peace": 2.0,
     "o'neill": 1.0, "cease-fire": 2.5, "the bomb": -1.0, "death": -2.0},
)  # fmt: skip
PIECES = [
    "war", "War,", "WAR", "lift", "all", "the", "sanctions.", "(sanctions)", "great",
    "Britain", "bad", "bank", "bad,", "a", "very", "not", "never", "so", "this", "but",
    "kind", "of", "sort", "least", "at", "peace!", "peace?!", "O’Neill", "cease‑fire", "bomb",
    "kiss", "death", "—", "yes/bank", "U.S.", "isn't", "1,200", "Ünsafe", "\n\n", "VERY",
    "war-bank", "“bad",
]  # fmt: skip


def generated(n: int, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [" ".join(draw.choices(PIECES, k=draw.randrange(25))) for _ in range(n)]


def by_words(texts: list[str], lexicon: Lexicon) -> list[tuple[int, int, float]]:
    rows = []
    for text in texts:
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            values = [word.value for word in tone.hits(sentence, lexicon)]
            n_hits = sum(value != 0 for value in values)
            (score,) = tone.sentence_scores([sentence], lexicon=lexicon)
            rows.append((len(word_spans(sentence)), n_hits, score))
    return rows


def encoded(texts: list[str], lexicon: Lexicon) -> list[tuple[int, int, float]]:
    if lexicon.tokens == "chunks":
        found = scoring.by_chunks(encode(texts), lexicon.weights)
    else:
        found = scoring.by_words(encode(texts), lexicon.weights, lexicon.sequences)
    return list(zip(*(column.tolist() for column in found), strict=True))


@pytest.mark.parametrize("lexicon", [OWN, load("news"), load("vader")], ids=lambda each: each.name)
def test_sentences_score_as_the_rules_in_words_say(lexicon: Lexicon) -> None:
    texts = generated(3_000, seed=8)
    assert encoded(texts, lexicon) == by_words(texts, lexicon)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="war lift*bad.,!?“’-\nWAR é", max_size=40), max_size=4))
def test_any_sentences_score_as_the_rules_in_words_say(texts: list[str]) -> None:
    assert encoded(texts, OWN) == by_words(texts, OWN)


@pytest.mark.parametrize("rule", ["any word", "mark between", "zero weight", "longest first"])
def test_each_rule_of_sequences_counts(rule: str) -> None:
    text, score = {
        "any word": ("They lift oil sanctions", 2.0),
        "mark between": ("They lift oil, sanctions", -1.0),
        "zero weight": ("In great Britain", 0.0),
        "longest first": ("A bad bank bank", -2.5),
    }[rule]
    values = [word.value for word in tone.hits(text, OWN)]
    assert sum(values) == score
    assert encoded([text], OWN) == by_words([text], OWN)


@pytest.mark.parametrize("texts", [[], ["", " "], ["—"]], ids=["none", "empty", "no words"])
def test_texts_without_words_have_no_hits(texts: list[str]) -> None:
    assert encoded(texts, OWN) == by_words(texts, OWN)


def test_a_score_does_not_depend_on_the_other_documents() -> None:
    frame = pd.DataFrame({"text": generated(40, seed=2)})
    frame = frame[frame["text"].str.strip() != ""].drop_duplicates().assign(date="2019-06-01")
    whole = tone.score(Corpus.from_frame(frame), lexicon=["vader", "news", OWN])
    alone = [
        tone.score(Corpus.from_frame(frame.iloc[[place]]), lexicon=["vader", "news", OWN])
        for place in range(len(frame))
    ]
    columns = ["lexicon", "n_tokens", "n_sentences", "n_hits", "score"]
    joined = pd.concat(alone)[["doc_id", *columns]].sort_values(["doc_id", "lexicon"])
    expected = whole[["doc_id", *columns]].sort_values(["doc_id", "lexicon"])
    pd.testing.assert_frame_equal(
        expected.reset_index(drop=True), joined.reset_index(drop=True), check_exact=True
    )
