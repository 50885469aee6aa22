"""Distinct strings without white space, numbered in order of first appearance."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.errors import InputError
from analysis.text.kernels import table, types
from analysis.text.kernels.jit import frozen

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

SLOTS_MOST = 1 << 31  # of the table: the numbers of types are 32-bit


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The types of an encoded corpus as bytes, made into strings only where strings are needed.

    Attributes:
        kept: uint64, the types as UTF-8, each from a new word of eight bytes on, then zeros.
        places: int64, the word in `kept` at which each type begins.
        sizes: int32, the bytes of each type.
    """

    kept: npt.NDArray[np.uint64]
    places: Int64
    sizes: Int32

    def __len__(self) -> int:
        return len(self.sizes)

    @cached_property
    def data(self) -> npt.NDArray[np.uint8]:
        """The types as one run of bytes; type i is data[begins[i]:begins[i] + sizes[i]]."""
        return frozen(self.kept.view(np.uint8))

    @cached_property
    def begins(self) -> Int64:
        return frozen(self.places * 8)

    def among(self, chosen: Int64) -> Vocabulary:
        """Some of the types, numbered anew, in the same bytes."""
        return Vocabulary(self.kept, frozen(self.places[chosen]), frozen(self.sizes[chosen]))

    @cached_property
    def traits(self) -> npt.NDArray[np.uint32]:
        """What the bytes of each type tell: bits of kernels.types."""
        found = np.zeros(len(self), np.uint32)
        types.traits(self.data, self.begins, self.sizes, found)
        return found

    @cached_property
    def foreign(self) -> npt.NDArray[np.bool_]:
        """Which types have a character beyond ASCII."""
        found: npt.NDArray[np.bool_] = (self._glance[0] & types.FOREIGN) != 0
        return found

    @cached_property
    def upper(self) -> npt.NDArray[np.bool_]:
        """Which types have an upper-case letter of ASCII."""
        found: npt.NDArray[np.bool_] = (self._glance[0] & types.UPPER) != 0
        return found

    @cached_property
    def _glance(self) -> tuple[npt.NDArray[np.uint8], Int32]:
        found, beyond = np.empty(len(self), np.uint8), np.empty(len(self), np.int32)
        types.glanced(self.kept, self.places, self.sizes, found, beyond)
        return found, beyond

    @cached_property
    def beyond(self) -> Int32:
        """How many bytes more than characters each type has."""
        found = self._glance[1]
        if _is_text(self.data):
            return frozen(found)
        rows = np.flatnonzero(self.foreign)
        found[rows] = [
            size - len(text)
            for size, text in zip(self.sizes[rows].tolist(), self.some(rows), strict=True)
        ]
        return frozen(found)

    def blob(self, starts: Int64, sizes: Int32, *, lower: bool = False) -> npt.NDArray[np.uint8]:
        """Parts of the data end to end, a line feed after each; `lower` lowers ASCII letters."""
        made = np.empty(int(sizes.sum(dtype=np.int64)) + len(sizes), np.uint8)
        types.joined(self.data, starts, sizes, lower, made)
        return made

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The types as strings, in order of their ids."""
        return tuple(self.some(range(len(self))))

    def __getitem__(self, number: int) -> str:
        return self.strings[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self.strings)

    def some(self, ids: Iterable[int]) -> list[str]:
        """The strings of these ids."""
        chosen = np.fromiter(ids, np.int64)
        return self.strings_at(self.begins[chosen], self.sizes[chosen])

    def strings_at(self, starts: Int64, sizes: Int32) -> list[str]:
        """Parts of the data as strings; bytes of Arrow that are no text as far as they are."""
        whole = self.data.tobytes()
        pairs = list(zip(starts.tolist(), (starts + sizes).tolist(), strict=True))
        try:
            return [whole[a:b].decode("utf-8", "surrogatepass") for a, b in pairs]
        except UnicodeDecodeError:
            return [whole[a:b].decode("utf-8", "replace") for a, b in pairs]

    def find(self, terms: Iterable[str]) -> Int32:
        """The id of each term, -1 for one that is no type."""
        blobs = [term.encode("utf-8", "surrogatepass") for term in terms]
        bounds = np.cumsum([0, *map(len, blobs)])
        marks = np.repeat(bounds, 2)[1:-1]
        found = np.empty(len(blobs), np.int32)
        table.find(
            frozen(np.frombuffer(b"".join(blobs), np.uint8)), marks, self._table, self.kept,
            self.places, self.sizes, found,
        )  # fmt: skip
        return found

    @cached_property
    def _table(self) -> npt.NDArray[np.uint64]:
        made = _empty(1 << int(len(self) * 4 // 3 + 1).bit_length())
        table.enter(self.data, self.begins, self.sizes, made)
        return made


def _is_text(data: npt.NDArray[np.uint8]) -> bool:
    try:
        str(data.data, "utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _empty(slots: int) -> npt.NDArray[np.uint64]:
    """A hash table without types; what it is asked does not depend on the numbers drawn."""
    made = np.zeros(table.SLOT * slots + table.SPREAD, np.uint64)
    made[-table.SPREAD :] = [secrets.randbits(64) | 1 for _ in range(table.SPREAD)]
    return made


class Growing:
    """A vocabulary that is being filled, with the hash table that finds a type in it."""

    def __init__(self, slots: int) -> None:
        self.table = _empty(slots)
        self.kept = np.zeros(slots, np.uint64)
        self.places = np.zeros(slots, np.int64)
        self.sizes = np.zeros(slots, np.int32)

    def widen(self) -> None:
        """Twice as many slots."""
        slots = len(self.table) // table.SLOT * 2
        if slots > SLOTS_MOST:
            raise InputError(
                f"Texts can have {SLOTS_MOST * 3 // 4:,} distinct tokens at most, and these have"
                " more; encode fewer articles at a time."
            )
        wider = _empty(slots)
        wider[-table.SPREAD :] = self.table[-table.SPREAD :]
        table.refill(self.table, wider)
        self.table = wider

    def lengthen(self, n_types: int, n_words: int) -> None:
        """Room for so many types and words of eight bytes, and a quarter more."""
        # In place: the system moves the pages, nothing holds both the old and the new.
        if n_words > len(self.kept):
            self.kept.resize(n_words * 5 // 4, refcheck=False)
        if n_types > len(self.sizes):
            self.places.resize(n_types * 5 // 4, refcheck=False)
            self.sizes.resize(n_types * 5 // 4, refcheck=False)

    def done(self, n_types: int, n_words: int) -> Vocabulary:
        """What has been filled in; nothing can be added after that."""
        self.table = np.empty(0, np.uint64)
        self.kept.resize(n_words, refcheck=False)
        self.places.resize(n_types, refcheck=False)
        self.sizes.resize(n_types, refcheck=False)
        return Vocabulary(frozen(self.kept), frozen(self.places), frozen(self.sizes))
