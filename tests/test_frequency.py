"""Frequencies: counts and shares against tables counted by hand and other people's intervals."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.corpus import Corpus
from analysis.errors import ArgumentError, ColumnError, QueryError
from analysis.measures import concordance, frequency

ROWS = [
    ("2019-06-03", "A", "Oil rose. Oil fell."),
    ("2019-06-04", "B", "Crude oil rose, oil traders said."),
    ("2019-06-17", "A", "Talks failed."),
]


def news(rows: list[tuple[str, str, str]] = ROWS) -> Corpus:
    return Corpus.from_frame(pd.DataFrame(rows, columns=["date", "source", "text"]))


def test_words_are_counted_by_hand() -> None:
    found = frequency.count(news()).head(3)
    assert found[["term", "n_tokens", "n_docs"]].values.tolist() == [
        ["oil", 4, 2],
        ["rose", 2, 2],
        ["crude", 1, 1],
    ]
    assert found["per_million"].tolist() == pytest.approx(
        [4 / 12 * 1e6, 2 / 12 * 1e6, 1 / 12 * 1e6]
    )
    assert found["share"].tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3])


def test_pairs_do_not_run_across_punctuation_or_documents() -> None:
    found = frequency.count(news(), n=2).set_index("term")["n_tokens"].to_dict()
    assert found == {
        "oil rose": 2,
        "oil fell": 1,
        "crude oil": 1,
        "oil traders": 1,
        "traders said": 1,
        "talks failed": 1,
    }


def test_groups_have_their_own_totals() -> None:
    found = frequency.count(news(), by="source").set_index(["source", "term"])
    assert found.loc[("A", "oil"), "share"] == 0.5
    assert found.loc[("B", "oil"), "per_million"] == pytest.approx(2 / 6 * 1e6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["a1", "b1", "c1", "."]), max_size=8), min_size=1, max_size=4)
)
def test_counts_agree_with_a_counter(texts: list[list[str]]) -> None:
    rows = [("2019-06-03", "A", "x1 " + " ".join(words)) for words in texts]
    counter = Counter(word for _, _, text in rows for word in text.split() if word != ".")
    found = frequency.count(news(rows))
    assert dict(zip(found["term"], found["n_tokens"], strict=True)) == counter


def test_a_trend_has_every_period_and_its_denominator() -> None:
    found = frequency.trend(news(), ["oil", "talk*"])
    assert list(found.columns) == ["period", *frequency.TREND_COLUMNS]
    oil = found[found["term"] == "oil"]
    assert oil["period"].dt.strftime("%m-%d").tolist() == ["06-03", "06-10", "06-17"]
    assert oil["n_docs"].tolist() == [2, 0, 1]
    assert oil["n_with"].tolist() == [2, 0, 0]
    assert oil["n_tokens"].tolist() == [4, 0, 0]
    assert oil["complete"].tolist() == [True, True, False]
    assert oil["share"].isna().tolist() == [False, True, False]
    assert found[found["term"] == "talk*"]["n_with"].tolist() == [0, 0, 1]


def test_bounds_are_wilsons() -> None:
    rows = [("2019-06-03", "A", f"Oil {n}" if n < 3 else f"Talks {n}") for n in range(10)]
    found = frequency.trend(news(rows), ["oil"]).iloc[0]
    expected = binomtest(3, 10).proportion_ci(method="wilson")
    assert (found["lower"], found["upper"]) == pytest.approx((expected.low, expected.high))


def test_a_trend_by_source_carries_the_docvars_name() -> None:
    found = frequency.trend(news(), {"black gold": "crude oil"}, by="source", every="MS")
    assert found[["source", "term", "n_docs", "n_with"]].values.tolist() == [
        ["A", "black gold", 2, 0],
        ["B", "black gold", 1, 1],
    ]


def test_auto_takes_the_finest_period_that_holds_enough() -> None:
    days = pd.date_range("2019-01-01", "2019-12-31").strftime("%Y-%m-%d")
    found = frequency.trend(news([(day, "A", f"Oil {day}") for day in days]), ["oil"], every="auto")
    assert len(found) == 53


def test_presence_is_one_where_title_or_text_match() -> None:
    frame = pd.DataFrame({"text": ["x1", "oil"], "title": ["Oil", "y1"], "date": "2019-06-03"})
    found = frequency.presence(Corpus.from_frame(frame), "oil")
    assert found["score"].tolist() == [1.0, 1.0]


def test_empty_corpora_give_empty_tables() -> None:
    empty = news().matching("zzz")
    assert list(frequency.count(empty).columns) == frequency.COUNT_COLUMNS
    assert frequency.count(empty, n=3).empty
    assert list(frequency.trend(empty, ["oil"], by="source").columns) == [
        "period", "source", *frequency.TREND_COLUMNS,
    ]  # fmt: skip
    assert concordance.lines(empty, "oil").empty


def test_errors_say_what_was_found() -> None:
    with pytest.raises(ArgumentError) as raised:
        frequency.count(news(), n=9)
    assert str(raised.value) == "`n` must be from 1 to 5 (got 9)."
    with pytest.raises(ArgumentError) as raised:
        frequency.trend(news(), "oil")
    assert str(raised.value) == "`terms` must be a list or label -> query (got 'oil')."
    with pytest.raises(ColumnError, match="Columns not found: 'outlet'"):
        frequency.count(news(), by="outlet")
    with pytest.raises(ArgumentError, match=r"`every` must be one of .*\(got 'week'\)"):
        frequency.trend(news(), ["oil"], every="week")
    with pytest.raises(QueryError):
        frequency.trend(news(), ["(oil"])


def test_a_concordance_shows_the_text_as_printed() -> None:
    found = concordance.lines(news(), "oil", window=2)
    assert found[["left", "node", "right", "sentence"]].values.tolist() == [
        ["", "Oil", " rose. Oil", 0],
        ["Oil rose. ", "Oil", " fell", 1],
        ["Crude ", "oil", " rose, oil", 0],
        ["oil rose, ", "oil", " traders said", 0],
    ]


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet="oil Oil.,’' \n-中é", min_size=1), window=st.integers(0, 4))
def test_a_line_is_a_piece_of_its_text(text: str, window: int) -> None:
    corpus = news([("2019-06-03", "A", f"x1 {text}")])
    body = corpus.documents["text"].iloc[0]
    for row in concordance.lines(corpus, "oil", window=window).itertuples():
        assert body[row.start :].startswith(row.node + row.right)
        assert body[: row.start].endswith(row.left)
        assert row.node.lower() == "oil"


def test_a_sample_is_seeded_and_in_order() -> None:
    rows = [("2019-06-03", "A", f"oil {n}") for n in range(30)]
    first, again = (concordance.lines(news(rows), "oil", sample=5, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert len(first) == 5
    assert not first.equals(concordance.lines(news(rows), "oil", sample=5, seed=4))


def test_a_negative_window_is_refused() -> None:
    with pytest.raises(ArgumentError) as raised:
        concordance.lines(news(), "oil", window=-1)
    assert str(raised.value) == "`window` must not be negative (got -1)."
