"""The forms under which VADER's rules look words up, and what the rules want to know of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from analysis.text.chunks import encode_blob
from analysis.text.kernels import tone, types
from analysis.text.valence import BOOSTERS, IDIOMS, NEGATORS, RULES
from analysis.text.vocabulary import Vocabulary

Int32 = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint32]
MARKS = np.sort([int.from_bytes(mark.encode(), "little") for mark in RULES.PUNC_LIST])

MOST_MARKS = 4  # more of one kind in one text change nothing


@dataclass(frozen=True, eq=False)
class Forms:
    """The distinct forms of the types of a corpus.

    Attributes:
        of: int32, the form of each type.
        vocabulary: the forms, case kept.
    """

    of: Int32
    vocabulary: Vocabulary

    @cached_property
    def lower(self) -> Forms:
        """The forms of the forms: in lower case."""
        return changed(self.vocabulary, str.lower)

    @cached_property
    def flags(self) -> Flags:
        """What the rules want to know of each form: bits of kernels.tone."""
        traits, lower = self.vocabulary.traits, self.lower
        found = np.zeros(len(self.vocabulary), np.uint32)
        found |= np.where(traits & types.LONE, tone.LONE, 0).astype(np.uint32)
        upper = (traits & (types.UPPER | types.LOWER)) == types.UPPER
        foreign = np.flatnonzero(self.vocabulary.foreign)
        upper[foreign] = [form.isupper() for form in self.vocabulary.some(foreign)]
        found |= np.where(upper, tone.UPPER, 0).astype(np.uint32)
        low = np.zeros(len(lower.vocabulary), np.uint32)
        low |= np.where(lower.vocabulary.traits & types.NOT, tone.NEGATOR, 0).astype(np.uint32)
        for flag, words in _LOWERED.items():
            _mark(low, lower.vocabulary, words, flag)
        found |= low[lower.of]
        for flag, words in _AS_WRITTEN.items():
            _mark(found, self.vocabulary, words, flag)
        codes, *_ = idioms()
        for word, code in codes.items():
            _mark(found, self.vocabulary, [word], code << tone.IDIOM)
        return found

    def entries(self, weights: Mapping[str, float]) -> tuple[Int32, npt.NDArray[np.float64]]:
        """The entry of each form in a lexicon, and the weight of each entry."""
        low = self.lower
        held = np.full(len(low.vocabulary), np.nan)
        terms = [term for term in weights if " " not in term]
        found = low.vocabulary.find(terms)
        there = found >= 0
        held[found[there]] = np.array([weights[term] for term in terms], float)[there]
        boosted = low.vocabulary.find([word for word in BOOSTERS if " " not in word])
        weight = held[low.of]
        worth = ~np.isnan(weight) & (weight != 0)
        plain = np.zeros(len(low.vocabulary), bool)
        plain[boosted[boosted >= 0]] = True
        worth &= ~plain[low.of]
        entries = np.where(np.isnan(weight), tone.NO_ENTRY, tone.NO_VALUE).astype(np.int32)
        numbers = np.flatnonzero(worth)
        entries[numbers] = tone.FIRST + np.arange(len(numbers))
        return entries, np.concatenate([np.zeros(tone.FIRST), weight[numbers]])


@dataclass(frozen=True, eq=False)
class Looks:
    """What VADER's rules see in each type of a corpus: its flags, and its form.

    Attributes:
        flags: uint32 per type, bits of kernels.tone.
        forms: the form of each type.
    """

    flags: Flags
    forms: Forms


def looks(vocabulary: Vocabulary) -> Looks:
    """What VADER's rules see in each type: its marks are counted before its form is taken."""
    forms = stripped(vocabulary)
    data, begins, sizes = vocabulary.data, vocabulary.begins, vocabulary.sizes
    flags = forms.flags[forms.of] & ~np.uint32(tone.LONE)
    flags |= np.where(vocabulary.traits & types.LONE, tone.LONE, 0).astype(np.uint32)
    for mark, place in {"!": 0, "?": tone.ASKS}.items():
        found = np.zeros(len(vocabulary), np.int32)
        types.counted(data, begins, sizes, ord(mark), MOST_MARKS, found)
        flags |= found.astype(np.uint32) << np.uint32(place)
    return Looks(flags, forms)


def stripped(vocabulary: Vocabulary) -> Forms:
    """The forms of chunks: without one punctuation mark before or after them."""
    starts = np.empty(len(vocabulary), np.int64)
    sizes = np.empty(len(vocabulary), np.int32)
    types.forms(vocabulary.data, vocabulary.begins, vocabulary.sizes, MARKS, starts, sizes)
    return Forms(*encode_blob(vocabulary.blob(starts, sizes)))


def changed(vocabulary: Vocabulary, change: Callable[[str], str], *, lower: bool = True) -> Forms:
    """The forms of strings by a change that does more than lower letters only beyond ASCII."""
    plain, foreign = np.flatnonzero(~vocabulary.foreign), np.flatnonzero(vocabulary.foreign)
    blob = vocabulary.blob(vocabulary.begins[plain], vocabulary.sizes[plain], lower=lower)
    ids, found = encode_blob(blob, [change(form) for form in vocabulary.some(foreign)])
    of = np.empty(len(vocabulary), np.int32)
    of[plain], of[foreign] = ids[: len(plain)], ids[len(plain) :]
    return Forms(of, found)


@cache
def idioms() -> tuple[dict[str, int], tone.Table, tone.Table, tone.Table]:
    """A number for each word of an idiom, and the idioms of two and of three by these numbers.

    The last table says which two are a booster of two words.
    """
    pairs = [tuple(words.split()) for words in BOOSTERS if " " in words]
    listed = {tuple(words.split()): value for words, value in IDIOMS.items()}
    words = sorted({word for parts in (*pairs, *listed) for word in parts})
    codes = {word: number for number, word in enumerate(words, 1)}
    n = len(codes) + 1
    two, three = np.full((n, n), np.nan), np.full((n, n, n), np.nan)
    for parts, value in listed.items():
        (two if len(parts) == 2 else three)[tuple(codes[word] for word in parts)] = value
    both = np.zeros((n, n))
    for parts in pairs:
        both[tuple(codes[word] for word in parts)] = 1
    return codes, two, three, both


def _mark(flags: Flags, vocabulary: Vocabulary, words: Sequence[str], flag: int) -> None:
    found = vocabulary.find(words)
    flags[found[found >= 0]] |= np.uint32(flag)


_LOWERED: dict[int, list[str]] = {
    tone.BUT: ["but"],
    tone.NEGATOR: sorted(NEGATORS),
    tone.LEAST: ["least"],
    tone.AT_VERY: ["at", "very"],
    tone.KIND: ["kind"],
    tone.OF: ["of"],
    tone.MORE: [word for word, step in BOOSTERS.items() if step > 0],
    tone.LESS: [word for word, step in BOOSTERS.items() if step < 0],
}
_AS_WRITTEN: dict[int, list[str]] = {tone.NEAR: ["so", "this"], tone.NEVER: ["never"]}
