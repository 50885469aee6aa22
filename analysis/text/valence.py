"""The rules of VADER (Hutto & Gilbert 2014) on the words of one text, with any weights.

Results equal nltk's SentimentIntensityAnalyzer to the last digit, its quirks included: a repeated
word is scored in the context of its first occurrence, one-character tokens vanish, only the first
"but" counts, idioms need three words before them. Constants are nltk's own.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analysis.text.borrowed import constants

RULES = constants()
BOOSTERS: dict[str, float] = RULES.BOOSTER_DICT
IDIOMS: dict[str, float] = RULES.SPECIAL_CASE_IDIOMS
NEGATORS = frozenset(RULES.NEGATE)
NEGATION: float = RULES.N_SCALAR
ALPHA = 15.0  # Hutto & Gilbert (2014): about the largest sum of values that a sentence has
_MARKS = frozenset(RULES.PUNC_LIST)
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_CHUNK = re.compile(r"\S+")


class Word(NamedTuple):
    """One token as the rules see it: its form, where it stands, its value and why."""

    form: str
    start: int
    end: int
    weight: float = 0.0
    value: float = 0.0
    rules: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def strip_punctuation(chunk: str) -> str:
    """The chunk without one punctuation mark before or after it, as VADER strips it.

    >>> strip_punctuation("war,"), strip_punctuation("(war)"), strip_punctuation("don't!")
    ('war', '(war)', "don't!")
    """
    bare = chunk.translate(_NO_PUNCTUATION)
    if len(bare) < 2:
        return chunk
    if chunk.endswith(bare) and chunk[: -len(bare)] in _MARKS:
        return bare
    if chunk.startswith(bare) and chunk[len(bare) :] in _MARKS:
        return bare
    return chunk


def chunks(text: str) -> list[Word]:
    """The tokens of the text as VADER cuts them: white-space chunks of two characters or more."""
    return [
        Word(strip_punctuation(match.group()), *match.span())
        for match in _CHUNK.finditer(text)
        if match.end() - match.start() > 1
    ]


def valued(words: Sequence[Word], weights: Mapping[str, float]) -> list[Word]:
    """The words with the value that the rules give each of them."""
    forms = [word.form for word in words]
    lower = [form.lower() for form in forms]
    results = list(words)
    weighted = [place for place, form in enumerate(lower) if weights.get(form)]
    if not weighted:
        return results
    capitals = sum(map(str.isupper, forms))
    context = _Context(forms, lower, weights, shouting=0 < capitals < len(forms))
    for place, at in zip(weighted, _scored_at(forms, weighted), strict=True):
        value, rules = context.value(at)
        if at != place and value:
            rules = (*rules, "repeated: scored as at its first place")
        weight = weights[lower[place]]
        results[place] = words[place]._replace(weight=weight, value=value, rules=rules)
    return _after_but(results, lower)


def compound(values: Sequence[float], text: str) -> tuple[float, float, float]:
    """The squashed score, the sum of values, and the share of it that punctuation added.

    score = s / sqrt(s^2 + 15) with s the sum of values moved away from 0 by the punctuation.
    """
    if not values:
        return 0.0, 0.0, 0.0
    total = float(sum(values))
    emphasis = punctuation_emphasis(text)
    added = emphasis if total > 0 else -emphasis if total < 0 else 0.0
    moved = total + added
    return _squashed(moved), total, added


def _squashed(total: float) -> float:
    found = total / math.sqrt(total * total + ALPHA)
    return max(-1.0, min(1.0, found))


def shares(values: Sequence[float], text: str) -> tuple[float, float, float]:
    """VADER's neg, neu and pos: each kind's share of the weight of the text, unrounded."""
    if not values:
        return 0.0, 0.0, 0.0
    positive = negative = 0.0
    neutral = 0
    for value in values:
        if value > 0:
            positive += float(value) + 1
        if value < 0:
            negative += float(value) - 1
        if value == 0:
            neutral += 1
    emphasis = punctuation_emphasis(text)
    if positive > math.fabs(negative):
        positive += emphasis
    elif positive < math.fabs(negative):
        negative -= emphasis
    total = positive + math.fabs(negative) + neutral
    return math.fabs(negative / total), math.fabs(neutral / total), math.fabs(positive / total)


def punctuation_emphasis(text: str) -> float:
    """What exclamation and question marks add to the strength of a text.

    >>> round(punctuation_emphasis("What?? Why?!"), 3)
    0.832
    """
    questions = text.count("?")
    asked = 0.0 if questions < 2 else questions * 0.18 if questions <= 3 else 0.96
    return float(min(text.count("!"), 4) * 0.292 + asked)


def _scored_at(forms: list[str], places: list[int]) -> list[int]:
    """The place whose context decides on each word: the first at which it stands."""
    first: dict[str, int] = {}
    return [first.setdefault(forms[place], place) for place in places]


def _after_but(words: list[Word], lower: list[str]) -> list[Word]:
    if "but" not in lower:
        return words
    turn = lower.index("but")
    scaled = list(words)
    for place, word in enumerate(words):
        if word.value and place != turn:
            factor, side = (0.5, "before") if place < turn else (1.5, "after")
            rules = (*word.rules, f"{side} “but” ×{factor}")
            scaled[place] = word._replace(value=word.value * factor, rules=rules)
    return scaled


@dataclass
class _Context:
    """The words of one text and what each place is worth; a place is worked out once."""

    forms: list[str]
    lower: list[str]
    weights: Mapping[str, float]
    shouting: bool
    known: dict[int, tuple[float, tuple[str, ...]]] = field(default_factory=dict)

    def value(self, i: int) -> tuple[float, tuple[str, ...]]:
        if i not in self.known:
            self.known[i] = self._value(i)
        return self.known[i]

    def _value(self, i: int) -> tuple[float, tuple[str, ...]]:
        word = self.lower[i]
        if word not in self.weights or word in BOOSTERS:
            return 0.0, ()
        if word == "kind" and self.lower[i + 1 : i + 2] == ["of"]:
            return 0.0, ()
        value = self.weights[word]
        rules = ["lexicon"]
        if self.shouting and self.forms[i].isupper():
            value += RULES.C_INCR if value > 0 else -RULES.C_INCR
            rules.append("capitals")
        for back in (1, 2, 3):
            if i >= back and self.lower[i - back] not in self.weights:
                value = self._boosted(value, i, back, rules)
                value = self._negated(value, i, back, rules)
                if back == 3:
                    value = self._idiom(value, i, rules)
        return self._least(value, i, rules), tuple(rules)

    def _boosted(self, value: float, i: int, back: int, rules: list[str]) -> float:
        change = self._step(self.forms[i - back], value)
        if not change:
            return value
        rules.append(
            f"{'stronger' if change * value > 0 else 'weaker'} by “{self.forms[i - back]}”"
        )
        return value + change * {1: 1, 2: 0.95, 3: 0.9}[back]

    def _step(self, form: str, value: float) -> float:
        """What a booster adds to a value, away from 0 or towards it; 0 for another word."""
        step = BOOSTERS.get(form.lower(), 0.0)
        if step and value < 0:
            step = -step
        if step and self.shouting and form.isupper():
            step += RULES.C_INCR if value > 0 else -RULES.C_INCR
        return step

    def _negated(self, value: float, i: int, back: int, rules: list[str]) -> float:
        near = self.forms[i - 1] in {"so", "this"}
        if back == 2 and self.forms[i - 2] == "never" and near:
            rules.append("“never so/this” ×1.5")
            return value * 1.5
        # "A and B or C" binds as (A and B) or C in nltk, so a lone "so" or "this" is enough.
        never = back == 3 and self.forms[i - 3] == "never" and self.forms[i - 2] in {"so", "this"}
        if never or (back == 3 and near):
            rules.append("“so/this” ×1.25")
            return value * 1.25
        word = self.lower[i - back]
        if word in NEGATORS or "n't" in word:
            rules.append(f"negated by “{self.forms[i - back]}”")
            return value * NEGATION
        return value

    def _idiom(self, value: float, i: int, rules: list[str]) -> float:
        def between(a: int, b: int) -> str:
            forms = self.forms[i + a : i + b + 1]
            # What a lexicon has joined to one word is no part of an idiom.
            return " ".join(forms) if not any(" " in form for form in forms) else ""

        last = len(self.forms) - 1
        earlier = [
            between(-1, 0),
            between(-2, 0),
            between(-2, -1),
            between(-3, -1),
            between(-3, -2),
        ]
        found = [idiom for idiom in earlier if idiom in IDIOMS][:1]
        later = [between(0, ahead) for ahead in (1, 2) if i + ahead <= last]
        found += [idiom for idiom in later if idiom in IDIOMS]
        if found:
            value = IDIOMS[found[-1]]
            rules.append(f"idiom “{found[-1]}”")
        if between(-3, -2) in BOOSTERS or between(-2, -1) in BOOSTERS:
            value += RULES.B_DECR
            rules.append("weaker by a pair such as “sort of”")
        return value

    def _least(self, value: float, i: int, rules: list[str]) -> float:
        if i < 1 or self.lower[i - 1] != "least" or "least" in self.weights:
            return value
        if i > 1 and self.lower[i - 2] in {"at", "very"}:
            return value
        rules.append("negated by “least”")
        return value * NEGATION
