"""Concordance lines: what is asked for, where it stands, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus
from analysis.errors import ArgumentError, QueryError
from analysis.measures import concordance
from analysis.text import compile_query, sentence_spans, word_spans


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


def test_a_window_goes_past_marks_that_are_no_words_however_many() -> None:
    corpus = news("A b " + "- — … " * 9 + "oil " + "| – ! " * 9 + "中 ٣ c oil’s d")
    before = [shown(corpus, "oil", window) for window in (1, 2, 4)]
    assert before[0] == ["b " + "- — … " * 9 + "[oil] " + "| – ! " * 9 + "中", "c [oil]’s d"]
    _ = corpus.tokens.types.parts  # the words of all types, where before there were those at hand
    assert [shown(corpus, "oil", window) for window in (1, 2, 4)] == before


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


def by_the_rule(text: str, query: str, window: int) -> list[list[object]]:
    """The lines of one text, from its words and sentences as the rules in words find them."""
    words, lines = word_spans(text), []
    sentences = [start for start, _ in sentence_spans(text)]
    for start, end in compile_query(query).spans(text):
        before = [a for a, b in words if b <= start][-window:] or [a for a, _ in words[:1]]
        after = [b for a, b in words if a >= end][:window] or [b for _, b in words[-1:]]
        left, right = (min(start, *before), max(end, *after[-1:])) if window else (start, end)
        number = sum(begin <= start for begin in sentences) - 1
        lines.append([number, start, text[left:start], text[start:end], text[end:right]])
    return lines


GAPS = [
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\u00a0",
    "\u1680",
    "\u2003",
    "\u2028",
    "\u205f",
    "\u3000",
    "\x1d",
]
CHUNKS = [
    "oil", "Oil.", "(oil)", "oil-price", "crude-oil-price", "Oil’s", "naïve", "中国oil", "“Öl", "—",
    "\u200boil", "😀", "U.S.", "He", "ª£", "\u2030", "oil\u0301", "@oil", "price", "x" * 30,
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    pieces=st.lists(st.tuples(st.sampled_from(CHUNKS), st.sampled_from(GAPS)), max_size=12),
    query=st.sampled_from(["oil", "oil*", "*price", "oil price OR naïve", "öl OR he OR 中*"]),
    window=st.integers(0, 4),
)
def test_lines_are_those_that_the_rules_find_text_by_text(
    pieces: list[tuple[str, str]], query: str, window: int
) -> None:
    written = "".join(chunk + gap for chunk, gap in pieces)
    documents = news("x", written + " .", "Oil " + written).documents
    found = concordance.lines(Corpus.from_frame(documents), query, window=window)
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        lines = found[found["doc_id"] == doc_id][concordance.COLUMNS[6:]]
        assert lines.values.tolist() == by_the_rule(text, query, window)


def test_one_word_is_found_however_far_away_it_stands() -> None:
    dashes = " " + "-" * 50 + " "
    assert shown(news(f"crude{dashes}oil{dashes}price"), "oil", 1) == [
        f"crude{dashes}[oil]{dashes}price"
    ]


def test_texts_in_several_arrays_are_read_as_one() -> None:
    frames = [news(text).documents for text in ("Crude oil.", "“Oil” fell.")]
    joined = Corpus.from_frame(pd.concat(frames, ignore_index=True))
    assert shown(joined, "oil", 1) == ["Crude [oil]", "[Oil]” fell"]


def test_a_sample_does_not_depend_on_what_else_is_found() -> None:
    corpus = news(*(f"oil oil {n}" for n in range(40)), *(f"gas {n}" for n in range(9)))
    some = concordance.lines(corpus, "oil", sample=9, seed=1)
    parts = [concordance.lines(part, "oil", sample=9, seed=1) for part in corpus.partitions(size=7)]
    joined = pd.concat(parts, ignore_index=True)
    chosen = concordance.drawn(joined["doc_id"], joined["start"].to_numpy(), 9, 1)
    pd.testing.assert_frame_equal(some, joined.iloc[chosen].reset_index(drop=True))


def test_every_line_is_as_likely_to_be_drawn() -> None:
    doc_ids, starts = pd.Series(np.repeat(["a", "b"], 10)), np.tile(np.arange(10), 2)
    times = np.zeros(20)
    for seed in range(2000):
        times[concordance.drawn(doc_ids, starts, 5, seed)] += 1
    assert np.abs(times - 500).max() < 5 * np.sqrt(2000 * 0.25 * 0.75)


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
