"""The sentences of the brief: every verdict, and collections too small to say anything."""

import re
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, brief, frequency, movers, reporting, tone, trends
from analysis.errors import ArgumentError, InputError
from analysis.reporting import recorder
from analysis.studies import findings

NAN = float("nan")
ROW = {
    "period": pd.Timestamp("2020-01-01"), "n_docs": 1250, "n_docs_baseline": 400, "mean": 0.6,
    "mean_baseline": 0.4, "difference": 0.2, "lower": 0.05, "upper": 0.35, "p_adjusted": 0.01,
    "verdict": "moved",
}  # fmt: skip
UNKNOWN = {"difference": NAN, "lower": NAN, "upper": NAN, "p_adjusted": NAN, "verdict": "too few"}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(recorder.RUN_FOLDER, raising=False)
    recorder.clear()


def compared(**changed: object) -> pd.DataFrame:
    return pd.DataFrame([ROW | changed])


def said(found: findings.Said) -> str:
    """The sentence as reporting.say shows it: it refuses a field without value or use."""
    text, numbers = found
    return reporting.say(text, **numbers).markdown


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {},
            "In January 2020, 60% of the 1,250 articles collected were on the topic, against 40%"
            " usually: a difference of +20 percentage points (interval +5 to +35) — **moved**.",
        ),
        (
            {"mean": 0.3, "difference": -0.1, "lower": -0.3, "verdict": "inside the noise"},
            "In January 2020, 30% of the 1,250 articles collected were on the topic, against 40%"
            " usually: a difference of −10 percentage points (interval −30 to +35)"
            " — **inside the noise**.",
        ),
        (
            {"mean": 0.012, "mean_baseline": 0.004, "difference": 0.008, "lower": 0.001,
             "upper": 0.015},
            "In January 2020, 1.2% of the 1,250 articles collected were on the topic, against 0.4%"
            " usually: a difference of +0.8 percentage points (interval +0.1 to +1.5)"
            " — **moved**.",
        ),
        (
            UNKNOWN | {"n_docs": 7, "mean_baseline": NAN},
            "In January 2020, 60% of the 7 articles collected were on the topic;"
            " **too few** to tell a move from noise.",
        ),
        (
            UNKNOWN | {"n_docs": 3, "mean": NAN, "mean_baseline": NAN},
            "On attention: **too few** articles in January 2020 to say anything (3).",
        ),
        (
            UNKNOWN | {"n_docs": 0, "mean": NAN},
            "On attention: **too few** articles to say anything (none in the period).",
        ),
    ],
)  # fmt: skip
def test_every_verdict_on_volume_is_a_sentence(changed: dict[str, object], expected: str) -> None:
    assert said(brief.on_volume(compared(**changed), every="MS", query="oil")) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"n_docs": 31, "mean": 12.26, "mean_baseline": 10.0, "difference": 2.26, "lower": 0.5,
             "upper": 4.0},
            "In January 2020, 12.3 articles a day were collected over 31 days, against 10.0"
            " usually: a difference of +2.3 (interval +0.5 to +4.0) — **moved**.",
        ),
        (
            UNKNOWN | {"n_docs": 31, "mean": 12.26},
            "In January 2020, 12.3 articles a day were collected over 31 days;"
            " **too few** to tell a move from noise.",
        ),
    ],
)  # fmt: skip
def test_without_a_topic_the_articles_a_day_are_told(
    changed: dict[str, object], expected: str
) -> None:
    assert said(brief.on_volume(compared(**changed), every="MS", query="")) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"mean": -0.3, "mean_baseline": -0.1, "difference": -0.2, "lower": -0.35,
             "upper": -0.05},
            "The tone of the 1,250 articles on the topic in January 2020 was −0.30 on a scale from"
            " −1 to 1, darker than the usual −0.10: a difference of −0.20 (interval −0.35 to −0.05)"
            " — **moved**.",
        ),
        (
            {"verdict": "inside the noise", "lower": -0.1},
            "The tone of the 1,250 articles on the topic in January 2020 was +0.60 on a scale from"
            " −1 to 1, against the usual +0.40: a difference of +0.20 (interval −0.10 to +0.35)"
            " — **inside the noise**.",
        ),
        (
            UNKNOWN | {"mean_baseline": NAN},
            "The tone of the 1,250 articles on the topic in January 2020 was +0.60;"
            " **too few** to tell a move from noise.",
        ),
        (
            UNKNOWN | {"n_docs": 4, "mean": NAN},
            "On tone: **too few** articles in January 2020 to say anything (4).",
        ),
    ],
)  # fmt: skip
def test_every_verdict_on_tone_is_a_sentence(changed: dict[str, object], expected: str) -> None:
    assert said(brief.on_tone(compared(**changed), every="MS", query="oil")) == expected


