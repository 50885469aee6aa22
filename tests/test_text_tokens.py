"""Words in scripts that Python's \\w leaves in pieces, and tokens as arrays."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import encode, word_spans
from analysis.text.words import WORD, fold


@pytest.mark.parametrize(
    "word",
    [
        "مُحَمَّد",  # Arabic with its vowel marks
        "می‌خواهم",  # Persian, held together by a zero-width non-joiner
        "हिन्दी",  # Devanagari with vowel signs
        "การเมือง",  # Thai
        "e\u0301te\u0301",  # decomposed accents
        "שָׁלוֹם",  # Hebrew with points
        "Тегеран",
        "컴퓨터",
        "コンピューター",
        "don’t",
        "1,200.50",
    ],
)
def test_a_word_stays_whole_in_every_script(word: str) -> None:
    text = f"({word}) {word}."
    assert [text[start:end] for start, end in word_spans(text)] == [word, word]


@given(st.lists(st.text(alphabet="@AZ[`az{é中😀\x7f", min_size=1, max_size=20)))
def test_bytes_looked_at_eight_at_a_time_tell_what_the_strings_do(texts: list[str]) -> None:
    vocabulary = encode(texts).vocabulary
    chunks = list(vocabulary)
    assert vocabulary.foreign.tolist() == [not chunk.isascii() for chunk in chunks]
    assert vocabulary.upper.tolist() == [re.search("[A-Z]", chunk) is not None for chunk in chunks]
    assert vocabulary.beyond.tolist() == [len(chunk.encode()) - len(chunk) for chunk in chunks]


ASSIGNED = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cn"]
# What holds a word together by rule, beside letters, marks and digits; geresh ends one as well.
INSIDE = set("-.'’‘&‐‑֊־․﹒﹣＇－．_‿⁀⁔︳︴﹍﹎﹏＿·\u0387՛՜՞՟״‧׳")


def test_every_mark_stays_with_its_letter() -> None:
    marks = [char for char in ASSIGNED if unicodedata.category(char)[0] == "M"]
    assert len(marks) > 2_000
    assert [mark for mark in marks if not WORD.fullmatch(f"a{mark}b")] == []
    assert [mark for mark in marks if WORD.search(f" {mark} ")] == []


def test_no_punctuation_symbol_or_space_is_taken_for_a_mark() -> None:
    others = [char for char in ASSIGNED if unicodedata.category(char)[0] in "PSZC"]
    seen = [char for char in others if unicodedata.category(char) != "Cf"]  # Cf has no shape
    assert {char for char in seen if WORD.fullmatch(f"a{char}b")} == INSIDE | {":"}
    assert [char for char in seen if WORD.fullmatch(f"a{char}")] == ["׳"]
    assert [char for char in others if WORD.search(f" {char} ")] == []


def test_letters_make_words_by_their_script() -> None:
    alone = re.compile("CJK [UC]|HIRAGANA|HANGZHOU|IDEOGRAPHIC [ICN]|VERTICAL IDEO")
    katakana = re.compile("(HALFWIDTH )?KATAKANA|VERTICAL KANA")
    unspaced = re.compile("THAI|LAO|KHMER|MYANMAR|TAI|NEW TAI")
    wrong = []
    for char in filter(str.isalnum, ASSIGNED):
        name = unicodedata.name(char, "")
        if char > "\uffff" and not name.startswith("CJK"):
            continue
        one, two = f"a{char}b", char + char
        letter = unicodedata.category(char)[0] == "L"
        if alone.match(name):
            expected = [["a", char, "b"], [char, char]]
        elif katakana.match(name) or (letter and unspaced.match(name)):
            expected = [["a", char, "b"], [two]]
        else:
            expected = [[one], [two]]
        if [WORD.findall(one), WORD.findall(two)] != expected:
            wrong.append(f"{ord(char):x} {name}")
    assert wrong == []


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "\u0301\u0301", "—…", "", "_", "\u200c"])
def test_what_has_no_letter_has_no_word(text: str) -> None:
    assert word_spans(text) == []


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_words_are_counted_as_they_are_cut(text: str) -> None:
    assert len(word_spans(text)) == encode([text]).words.lengths[0]


def test_a_long_run_of_inner_marks_is_read_in_linear_time() -> None:
    assert len(word_spans("a." * 100_000)) == 1
    assert len(word_spans("a\u0301" * 100_000 + "!")) == 1


def test_words_are_adjacent_where_only_white_space_stands_between() -> None:
    tokens = encode(["Oil rose,  oil\nfell", "Oil"])
    assert tokens.words.adjacent.tolist() == [False, True, False, True, False]


def test_folded_ids_join_case_and_apostrophes_and_are_sorted() -> None:
    words = encode(["Oil OIL iran’s Iran's"]).words
    assert words.forms == ("iran's", "oil")
    assert words.ids.tolist() == [1, 1, 0, 0]
    assert fold("IRAN’S") == "iran's"


def test_no_texts_and_empty_texts_keep_their_places() -> None:
    assert encode([]).offsets.tolist() == encode([]).words.offsets.tolist() == [0]
    tokens = encode(["", "x", "", "—"])
    assert tokens.offsets.tolist() == [0, 0, 1, 1, 2]
    assert tokens.words.offsets.tolist() == [0, 0, 1, 1, 1]
    assert tokens.words.documents.tolist() == [1]
    assert tokens.ids.dtype == tokens.words.ids.dtype == "int32"
