"""What to read: counted by hand, each story once, and the sentence that shows why."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, reading, tone
from analysis.errors import ArgumentError

WEEK = "2019-06-03"
LONG = "The envoy said in Vienna that a visa accord on the old oil case was near and final"
TEXTS = {
    "bad": "Oil prices moved. Troops killed and wounded many in the terror attack.",
    "dim": "Oil talks failed.",
    "mid": "Ministers met. The oil minister said the attack ended with an agreement.",
    "flat": "Rain fell on the oil port.",
    "good": "Hope. An excellent oil accord brought peace and joy.",
    "copy-1": f"{LONG}.",
    "copy-2": f"{LONG} today.",
    "old": "Oil war, death and murder.",
}


def corpus(*names: str) -> Corpus:
    rows = pd.DataFrame({"id": names, "text": [TEXTS[name] for name in names]})
    rows["date"] = [f"2019-06-0{4 if name != 'old' else 1} 0{n}:00" for n, name in enumerate(names)]
    return Corpus.from_frame(rows.assign(source="Post"), doc_id="id").group_stories()


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    topic = corpus(*TEXTS)
    return reading.articles(topic, tone.score(topic), WEEK, every="W", query="oil")


def test_each_reason_lists_its_articles_and_each_story_stands_once(found: pd.DataFrame) -> None:
    assert list(found) == reading.COLUMNS
    assert found["story_id"].is_unique
    assert "old" not in found["doc_id"].tolist()
    by_why = found.groupby("why", sort=False)["doc_id"].agg(list).to_dict()
    assert list(by_why) == [why for why in reading.ORDER if why in by_why]
    assert by_why["most copied"] == ["copy-1"]
    assert by_why["pulls the tone up"] == ["good"]
    assert by_why["pulls the tone down"] == ["bad"]
    assert sorted(by_why["typical"]) == ["dim", "mid"]


def test_copies_are_counted_and_scores_are_the_articles_own(found: pd.DataFrame) -> None:
    rows = found.set_index("doc_id")
    scores = tone.score(corpus(*TEXTS)).set_index("doc_id")["score"]
    assert rows["n_copies"].to_dict() == dict.fromkeys(rows.index, 0) | {"copy-1": 1}
    for doc_id, score in rows["score"].items():
        assert score == pytest.approx(scores[doc_id])


def test_a_sentence_shows_the_pull_or_the_topic(found: pd.DataFrame) -> None:
    sentence = found.set_index("doc_id")["sentence"]
    assert sentence["bad"] == "Troops killed and wounded many in the terror attack."
    assert sentence["good"] == "An excellent oil accord brought peace and joy."
    assert sentence["mid"] == "The oil minister said the attack ended with an agreement."


def test_without_a_title_the_first_sentence_is_the_title(found: pd.DataFrame) -> None:
    assert found.set_index("doc_id").loc["mid", "title"] == "Ministers met."


def test_the_order_of_rows_changes_nothing(found: pd.DataFrame) -> None:
    topic = corpus(*TEXTS)
    scores = tone.score(topic).sample(frac=1, random_state=5)
    assert_frame_equal(reading.articles(topic, scores, WEEK, every="W", query="oil"), found)


def test_a_single_article_is_typical_and_pulls_nowhere() -> None:
    topic = corpus("good")
    found = reading.articles(topic, tone.score(topic), WEEK, every="W")
    assert found[["why", "sentence"]].to_numpy().tolist() == [["typical", "Hope."]]


def test_articles_without_a_word_of_tone_are_typical_where_there_are_no_others() -> None:
    topic = corpus("flat")
    found = reading.articles(topic, tone.score(topic), WEEK, every="W", query="oil")
    assert found["why"].tolist() == ["typical"]


def test_an_article_without_a_word_of_tone_is_not_said_to_pull() -> None:
    # Beside two bright articles its 0 lowers the mean, but it has no sentence that shows why.
    frame = pd.DataFrame({"id": list("abcde"), "text": [TEXTS["good"]] * 2 + [TEXTS["flat"]] * 3})
    frame["text"] = frame["text"] + " Case " + frame["id"] + "."
    topic = Corpus.from_frame(frame.assign(date=WEEK), doc_id="id")
    found = reading.articles(topic, tone.score(topic), WEEK, every="W")
    assert "pulls the tone down" not in found["why"].tolist()


def test_a_long_sentence_is_cut_and_an_article_without_words_has_none() -> None:
    frame = pd.DataFrame({"text": ["War " * 100 + "ended.", "…"], "date": WEEK})
    topic = Corpus.from_frame(frame)
    found = reading.articles(topic, tone.score(topic), WEEK, every="W")
    longest = found["sentence"].str.len().max()
    assert longest <= reading.SENTENCE
    assert found["sentence"].str.endswith("…").all()


def test_a_period_without_articles_gives_an_empty_table_with_its_columns() -> None:
    topic = corpus(*TEXTS)
    none = topic.matching("nothing")
    for of, period in ((topic, "2020-01-06"), (none, WEEK)):
        empty = reading.articles(of, tone.score(of), period, every="W", query="oil")
        assert (list(empty), len(empty)) == (reading.COLUMNS, 0)
        kinds = {name: str(empty[name].dtype) for name in ("title", "sentence", "why", "date")}
        assert kinds == {"title": "str", "sentence": "str", "why": "str", "date": "datetime64[us]"}


def test_a_period_of_unknown_length_is_refused() -> None:
    topic = corpus("good")
    with pytest.raises(ArgumentError) as error:
        reading.articles(topic, tone.score(topic), WEEK, every="auto")
    assert str(error.value) == ("`every` must be one of 'D', 'W', 'MS', 'QS', 'YS' (got 'auto').")


def test_rows_around_hits_are_kept_once_in_their_order() -> None:
    table = pd.DataFrame({"doc_id": list("aabb"), "sentence": [0, 1, 0, 1], "score": range(4)})
    table["sentence"] = table["sentence"].astype("Int64")
    lines = pd.DataFrame({"doc_id": ["b", "a", "a"], "sentence": [0, 1, 1], "node": "oil"})
    assert reading.around(table, lines)["score"].tolist() == [1, 2]
    assert reading.around(table, lines.iloc[:0]).empty


def test_carriers_add_up_and_shares_are_of_all_tone() -> None:
    table = pd.DataFrame(
        {
            "term": ["War", "war", "deal", "peace", None, "bad"],
            "doc_id": ["a", "b", "b", "c", "c", "c"],
            "contribution": [-0.5, -0.3, 0.2, 0.5, -0.9, -0.5],
        }
    )
    expected = pd.DataFrame(
        {
            "term": pd.Series(["war", "bad", "peace", "deal"], dtype="str"),
            "n_hits": [2, 1, 1, 1],
            "n_docs": [2, 1, 1, 1],
            "contribution": [-0.8, -0.5, 0.5, 0.2],
            "share": [0.4, 0.25, 0.25, 0.1],
        }
    )
    assert_frame_equal(reading.carriers(table), expected)
    assert_frame_equal(reading.carriers(table.iloc[::-1], n=2), expected.head(2))


def test_a_word_that_helps_and_hurts_is_ranked_by_all_it_moved() -> None:
    table = pd.DataFrame({"term": ["deal", "deal", "war"], "doc_id": list("abc")})
    found = reading.carriers(table.assign(contribution=[0.6, -0.6, -0.3]))
    assert found["term"].tolist() == ["deal", "war"]
    np.testing.assert_allclose(found["contribution"], [0, -0.3])
    np.testing.assert_allclose(found["share"], [0.8, 0.2])


def test_no_tone_has_no_carriers() -> None:
    none = tone.contributions(corpus("flat").matching("nothing"))
    found = reading.carriers(none)
    assert list(found) == ["term", "n_hits", "n_docs", "contribution", "share"]
    assert found.empty


def test_of_those_that_pull_the_strongest_comes_first() -> None:
    # By their ids the order would be the other way round.
    dark = {"a": "War.", "b": "War and terror killed and wounded many."}
    dark |= dict.fromkeys("cdefgh", "Calm was bad.")
    frame = pd.DataFrame({"id": list(dark), "text": list(dark.values()), "date": WEEK})
    topic = Corpus.from_frame(frame, doc_id="id")
    scores = tone.score(topic)
    found = reading.articles(topic, scores, WEEK, every="W")
    down = found.loc[found["why"] == "pulls the tone down"]
    kept = scores.set_index("doc_id")["score"][down["doc_id"]]
    assert down["doc_id"].tolist()[:2] == ["b", "a"]
    assert kept.is_monotonic_increasing
