"""Sums of weights of many lexicons at once: the words that a lexicon cuts are the oracle."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import Corpus
from analysis.errors import ArgumentError
from analysis.lexicons import Lexicon, load
from analysis.measures import tone
from analysis.text import encode, sentence_spans, totals, word_spans

TERMS = {
    "war": -3.0, "lift * sanctions": 2.0, "lift": -1.0, "great britain": 0.0, "great": 3.0,
    "sort of": 1.0, "very": 2.0, "bad bank": 1.5, "bad * bank": -2.5, "bad": -2.1, "peace": 1.9,
    "o'neill": 1.0, "cease-fire": 2.5, "the bomb": -1.0, "death": -2.0, "bank bank war": 0.7,
}  # fmt: skip
FEWER = {"bad bad": 0.1, "bank": -0.3, "all the": 0.9, "the sanctions": -1.7, "britain": 0.4}
PIECES = [
    "war", "War,", "WAR", "lift", "all", "the", "sanctions.", "(sanctions)", "great", "Britain",
    "bad", "bank", "bad,", "a", "very", "not", "but", "sort", "of", "peace?!", "O’Neill",
    "cease‑fire", "bomb", "death", "—", "…", "yes/bank", "bad/bad", "U.S.", "isn't", "Ünsafe",
    "\n\n", "war-bank", "“bad", "bank/bank", "/".join(["great"] * 20),
]  # fmt: skip
MANY = [
    Lexicon("first", TERMS, rules="none"),
    Lexicon("chunks", {"war": -1.0, "bad": 0.3, "a": 2.0, "peace": 1.1}, "chunks", "none"),
    Lexicon("second", FEWER, rules="none"),
    Lexicon("single", {"war": 1.0, "great": -0.7}, rules="none"),
]


def by_cutting(texts: list[str], lexicon: Lexicon, *, sentences: bool) -> list[tuple[int, ...]]:
    """Words, hits and hundredths of the sum of weights, sentence by sentence."""
    rows = []
    for text in texts:
        found = []
        for start, end in sentence_spans(text):
            words = tone.hits(text[start:end], lexicon)
            values = [word.value for word in words if word.value]
            total = round(100 * sum(values))
            found.append((len(word_spans(text[start:end])), len(values), total))
        rows += found if sentences else [tuple(map(sum, zip(*found, strict=True))) or (0, 0, 0)]
    return rows


def at_once(
    texts: list[str], lexicons: list[Lexicon], *, sentences: bool
) -> list[list[tuple[int, ...]]]:
    given = [totals.Listed(e.weights, e.sequences, e.tokens == "chunks") for e in lexicons]
    found = totals.totals(encode(texts), given, sentences=sentences)
    sums = np.rint(100 * found.total).astype(int)
    return [
        list(zip(found.n_tokens.tolist(), found.n_hits[:, j].tolist(), sums[:, j].tolist(),
                 strict=True))
        for j in range(len(lexicons))
    ]  # fmt: skip


@pytest.mark.parametrize("sentences", [False, True], ids=["documents", "sentences"])
def test_many_lexicons_sum_what_each_of_them_cuts(sentences: bool) -> None:
    draw = random.Random(3)
    texts = [" ".join(draw.choices(PIECES, k=draw.randrange(30))) for _ in range(3_000)]
    expected = [by_cutting(texts, each, sentences=sentences) for each in MANY]
    assert at_once(texts, MANY, sentences=sentences) == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(alphabet="war lift*bad.,!?“’-\nWAR é", max_size=40), max_size=4))
def test_any_text_sums_what_its_words_weigh(texts: list[str]) -> None:
    expected = [by_cutting(texts, each, sentences=False) for each in MANY]
    assert at_once(texts, MANY, sentences=False) == expected


def test_more_openings_than_bits_are_told_apart() -> None:
    names = [f"{a}{b}" for a in "bcdfghjklmn" for b in "aeiou" for _ in "x"]
    pairs = {f"{a} {b}": 1.0 for a in names for b in names[:3]}
    lexicon = Lexicon("pairs", {**pairs, "zu * zu": 2.0} | {f"q{a} x{a}": 0.5 for a in names},
                      rules="none")  # fmt: skip
    draw = random.Random(4)
    words = [*names, *(f"q{a}" for a in names), *(f"x{a}" for a in names), "zu"]
    texts = [" ".join(draw.choices(words, k=300)) for _ in range(30)]
    expected = [by_cutting(texts, lexicon, sentences=False)]
    assert at_once(texts, [lexicon], sentences=False) == expected


def corpus(*texts: str) -> Corpus:
    days = pd.date_range("2019-06-03", periods=len(texts)).strftime("%Y-%m-%d")
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": days}))


def test_a_lexicon_without_rules_scores_weights_by_words() -> None:
    news = corpus("Not a war. Great Britain may lift all sanctions.", "…")
    found = tone.score(news, lexicon=[MANY[0], "news"])
    assert found["lexicon"].tolist() == ["first", "news-0"] * 2
    own = found[found["lexicon"] == "first"]
    assert own["score"].tolist()[0] == (-3.0 + 2.0) / 9
    assert own["score"].isna().tolist() == [False, True]
    assert own[["n_tokens", "n_sentences", "n_hits"]].values.tolist() == [[9, 2, 2], [0, 1, 0]]
    alone = tone.score(news, lexicon="news")
    ruled = found[found["lexicon"] == "news-0"].reset_index(drop=True)
    pd.testing.assert_frame_equal(ruled, alone, check_exact=True)


def test_sentences_of_lexicons_in_a_list_are_in_order() -> None:
    found = tone.score(corpus("War. Peace."), lexicon=[MANY[3], MANY[0]], unit="sentence")
    assert found[["sentence", "lexicon", "score"]].values.tolist() == [
        [0, "first", -3.0], [0, "single", 1.0], [1, "first", 1.9], [1, "single", 0.0],
    ]  # fmt: skip
    assert tone.sentence_scores(["War.", "Peace at last", "…"], lexicon=MANY[0])[:2] == [
        -3.0, 1.9 / 3,
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_contributions_without_rules_add_up_to_the_score(text: str) -> None:
    news = corpus(f"Oil {text}")
    for lexicon in MANY:
        score = tone.score(news, lexicon=lexicon)["score"].iloc[0]
        why = tone.contributions(news, lexicon=lexicon)
        assert why["contribution"].sum() == pytest.approx(score, abs=1e-12)
        assert set(why["rule"]) <= {"lexicon"}
        body = news.documents["text"].iloc[0]
        assert [body[a:b] for a, b in zip(why["start"], why["end"], strict=True)] == list(
            why["term"]
        )


def test_an_empty_corpus_has_no_totals() -> None:
    empty = corpus("War.").matching("zzz")
    assert tone.score(empty, lexicon=MANY).empty
    assert list(tone.score(empty, lexicon=MANY).columns) == tone.SCORE_COLUMNS


def test_rules_are_part_of_the_hash_and_of_the_door() -> None:
    ruled = Lexicon("first", TERMS)
    assert ruled.fingerprint != MANY[0].fingerprint
    assert load("news").rules == "vader"
    with pytest.raises(ArgumentError) as raised:
        Lexicon("own", {"war": -1.0}, rules="plain")  # type: ignore[arg-type]
    assert str(raised.value) == "`rules` must be one of 'vader', 'none' (got 'plain')."