def test_without_a_topic_the_tone_is_that_of_all_articles_collected() -> None:
    text, _ = brief.on_tone(compared(), every="MS", query="")
    assert text.startswith("The tone of the {n_topic:,} articles collected in {when} was")


def moved(*terms: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(terms, columns=["term", "q_value"]).assign(n_screened=1200)


@pytest.mark.parametrize(
    ("up", "down", "expected"),
    [
        (
            [("missile", 0.001), ("drone", 0.01), ("funeral", 0.02), ("crash", 0.04), ("x", 0.2)],
            [("tanker", 0.049), ("visa", 0.05)],
            "Of 1,200 words in use, 4 rose and 1 faded beyond chance (false discovery rate 5%) —"
            " **moved**; rising most: missile, drone, funeral; fading most: tanker.",
        ),
        (
            [("missile", 0.3)],
            [],
            "Of 1,200 words in use, 0 rose and 0 faded beyond chance (false discovery rate 5%) —"
            " **inside the noise**.",
        ),
        ([], [], "On words: **too few** articles to say which rose or faded."),
    ],
)
def test_every_verdict_on_words_is_a_sentence(
    up: list[tuple[str, float]], down: list[tuple[str, float]], expected: str
) -> None:
    shown = said(brief.on_words(moved(*up), moved(*down), enough=True))
    assert re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), shown) == expected
    few = brief.on_words(moved(*up), moved(*down), enough=False)
    assert said(few) == "On words: **too few** articles to say which rose or faded."


def test_a_word_that_is_markup_stays_text() -> None:
    shown = said(brief.on_words(moved(("<b>&*", 0.01)), moved(), enough=True))
    assert "<b>" not in shown
    assert "&*" not in shown


def test_the_three_sentences_share_no_name_for_different_numbers() -> None:
    recorder.clear()
    for found in (
        brief.on_volume(compared(), every="MS", query="oil"),
        brief.on_tone(compared(n_docs=30, mean=-0.1), every="MS", query="oil"),
        brief.on_words(moved(("drone", 0.01)), moved(), enough=True),
    ):
        said(found)
    kept = {entry["name"]: entry["value"] for entry in recorder.entries()}
    assert (kept["n_collected"], kept["n_topic"]) == (1250, 30)
    assert (kept["attention"], kept["tone"]) == (0.6, -0.1)


NOWHERE = "2020-01-01"


@pytest.fixture(scope="module")
def quiet() -> Corpus:
    """Four months of articles, none of them on the topic."""
    days = pd.date_range("2019-10-01", "2020-01-31")
    frame = pd.DataFrame({"text": [f"Rain fell on day {n}." for n in range(len(days))]})
    return Corpus.from_frame(frame.assign(date=days, source="Post"))


def test_a_topic_without_an_article_gives_sentences_not_a_crash(quiet: Corpus) -> None:
    topic = quiet.matching("Iran")
    scores = tone.score(topic)
    presence = frequency.presence(quiet, "Iran")
    pace = brief.pace(scores, every="auto", span=quiet.span)
    assert pace == "YS"
    mood = trends.compare(scores, NOWHERE, every="MS", baseline=3, span=quiet.span)
    assert mood.empty
    attention = trends.compare(presence, NOWHERE, every="MS", baseline=3, span=quiet.span)
    up, down = (of(topic, NOWHERE, every="MS") for of in (movers.rising, movers.fading))
    assert said(brief.on_tone(mood, every="MS", query="oil")) == (
        "On tone: **too few** articles to say anything (none in the period)."
    )
    assert said(brief.on_volume(attention, every="MS", query="Iran")) == (
        "In January 2020, 0.0% of the 31 articles collected were on the topic, against 0.0%"
        " usually: a difference of +0.0 percentage points (interval +0.0 to +0.0)"
        " — **inside the noise**."
    )
    assert said(brief.on_words(up, down, enough=brief.is_enough(attention, mood))) == (
        "On words: **too few** articles to say which rose or faded."
    )
    assert brief.title(mood, every="MS", of="of", form=".2f") == (
        "Too few articles to tell a move from noise"
    )
    assert brief.title_of_words(up, down) == "No word rose or faded beyond chance"
    assert list(brief.dumbbell(up, down)) == [*movers.COLUMNS, "direction"]
    strips = brief.strips(scores, NOWHERE, every="MS")
    assert (list(strips), len(strips)) == (["group", "doc_id", "score"], 0)


