"""Where sentences begin and end in news text.

A text is cut into chunks, the pieces `str.split()` gives, and a sentence ends in the white space
between two of them or not at all. Whether it does depends on the class of the chunk before, the
class of the chunk after, and on nothing else but a blank line: eight kinds of endings, ten kinds of
beginnings, and a table of both. So a chunk is looked at once, however often it occurs.

What follows from that: a stop without white space after it ends nothing ("won.He"; Chinese and
Japanese, written without spaces, come out as one sentence per run), and where only the sense of
the text could tell ("the U.S. Analysts say", "the U.S. Senate") one reading is always taken.
"""

from __future__ import annotations

import re
from enum import IntEnum, auto
from typing import Final

import numpy as np
import numpy.typing as npt

# Changes with the rules below: kept results name the rule they were made by.
SPLITTER = "chunks-news-2"


class Left(IntEnum):
    """How a chunk ends."""

    NONE = 0  # no stop: "oil", "said,", "$5"
    STOP = auto()  # the stop of a sentence: "fell.", "What?!", "ہے۔"
    CLOSED = auto()  # a stop that "he said" may follow: "won.”", "(again!)", "worse..."
    NUMERAL = auto()  # "3.": the end, or a German day of the month
    COUNTED = auto()  # "No.", "Jan.", "Sat.": goes on before a number, else a word like others
    OFTEN = auto()  # what often comes last: "p.m.", "Calif.", "etc.", "..." on its own
    SELDOM = auto()  # those that a name may follow: "U.S.", "Inc.", "St.", "W."
    NEVER = auto()  # those that need something after them: "Mr.", "Gov.", "vs.", "e.g."


class Right(IntEnum):
    """How a chunk begins."""

    NONE = 0  # continues whatever was before it: closing marks, stops, "&"
    LOWER = auto()  # "and", "“said"
    PRONOUN = auto()  # "he", "the" in lower case: opens sentences of posts without capitals
    UPPER = auto()  # a capital, a letter of a script without case, "iPhone", "@POTUS", "😀"
    STARTER = auto()  # a word that opens sentences more often than names: "The", "However,", "•"
    DIGIT = auto()  # "5", "$5", "'80s"
    DATE = auto()  # "Monday", "EST", "Jan.": go on from a time of day
    ABROAD = auto()  # "Januar": goes on from "3."
    BRACKET = auto()  # "(Reuters)", "(AP)"
    DASH = auto()  # "-", "—"


def _table() -> npt.NDArray[np.bool_]:
    begins = {Right.UPPER, Right.STARTER, Right.DIGIT, Right.DATE}
    begins |= {Right.ABROAD, Right.BRACKET, Right.DASH}
    ends: dict[Left, set[Right]] = {
        Left.STOP: begins | {Right.PRONOUN},
        Left.CLOSED: begins - {Right.DASH},  # “Stop!” he said; “Stop!” — Smith
        Left.NUMERAL: (begins | {Right.PRONOUN}) - {Right.ABROAD},
        Left.COUNTED: begins - {Right.DIGIT, Right.DATE},
        Left.OFTEN: {Right.UPPER, Right.STARTER, Right.ABROAD},
        Left.SELDOM: {Right.STARTER},
    }
    table = np.zeros((len(Left), len(Right)), np.bool_)
    for left, rights in ends.items():
        table[left, list(rights)] = True
    table.flags.writeable = False
    return table


# True where a sentence ends between a chunk of class [left] and a chunk of class [right].
ENDS: Final = _table()

OPENING = "\"'“”‘’„‚‟‹›«»([{<¿¡*_‐‑‒–—―-" + "\u200b\u200e\u200f\u2067\u2068\ufeff"
CLOSING = "\"'“”‘’„‟‹›«»)]}>*_" + "\u200b\u200c\u200e\u200f\u2069\ufeff"
_DASHES = "‐‑‒–—―-"
_BULLETS = "•·▪■●○◆►*|"
# Stops of sentences of all scripts that have their own, the Greek question mark among them.
STOPS = ".…?!‼⁇⁈⁉؟۔।॥։።。．｡！？\u037e"
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff];")
# Longer chunks are addresses or noise, never in a list: only their edges are looked at.
_LONGEST = 24

_CHUNK = re.compile(r"\S+")
_JOINTS = re.compile(r"[-‐‑‒–—―/]")
_WORD_END = re.compile(r"[^\w.-]")
# iPhone, eBay, easyJet, al-Shabab and addresses open a sentence as capitals do.
_CAMEL = re.compile(r"[a-z]{1,4}[A-Z]|(?:a[dhlnrstz]h?|el)-[A-Z]|https?://")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")


