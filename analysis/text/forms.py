"""The forms under which VADER's rules look words up, and what the rules want to know of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from analysis.text.chunks import encode_blob
from analysis.text.kernels import tone, types
from analysis.text.kernels.jit import frozen
from analysis.text.valence import BOOSTERS, IDIOMS, NEGATORS, RULES
from analysis.text.vocabulary import Vocabulary

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint32]
MARKS = np.array([int.from_bytes(mark.encode(), "little") for mark in RULES.PUNC_LIST])


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
        """What the rules want to know of each form: bits of kernels.tone, marks left out."""
        return _flags(self.vocabulary, self.vocabulary.begins, self.vocabulary.sizes)

    def entries(self, weights: Mapping[str, float]) -> tuple[Int32, npt.NDArray[np.float64]]:
        """The entry of each form in a lexicon, and the weight of each entry."""
        return _entries(self.vocabulary, self.vocabulary.begins, self.vocabulary.sizes, weights)


@dataclass(frozen=True, eq=False)
class Looks:
    """What VADER's rules see in each type of a corpus: its flags, and its form.

    A form is a part of its type. Few of them are in a lexicon or in a rule, so these are looked for
    among the forms, and the forms themselves are not told apart before somebody asks.

    Attributes:
        flags: uint32 per type, bits of kernels.tone.
        starts: int64 per type, where its form begins in the bytes of the vocabulary.
        sizes: int32 per type, the bytes of its form.
        types: the vocabulary.
    """

    flags: Flags
    starts: Int64
    sizes: Int32
    types: Vocabulary

    @cached_property
    def forms(self) -> Forms:
        """The distinct forms."""
        return Forms(*encode_blob(self.types.blob(self.starts, self.sizes)))

    def entries(self, weights: Mapping[str, float]) -> tuple[Int32, npt.NDArray[np.float64]]:
        """The entry of each type in a lexicon, and the weight of each entry, which is a form."""
        return _entries(self.types, self.starts, self.sizes, weights)


def looks(vocabulary: Vocabulary) -> Looks:
    """What VADER's rules see in each type: its marks are counted before its form is taken."""
    starts = np.empty(len(vocabulary), np.int64)
    sizes = np.empty(len(vocabulary), np.int32)
    types.forms(vocabulary.data, vocabulary.begins, vocabulary.sizes, MARKS, starts, sizes)
    flags = _flags(vocabulary, starts, sizes)
    traits = vocabulary.traits
    flags |= (traits >> np.uint32(types.EXCLAIMS)) & np.uint32(types.MARKED)
    flags |= (traits >> np.uint32(types.ASKS) & np.uint32(types.MARKED)) << np.uint32(tone.ASKS)
    return Looks(flags, starts, sizes, vocabulary)


def _flags(vocabulary: Vocabulary, starts: Int64, sizes: Int32) -> Flags:
    """The flags of parts of types; what marks stand around a part changes none of its traits."""
    traits = vocabulary.traits
    flags = np.where(traits & types.LONE, tone.LONE, 0).astype(np.uint32)
    flags[traits & types.NOT != 0] |= np.uint32(tone.NEGATOR)
    upper = traits & (types.UPPER | types.LOWER) == types.UPPER
    foreign = np.flatnonzero(vocabulary.foreign)
    upper[foreign] = [string.isupper() for string in vocabulary.some(foreign)]
    flags[upper] |= np.uint32(tone.UPPER)
    marks, (codes, *_) = _marks(), idioms()
    exact = {word: flag for flag, words in _AS_WRITTEN.items() for word in words}
    found = matches(vocabulary, starts, sizes, list(marks))
    there = np.flatnonzero(found >= 0)
    of_words = list(marks.values())
    forms = vocabulary.strings_at(starts[there], sizes[there])
    for place, form, number in zip(there.tolist(), forms, found[there].tolist(), strict=True):
        written = exact.get(form, 0) | codes.get(form, 0) << tone.IDIOM
        flags[place] |= np.uint32(of_words[number] | written)
    return flags


def _entries(
    vocabulary: Vocabulary, starts: Int64, sizes: Int32, weights: Mapping[str, float]
) -> tuple[Int32, npt.NDArray[np.float64]]:
    """The entry of each part of a type, equal parts alike, and the weight of each entry."""
    terms = [term for term in weights if " " not in term]
    found = matches(vocabulary, starts, sizes, terms)
    there = np.flatnonzero(found >= 0)
    entries = np.full(len(found), tone.NO_ENTRY, np.int32)
    entries[there] = tone.NO_VALUE
    weight = np.array([0.0 if term in BOOSTERS else weights[term] for term in terms])
    worth = there[weight[found[there]] != 0]
    numbers: dict[str, int] = {}
    forms = vocabulary.strings_at(starts[worth], sizes[worth])
    entries[worth] = [numbers.setdefault(form, tone.FIRST + len(numbers)) for form in forms]
    held = np.zeros(tone.FIRST + len(numbers))
    held[entries[worth]] = weight[found[worth]]
    return entries, held


def matches(vocabulary: Vocabulary, starts: Int64, sizes: Int32, terms: Sequence[str]) -> Int32:
    """For parts of types the place in `terms` of each in lower case, -1 where it is not there."""
    blobs = [term.encode("utf-8", "surrogatepass") for term in terms]
    bounds = np.cumsum([0, *map(len, blobs)])
    slots = np.full(4 << len(terms).bit_length(), -1, np.int32)
    found = np.empty(len(sizes), np.int32)
    spelled = np.frombuffer(b"".join(blobs) + b"\n", np.uint8)  # never empty
    types.matched(
        vocabulary.data, frozen(starts), frozen(sizes), spelled, frozen(bounds), slots, found
    )
    numbers = {term: number for number, term in enumerate(terms)}
    foreign = np.flatnonzero(vocabulary.foreign)
    strings = vocabulary.strings_at(starts[foreign], sizes[foreign])
    found[foreign] = [numbers.get(string.lower(), -1) for string in strings]
    return found


def _marks() -> dict[str, int]:
    """The flags of each word that a rule names, in lower case; 0 where case decides."""
    found = dict.fromkeys([*idioms()[0], *(w for words in _AS_WRITTEN.values() for w in words)], 0)
    for flag, words in _LOWERED.items():
        for word in words:
            found[word] = found.get(word, 0) | flag
    return found


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
