"""Where lexicons are read: installed packages and the tables beside this file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from importlib import resources
from types import MappingProxyType

from analysis.errors import one_of
from analysis.lexicons.lexicon import Lexicon, can_match

VADER_FILE = "vader_lexicon.txt"  # in the package vaderSentiment 3.3.2 (MIT)


def load(lexicon: str | Lexicon) -> Lexicon:
    """The lexicon of that name; a Lexicon is returned as it is.

    "vader" is the list of Hutto & Gilbert (2014), read from the installed package vaderSentiment.
    "news" is that list without words that are names and topics in the news (`news_dropped.csv`),
    with our own terms for sanctions, force and agreement (`news.csv`); until it is learnt from
    labelled sentences its tables carry the name "news-0".

    Raises:
        ArgumentError: for an unknown name.

    >>> load("news").name, "security" in load("news").weights
    ('news-0', False)
    """
    if isinstance(lexicon, Lexicon):
        return lexicon
    if lexicon not in NAMES:
        raise one_of("lexicon", lexicon, NAMES)
    return NAMES[lexicon]()


@cache
def _vader() -> Lexicon:
    # Lines are split at "\n" alone: some entries hold characters that splitlines() would cut at.
    text = (resources.files("vaderSentiment") / VADER_FILE).read_text(encoding="utf-8")
    rows = [line.strip().split("\t") for line in text.split("\n") if line.strip()]
    return Lexicon("vader", {row[0]: float(row[1]) for row in rows}, tokens="chunks")


@cache
def _news() -> Lexicon:
    dropped = {row["term"] for row in _table("news_dropped.csv")}
    weights = {
        term: weight
        for term, weight in _vader().weights.items()
        # Emoticons are no words of news text, and a lone letter is an initial.
        if term not in dropped and sum(map(str.isalpha, term)) > 1 and _is_word(term)
    }
    own = {row["term"]: float(row["weight"]) for row in _table("news.csv")}
    return Lexicon("news-0", weights | own)


def _is_word(term: str) -> bool:
    return term.isascii() and term == term.lower() and can_match(term)


def _table(name: str) -> list[dict[str, str]]:
    text = (resources.files("analysis.lexicons") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


NAMES: MappingProxyType[str, Callable[[], Lexicon]] = MappingProxyType(
    {"news": _news, "vader": _vader}
)


def described(lexicon: str | Lexicon) -> dict[str, object]:
    """What a report says of its lexicon: name, number of terms, start of its hash.

    >>> sorted(described("vader"))
    ['hash', 'lexicon', 'terms']
    """
    used = load(lexicon)
    return {"lexicon": used.name, "terms": len(used), "hash": used.fingerprint[:12]}
