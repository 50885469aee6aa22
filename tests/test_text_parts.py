"""Words by the kernel and by the rule: the same for every type."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import encode, parts
from analysis.text.kernels import cutting
from analysis.text.kernels.cutting import CLOSING, HARD, WHOLE
from analysis.text.vocabulary import Vocabulary
from analysis.text.words import fold, word_spans

PIECES = [
    *"aAbsSvVzZ", *"019", *"_'’‘.-&@#$+:/,;\"()[]{}|!?%=~*<>^\\`",
    *"éÉßſÖöıİŉǅ×÷£«»°“”–—…·€中\u0301",
    "http://", "https://", "HTTP://", "ftp://", "www.", "WwW.", "://", "htt", "http:", "ww",
    "'s", "’s", ".'s", ".’S", "Inc.", "U.S.", "Ph.D.", "Gov", "Messrs.", "no.", "No.", "v.", "vs.",
    "AT&T", "a@b.c", "@a.b-c.d", "$BRK.B", "$AAPL", "1,200", "1;2", "10:30", "EU:s", "--", "...",
    "a.b", "A.", "é.", "+a", "_@", "&@", "1@2.3", "(a)", "(é)", ".com/", "x" * 62, "\x00", "\x7f",
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _few_types_go_to_the_kernel_too() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "FEW", -1)
        yield


def test_few_types_are_left_to_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = encode(["“U.S. oil,” said AT&T’s Gov. Élysée: 中国 @ap"]).vocabulary
    ours = parts.parts_of(vocabulary)
    monkeypatch.setattr(parts, "FEW", len(vocabulary))
    monkeypatch.setattr(cutting, "cut", None)  # calling it would fail
    asked = parts.parts_of(vocabulary)
    for name in ("offsets", "edges", "ends", "starts", "sizes"):
        assert np.array_equal(getattr(ours, name), getattr(asked, name)), name


def by_rule(vocabulary: Vocabulary) -> parts.Parts:
    n = len(vocabulary)
    counts, edges = np.zeros(n, np.int32), np.zeros(n, np.uint8)
    ends = np.zeros(n, np.uint32)
    found = parts._by_rule(vocabulary, np.arange(n), counts, edges, ends)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    return parts.Parts(vocabulary, offsets, *found.T[:2], edges, found.T[2], ends)


def cut(vocabulary: Vocabulary) -> np.ndarray:
    """What the kernel leaves to the rule, type by type."""
    left: list[np.ndarray] = []
    kernel = cutting.cut
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "cut", lambda *given: (kernel(*given), left.append(given[7]))[0])
        parts.parts_of(vocabulary)
    return left[0]


def agree(strings: list[str]) -> None:
    vocabulary = encode([" ".join(strings)]).vocabulary
    ours, theirs = parts.parts_of(vocabulary), by_rule(vocabulary)
    wrong = set()
    for name in ("offsets", "edges", "ends", "starts", "sizes"):
        a, b = getattr(ours, name), getattr(theirs, name)
        if not np.array_equal(a, b):
            wrong.add(name)
    if not np.array_equal(ours.cuts & ~np.uint32(HARD), theirs.cuts & ~np.int64(HARD)):
        wrong.add("cuts")
    assert wrong == set(), first_difference(vocabulary, ours, theirs)


def first_difference(vocabulary: Vocabulary, ours: parts.Parts, theirs: parts.Parts) -> str:
    for number, chunk in enumerate(vocabulary):
        rows = [slice(*each.offsets[number : number + 2]) for each in (ours, theirs)]
        said = [
            (
                each.types.strings_at(each.starts[row], each.sizes[row]),
                (each.cuts[row] & 3).tolist(),
                int(each.edges[number]),
                int(each.ends[number]),
            )
            for each, row in zip((ours, theirs), rows, strict=True)
        ]
        if said[0] != said[1]:
            return f"{chunk!r}: {said[0]} by the kernel, {said[1]} by the rule"
    return "no type differs"


def generated(n: int, seed: int) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choices(PIECES, k=draw.randint(1, 9))) for _ in range(n)]


@pytest.mark.parametrize("seed", range(4))
def test_kernel_and_rule_cut_generated_types_alike(seed: int) -> None:
    agree(generated(50_000, seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 116))
def test_kernel_and_rule_cut_many_more_alike(seed: int) -> None:
    agree(generated(50_000, seed))


def test_every_string_of_two_and_three_marks_is_cut_alike() -> None:
    marks = "aS1_'.-&@#$+:/,(é"
    pairs = [a + b for a in marks for b in marks]
    agree([a + b + c for a in ("", "a", "1", "http://") for b in pairs for c in ("", *pairs)])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), max_size=10))
def test_kernel_and_rule_cut_any_text_alike(strings: list[str]) -> None:
    agree(strings)


def test_every_character_is_cut_alike() -> None:
    chars = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    low = [char for char in chars if char <= "\u03ff" or "\u2000" <= char <= "\u20ff"]
    agree([f"{a}{char}{b}" for char in low for a in ("", "a", "1", "U.") for b in ("", "b", ".")])
    agree([f"a{char}b" for char in [*chars[:0x2500], *chars[0x2500::37]]])


def test_the_kernel_leaves_little_to_the_rule() -> None:
    known = "oil-rich U.S. AT&T’s “Gov.” Élysée’s $AAPL, @ap £5bn 1990–95 www.a.org/b_(c)".split()
    asked = {"中国": WHOLE, "Straße": WHOLE, "e\u0301": WHOLE, "É.": CLOSING, "x" * 2001: WHOLE}
    vocabulary = encode([" ".join([*known, *asked])]).vocabulary
    assert cut(vocabulary).tolist() == [0] * len(known) + list(asked.values())


def test_types_longer_than_the_kernel_takes_are_cut_alike() -> None:
    agree(["a" * size for size in (1999, 2000, 2001)] + ["a-" * 900, "é." * 700, "(" * 3000])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet="aBÀÿßÉ×’'éÖĀſ.-中\u0301\x00bcdefgh", min_size=1, max_size=40)))
def test_folded_words_are_in_order_and_those_of_the_rule(strings: list[str]) -> None:
    vocabulary = encode([" ".join(strings)]).vocabulary
    found = parts.parts_of(vocabulary)
    forms = found.folded.vocabulary.strings
    assert list(forms) == sorted(set(forms))
    words = [fold(chunk[a:b]) for chunk in vocabulary for a, b in word_spans(chunk)]
    assert [forms[number] for number in found.folded.of] == words


def test_order_holds_for_words_alike_for_long_and_for_zeros() -> None:
    heads = ["http://" + "a" * n for n in (1, 8, 9, 120, 121, 122, 300)]
    strings = [
        head + tail for head in heads for tail in ("", "b", "(\x00)", "(\x00\x00)", "B", "c")
    ]
    random.Random(7).shuffle(strings)
    found = parts.parts_of(encode([" ".join(strings * 2)]).vocabulary)
    assert list(found.folded.vocabulary) == sorted({fold(string) for string in strings})
