"""How types end and begin: the rule for sentences, read chunk by chunk, is the oracle."""

from __future__ import annotations

import random
import string

import gold_sentences
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import encode, sentence_spans
from analysis.text.edges import EIGHT, lefts, rights
from analysis.text.sentences import LEFT, RIGHT, left_class, right_class

# Chunks that differ in what a look at their bytes tells.
PARTS = [*LEFT, *RIGHT, "oil", "Oil", "iPhone", "http", "Http", "ht", "Januaries", "3", "3.5", "12"]
PARTS += ["Yahoo", "Ä", "é", "пп", "г", "中", "approximately", "AA", "a", "B", "Unfortun", "\x00"]
MARKS = [*".?!;,'\"()[]-/_*&@#$…”“’‘।", "...", "']}", "\"')]", "((("]


def check(texts: list[str]) -> None:
    vocabulary = encode(texts).vocabulary
    chunks = list(vocabulary)
    assert dict(zip(chunks, lefts(vocabulary), strict=True)) == {c: left_class(c) for c in chunks}
    assert dict(zip(chunks, rights(vocabulary), strict=True)) == {c: right_class(c) for c in chunks}


def test_edges_are_the_classes_of_the_rule() -> None:
    draw = random.Random(8)
    pool = [*PARTS, *MARKS, *MARKS, *string.ascii_letters]
    check([part + mark for part in PARTS for mark in ["", *MARKS]])
    check([mark + part for part in PARTS for mark in MARKS])
    check(["".join(draw.choices(pool, k=draw.randrange(1, 6))) for _ in range(20_000)])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text() | st.text(alphabet="aTheJnMrU.S3?;α”'\"()-/é_")))
def test_edges_of_any_text_are_the_classes_of_the_rule(texts: list[str]) -> None:
    check(texts)


def test_a_vocabulary_without_types_has_no_edges() -> None:
    assert [len(each) for each in encode([" "]).types.edges] == [0, 0]


def test_no_abbreviation_is_too_long_to_be_looked_at_at_once() -> None:
    assert max(len(word) for word in LEFT if word.isalpha()) < EIGHT


def test_sentences_of_tokens_are_those_of_the_text() -> None:
    texts = [text for text, _ in gold_sentences.passages(gold_sentences.GOLD)]
    tokens = encode(texts)
    starts, offsets = tokens.sentences
    for number, text in enumerate(texts):
        first = [len(text[:start].split()) for start, _ in sentence_spans(text)]
        found = starts[offsets[number] : offsets[number + 1]] - tokens.offsets[number]
        assert found.tolist() == first