def _forms(words: str, lower: bool = False) -> set[str]:
    """The words with a capital and in capitals, and as they stand if they are that in lower case:
    "ill." and "sun." end a sentence where "Ill." and "Sun." may not.
    """
    listed = words.split()
    capital = {form for word in listed for form in (word[0].upper() + word[1:], word.upper())}
    return capital | set(listed) if lower else capital


_NAMES_WITH_STOPS = {"Yahoo!", "Jeopardy!", "Yum!"}
# Titles: a name has to follow.
_TITLES = """
    mr mrs ms mx dr drs prof profs rev hon gov govs lt sen sens rep reps gen gens col cols sgt capt
    cpl pfc cmdr cdr adm maj brig pres supt atty asst sec dep insp amb msgr messrs mme mlle hr
    sra srta dra
"""
_BINDING = "vs Vs v e.g E.g i.e I.e approx Approx ca cf viz Nr"
# Companies, persons and places that a name follows as easily as a new sentence.
_NAMED = """
    inc corp co cos ltd llc llp plc bros pvt pty gmbh jr sr st ft mt dept univ assn del
    int'l nat'l gov't dep't int’l nat’l gov’t dep’t
"""
_STATES = """
    ala ariz ark calif colo conn fla ga ill ind kan ky la md mass mich minn miss mo mont neb
    nev okla ore pa tenn tex va vt wash wis wyo
"""
_LAST = "a.m p.m etc al ave blvd rd hwy pct mln bn tn usw bzw млн млрд тыс руб"
# Months and days are written short before a number; "mar", "sat" and "sun" are words.
_DATES = (
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
_COUNTED = "no nos vol vols p pp art sec sect ch fig figs para pt op núm"

LEFT: dict[str, Left] = {
    **dict.fromkeys(_forms(_COUNTED, lower=True) | _forms(_DATES), Left.COUNTED),
    **dict.fromkeys(_forms(_LAST, lower=True) | _forms(_STATES), Left.OFTEN),
    **dict.fromkeys(_forms(_NAMED), Left.SELDOM),
    **dict.fromkeys(set(_BINDING.split()) | _forms(_TITLES), Left.NEVER),
    "ft": Left.COUNTED,
    "SEC": Left.STOP,  # the commission, as "HR" is an office
    "HR": Left.STOP,
    "P": Left.SELDOM,  # an initial
}

# Words that open a sentence more often than they belong to the name of an abbreviation. Verbs are
# left out for headlines ("Why the U.S. Is Late"), as are words that are names (Will, May).
_STARTERS = """
    the a an this that these those he she it its they their we our i my you your his her who what
    when where why how which while if although though because since after before until during
    despite as at by for from in on of to with without under over about against among between
    and but or so yet nor not no there here then now still also even only just later earlier last
    however meanwhile moreover nevertheless instead otherwise thus therefore perhaps maybe indeed
    some many most more several few all both each every neither either none nobody nothing one two
    three four five six such another other others once nearly almost according asked speaking
    following given amid within today yesterday recently currently previously initially finally
    eventually additionally similarly separately clearly unfortunately
    analysts officials experts critics lawyers workers investors economists traders shares prices
    sales residents witnesses authorities doctors researchers scientists people
    он она они это мы в на по но и как что
"""
_ABROAD = """
    januar jänner februar märz mai juni juli oktober dezember
"""
_DAYS = """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december jan feb apr aug sept oct nov dec
    mon tues wed thurs fri sat sun eastern central pacific mountain local new london
    tokyo beijing moscow
"""
_ZONES = (
    "EST EDT ET CST CDT CT PST PDT PT MST MDT MT AST GMT UTC BST CET CEST EET IST JST MSK AEST HKT"
)
_PRONOUNS = "the i he she it they we you this there these i'm it's i’m it’s"

RIGHT: dict[str, Right] = {
    **dict.fromkeys(_forms(_DAYS) | set(_ZONES.split()), Right.DATE),
    **dict.fromkeys((f"{short}." for short in _forms(_DAYS) | set(_ZONES.split())), Right.DATE),
    **dict.fromkeys(_forms(_ABROAD), Right.ABROAD),
    # Not in capitals: "U.S. AND SOVIET UNION" is a headline.
    **dict.fromkeys(map(str.capitalize, _STARTERS.split()), Right.STARTER),
    **dict.fromkeys(_PRONOUNS.split(), Right.PRONOUN),
}


def left_class(chunk: str) -> int:
    """How a chunk ends: a member of Left as an integer.

    >>> [Left(left_class(chunk)).name for chunk in ["oil", "fell.", "Gov.", "U.S.", "p.m.", "No."]]
    ['NONE', 'STOP', 'NEVER', 'SELDOM', 'OFTEN', 'COUNTED']
    """
    body = chunk.rstrip(CLOSING)
    if not body:
        return Left.NONE
    if body[-1] not in STOPS and not _GREEK_QUESTION.fullmatch(body[-2:]):
        return Left.NONE
    found = _stopped(body)
    if len(body) == len(chunk) or body.endswith(("..", "…")):
        return found
    # What is quoted has come to its end, a title and "No." too; what stands in brackets may be an
    # abbreviation put after a name: "(D-N.Y.)".
    if found in (Left.STOP, Left.NUMERAL) or not chunk.endswith((")", "]")):
        return Left.CLOSED
    return Left.SELDOM


def _stopped(body: str) -> Left:
    """The class of a chunk that ends with a stop, without the marks that close after it."""
    word = body[-_LONGEST:].lstrip(OPENING)
    if not word.strip(".…"):
        return Left.OFTEN
    if word.endswith(("..", "…")):
        return Left.CLOSED
    if word[-1] != ".":
        return Left.SELDOM if word in _NAMES_WITH_STOPS else Left.STOP
    last = _JOINTS.split(word[:-1])[-1].lstrip(OPENING)
    known = LEFT.get(last)
    if known is not None:
        return known
    if last.isdigit():
        return Left.NUMERAL if len(last) <= 2 else Left.STOP
    # One letter is an initial or, where it is small, a short word of Russian (г., р.).
    single = len(last) == 1 and (last.isupper() or (last.islower() and not last.isascii()))
    return Left.SELDOM if single or _DOTTED.fullmatch(last) else Left.STOP


def right_class(chunk: str) -> int:
    """How a chunk begins: a member of Right as an integer.

    >>> [Right(right_class(chunk)).name for chunk in ["and", "“The", "Senate", "$5", "(AP)", "—"]]
    ['LOWER', 'STARTER', 'UPPER', 'DIGIT', 'BRACKET', 'DASH']
    """
    known = RIGHT.get(chunk)
    if known is not None:
        return known
    body = chunk.lstrip(OPENING)
    if not body:
        return _marks(chunk)
    first = body[0]
    if first.islower():
        if chunk[0] == "[":  # "[laughs]"
            return Right.BRACKET
        return Right.UPPER if _CAMEL.match(body) else Right.LOWER
    if first.isalpha():
        word = _WORD_END.split(body[:_LONGEST], 1)[0]
        other = Right.BRACKET if chunk[0] in "([" else Right.UPPER
        return RIGHT.get(word, other)
    return _signs(body)


def _marks(chunk: str) -> Right:
    """The class of a chunk of nothing but marks that may open."""
    if chunk[0] in _DASHES:
        return Right.DASH
    if chunk == "*":
        return Right.STARTER
    return Right.UPPER if chunk[-1] in "“„‘‚«‹([{<¿¡" else Right.NONE


def _signs(body: str) -> Right:
    """The class of what begins with neither a mark that opens nor a letter."""
    first, second = body[0], body[1:2]
    if first.isdigit() or (second.isdigit() and first in "$€£¥₹₽#№+−."):
        return Right.DIGIT
    if first in _BULLETS:
        return Right.STARTER
    if first in STOPS:
        rest = body.lstrip(STOPS + CLOSING)
        return Right.NONE if not rest else Right.LOWER if rest[0].islower() else Right.UPPER
    return Right.NONE if first in ",;:)]}>%&=/" else Right.UPPER


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of the text begins and ends, in characters.

    Chunks of text between white space are read by their classes, and a blank line always ends a
    sentence. White space between sentences belongs to none.

    >>> text = "The U.S. met Gov. Smith. He left.\\n\\nA headline without a stop"
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['The U.S. met Gov. Smith.', 'He left.', 'A headline without a stop']
    """
    spans: list[tuple[int, int]] = []
    start = end = 0
    left = int(Left.NONE)
    for match in _CHUNK.finditer(text):
        begin = match.start()
        chunk = match.group()
        if not end:
            start = begin
        elif text.count("\n", end, begin) > 1 or (left and ENDS[left, right_class(chunk)]):
            spans.append((start, end))
            start = begin
        left = left_class(chunk)
        end = match.end()
    if end:
        spans.append((start, end))
    return spans
