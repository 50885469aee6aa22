"""Sentences: abbreviations that end one and those that do not, quotations, and hostile text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import sentence_spans

CASES = [
    ["It met in the U.S. Senate.", "He lives in the U.S.", "The rest left."],
    ["Apple Inc. rose.", "Shell Inc.", "The firm closed."],
    ["Rates rose at 5 p.m. on Jan. 3 in Calif. and Ohio.", "It rained."],
    ["Sen. J. D. Doe, R-Ariz., met Rep. K. B. Roe.", "They spoke."],
    ["Oil rose vs. gas, i.e. by 3.5 percent to $60.25.", "It fell."],
    ["It was No. 1.", "Two were Nos. 5 and 6."],
    ["He said no.", "Prices fell."],
    ["The cat sat.", "The sun.", "Oil fell."],
    ['"We won."', "He left."],
    ["“We won.”", "‘We lost.’", "(He stayed.)", "It rained."],
    ["He left ... and came back...", "Then it rained."],
    ["Wait!", "What?!", "Yes."],
    ["TEHRAN, June 3 (Reuters) - The U.S. said no.", "It left."],
    ["A headline without a stop"],
]


@pytest.mark.parametrize("expected", CASES)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    text = "  ".join(expected)
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


@pytest.mark.parametrize("gap", ["\n\n", "\n \t\n", "\n\n\n\n", " \n\n "])
def test_a_blank_line_ends_a_sentence_without_a_stop(gap: str) -> None:
    assert sentence_spans(f"Talks by Mr.{gap}Text") == [(0, 12), (12 + len(gap), 16 + len(gap))]


def test_one_line_break_is_a_space() -> None:
    assert sentence_spans("Oil\nrose") == [(0, 8)]


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="Mr.No5 U.S.\n\t!?…।。”’)(“a\u2028\x1c"))
def test_spans_hold_all_but_white_space_and_do_not_overlap(text: str) -> None:
    spans = sentence_spans(text)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    edges = [0, *itertools.chain.from_iterable(spans), len(text)]
    assert edges == sorted(edges)
    between = [text[edges[place] : edges[place + 1]] for place in range(0, len(edges), 2)]
    assert "".join(between).strip() == ""


@pytest.mark.parametrize("piece", ["a.", "No. 5 ", "! ", '"', ".", "\n \n", '."', " "])
def test_long_hostile_text_is_read_in_linear_time(piece: str) -> None:
    # Quadratic reading takes minutes here.
    assert len(sentence_spans(piece * 20_000)) <= 20_000


def test_a_slow_machine_does_not_run_into_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nltk.redos.DEFAULT_TIMEOUT", 0.05, raising=False)
    assert len(sentence_spans("The oil price rose. " * 5_000)) == 5_000
