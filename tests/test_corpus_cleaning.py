"""Text as it is kept."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import display_title
from analysis.corpus.cleaning import clean, line

CASES = {
    "tags become breaks": ("<p>One</p><p>Two<br/>three</p>", "One\n\nTwo\nthree"),
    "comparisons stay": ("a < b and c > d", "a < b and c > d"),
    "words in angle brackets stay": (
        "<b and c> <Reuters> <x@y.org> <3",
        "<b and c> <Reuters> <x@y.org> <3",
    ),
    "attributes may hold an angle bracket": ('<a href="x" title="a > b">Iran</a>', "Iran"),
    "scripts go with their content": ("A<script>if (a<b) x()</script>B<style>p{}</style>", "AB"),
    "an unclosed script loses its tag alone": ("<script>oil rose", "oil rose"),
    "comments go": ("A<!-- hidden\n-->B", "AB"),
    "entities are decoded": ("AT&amp;T &#8217; &nbsp;x &eacute;", "AT&T ’  x é"),
    "an ampersand without a semicolon stays": ("R&D &copy 1 &c.", "R&D &copy 1 &c."),
    "escaped markup is markup": ("&lt;p&gt;Oil&lt;/p&gt;", "Oil"),
    "entities escaped twice are decoded": ("Q&amp;amp;A &amp;lt; 3", "Q&A < 3"),
    "the end of a character section goes, whatever stands beside it": ("]]>oil", "oil"),
    "controls go": ("a\x00b\x07c\x7f", "abc"),
    "Windows quotes read as Latin-1 are quotes": ("don\x92t", "don’t"),
    "curly quotes stay": ("“Iran’s”", "“Iran’s”"),
    "lone surrogates are replaced": ("a\ud800b", "a�b"),
    "split surrogate pairs are joined": ("\ud83d\ude00", "😀"),
    "line ends are one kind": ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    "paragraphs stay apart": ("  a \n \t\n\n\n b  ", "a\n\n b"),
    "letters are composed": ("e\u0301", "é"),
    "zero-width and byte order marks go": ("\ufeffI\u200bran\u00ad", "Iran"),
    "odd spaces are spaces": ("10\u202f000\u00a0km", "10 000 km"),
}


@pytest.mark.parametrize(("given_text", "expected"), CASES.values(), ids=CASES.keys())
def test_text_is_cleaned(given_text, expected):
    assert clean(given_text) == expected


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("<>&;/ \n\t\r!-=\"'ampltg#x3\x00\x92\ud800é\u0301"), st.characters()
        ),
        max_size=60,
    )
)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing(text):
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()


@pytest.mark.parametrize(
    "hostile",
    [
        "<a href=" * 20_000,
        "<script>" * 20_000,
        "<p " + " " * 200_000,
        "<a " + "x=1 " * 50_000,
        "&amp;" * 50_000,
        "&" + "amp;" * 50_000,
        "<!--" * 20_000,
        '<a href="' * 10_000,
        "\n \n" * 70_000 + "x",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_takes_no_longer_than_a_book(hostile):
    began = time.process_time()
    clean(hostile)
    assert time.process_time() - began < 2


def test_a_line_has_single_spaces():
    assert line(" <i>The</i>\n\n Daily\tNews ") == "The Daily News"


def test_a_displayed_title_is_the_title_or_the_first_sentence_or_its_beginning():
    assert display_title("Oil", "Gold rose. Oil fell.") == "Oil"
    assert display_title(float("nan"), "Gold “rose.” Oil fell.") == "Gold “rose.”"
    assert display_title(None, "Gold rose\n\nOil fell.") == "Gold rose"
    shown = display_title(None, "word " * 40)
    assert len(shown) <= 90
    assert shown == "word " * 17 + "word…"


def test_a_displayed_title_does_not_end_at_an_abbreviation() -> None:
    text = "With U.S. prices falling, Chairman Ben S. Bernanke spoke. He left."
    assert display_title(None, text) == "With U.S. prices falling, Chairman Ben S. Bernanke spoke."
