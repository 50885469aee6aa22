"""The sample corpus: its shape, and the traps planted in it, each found or fooling nobody."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import Corpus, doubts, movers, tone, trends
from analysis.text import sentence_spans

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
NOTICE = "Project-written briefs: they show the method and say nothing about the press"
DESKS = ["Diplomacy desk", "Markets desk", "Security desk"]
TRAPS = [
    "mix shift", "copied", "silence", "midnight", "late", "long", "charged names",
    "lift sanctions", "wiggle",
]  # fmt: skip
MIX = ("2019-10-21", "2019-11-17")
WIGGLE = "2019-08-26"
SOFTENING = re.compile(
    r"(lift|eas|waiv)(e|es|ed|ing)? .*sanctions|sanctions relief|relief from sanctions",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def sample() -> Corpus:
    return Corpus.read(SAMPLE)


@pytest.fixture(scope="module")
def documents(sample: Corpus) -> pd.DataFrame:
    return sample.documents


@pytest.fixture(scope="module")
def scores(sample: Corpus) -> pd.DataFrame:
    return tone.score(sample.group_stories())


@pytest.fixture(scope="module")
def planted() -> dict[str, dict[str, str]]:
    with (SAMPLE / "planted.csv").open(encoding="utf-8", newline="") as file:
        return {row["trap"]: row for row in csv.DictReader(file)}


def ids(planted: dict[str, dict[str, str]], trap: str) -> list[str]:
    return planted[trap]["ids"].split()


def named(documents: pd.DataFrame, wanted: list[str]) -> pd.DataFrame:
    """The documents with these ids of the files."""
    found = documents[documents["id"].isin(wanted)]
    assert len(found) == len(wanted)
    return found


def test_the_files_are_read_without_a_problem(sample: Corpus) -> None:
    assert sample.problems.empty
    assert sample.name == "pressgauge sample"
    assert sample.notice == NOTICE
    assert list(sample.events) == ["date", "label"]
    assert sample.events["date"].between(*sample.span).all()
    assert len(sample.events) >= 10


def test_every_row_of_the_files_is_a_document_with_its_own_id(documents: pd.DataFrame) -> None:
    files = sorted(SAMPLE.glob("briefs-*.csv"))
    rows = pd.concat([pd.read_csv(path, dtype="str") for path in files])
    assert documents["id"].is_unique
    assert set(documents["id"]) == set(rows["id"])
    assert documents[["title", "text", "topic", "received"]].notna().all(axis=None)


def test_the_briefs_are_as_many_and_as_long_as_said(
    sample: Corpus, documents: pd.DataFrame, planted: dict[str, dict[str, str]]
) -> None:
    assert len(documents) >= 400
    assert sorted(documents["source"].unique()) == DESKS
    assert (documents["topic"] == "iran").mean() == pytest.approx(0.6, abs=0.05)
    assert set(documents["topic"]) == {"iran", "other"}
    long = documents["id"].isin(ids(planted, "long"))
    words = documents["text"].str.split().str.len()
    assert words[~long].between(40, 120).all()
    assert words[long].tolist() == [words.max()]
    assert words.max() > 200


def test_every_week_has_its_briefs_and_three_are_thin(scores: pd.DataFrame, sample: Corpus) -> None:
    series = trends.by_period(scores, span=sample.span)
    weeks = series[series["complete"]]
    assert series["period"].min() == pd.Timestamp("2019-04-01")
    thin = weeks["n_docs"] < 5
    assert thin.sum() == weeks["masked"].sum() == 3
    assert weeks.loc[~thin, "n_docs"].between(7, 16).all()


def test_the_query_and_the_column_name_the_same_topic(
    sample: Corpus, documents: pd.DataFrame
) -> None:
    asked = sample.matching("Iran OR Iranian* OR Tehran").documents["doc_id"]
    topic = documents.set_index("doc_id")["topic"] == "iran"
    agree = topic == topic.index.isin(asked)
    assert agree.mean() > 0.9


def test_the_list_of_traps_is_complete_and_names_real_briefs(
    documents: pd.DataFrame, planted: dict[str, dict[str, str]]
) -> None:
    assert list(planted) == TRAPS
    for trap in planted.values():
        assert list(trap) == ["trap", "ids", "where", "what", "shown_by"]
        assert all(trap[column] for column in ("where", "what", "shown_by"))
        named(documents, trap["ids"].split())


def in_mix(dates: pd.Series) -> pd.Series:
    return dates.between(MIX[0], f"{MIX[1]} 23:59")


def test_a_change_of_mix_moves_the_mean_and_not_the_balanced_mean(
    scores: pd.DataFrame, sample: Corpus
) -> None:
    inside = in_mix(scores["date"])
    assert scores["source"][inside].value_counts(normalize=True)["Security desk"] > 0.6
    assert scores["source"][~inside].value_counts(normalize=True)["Security desk"] < 0.4
    weekly = trends.by_period(scores, span=sample.span).dropna(subset=["balanced"])
    before = weekly["period"].between("2019-08-26", "2019-10-20")
    then = in_mix(weekly["period"])
    moved = {
        name: weekly[name][then].mean() - weekly[name][before].mean()
        for name in ("mean", "balanced")
    }
    assert moved["mean"] < -0.2
    assert abs(moved["balanced"]) < 0.4 * abs(moved["mean"])


@pytest.mark.parametrize("month", ["2019-10", "2019-11"])
def test_within_each_desk_the_same_months_are_inside_the_noise(
    scores: pd.DataFrame, sample: Corpus, month: str
) -> None:
    found = trends.compare(scores, month, every="MS", baseline=6, by="source", span=sample.span)
    assert found["source"].tolist() == DESKS
    assert found["verdict"].tolist() == ["inside the noise"] * 3


def test_a_brief_copied_six_times_is_one_story(
    sample: Corpus, planted: dict[str, dict[str, str]]
) -> None:
    grouped = sample.group_stories()
    stories = grouped.stories()
    copied = stories[stories["n_copies"] > 0]
    assert copied[["n_copies", "n_sources"]].to_numpy().tolist() == [[5, 3]]
    held = grouped.documents["story_id"] == copied["story_id"].iloc[0]
    assert sorted(grouped.documents["id"][held]) == ids(planted, "copied")
    days = grouped.documents["date"][held].dt.strftime("%Y-%m-%d")
    assert set(days) == {"2019-06-13", "2019-06-14"}


def test_the_silent_desk_is_found_and_no_other(sample: Corpus) -> None:
    found = doubts.silences(sample)
    assert found["source"].tolist() == ["Markets desk"]
    assert found["first_day"][0] <= pd.Timestamp("2019-05-20")
    assert found["last_day"][0] >= pd.Timestamp("2019-05-31")
    assert found["n_days"][0] < 21


def test_a_wrong_midnight_date_is_doubted_and_no_other(
    documents: pd.DataFrame, planted: dict[str, dict[str, str]]
) -> None:
    doubted = documents[documents["date_doubt"].notna()]
    assert sorted(doubted["id"]) == ids(planted, "midnight")
    assert set(doubted["date"]) == {pd.Timestamp("2019-08-01")}
    assert doubted["date_doubt"].unique().tolist() == [
        "midnight: 9 documents of this source share 2019-08-01 00:00 exactly"
    ]


def test_the_late_brief_is_found_and_no_other(
    sample: Corpus, planted: dict[str, dict[str, str]]
) -> None:
    found = doubts.late_arrivals(sample)
    assert found["id"].tolist() == ids(planted, "late")
    assert found["days_late"].iloc[0] > 30


def test_a_burst_in_one_long_brief_is_no_mover(
    sample: Corpus, documents: pd.DataFrame, planted: dict[str, dict[str, str]]
) -> None:
    (brief,) = named(documents, ids(planted, "long")).to_dict("records")
    assert brief["text"].lower().count("desalination") >= 5
    for every in ("W", "MS"):
        found = movers.rising(sample, brief["date"], every=every, n=500)
        assert "desalination" not in found["term"].tolist()


def test_charged_names_carry_no_tone(
    sample: Corpus, documents: pd.DataFrame, planted: dict[str, dict[str, str]]
) -> None:
    wanted = named(documents, ids(planted, "charged names"))["doc_id"]
    both = tone.score(sample, lexicon=["news", "vader"])
    both = both[both["doc_id"].isin(wanted)].merge(documents[["doc_id", "id"]])
    ours = both["lexicon"].str.startswith("news")
    toned = both[ours & (both["score"] != 0)]
    words = {
        row.id: tone.explain(sample, row.doc_id)["term"].dropna().tolist()
        for row in toned.itertuples()
    }
    assert words == {}
    assert (both["score"][~ours] != 0).all()


def test_sentences_on_lifting_sanctions_are_not_negative(
    sample: Corpus, documents: pd.DataFrame, planted: dict[str, dict[str, str]]
) -> None:
    wanted = named(documents, ids(planted, "lift sanctions"))["doc_id"]
    sentences = tone.score(sample, unit="sentence")
    seen = 0
    for doc_id in wanted:
        text = documents.set_index("doc_id").loc[doc_id, "text"]
        for row in sentences[sentences["doc_id"] == doc_id].itertuples():
            quoted = sentence_of(text, int(row.sentence))
            if SOFTENING.search(quoted):
                seen += 1
                assert row.score >= 0, quoted
    assert seen >= len(wanted)


def sentence_of(text: str, number: int) -> str:
    start, end = sentence_spans(text)[number]
    return text[start:end]


def test_a_wiggle_that_can_be_seen_is_inside_the_noise(
    scores: pd.DataFrame, sample: Corpus, planted: dict[str, dict[str, str]]
) -> None:
    assert WIGGLE in planted["wiggle"]["where"]
    (row,) = trends.compare(scores, WIGGLE, span=sample.span).to_dict("records")
    assert row["verdict"] == "inside the noise"
    assert row["difference"] > 0.1
    weekly = trends.by_period(scores, span=sample.span).set_index("period")["mean"]
    eight = weekly[:WIGGLE].iloc[-9:]
    assert eight.idxmax() == pd.Timestamp(WIGGLE)
    assert eight.iloc[-1] - eight.iloc[:-1].mean() > 1.5 * eight.iloc[:-1].std()
