"""What a word is, wherever it stands."""

from __future__ import annotations

import re

TOKENIZER = "words-2"  # changes with the rule below: kept results name the rule they were made by

# What \w leaves out although it belongs to the letter before it: combining marks (vowel signs of
# Arabic, Hebrew and the scripts of India, decomposed accents) and the joiners of Persian. Ranges
# may hold letters, never punctuation or spaces.
MARKS = (
    r"\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d"
    r"\u0859-\u085b\u0898-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63"
    r"\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3\u0e31-\u0e3a"
    r"\u0e47-\u0e4e\u0eb1-\u0ece\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6"
    r"\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u17d3\u17dd\u180b-\u180d"
    r"\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37"
    r"\u1cd0-\u1cd2\u1cd4-\u1dff\u200c\u200d\u20d0-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f"
    r"\u3099-\u309a\ua66f-\ua672\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827\ua82c\ua880-\ua8c5"
    r"\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef"
    r"\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)

# A word is a run of letters, marks and digits. Inside it an apostrophe, a full stop, a hyphen or
# an ampersand holds it together (don't, U.S, oil-rich, AT&T, 3.5); a comma does so between digits
# only (1,200). At an edge none of them belongs to the word, so quotation marks and stops fall off.
_RUN = rf"(?:[^\W_]++[{MARKS}]*+)++"
WORD = re.compile(rf"{_RUN}(?:(?:['’.&\-‐‑]|(?<=\d),(?=\d)){_RUN})*+")


_TYPED = str.maketrans({"’": "'", "‐": "-", "‑": "-"})


def fold(word: str) -> str:
    """The form under which words are counted: case-folded, apostrophes straight.

    >>> fold("Iran’s")
    "iran's"
    """
    return word.casefold().replace("’", "'")


def plain(word: str) -> str:
    """The word with apostrophes and hyphens as they are typed, which is how lexicons have them.

    >>> plain("Iran’s")
    "Iran's"
    """
    return word.translate(_TYPED)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each word of the text begins and ends, in characters.

    >>> [ "The U.S.-Iran deal"[a:b] for a, b in word_spans("The U.S.-Iran deal") ]
    ['The', 'U.S', 'Iran', 'deal']
    """
    return [match.span() for match in WORD.finditer(text)]


def count_words(text: str) -> int:
    """How many words the text has.

    >>> count_words("The U.S.-Iran deal")
    4
    """
    return len(WORD.findall(text))
