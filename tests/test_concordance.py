"""Concordance lines: what is asked for, where it stands, and nothing else."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus
from analysis.errors import ArgumentError, QueryError
from analysis.measures import concordance


def news(*texts: str, **columns: list[str]) -> Corpus:
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": "2019-06-03", **columns}))


def shown(corpus: Corpus, pattern: str, window: int = 8) -> list[str]:
    found = concordance.lines(corpus, pattern, window=window)
    return sorted((found["left"] + "[" + found["node"] + "]" + found["right"]).tolist())


def test_what_stands_under_not_is_asked_of_the_document_and_not_shown() -> None:
    corpus = news("Oil and gas rose.", "Oil and coal rose.", "Gas fell.")
    assert shown(corpus, "oil NOT coal", 1) == ["[Oil] and"]
    assert shown(corpus, "(oil OR gas) NOT fell", 0) == ["[Oil]", "[Oil]", "[gas]"]


def test_a_window_of_none_shows_the_node_alone() -> None:
    assert shown(news("Crude oil-price talk, oil."), "oil", 0) == ["[oil]", "[oil]"]


def test_a_window_counts_words_and_keeps_the_marks_between() -> None:
    text = "Well — (crude), “oil”: $60.50, then?"
    assert shown(news(text), "oil", 1) == ["crude), “[oil]”: $60.50"]
    assert shown(news(text), "oil", 99) == ["Well — (crude), “[oil]”: $60.50, then"]


def test_the_title_helps_to_match_and_is_not_shown_as_text() -> None:
    corpus = news("Prices rose, oil too.", title=["Iran"])
    assert shown(corpus, "iran AND oil", 1) == ["rose, [oil] too"]
    assert concordance.lines(corpus, "iran").empty


def test_phrases_and_wildcards_are_nodes_as_printed() -> None:
    assert shown(news("Iran’s OIL\n prices rose."), '"oil price*"', 1) == [
        "Iran’s [OIL\n prices] rose"
    ]


def test_sentences_are_numbered_as_they_are_cut() -> None:
    found = concordance.lines(news("Oil met Gov. Oil. Oil.\n\nOil"), "oil")
    assert found["sentence"].tolist() == [0, 0, 1, 2]
    assert found["start"].tolist() == [0, 13, 18, 24]


TEXTS = st.text(alphabet="oil OIL.,’'\n-—中é\u0301ह😀(", min_size=1, max_size=60)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), window=st.integers(0, 5))
def test_every_line_is_one_piece_of_its_text_within_its_window(
    texts: list[str], window: int
) -> None:
    corpus = news("oil", *texts)
    bodies = corpus.documents.set_index("doc_id")["text"]
    found = concordance.lines(corpus, "oil OR 中", window=window)
    assert found[["date", "doc_id", "start"]].equals(
        found[["date", "doc_id", "start"]].sort_values(
            ["date", "doc_id", "start"], ignore_index=True
        )
    )
    for row in found.itertuples():
        piece = row.left + row.node + row.right
        begin = row.start - len(row.left)
        assert bodies[row.doc_id][begin : begin + len(piece)] == piece


def test_a_sample_is_some_of_the_lines_in_order_and_repeats_by_seed() -> None:
    corpus = news(*(f"oil {n}" for n in range(40)))
    whole = concordance.lines(corpus, "oil")
    some = concordance.lines(corpus, "oil", sample=7, seed=1)
    assert len(some) == 7
    places = [whole.index[whole["doc_id"] == doc_id][0] for doc_id in some["doc_id"]]
    assert places == sorted(places)
    pd.testing.assert_frame_equal(some, concordance.lines(corpus, "oil", sample=7, seed=1))
    pd.testing.assert_frame_equal(whole, concordance.lines(corpus, "oil", sample=41, seed=1))
    assert concordance.lines(corpus, "oil", sample=0).empty


def test_nothing_found_is_an_empty_table_with_its_columns_and_kinds() -> None:
    found, some = concordance.lines(news("Gas."), "oil"), concordance.lines(news("Oil."), "oil")
    assert list(found.columns) == list(some.columns) == concordance.COLUMNS
    pd.testing.assert_series_equal(found.dtypes, some.dtypes)


def test_a_bad_sample_or_query_is_refused() -> None:
    with pytest.raises(ArgumentError) as raised:
        concordance.lines(news("Oil."), "oil", sample=-2)
    assert str(raised.value) == "`sample` must not be negative (got -2)."
    with pytest.raises(QueryError):
        concordance.lines(news("Oil."), "(oil")


def test_what_is_no_corpus_is_refused_in_words() -> None:
    with pytest.raises(ArgumentError, match=r"`corpus` must be a Corpus \(got DataFrame\)"):
        concordance.lines(pd.DataFrame({"text": ["Oil"]}), "oil")  # type: ignore[arg-type]
