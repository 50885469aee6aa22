"""Tone: scores, labels, and an account of each score that adds up."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import trends
from analysis.corpus import Corpus
from analysis.errors import ArgumentError, ColumnError
from analysis.lexicons import Lexicon, load
from analysis.measures import tone

TOY = Lexicon("toy", {"war": -2.0, "peace": 2.0, "lift * sanctions": 3.0})


def news(*texts: str, **columns: list[str]) -> Corpus:
    days = pd.date_range("2019-06-03", periods=len(texts)).strftime("%Y-%m-%d")
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": days, **columns}))


def squashed(value: float) -> float:
    return round(value / (value * value + 15) ** 0.5, 4)


def test_a_document_scores_the_mean_of_its_sentences() -> None:
    found = tone.score(news("The war goes on. Then peace. Nothing."), lexicon=TOY)
    assert found["score"].tolist() == [pytest.approx((squashed(-2) + squashed(2) + 0) / 3)]
    assert found[["n_tokens", "n_sentences", "n_hits"]].values.tolist() == [[7, 3, 2]]
    assert list(found.columns) == tone.SCORE_COLUMNS
    assert found["sentence"].isna().all()
    assert found["speaker"].isna().all()


def test_sentences_have_rows_of_their_own() -> None:
    found = tone.score(news("The war goes on. Then peace."), lexicon=TOY, unit="sentence")
    assert found["sentence"].tolist() == [0, 1]
    assert found["score"].tolist() == [squashed(-2), squashed(2)]
    assert found["n_tokens"].tolist() == [4, 2]


def test_a_sequence_with_a_gap_is_one_word_of_tone() -> None:
    found = tone.score(news("They lift all sanctions."), lexicon=TOY)
    assert found["n_hits"].tolist() == [1]
    assert found["score"].tolist() == [squashed(3)]


def test_several_lexicons_come_in_one_table() -> None:
    found = tone.score(news("The war goes on."), lexicon=[TOY, "vader"])
    assert found["lexicon"].tolist() == ["toy", "vader"]


def test_a_score_without_words_is_missing_not_zero() -> None:
    found = tone.score(news("…", "Peace."), lexicon=TOY)
    assert found["score"].isna().tolist() == [True, False]


def test_titles_are_scored_apart_from_texts() -> None:
    corpus = news("Nothing.", "Nothing.", title=["War", ""])
    assert tone.score(corpus, lexicon=TOY)["score"].tolist() == [0, 0]
    titles = tone.score(corpus, lexicon=TOY, field="title")["score"]
    assert titles.tolist()[0] == squashed(-2)
    assert pd.isna(titles[1])


def test_a_score_does_not_depend_on_the_other_documents() -> None:
    corpus = news("War and talks.", "Peace at last.", "Tankers were seized.")
    whole = tone.score(corpus).set_index("doc_id")["score"]
    for doc_id in whole.index:
        alone = tone.score(corpus.where(doc_id=doc_id))
        assert alone["score"].tolist() == [whole[doc_id]]


def test_an_empty_corpus_gives_an_empty_table_with_its_columns() -> None:
    empty = news("War.").matching("zzz")
    assert list(tone.score(empty).columns) == tone.SCORE_COLUMNS
    assert tone.score(empty).empty
    assert tone.contributions(empty).empty


ODD = st.lists(
    st.sampled_from(
        "War peace not very BUT but least never so this great! terrible? sanctions lift all the"
        " U.S. Gov. . ! ?? … 😀 ’ “good” kind of sort \n\n".split(" ")
    ),
    max_size=30,
).map(" ".join)


@pytest.mark.parametrize("lexicon", ["news", "vader", TOY])
@settings(max_examples=60, deadline=None)
@given(text=ODD)
def test_contributions_add_up_to_the_score(lexicon: str | Lexicon, text: str) -> None:
    corpus = news(f"Oil {text}")
    score = tone.score(corpus, lexicon=lexicon)["score"].iloc[0]
    why = tone.explain(corpus, corpus.documents["doc_id"].iloc[0], lexicon=lexicon)
    assert why["contribution"].sum() == pytest.approx(score, abs=1e-12)
    body = corpus.documents["text"].iloc[0]
    for row in why.dropna(subset=["term"]).itertuples():
        assert body[row.start : row.end] == row.term


def test_contributions_of_a_corpus_are_those_of_its_documents() -> None:
    corpus = news("War! Peace.", "Tankers were seized.")
    together = tone.contributions(corpus)
    apart = [tone.explain(corpus, doc_id) for doc_id in corpus.documents["doc_id"]]
    pd.testing.assert_frame_equal(together, pd.concat(apart, ignore_index=True))


@pytest.mark.parametrize("lexicon", ["news", "vader"])
def test_every_brief_of_the_sample_is_accounted_for(lexicon: str) -> None:
    corpus = Corpus.read(Path(__file__).parents[1] / "data" / "sample")
    scores = tone.score(corpus, lexicon=lexicon).set_index("doc_id")["score"]
    parts = tone.contributions(corpus, lexicon=lexicon).groupby("doc_id")["contribution"].sum()
    assert len(scores) == 490
    pd.testing.assert_series_equal(
        parts.reindex(scores.index, fill_value=0.0), scores.fillna(0.0), check_names=False
    )


def test_labels_follow_the_published_threshold() -> None:
    table = pd.DataFrame({"score": [-0.05, -0.0499, 0.0499, 0.05, None]})
    expected = ["negative", "neutral", "neutral", "positive"]
    assert tone.classify(table)["label"].tolist()[:4] == expected
    assert tone.classify(table)["label"].isna().tolist() == [False] * 4 + [True]
    assert "label" not in table


def test_vader_of_a_corpus_carries_its_keys() -> None:
    corpus = news("Great news!", "Terrible war.")
    found = tone.vader(corpus)
    assert list(found.columns) == [*tone.KEYS, "neg", "neu", "pos", "compound"]
    assert (
        found["compound"].tolist()
        == tone.vader(["Great news!", "Terrible war."])["compound"].tolist()
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda c: tone.score(c, unit="quotation"),
            "`unit` must be one of 'document', 'sentence' (got 'quotation').",
        ),
        (
            lambda c: tone.score(c, field="body"),
            "`field` must be one of 'text', 'title' (got 'body').",
        ),
        (
            lambda c: tone.score(c, lexicon="afinn"),
            "`lexicon` must be one of 'news', 'vader' (got 'afinn').",
        ),
        (
            lambda c: tone.score(c, lexicon=["vader", "vader"]),
            "`lexicon` takes one or more lexicons, each once (got ['vader', 'vader']).",
        ),
        (
            lambda c: tone.explain(c, "x"),
            "The corpus has no document 'x'; its doc_ids are in corpus.documents.",
        ),
        (
            lambda c: tone.score("data/sample"),
            "`corpus` must be a Corpus (got str); make one with Corpus.read(path) or"
            " Corpus.from_frame(frame).",
        ),
        (
            lambda c: tone.contributions(c.documents),
            "`corpus` must be a Corpus (got DataFrame); make one with Corpus.read(path) or"
            " Corpus.from_frame(frame).",
        ),
        (
            lambda c: trends.by_period(c),
            "`scores` must be a table such as tone.score gives (got Corpus).",
        ),
        (
            lambda c: tone.vader("Great"),
            "`texts` must be a corpus or a list of texts (got one string); put it in a list.",
        ),
        (
            lambda c: tone.vader(None),  # type: ignore[arg-type]
            "`texts` must be a corpus or a list of texts (got NoneType).",
        ),
    ],
)
def test_errors_say_what_was_found(call, message: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        call(news("War."))
    assert str(raised.value) == message


def test_classifying_a_table_without_scores_names_its_columns() -> None:
    with pytest.raises(ColumnError) as raised:
        tone.classify(pd.DataFrame({"scores": [1]}))
    assert str(raised.value) == (
        "Columns not found: 'score'; the table has 'scores'. Did you mean 'scores'?"
    )


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Washington may lift sanctions on Tehran.", 1),
        ("Europe eased sanctions.", 1),
        ("Washington imposed sanctions on the bank.", -1),
        ("Two tankers were seized in the strait.", -1),
        ("The United Nations Security Council met on Monday.", 0),
        ("Crude futures settled on Monday.", 0),
        ("The Treasury published its calendar.", 0),
    ],
)
def test_the_news_list_reads_the_field(text: str, sign: int) -> None:
    score = tone.score(news(text))["score"].iloc[0]
    assert int(score > 0) - int(score < 0) == sign


def test_the_news_list_is_labelled_and_hashed() -> None:
    assert load("news").name == "news-0"
    assert load("news").fingerprint == load("news").fingerprint
    changed = Lexicon("news-0", {**load("news").weights, "war": -1.0})
    assert changed.fingerprint != load("news").fingerprint


def test_a_lexicon_refuses_weights_off_the_scale() -> None:
    with pytest.raises(ArgumentError) as raised:
        Lexicon("own", {"war": -9.0})
    assert str(raised.value) == (
        "A lexicon takes terms with weights from -4 to 4; lexicon 'own' has 'war' outside this."
    )


def test_every_term_of_ours_matches_its_own_text() -> None:
    lexicon = load("news")
    sequences = [term for term in lexicon.weights if " " in term]
    assert len(sequences) > 100
    for term in sequences:
        text = term.replace("*", "certain")
        assert [word.form for word in lexicon.cut(text)] == [term]


def test_a_table_in_place_of_texts_is_refused() -> None:
    with pytest.raises(ArgumentError) as refused:
        tone.vader(pd.DataFrame({"text": ["War."]}))
    assert str(refused.value) == (
        "`texts` must be a corpus or a list of texts (got a DataFrame); give a corpus, or the"
        " table's column of texts."
    )