def test_a_corpus_without_any_article_gives_sentences_too() -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    nothing = trends.compare(frequency.presence(none, "Iran"), NOWHERE, span=none.span)
    none_of = "articles to say anything (none in the period)."
    for query in ("", "Iran"):
        volume = brief.on_volume(nothing, every="W", query=query)
        assert said(volume) == f"On attention: **too few** {none_of}"
    assert said(brief.on_tone(nothing, every="W", query="oil")) == f"On tone: **too few** {none_of}"
    assert not brief.is_enough(nothing)
    assert brief.sources(frequency.presence(none, "Iran"), NOWHERE, every="W").empty


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "+0.60 tone in the first quarter of 2020, up from +0.40: moved"),
        (
            {"mean": -0.3, "difference": -0.7, "verdict": "inside the noise"},
            "−0.30 tone in the first quarter of 2020, against +0.40: inside the noise",
        ),
        (UNKNOWN, "Too few articles to tell a move from noise"),
    ],
)
def test_a_chart_title_states_the_finding(changed: dict[str, object], expected: str) -> None:
    assert brief.title(compared(**changed), every="QS", of="tone", form="+.2f") == expected


def test_without_a_topic_every_document_counts_and_every_day_is_a_row() -> None:
    days = ["2019-06-03", "2019-06-03", "2019-06-05"]
    corpus = Corpus.from_frame(pd.DataFrame({"text": ["Oil.", "Gas.", "Oil."], "date": days}))
    assert brief.presence(corpus, "")["score"].tolist() == [1.0, 1.0, 1.0]
    assert brief.presence(corpus, "oil")["score"].sum() == 2
    present = brief.presence(corpus, "oil")
    assert brief.attention(present, "oil", span=corpus.span) is present
    daily = brief.attention(brief.presence(corpus, ""), "", span=("2019-06-02", "2019-06-05"))
    expected = pd.DataFrame({"doc_id": [f"2019-06-0{n}" for n in (2, 3, 4, 5)]})
    expected["story_id"] = expected["doc_id"]
    expected["date"] = pd.to_datetime(expected["doc_id"]).astype("M8[us]")
    expected = expected.assign(source="all", score=[0, 2, 0, 1])
    assert_frame_equal(daily, expected, check_dtype=False)


def test_a_title_of_words_names_at_most_three_each_way() -> None:
    up = moved(("a", 0.01), ("b", 0.01), ("c", 0.01), ("d", 0.01))
    assert brief.title_of_words(up, moved(("e", 0.04))) == "a, b, c rose; e faded"
    assert brief.title_of_words(moved(("a", 0.05)), moved(("e", 0.04))) == "e faded"


def test_enough_means_that_no_comparison_lacks_articles() -> None:
    inside = compared(verdict="inside the noise")
    assert brief.is_enough(compared(), inside)
    assert not brief.is_enough(compared(), compared(**UNKNOWN))
    assert not brief.is_enough(compared(), compared().iloc[:0])


def test_strips_hold_the_period_and_its_baseline_and_no_missing_score() -> None:
    dates = ["2019-10-31", "2019-11-01", "2019-12-31", "2020-01-01", "2020-01-31", "2020-02-01"]
    scores = pd.DataFrame(
        {"doc_id": list("abcdef"), "date": pd.to_datetime(dates), "score": [1, 2, NAN, 4, 5, 6.0]}
    )
    found = brief.strips(scores, "2020-01-15", every="MS", baseline=2)
    expected = pd.DataFrame(
        {
            "group": ["January 2020"] * 2 + ["2 periods before"],
            "doc_id": ["d", "e", "b"],
            "score": [4, 5, 2.0],
        }
    )
    assert_frame_equal(found, expected)


