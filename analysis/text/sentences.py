"""Where sentences begin and end in news text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

# Changes with the lists below: kept results name the rule they were made by.
SPLITTER = "punkt-news-1"

# Abbreviations of news text, as Punkt wants them: lower case, without the last full stop. Those
# that are words as well (sat, sun, ill, miss) are left out: "the cat sat." must end a sentence.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof rev hon sr jr st ft mt
    gov sen rep gen col lt sgt capt cmdr adm maj brig pres supt atty
    inc corp co ltd llc plc bros assn dept univ
    jan feb mar apr jun jul aug sept sep oct nov dec
    tues thurs
    u.s u.k u.n u.s.a u.a.e e.u d.c l.a n.y n.j p.m a.m b.c a.d i.e e.g etc vs v nos
    ala ariz ark calif colo conn fla ga ind kan ky md mich minn mont neb
    nev okla ore tenn tex va vt wash wis wyo
    approx vol pp cf ave blvd rd
    """.split()
)

# Words that open a sentence when they follow an abbreviation with a capital: without them
# "in the U.S. The president" would stay one sentence.
STARTERS = frozenset(
    """
    the a an in on at it its he she they we i you this that these those there but and however
    meanwhile after before as by for from with while when if since his her their our my
    what who why how where is are was were has have had not no one two some many most all
    also still yet then now officials according earlier last
    """.split()
)

_NUMBER = re.compile(r"\bNo\.$")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")


class _Words(PunktLanguageVars):  # type: ignore[misc]  # nltk ships no types
    """Punkt's patterns, matched at one go: nltk's limit of 5 seconds on the clock would otherwise
    count our own work between two matches, and raise on a long article or a busy machine.
    """

    def period_context_re(self) -> _AtOnce:
        return _AtOnce(super().period_context_re())


class _AtOnce(NamedTuple):
    pattern: Any  # re.Pattern or nltk's likeness of it, by nltk's version

    def finditer(self, text: str) -> list[re.Match[str]]:
        return list(self.pattern.finditer(text))


@cache
def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types.update(ABBREVIATIONS)
    parameters.sent_starters.update(STARTERS)
    return PunktSentenceTokenizer(parameters, lang_vars=_Words())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of the text begins and ends, in characters.

    Punkt (Kiss & Strunk 2006) with the abbreviations of news text; a blank line always ends a
    sentence. White space between sentences belongs to none.

    >>> text = "The U.S. met Gov. Smith. He left.\\n\\nA headline without a stop"
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['The U.S. met Gov. Smith.', 'He left.', 'A headline without a stop']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        paragraph = text[start:end]
        spans.extend(_joined(paragraph, start))
        start = gap.end() if gap else end
    return spans


def _joined(paragraph: str, shift: int) -> list[tuple[int, int]]:
    """Punkt's sentences, put together again where it cut "No. 5" in two.

    "no" cannot be an abbreviation as such: "He said no." would swallow the next sentence.
    """
    spans: list[tuple[int, int]] = []
    for a, b in _punkt().span_tokenize(paragraph):
        piece = paragraph[a:b].strip()
        if not piece:
            continue
        start = paragraph.index(piece, a)
        last = spans[-1][1] - shift if spans else 0
        if piece[0].isdigit() and _NUMBER.search(paragraph, max(0, last - 4), last):
            start = spans.pop()[0] - shift
        spans.append((shift + start, shift + a + len(paragraph[a:b].rstrip())))
    return spans
