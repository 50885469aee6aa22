"""Words, sentences and queries on news text."""

from __future__ import annotations

import itertools
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.errors import QueryError
from analysis.text import compile_query, encode, sentence_spans, word_spans
from analysis.text.words import are_adjacent, fold


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oil rose 3.5%, to $1,200.", ["Oil", "rose", "3.5", "to", "1,200"]),
        ("Iran’s oil-rich south", ["Iran’s", "oil-rich", "south"]),
        ("AT&T (“Ma Bell”)", ["AT&T", "Ma", "Bell"]),
        ("تهران و واشنطن", ["تهران", "و", "واشنطن"]),
        ("Тегеран: Ёлка", ["Тегеран", "Ёлка"]),
        ("São Paulo, cafe\u0301", ["São", "Paulo", "cafe\u0301"]),
        ("😀 … —", []),
    ],
)
def test_words_are_cut_as_a_reader_would(text: str, words: list[str]) -> None:
    assert cut(text) == words


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_words_of_tokens_are_the_words_of_the_text(texts: list[str]) -> None:
    words = encode(texts).words
    assert len(words.lengths) == len(texts)
    for place, text in enumerate(texts):
        span = slice(words.offsets[place], words.offsets[place + 1])
        assert [words.forms[word] for word in words.ids[span]] == [fold(w) for w in cut(text)]
        follows = [
            are_adjacent(text[a:b], text[b:c]) for (a, b), (c, _) in pairwise(word_spans(text))
        ]
        found = words.adjacent[span].tolist()
        assert found == [False, *follows][: len(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. met Gov. Smith. He left.", ["The U.S. met Gov. Smith.", "He left."]),
        ("He lives in the U.S. The rest left.", ["He lives in the U.S.", "The rest left."]),
        ("It was No. 5 on Jan. 3. Prices rose.", ["It was No. 5 on Jan. 3.", "Prices rose."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("Oil rose 3.5 percent. It fell.", ["Oil rose 3.5 percent.", "It fell."]),
        ("J. Smith of Acme Inc. spoke. We heard.", ["J. Smith of Acme Inc. spoke.", "We heard."]),
        ("“We won.” He left.", ["“We won.”", "He left."]),
        ("VIENNA, Austria (Reuters) - Oil fell.", ["VIENNA, Austria (Reuters) - Oil fell."]),
        ("A headline\n\nThen a text.", ["A headline", "Then a text."]),
        ("The cat sat. The sun set.", ["The cat sat.", "The sun set."]),
        ("  ", []),
    ],
)
def test_sentences_of_news(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aB. !?\n“”(No.5U.S.\t", max_size=80))
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


WORDS = ["oil", "Iran", "talks"]
TREES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.tuples(st.just("NOT"), inner),
        st.tuples(st.sampled_from(["AND", "OR"]), inner, inner),
    ),
    max_leaves=6,
)


def written(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    if tree[0] == "NOT":
        return f"NOT ({written(tree[1])})"
    return f"({written(tree[1])}) {tree[0]} ({written(tree[2])})"


def holds(tree: object, there: set[str]) -> bool:
    if isinstance(tree, str):
        return tree in there
    if tree[0] == "NOT":
        return not holds(tree[1], there)
    join = all if tree[0] == "AND" else any
    return join(holds(part, there) for part in tree[1:])


@settings(max_examples=150, deadline=None)
@given(tree=TREES, there=st.sets(st.sampled_from(WORDS)))
def test_queries_mean_what_they_say(tree: object, there: set[str]) -> None:
    assert compile_query(written(tree))(" ".join(sorted(there)).upper()) is holds(tree, there)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("iran", "Iran’s oil", True),
        ("iran", "Iranian oil", False),
        ("iran*", "Iranian oil", True),
        ("*oil", "They embroil", True),
        ("oil price", "Oil\n prices", False),
        ('"oil price*"', "Oil\n prices", True),
        ("oil OR gas AND coal", "oil", True),
        ("oil NOT gas", "oil and gas", False),
        ("C++ OR a.b", "axb", False),
        ("don't", "They don’t", True),
    ],
)
def test_terms_are_whole_words_and_literal(query: str, text: str, expected: bool) -> None:
    assert compile_query(query)(text) is expected


TAKES = ' It takes terms, "phrases", wildcards*, AND, OR, NOT and brackets.'


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("  ", "The query is empty; write at least one term, such as 'Iran'."),
        ("(a1", "The query '(a1' does not parse: an opening bracket is not closed (after '( a1')."),
        (
            "a1)",
            "The query 'a1)' does not parse: a closing bracket has no opening one (after 'a1').",
        ),
        ("a1 OR", "The query 'a1 OR' does not parse: a term is missing (after 'a1 OR')."),
        (
            'a1 "b1"',
            "The query 'a1 \"b1\"' does not parse: AND or OR is missing before 'b1' (after 'a1').",
        ),
        (
            "a1 or b1",
            "The query 'a1 or b1' does not parse: 'or' joins terms in capitals only; write OR,"
            " or put a phrase with it in quotation marks (after 'a1 or b1').",
        ),
        ('"a1', "A quotation mark is not closed in the query '\"a1'; add the second one."),
        (
            "***",
            "The term '***' has no letter or digit to look for; write a word or its beginning.",
        ),
    ],
)
def test_a_query_that_does_not_parse_says_where(query: str, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        compile_query(query)
    assert str(raised.value).removesuffix(TAKES) == message


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab*\"() ANDORT'’.$[", max_size=40))
@example("(" * 20_000)
@example("NOT " * 20_000 + "a")
@example("a" * 100_000)
def test_any_query_is_read_or_refused(query: str) -> None:
    try:
        asked = compile_query(query)
    except QueryError:
        return
    asked("a b AND c " * 20)


def test_hostile_wildcards_stay_fast() -> None:
    assert not compile_query("a*a*a*a*a*a*a*a*b")("a" * 20_000)
