"""Sizes of corpora by name: "20k" is 20,000 articles of 400 words, "1mx60" a million of 60."""

from __future__ import annotations

import re
from typing import NamedTuple

WORDS = 400  # of an article where the name does not say
_NAME = re.compile(r"(\d+)([km]?)(?:x(\d+))?", re.ASCII)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}


class Size(NamedTuple):
    """How many articles, and about how many words each."""

    name: str
    articles: int
    words: int


def parse(name: str) -> Size:
    """The size of that name.

    >>> parse("1mx60")
    Size(name='1mx60', articles=1000000, words=60)
    """
    found = _NAME.fullmatch(name)
    if found is None or not int(found[1]) or found[3] == "0":
        raise ValueError(f"A size is a number of articles such as 20k or 1mx60 (got {name!r}).")
    return Size(name, int(found[1]) * _TIMES[found[2]], int(found[3] or WORDS))
