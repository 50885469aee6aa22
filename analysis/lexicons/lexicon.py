"""The Lexicon: weights of words and of word sequences, frozen and hashed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Literal

from analysis.errors import ArgumentError, listed, one_of
from analysis.text import word_spans
from analysis.text.parts import CUT
from analysis.text.sequences import ANY
from analysis.text.valence import Word, chunks
from analysis.text.words import plain


def _folded(term: str) -> str:
    return plain(term.lower())


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Weights of terms, and how texts are cut before they are looked up.

    Attributes:
        name: as it appears in the `lexicon` column of every table.
        weights: term -> weight on VADER's scale, -4 to 4; a term of several words is a sequence,
            in which `*` stands for one word. Case does not matter. A weight of 0 takes tone away:
            {"great britain": 0}.
        tokens: "words" (letters and digits, see text.words) or "chunks" (VADER's own: what stands
            between white space, less one punctuation mark).
        rules: "vader" (negation, boosters, capitals and the rest; see tone.score) or "none": the
            weights as they are, summed and divided by the number of words.

    >>> own = Lexicon("own", {"war": -3.0, "lift * sanctions": 2.0})
    >>> [(word.form, word.start) for word in own.cut("They lift all sanctions.")]
    [('They', 0), ('lift * sanctions', 5)]
    """

    name: str
    weights: Mapping[str, float]
    tokens: Literal["words", "chunks"] = "words"
    rules: Literal["vader", "none"] = "vader"

    def __post_init__(self) -> None:
        if self.rules not in ("vader", "none"):
            raise one_of("rules", self.rules, ["vader", "none"])
        read = _folded if self.tokens == "words" else str
        weights = {read(term): weight for term, weight in self.weights.items()}
        wrong = [term for term, weight in self.weights.items() if not _is_weight(weight)]
        if wrong:
            raise ArgumentError(
                f"A lexicon takes terms with weights from -4 to 4; lexicon {self.name!r} has"
                f" {listed(wrong)} outside this."
            )
        lost = [term for term in self.weights if not can_match(read(term), self.tokens)]
        if lost:
            raise ArgumentError(
                f"No text can match {listed(lost)} of lexicon {self.name!r}: a term is words of"
                " two characters or more, in lower case, without punctuation around them."
            )
        if len(weights) < len(self.weights):
            twice = [term for term in self.weights if read(term) != term]
            raise ArgumentError(
                f"A lexicon has each term once, whatever its case; see {listed(twice)}"
                f" in lexicon {self.name!r}."
            )
        object.__setattr__(self, "weights", MappingProxyType(weights))

    def __reduce__(self) -> tuple[object, ...]:
        # A view of weights that nobody can change does not travel to other processes.
        return Lexicon, (self.name, dict(self.weights), self.tokens, self.rules)

    def __len__(self) -> int:
        return len(self.weights)

    def __repr__(self) -> str:
        return f"<Lexicon {self.name}: {len(self):,} terms, {self.fingerprint[:12]}>"

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that a score can depend on."""
        content = [
            self.name,
            self.tokens,
            *(["no rules"] if self.rules == "none" else []),
            *(f"{t}\t{w!r}" for t, w in sorted(self.weights.items())),
        ]
        return hashlib.sha256("\n".join(content).encode()).hexdigest()

    @property
    def sequences(self) -> list[tuple[str, ...]]:
        """The terms of several words, those to try first in front: longest, then fewest `*`."""
        return [parts for each in self._sequences.values() for parts in each]

    @cached_property
    def _sequences(self) -> dict[str, list[tuple[str, ...]]]:
        """Word sequences by their first word, longest first; fixed words before `*`."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for term in self.weights if self.tokens == "words" else ():
            parts = tuple(term.split())
            if len(parts) > 1:
                found.setdefault(parts[0], []).append(parts)
        for sequences in found.values():
            sequences.sort(key=lambda parts: (-len(parts), parts.count(ANY), parts))
        return found

    def cut(self, text: str) -> list[Word]:
        """The text as the tokens that this lexicon looks up; a matched sequence is one token."""
        if self.tokens == "chunks":
            return chunks(text)
        typed = text if text.isascii() else plain(text)
        words = [Word(typed[start:end], start, end) for start, end in word_spans(typed)]
        joined = self._joined(words, typed) if self._sequences else words
        return [word for word in joined if len(word.form) > 1]  # as VADER: no lone letters

    def _joined(self, words: list[Word], text: str) -> list[Word]:
        lower = [word.form.lower() for word in words]
        openings = [place for place, form in enumerate(lower) if form in self._sequences]
        joined: list[Word] = []
        done = 0
        for place in openings:
            parts = self._sequence_at(words, lower, place, text) if place >= done else ()
            if parts:
                last = words[place + len(parts) - 1]
                joined += [*words[done:place], Word(" ".join(parts), words[place].start, last.end)]
                done = place + len(parts)
        return joined + words[done:]

    def _sequence_at(
        self, words: list[Word], lower: list[str], place: int, text: str
    ) -> tuple[str, ...]:
        for parts in self._sequences[lower[place]]:
            window = lower[place : place + len(parts)]
            if (
                len(window) == len(parts)
                and all(part in (ANY, form) for part, form in zip(parts, window, strict=True))
                and not _cut(text, words[place : place + len(parts)])
            ):
                return parts
        return ()


def _cut(text: str, words: list[Word]) -> bool:
    """Whether a mark stands between these words that no sequence runs across."""
    return any(CUT.search(text, a.end, b.start) for a, b in pairwise(words))


def _is_weight(weight: object) -> bool:
    return isinstance(weight, int | float) and math.isfinite(weight) and abs(weight) <= 4


def can_match(term: str, tokens: str = "words") -> bool:
    """Whether any text is cut into this term, which is in lower case.

    >>> [can_match(term) for term in ("war", "lift * sanctions", "o-", "w", "* war")]
    [True, True, False, False, False]
    """
    parts = term.split()
    if tokens == "chunks":
        return bool(parts)
    if not parts or parts[0] == ANY or " ".join(parts) != term:
        return False
    whole = all(part == ANY or word_spans(part) == [(0, len(part))] for part in parts)
    return whole and len(term) > 1
