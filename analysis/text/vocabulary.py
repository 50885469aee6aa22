"""Distinct strings without white space, numbered in order of first appearance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.text.kernels import scan, types
from analysis.text.kernels.jit import frozen

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


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

    @cached_property
    def traits(self) -> npt.NDArray[np.uint32]:
        """What the bytes of each type tell: bits of kernels.types."""
        found = np.zeros(len(self), np.uint32)
        types.traits(self.data, self.begins, self.sizes, found)
        return found

    @cached_property
    def foreign(self) -> npt.NDArray[np.bool_]:
        """Which types have a character beyond ASCII."""
        found: npt.NDArray[np.bool_] = (self.traits & types.FOREIGN) != 0
        return found

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
        whole, chosen = self.data.tobytes(), np.fromiter(ids, np.int64)
        begins = self.begins[chosen]
        pairs = zip(begins.tolist(), (begins + self.sizes[chosen]).tolist(), strict=True)
        return [whole[a:b].decode("utf-8", "surrogatepass") for a, b in pairs]

    def find(self, terms: Iterable[str]) -> Int32:
        """The id of each term, -1 for one that is no type."""
        blobs = [term.encode("utf-8", "surrogatepass") for term in terms]
        bounds = np.cumsum([0, *map(len, blobs)])
        # Whole words are read past the end of a term, so some bytes stand there.
        data = np.frombuffer(b"".join(blobs) + bytes(24 - bounds[-1] % 8), np.uint8)
        words = data.view(np.uint64)
        found = np.empty(len(blobs), np.int32)
        scan.find(
            frozen(words), frozen(bounds), self._table, self.kept, self.places,
            self.sizes, found,
        )  # fmt: skip
        return found

    @cached_property
    def _table(self) -> npt.NDArray[np.uint64]:
        table = np.zeros(2 << int(len(self) * 2 + 1).bit_length(), np.uint64)
        # What is read past the last type needs to be there.
        kept = frozen(np.append(self.kept, np.zeros(2, np.uint64)))
        scan.enter(kept, self.places, self.sizes, table)
        return frozen(table)


class Growing:
    """A vocabulary that is being filled, with the hash table that finds a type in it."""

    def __init__(self, slots: int) -> None:
        self.table = np.zeros(2 * slots, np.uint64)
        self.kept = np.zeros(slots, np.uint64)
        self.places = np.zeros(slots, np.int64)
        self.sizes = np.zeros(slots, np.int32)
        self.n_types = self.n_words = 0

    def grow(self, answer: int, room: int) -> None:
        """More room for what a kernel's answer says is full."""
        if answer == scan.NEEDS_TABLE:
            wider = np.zeros(2 * len(self.table), np.uint64)
            scan.rehash(self.table, wider)
            self.table = wider
        else:
            # In place: the system moves the pages, nothing holds both the old and the new.
            self.kept.resize(2 * len(self.kept) + room, refcheck=False)
            self.places.resize(2 * len(self.places), refcheck=False)
            self.sizes.resize(2 * len(self.sizes), refcheck=False)

    def done(self) -> Vocabulary:
        """What has been filled in."""
        return Vocabulary(
            kept=frozen(self.kept[: self.n_words].copy()),
            places=frozen(self.places[: self.n_types].copy()),
            sizes=frozen(self.sizes[: self.n_types].copy()),
        )
