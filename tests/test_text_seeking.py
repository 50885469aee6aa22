"""Terms in encoded texts: the same pattern on the whole text is the oracle."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import compile_query, encode
from analysis.text.seeking import BITS, apart
from analysis.text.terms import one_case, term_spans

TERMS = ["oil", "Oil Price", "iran*", "*sanction*", "u.s.", "don't", "naïve", "oil* price*", "k",
         "a b c", "İ", "b-a", "a b", "ﬀ", "9/11", "*an", "@oil", "oil.com", "*oil",
         "price oil", "iran price", "ΣΑΣ"]  # fmt: skip
PIECES = [
    "oil", "OIL,", "(oil", "price", "Price.", "prices", "oil-oil", "Iranian", "iran", "U.S.",
    "don’t", "DON'T!", "naïve", "NAÏVE", "na\u0308ive", "K", "\u212a", "i", "a", "b", "c",
    "b-a", "a/b", "sanctioned", "9/11", "—", "\n\n", "İran", "ſanction", "oil\u0301", "x_oil",
    "@oil", "(@iran)", "oil@price.com", "https://oil.com/price-oil", "www.Oil.com,", "#oil", "σας",
]  # fmt: skip


def check(texts: list[str], terms: list[str]) -> None:
    tokens = encode(texts)
    for term, hits in zip(terms, tokens.find(terms), strict=True):
        kept = apart([hits])
        for place, text in enumerate(texts):
            begins, at = [], 0
            for chunk in text.split():
                at = text.index(chunk, at)
                begins.append(at)
                at += len(chunk)
            first = int(tokens.offsets[place])
            spans = [
                (begins[a - first] + start, begins[b - first] + end)
                for one, a, start, b, end in zip(*kept, strict=True)
                if one == place
            ]
            assert spans == list(term_spans(term, text)), (term, text)


def test_terms_are_found_where_their_patterns_find_them() -> None:
    draw = random.Random(4)
    check([" ".join(draw.choices(PIECES, k=draw.randrange(12))) for _ in range(300)], TERMS)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="aAbB kKſı'’-. \n*é\u0301", max_size=20), max_size=4))
def test_any_texts_are_searched_as_their_patterns_search_them(texts: list[str]) -> None:
    check(texts, ["a", "a b", "a*", "*b", "a'b", "k", "s", "é", "a* b", "i"])


def test_nothing_is_found_inside_an_address_but_what_looks_like_one() -> None:
    text = "@oil OIL oil@gas.com (www.oil.com/gas) https://gas.com #oil"
    hits = encode([text]).find(["oil", "gas", "@oil", "gas.com", "https*"])
    assert [each.token.tolist() for each in hits] == [[1, 5], [], [0], [2, 4], []]


def test_letters_that_patterns_take_for_one_another_have_one_case() -> None:
    points = [*range(0x250, 0x590), *range(0x1C80, 0x1C90), *range(0x1E00, 0x2000), 0x212A, 0xFB05]
    letters = [chr(n) for n in (*range(0x250), *points, 0xFB06, *range(0xA640, 0xA650))]
    whole = "".join(letters)
    assert len(one_case(whole)) == len(whole)
    for letter in letters:
        alike = re.findall(re.escape(letter), whole, re.IGNORECASE)
        assert {one_case(other) for other in alike} == {one_case(letter)}


def test_more_terms_than_a_mask_has_bits() -> None:
    words = [f"w{number}" for number in range(BITS + 9)]
    found = encode([" ".join(words)]).find(words)
    assert [hits.token.tolist() for hits in found] == [[number] for number in range(len(words))]


def test_of_overlapping_hits_the_first_and_longest_is_kept() -> None:
    tokens = encode(["Oil price, oil", "price"])
    kept = apart(tokens.find(["oil", "oil price", "price"]))
    assert list(zip(kept.text.tolist(), kept.token.tolist(), kept.last.tolist(), strict=True)) == [
        (0, 0, 1),
        (0, 2, 2),
        (1, 3, 3),
    ]


@pytest.mark.parametrize("texts", [[], ["", " "]], ids=["no texts", "empty texts"])
def test_nothing_is_found_where_nothing_is(texts: list[str]) -> None:
    (hits,) = encode(texts).find(["oil"])
    assert [len(column) for column in hits] == [0] * 5
    assert len(apart([]).text) == 0


def test_a_query_is_answered_from_the_texts_that_have_its_terms() -> None:
    texts = ["oil and talks", "oil", "talks", "war"]
    query = compile_query("oil AND NOT talks OR war")
    tokens = encode(texts)
    found = {
        term: [place in hits.text for place in range(len(texts))]
        for term, hits in zip(query.terms, tokens.find(query.terms), strict=True)
    }
    masks = {term: np.array(there) for term, there in found.items()}
    assert query.among(masks).tolist() == [query(text) for text in texts]
    assert query.wanted == ("oil", "war")
