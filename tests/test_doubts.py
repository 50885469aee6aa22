"""What to doubt: late arrivals, silences, and the lines that say somebody looked."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, doubts, tone, trends

NAMES = [
    "periods without an article on the topic", "periods with too few to plot",
    "periods cut by the collection", "articles that copy an earlier one",
    "dates that may be wrong", "articles that arrived late", "silences of a source",
    "articles on the topic without a word of tone", "rows set aside",
]  # fmt: skip
LONG = "The envoy said in Vienna that a visa agreement on the old oil case was near and final"


def collection() -> Corpus:
    """Three weeks and a day: two copies, one row without text, one article that came late."""
    rows = [
        (f"{LONG}.", "Accord", "2019-06-03 09:00", "A", "2019-06-03 10:00"),
        (f"{LONG} today.", "Accord nears", "2019-06-04 09:00", "B", "2019-06-04 10:00"),
        ("Oil war hurt ships.", "War", "2019-06-05 09:00", "A", "2019-06-15 21:00"),
        ("Oil port open.", "Port", "2019-06-06 09:00", "B", "2019-06-06 09:30"),
        ("", "Nothing", "2019-06-06 10:00", "B", ""),
        ("Rain fell.", "Rain", "2019-06-12 09:00", "A", ""),
        ("Oil peace hopes.", "Peace", "2019-06-24 09:00", "A", ""),
    ]
    columns = ["text", "title", "date", "source", "received"]
    return Corpus.from_frame(pd.DataFrame(rows, columns=columns)).group_stories()


def table(corpus: Corpus, query: str = "oil") -> pd.DataFrame:
    topic = corpus.matching(query)
    scores = tone.score(topic)
    series = trends.by_period(scores, span=corpus.span, min_docs=2)
    return doubts.table(corpus, topic, scores, series)


def test_a_collection_counted_by_hand() -> None:
    found = table(collection())
    expected = pd.DataFrame(
        {
            "doubt": pd.Series(NAMES, dtype="str"),
            "n": [2, 1, 1, 1, 0, 1, 0, 1, 1],
            "n_all": [4, 4, 4, 6, 6, 6, 2, 5, 7],
        }
    )
    assert_frame_equal(found[["doubt", "n", "n_all"]], expected)
    detail = found.set_index("doubt")["detail"]
    assert detail[NAMES[0]] == "2019-06-10, 2019-06-17"
    assert detail[NAMES[1]] == detail[NAMES[2]] == "2019-06-24"
    assert detail[NAMES[3]] == "“Accord nears”"
    assert detail[NAMES[4]] == detail[NAMES[6]] == ""
    assert detail[NAMES[5]] == "“War”"
    assert detail[NAMES[8]].endswith("(1)")


def test_many_periods_are_named_up_to_three() -> None:
    days = pd.to_datetime(["2019-06-03", "2019-07-08"])
    corpus = Corpus.from_frame(pd.DataFrame({"text": "Oil war.", "date": days}))
    detail = table(corpus)["detail"][0]
    assert detail == "2019-06-10, 2019-06-17, 2019-06-24 and 1 more"


def test_a_late_article_is_told_with_its_days() -> None:
    found = doubts.late_arrivals(collection())
    assert found["title"].tolist() == ["War"]
    assert found["days_late"].tolist() == [10.5]


@pytest.mark.parametrize("received", [
    ["2019-06-06 09:00", "2019-06-06 09:01", "junk", None],
    pd.to_datetime(["2019-06-06 09:00", "2019-06-06 09:01", None, None]),
    pd.to_datetime(["2019-06-06 11:00", "2019-06-06 11:01", None, None]).tz_localize("Etc/GMT-2"),
])  # fmt: skip
def test_three_days_are_not_late_and_a_minute_more_is(received: object) -> None:
    frame = pd.DataFrame({"text": ["Oil.", "Gas.", "Rain.", "Snow."], "date": "2019-06-03 09:00"})
    found = doubts.late_arrivals(Corpus.from_frame(frame.assign(received=received)))
    assert found["text"].tolist() == ["Gas."]


def test_a_column_of_numbers_says_nothing_of_arrival() -> None:
    frame = pd.DataFrame({"text": ["Oil.", "Gas."], "date": "2019-06-03", "received": [3, 4]})
    assert doubts.late_arrivals(Corpus.from_frame(frame)).empty


def test_an_article_with_a_doubtful_date_is_not_called_late() -> None:
    rows = [(f"Oil {n}.", f"2019-06-0{n + 1}T07:0{n}:00Z") for n in range(9)] * 2
    rows += [(f"Gas {n}.", "2019-06-02T00:00:00Z") for n in range(4)]
    frame = pd.DataFrame(rows, columns=["text", "date"]).assign(received="2019-07-01")
    corpus = Corpus.from_frame(frame)
    assert corpus.documents["date_doubt"].notna().sum() == 4
    assert set(doubts.late_arrivals(corpus)["text"].str[:3]) == {"Oil"}


def test_without_a_time_of_arrival_nothing_is_late() -> None:
    found = doubts.late_arrivals(
        Corpus.from_frame(pd.DataFrame({"text": ["a"], "date": "2019-06-03"}))
    )
    assert found.empty
    assert str(found["days_late"].dtype) == "float64"


def daily(*silent: tuple[int, int], source: str = "Post", n: int = 120) -> pd.DataFrame:
    days = pd.date_range("2019-06-01", periods=n)
    for start, end in silent:
        days = days.drop(pd.date_range("2019-06-01", periods=n)[start:end], errors="ignore")
    return pd.DataFrame({"text": "Oil rose.", "date": days, "source": source})


def test_a_silence_is_found_with_its_days_and_its_chance() -> None:
    corpus = Corpus.from_frame(pd.concat([daily((30, 45)), daily(source="Wire")]))
    expected = pd.DataFrame(
        {
            "source": pd.Series(["Post"], dtype="str"),
            "first_day": pd.to_datetime(["2019-07-01"]).as_unit("us"),
            "last_day": pd.to_datetime(["2019-07-15"]).as_unit("us"),
            "n_days": [15],
            "n_expected": [np.exp(-105 / 120 * 15) * 106],  # 105 days with articles, 106 gaps
        }
    )
    assert_frame_equal(doubts.silences(corpus), expected)


def test_a_silence_at_the_end_of_the_collection_counts() -> None:
    corpus = Corpus.from_frame(pd.concat([daily((100, 120)), daily(source="Wire")]))
    found = doubts.silences(corpus)
    assert found[["source", "n_days"]].to_numpy().tolist() == [["Post", 20]]
    assert found["last_day"][0] == pd.Timestamp("2019-09-28")


def test_a_source_that_seldom_writes_is_not_called_silent() -> None:
    weekly = daily(source="Weekly").iloc[::7]
    monthly = daily(source="Monthly").iloc[::30]
    corpus = Corpus.from_frame(pd.concat([weekly, monthly, daily()]))
    assert doubts.silences(corpus).empty


def test_chance_alone_names_few_silences() -> None:
    # By construction of the threshold, one source in ten at most.
    random = np.random.default_rng(11)
    found = 0
    for _ in range(60):
        days = pd.Timestamp("2019-06-01") + pd.to_timedelta(random.integers(0, 200, 90), "D")
        span = pd.to_datetime(["2019-06-01", "2019-12-17"])
        frame = pd.DataFrame({"text": "Oil.", "date": [*days, *span], "source": "Post"})
        found += len(doubts.silences(Corpus.from_frame(frame)))
    assert found <= 6


def test_an_empty_corpus_has_no_doubts_but_the_lines_stay() -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    found = table(none)
    assert found["doubt"].tolist() == NAMES
    assert found[["n", "n_all"]].to_numpy().sum() == 0
    silent = doubts.silences(none)
    assert {name: str(kind) for name, kind in silent.dtypes.items()} == {
        "source": "str", "first_day": "datetime64[us]", "last_day": "datetime64[us]",
        "n_days": "int64", "n_expected": "float64",
    }  # fmt: skip


def test_a_topic_without_articles_is_all_empty_periods() -> None:
    found = table(collection(), "nothing").set_index("doubt")
    assert found.loc[NAMES[0], ["n", "n_all"]].tolist() == [4, 4]
    assert found.loc[NAMES[7], ["n", "n_all"]].tolist() == [0, 0]