def test_sources_are_counted_by_hand_and_a_silent_one_is_told() -> None:
    rows = [
        ("2019-05-20", "A", 1.0), ("2019-05-21", "A", 1.0), ("2019-05-28", "A", 0.0),
        ("2019-05-20", "B", 1.0), ("2019-05-31", "B", 1.0),
        ("2019-06-03", "A", 1.0), ("2019-06-04 18:00", "A", 0.0), ("2019-06-10", "B", 1.0),
        ("2019-05-30", "C", 0.0),
    ]  # fmt: skip
    presence = pd.DataFrame(rows, columns=["date", "source", "score"])
    presence["date"] = pd.to_datetime(presence["date"], format="ISO8601").astype("M8[us]")
    found = brief.sources(presence, "2019-06-05", every="W", baseline=2)
    expected = pd.DataFrame(
        {
            "source": ["A", "B", "C"],
            "now": [1, 0, 0],
            "usual": [1.0, 1.0, 0.0],  # two weeks before: A 2 + 0, B 1 + 1, C 0 + 0
            "collected": [2, 0, 0],
            "last_seen": pd.to_datetime(["2019-06-04", "2019-05-31", "2019-05-30"]).as_unit("us"),
            "days_silent": pd.array([5, 9, 10], "Int64"),
            "silent": [False, True, False],
        }
    )
    assert_frame_equal(found, expected)


def test_a_dumbbell_takes_the_first_of_each_way() -> None:
    found = brief.dumbbell(moved(("a", 0.1), ("b", 0.1)), moved(("c", 0.1)), n=1)
    assert found[["direction", "term"]].to_numpy().tolist() == [["rising", "a"], ["fading", "c"]]


def test_the_pace_is_what_was_asked_or_what_the_articles_allow() -> None:
    days = pd.date_range("2019-01-07", periods=28 * 20, freq="h")
    scores = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(days))], "date": days})
    scores = scores.assign(story_id=scores["doc_id"], source="Post", score=0.0)
    span = (days[0], days[-1])
    assert brief.pace(scores, every="auto", span=span) == "D"
    # Months would leave one period: five articles a week are then enough.
    assert brief.pace(scores.iloc[::12], every="auto", span=span) == "W"
    assert brief.pace(scores, every="QS", span=span) == "QS"
    with pytest.raises(ArgumentError) as error:
        brief.pace(scores, every="week", span=span)
    assert str(error.value) == (
        "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS', 'auto' (got 'week')."
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = ["date,text"] + [f"2019-06-{day:02},Oil rose on day {day}." for day in range(1, 31)]
    (tmp_path / "news.csv").write_text("\n".join([*lines, *lines[1:2]]), encoding="utf-8")
    return tmp_path / "news.csv"


def test_a_collection_is_cut_where_days_are_given_and_open_where_not(folder: Path) -> None:
    assert len(brief.collect(str(folder))) == 31
    assert len(brief.collect(str(folder), since="2019-06-11")) == 20
    assert len(brief.collect(str(folder), until="2019-06-10")) == 11
    cut = brief.collect(str(folder), since="2019-06-10", until="2019-06-20")
    assert (len(cut), str(cut.span[0])[:10], str(cut.span[1])[:10]) == (
        11, "2019-06-10", "2019-06-20",
    )  # fmt: skip
    assert brief.latest(cut, "W") == pd.Timestamp("2019-06-10")


def test_copies_are_grouped_as_the_articles_are_collected(folder: Path) -> None:
    assert brief.collect(str(folder)).documents["story_id"].nunique() == 30


def test_days_outside_the_collection_are_refused(folder: Path) -> None:
    with pytest.raises(InputError) as error:
        brief.collect(str(folder), since="2020-01-01")
    outside = "; the corpus runs from 2019-06-01 to 2019-06-30. Choose days inside it."
    assert str(error.value) == "No article lies between 2020-01-01 and the end" + outside
    with pytest.raises(InputError) as error:
        brief.collect(str(folder), until="2019-05")
    assert str(error.value) == "No article lies between the beginning and 2019-05" + outside


def test_marks_are_those_of_the_file_or_of_the_corpus(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "events.csv"
    own.write_text("date,label\n2019-06-13,Attack\n", encoding="utf-8")
    collected = brief.collect(str(folder))
    assert brief.marks(collected).empty
    assert brief.marks(collected, str(own))["label"].tolist() == ["Attack"]
    (tmp_path / "wrong.csv").write_text("day,label\n2019-06-13,Attack\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        brief.marks(collected, str(tmp_path / "wrong.csv"))
    assert str(error.value) == (
        "The events file 'wrong.csv' must have the columns 'date', 'label' (has 'day', 'label')."
    )
