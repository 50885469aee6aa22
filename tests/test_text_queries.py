"""Queries on hostile input, in every script, and where their terms stand."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import QueryError
from analysis.text import compile_query


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("a*c*d", "abcacd", True),
        ("a*c*d", "abcacdx", False),
        ("*b*", "abc", True),
        ("*ab*ab*", "xabab", True),
        ("*ab*ab*", "xaba", False),
        ("oil*'s", "oilman’s", True),
        ("re-*ed", "re-opened", True),
        ("oil * price", "oil spot price", True),
        ("oil * price", "oil  price", False),
        ("oil * price", "oil and gas price", False),
        ("$5 OR [x] OR a|b OR ^a OR a.b", "axb", False),
        ("[x]", "an [x] b", True),
        ("$60.5", "at $60.5 a barrel", True),
        ("a.b", "a.b", True),
        ("snake", "snake_case", False),
        ("“oil price”", "The OIL\n\tPRICE", True),
        ("NOT NOT oil", "oil", True),
        ("a1 OR NOT b1", "c1", True),
        ("a1 AND NOT (b1 OR c1)", "a1 c1", False),
        ("and", "oil and gas", True),
    ],
)
def test_wildcards_and_special_characters_mean_one_thing(
    query: str, text: str, expected: bool
) -> None:
    assert compile_query(query)(text) is expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("e", "e\u0301clair", False),
        ("caf*", "cafe\u0301", True),
        ("हिन", "हिन्दी", False),
        ("हिन*", "हिन्दी", True),
        ("*दी", "हिन्दी", True),
        ("تهران", "تهران و واشنطن", True),
        ("محمد", "مُحَمَّد", False),
        ("тегеран", "ТЕГЕРАН", True),
        ("straße", "STRASSE", False),
    ],
)
def test_words_are_whole_in_every_script(query: str, text: str, expected: bool) -> None:
    assert compile_query(query)(text) is expected


GLOBS = st.text(alphabet="ab*", min_size=1, max_size=8).filter(lambda glob: glob.strip("*"))


def globbed(pattern: str, word: str) -> bool:
    """The textbook definition of a wildcard, one character at a time."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return globbed(pattern[1:], word) or (bool(word) and globbed(pattern, word[1:]))
    return bool(word) and pattern[0] == word[0] and globbed(pattern[1:], word[1:])


@settings(max_examples=300, deadline=None)
@given(pattern=GLOBS, words=st.lists(st.text(alphabet="ab", min_size=1, max_size=8), max_size=4))
def test_a_wildcard_is_any_run_of_letters_in_a_word(pattern: str, words: list[str]) -> None:
    expected = any(globbed(pattern, word) for word in words)
    assert compile_query(pattern)(" ".join(words)) is expected
    assert compile_query(pattern)("हि " + ", ".join(words)) is expected


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="oil gas,.\nOX’'", max_size=80))
def test_spans_are_hits_in_order_that_do_not_overlap(text: str) -> None:
    query = compile_query("oil OR gas OR oil gas NOT x")
    spans = query.spans(text)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert {" ".join(text[a:b].lower().split()) for a, b in spans} <= {"oil", "gas", "oil gas"}


def test_spans_show_what_is_asked_for_and_not_what_is_excluded() -> None:
    query = compile_query("oil AND NOT (gas OR coal)")
    assert query.spans("oil and gas, Oil") == [(0, 3), (13, 16)]
    assert query.terms == ("oil", "gas", "coal")


@pytest.mark.parametrize("query", ["a*a*a*a*a*a*a*a*a*b", "*a*a*a*a*a*a*a*a*b*", "a********b"])
def test_hostile_wildcards_take_linear_time(query: str) -> None:
    asked = compile_query(query)
    start = time.perf_counter()
    assert not asked("a" * 20_000)
    assert not asked(("a" * 20 + " ") * 1_000)
    assert time.perf_counter() - start < 2  # backtracking would take years


def test_long_queries_are_read_fast() -> None:
    start = time.perf_counter()
    assert compile_query("a" * 100_000)("b") is False
    assert len(compile_query(" OR ".join(f"w{n}" for n in range(2_000))).terms) == 2_000
    assert compile_query('"oil price"')("oil" + " " * 100_000) is False
    assert time.perf_counter() - start < 5


DEEP = "more than 100 brackets within each other"


def test_deep_brackets_are_refused_and_shallow_ones_read() -> None:
    assert compile_query("(" * 100 + "oil" + ")" * 100)("oil")
    with pytest.raises(QueryError) as raised:
        compile_query("(" * 10_000 + "oil" + ")" * 10_000)
    opened = "(" * 119 + "…"
    assert str(raised.value) == (
        f"The query '{opened}' does not parse: {DEEP} (after '…{'( ' * 59}(')."
        ' It takes terms, "phrases", wildcards*, AND, OR, NOT and brackets.'
    )


def test_a_query_that_is_no_text_is_refused() -> None:
    with pytest.raises(QueryError) as raised:
        compile_query(["Iran"])  # type: ignore[arg-type]
    assert str(raised.value) == "A query is text such as 'Iran OR Tehran' (got list)."


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("oil & gas", "'&' has no meaning here (after 'oil')"),
        ("oil | gas", "'|' has no meaning here (after 'oil')"),
        ("oil -gas", "'-gas' has no meaning here (after 'oil')"),
        ("oil, gas", "'oil,' has no meaning here (after 'the start')"),
        ("oil NEAR/5 gas", "'NEAR/5' has no meaning here (after 'oil')"),
        ("a OR 'oil price'", "a phrase stands in double quotation marks, not in single ones"),
        ("‘oil price’", "a phrase stands in double quotation marks, not in single ones"),
    ],
)
def test_what_other_tools_write_is_refused_rather_than_found_nowhere(query: str, said: str) -> None:
    with pytest.raises(QueryError) as refused:
        compile_query(query)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "query", ["AT&T", "'90s", "rock 'n' roll", "C++", "oil-price", "$BRK.B", "don't", '"oil, gas"']
)
def test_marks_that_belong_to_words_stay(query: str) -> None:
    assert len(compile_query(query).terms) == 1
