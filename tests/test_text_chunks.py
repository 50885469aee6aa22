"""Chunks: the ids stand for what str.split() gives, whatever the bytes and wherever they lie."""

from __future__ import annotations

import random
import secrets
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.chunks import SLOTS, TOGETHER, Chunks, encode

SPACES = [chr(code) for code in range(sys.maxunicode) if chr(code).isspace()]


def _said(chunks: Chunks) -> list[list[str]]:
    words = chunks.vocabulary.strings
    ends = zip(chunks.offsets[:-1], chunks.offsets[1:], strict=True)
    return [[words[number] for number in chunks.ids[a:b]] for a, b in ends]


def test_ids_follow_the_first_appearance_and_keep_case_and_punctuation() -> None:
    chunks = encode(["Oil  fell.", "", " oil fell. Oil "])
    assert chunks.vocabulary.strings == ("Oil", "fell.", "oil")
    assert chunks.ids.tolist() == [0, 1, 2, 1, 0]
    assert chunks.offsets.tolist() == [0, 2, 2, 5]


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_every_white_space_of_unicode_parts_chunks(space: str) -> None:
    text = f"a{space}bc{space}{space}longer-than-eight{space}é{space}x"
    assert _said(encode([text])) == [text.split()]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_cut_as_python_cuts_it(texts: list[str]) -> None:
    assert _said(encode(texts)) == [text.split() for text in texts]


def test_chunks_of_every_length_at_every_alignment() -> None:
    draw = random.Random(20261124)
    alphabet = "ab.\x00\x01\x1b\x7fé\u3000 \n\u0085\u00a0\U0001f600\ud800"
    texts = ["".join(draw.choices(alphabet, k=draw.randrange(40))) for _ in range(3000)]
    assert _said(encode(texts)) == [text.split() for text in texts]


def test_short_types_that_differ_in_trailing_zero_bytes_stay_apart() -> None:
    assert encode(["a a\x00 a\x00\x00 a"]).ids.tolist() == [0, 1, 2, 0]


def test_a_blank_line_begins_a_paragraph_a_single_line_feed_does_not() -> None:
    chunks = encode(["\n\none two\nthree\n \nfour\r\n\r\nfive", "six\n\nseven"])
    assert [chunks.vocabulary.strings[chunks.ids[place]] for place in chunks.breaks] == [
        "four",
        "five",
        "seven",
    ]


def test_the_table_grows_and_loses_nothing() -> None:
    texts = [f"type{n} {n} a-much-longer-type-{n}" for n in range(SLOTS // 2)]
    chunks = encode(texts)
    assert len(chunks.vocabulary) == SLOTS // 2 * 3
    assert _said(chunks) == [text.split() for text in texts]


def test_an_arrow_column_is_read_in_slices_chunks_and_with_gaps() -> None:
    texts = ["one two", None, "three", "", "four one"]
    whole = pa.array(texts, pa.large_string())
    expected = [(text or "").split() for text in texts]
    assert _said(encode(whole)) == expected
    assert _said(encode(whole[2:])) == expected[2:]
    assert _said(encode(pa.chunked_array([whole[:1], whole[2:4], whole[4:]]))) == [
        expected[0],
        *expected[2:],
    ]
    for other in (pa.string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        array = pa.array(texts, other)
        assert _said(encode(array)) == expected
        assert _said(encode(array[1:4])) == expected[1:4]
        assert (
            _said(encode(pa.chunked_array([array[3:], array[:3]]))) == expected[3:] + expected[:3]
        )


def test_what_stands_behind_a_missing_value_is_not_read() -> None:
    data, offsets = pa.py_buffer(b"one two three"), pa.py_buffer(np.array([0, 4, 8, 13], np.int64))
    array = pa.Array.from_buffers(pa.large_string(), 3, [pa.py_buffer(b"\x05"), offsets, data])
    assert array.to_pylist() == ["one ", None, "three"]
    chunks = encode(array)
    assert (_said(chunks), chunks.vocabulary.strings) == (
        [["one"], [], ["three"]],
        ("one", "three"),
    )


def test_no_texts_have_no_chunks() -> None:
    empty = encode([])
    assert (len(empty.offsets), empty.vocabulary.strings) == (1, ())
    assert _said(encode(pa.chunked_array([], pa.large_string()))) == []


def test_texts_of_many_blocks_are_one() -> None:
    # Longer than a block, and cut by blocks at every place between two chunks.
    texts = [" " * n + "word and\n\nnew " * 400 for n in range(20)]
    chunks = encode([*texts, "".join(texts)])
    assert chunks.offsets.tolist() == [*range(0, 21 * 1200, 1200), 40 * 1200]
    assert (chunks.ids.reshape(-1, 3) == [0, 1, 2]).all()
    assert chunks.breaks.tolist() == [*range(2, 40 * 1200, 3)]


def test_strings_given_in_parts_are_one_with_those_of_an_arrow_column() -> None:
    texts = [f"word{n % 7} and {n % 11}\n\nnew" for n in range(2 * TOGETHER + 5)]
    parts, whole = encode(texts), encode(pa.array(texts))
    assert parts.vocabulary.strings == whole.vocabulary.strings
    for name in ("ids", "offsets", "breaks"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


def test_long_texts_of_random_bytes_are_cut_as_python_cuts_them() -> None:
    draw = random.Random(3)
    alphabet = "abcdefgh.\x00é\u3000 \n\u0085\u00a0\u2028\u205f\U0001f600\ud800\u2003’"
    for likely in (1, 4, 40, 400):
        weights = [likely] * 10 + [1] * (len(alphabet) - 10)
        texts = ["".join(draw.choices(alphabet, weights, k=30_000)) for _ in range(3)]
        assert _said(encode(texts)) == [text.split() for text in texts]


def test_what_was_encoded_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        encode(["one"]).ids[0] = 5


def test_ids_do_not_depend_on_how_a_table_spreads_types(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [" ".join(f"{n % 97:03d} {'ab' * (n % 23)} {n}" for n in range(700))]
    # With these numbers two have the same hash, and only their bytes tell them apart; they come
    # again when the block in which they were new is done.
    twins = "x" * 16 + "aaaaZZZZbbbbZZZZ" + " " + "x" * 16 + "bbbbZZZZaaaaZZZZ"
    texts = [f"{twins} {texts[0]} {twins}"]
    whole = encode(texts)
    monkeypatch.setattr(secrets, "randbits", lambda bits: 0)  # everything meets in one place
    met = encode(texts)
    assert met.ids.tolist() == whole.ids.tolist()
    assert met.vocabulary.strings == tuple(dict.fromkeys(texts[0].split()))
    assert met.vocabulary.find(met.vocabulary).tolist() == list(range(len(met.vocabulary)))
    assert met.vocabulary.find(["701", "ab" * 23, "001 "]).tolist() == [-1, -1, -1]


def test_types_are_found_again_and_strangers_are_not() -> None:
    kinds = ["a", "seven77", "eight888", "nine99999", "é", "a\x00", "a" * 40, "\ud800"]
    vocabulary = encode([" ".join(kinds)]).vocabulary
    assert vocabulary.find(kinds).tolist() == list(range(len(kinds)))
    strangers = ["b", "", "seven7", "eight88", "a\x00\x00", "a" * 41, "two words"]
    assert vocabulary.find(strangers).tolist() == [-1] * len(strangers)
    assert encode([]).vocabulary.find(["a"]).tolist() == [-1]
