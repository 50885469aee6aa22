"""Terms as patterns: whole words of any case, with wildcards, and where they stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from analysis.errors import QueryError
from analysis.text.words import MARKS, addresses

SHOWN = 120  # characters of a query in a message; a pasted article would hide what is said of it
# What a word goes on with. The class with all marks takes a millisecond to compile, so it is kept
# for texts that hold such a character.
_PLAIN, _MARKED = r"\w", rf"[\w{MARKS}\u00ad]"
_MARK = re.compile(rf"[{MARKS}\u00ad]")
# Letters that re.IGNORECASE takes for one another although they are not so in lower case.
_ODD = str.maketrans(
    "\u0131\u017f\u00b5\u0345\u1fbe\u0390\u03b0\u03d0\u03f5\u03d1\u03f0\u03d6\u03f1"
    "\u03c2\u03d5\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88\u1e9b\ufb06",
    "\u0069\u0073\u03bc\u03b9\u03b9\u1fd3\u1fe3\u03b2\u03b5\u03b8\u03ba\u03c0\u03c1"
    "\u03c3\u03c6\u0432\u0434\u043e\u0441\u0442\u0442\u044a\u0463\ua64b\u1e61\ufb05",
)
_MARKED_WORD = re.compile(r"[@/]|\w\.\w")
_ADDRESSED = re.compile(r"@|://|www\.", re.IGNORECASE)


def character_of(text: str) -> str:
    """The class of what a word goes on with, as the text needs it."""
    return _PLAIN if text.isascii() or not _MARK.search(text) else _MARKED


@lru_cache(maxsize=10_000)
def term_pattern(term: str, character: str = _PLAIN) -> re.Pattern[str]:
    """A pattern for one term: whole words, any case, any white space between words.

    Raises:
        QueryError: where nothing but wildcards and punctuation is left of the term.
    """
    words = term.split()
    if not any(re.search(r"[^\W_]", word) for word in words):
        raise QueryError(
            f"The term {shown(term)} has no letter or digit to look for;"
            " write a word or its beginning."
        )
    body = r"\s++".join(_word_pattern(word, character) for word in words)
    return re.compile(rf"(?<!{character}){body}(?!{character})", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def edge_pattern(word: str, first: bool, last: bool, character: str = _PLAIN) -> re.Pattern[str]:
    """A pattern for one word of a term in what stands between white space.

    Before the first word of a term and after the last other punctuation may stand; between two
    words there is white space alone.
    """
    before = rf"(?<!{character})" if first else r"\A"
    after = rf"(?!{character})" if last else r"\Z"
    return re.compile(before + _word_pattern(word, character) + after, re.IGNORECASE)


def term_spans(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a term stands in a text, in order, none across another.

    >>> list(term_spans("oil", "Oil, @oil, oil@example.org"))
    [(0, 3)]
    """
    first, *_, last = term.split() * 2
    return spans_of(term_pattern(term, character_of(text)), text, first, last)


def spans_of(
    pattern: re.Pattern[str], text: str, first: str, last: str
) -> Iterator[tuple[int, int]]:
    """Where the pattern of a term with this first and last word matches, in order.

    An @name or an address is one word, so nothing begins or ends inside it, unless the term's own
    word has the marks of one.
    """
    if not _ADDRESSED.search(text):
        yield from (match.span() for match in pattern.finditer(text))
        return
    inside = addresses(text)
    begins = [a for a, _ in inside]
    place = 0
    while match := pattern.search(text, place):
        start, end = match.span()
        opening, closing = bisect_right(begins, start) - 1, bisect_left(begins, end) - 1
        if opening >= 0 and start < inside[opening][1] and not _MARKED_WORD.search(first):
            place = inside[opening][1]
        elif closing >= 0 and end <= inside[closing][1] and not _MARKED_WORD.search(last):
            place = start + 1
        else:
            yield start, end
            place = end


def one_case(text: str) -> str:
    """The text with one letter for all that re.IGNORECASE takes for it; as many as before.

    >>> one_case("İSS ıſ Σς")
    'iss is σσ'
    """
    return text.replace("İ", "i").lower().translate(_ODD)


def _word_pattern(word: str, character: str) -> str:
    """The word with its wildcards, so that matching stays linear whatever the word and the text.

    Between two wildcards the first place that fits is as good as any later one, so it is never
    given up again (atomic groups); only the last piece has to look for the end of the word.
    """
    first, *rest = (re.escape(piece) for piece in re.split(r"\*+", word.replace("’", "'")))
    if not rest:
        return _any_apostrophe(first)
    *inner, last = rest
    if not first and not last and not inner:
        return rf"{character}++"
    steps = "".join(rf"(?>{character}*?{_any_apostrophe(piece)})" for piece in inner)
    end = rf"{character}*?{_any_apostrophe(last)}(?!{character})" if last else rf"{character}*+"
    return _any_apostrophe(first) + steps + end


def _any_apostrophe(pattern: str) -> str:
    return pattern.replace("'", "['’]")


def shown(text: str) -> str:
    """The text as a message quotes it."""
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
