"""Words of a text as integers: encoded once, counted many times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of many texts as one array of ids.

    Attributes:
        ids: int32, one per word, all texts end to end.
        offsets: int64, one more than there are texts; text i is ids[offsets[i]:offsets[i + 1]].
        vocabulary: the distinct words, case kept, in order of first appearance.
        starts: int32, where each word begins in its text, in characters.
        ends: int32, where it ends.
        adjacent: True where nothing but white space stands between a word and the one before it
            in the same text; word sequences never run across a False.

    >>> tokens = encode(["Oil fell.", "Oil rose, oil fell"])
    >>> tokens.ids.tolist(), tokens.offsets.tolist()
    ([0, 1, 0, 2, 3, 1], [0, 2, 6])
    >>> tokens.vocabulary
    ('Oil', 'fell', 'rose', 'oil')
    """

    ids: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    vocabulary: tuple[str, ...]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    adjacent: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __repr__(self) -> str:
        sizes = f"{len(self.ids):,} words, {len(self.vocabulary):,} types, {len(self):,} texts"
        return f"<Tokens: {sizes}>"

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Words in each text."""
        return np.diff(self.offsets)

    @cached_property
    def documents(self) -> npt.NDArray[np.int64]:
        """For each word, the position of its text."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @cached_property
    def folded(self) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
        """For each type the id of its case-folded form, and these forms sorted."""
        lower = [fold(word) for word in self.vocabulary]
        forms = tuple(sorted(set(lower)))
        position = {form: number for number, form in enumerate(forms)}
        return np.fromiter((position[form] for form in lower), np.int32, len(lower)), forms


def fold(word: str) -> str:
    """The form under which words are counted: case-folded, apostrophes straight.

    >>> fold("Iran’s")
    "iran's"
    """
    return word.casefold().replace("’", "'")


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


def encode(texts: Iterable[str]) -> Tokens:
    """The texts as Tokens; an empty text has no words but keeps its place."""
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    adjacent: list[bool] = []
    offsets = [0]
    known: dict[str, int] = {}
    for text in texts:
        last = 0
        for match in WORD.finditer(text):
            ids.append(known.setdefault(match.group(), len(known)))
            start, end = match.span()
            starts.append(start)
            ends.append(end)
            adjacent.append(last > 0 and text[last:start].isspace())
            last = end
        offsets.append(len(ids))
    return Tokens(
        ids=np.asarray(ids, np.int32),
        offsets=np.asarray(offsets, np.int64),
        vocabulary=tuple(known),
        starts=np.asarray(starts, np.int32),
        ends=np.asarray(ends, np.int32),
        adjacent=np.asarray(adjacent, np.bool_),
    )
