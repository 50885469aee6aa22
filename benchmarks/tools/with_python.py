"""Plain Python and numpy: dictionaries of counts, and what reading the bytes at all costs."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import numpy.typing as npt

from benchmarks import corpora
from benchmarks.tasks import WORD, Job


def count(size: str) -> Job:
    documents = corpora.texts(size)
    texts: list[str] = documents["text"].to_pylist()
    months: list[str] = documents["month"].to_pylist()

    def run() -> dict[str, Counter[str]]:
        find = re.compile(WORD).findall
        counters: dict[str, Counter[str]] = {month: Counter() for month in months}
        for month, text in zip(months, texts, strict=True):
            counters[month].update(find(text.lower()))
        return counters

    return Job(run, lambda counters: sum(map(len, counters.values())))


def scan(size: str) -> Job:
    """Every byte compared with a space, and the spaces counted; the room for it is there before."""
    data = _bytes(size)
    spaces = np.ones(len(data), np.bool_)  # zeros would be pages that nobody has touched
    return Job(lambda: np.equal(data, 32, out=spaces).sum(), int)


def copy(size: str) -> Job:
    """Every byte copied to memory that is there already."""
    data = _bytes(size)
    room = np.ones_like(data)
    return Job(lambda: np.copyto(room, data), lambda _: len(data))


def _bytes(size: str) -> npt.NDArray[np.uint8]:
    (chunk,) = corpora.texts(size)["text"].chunks
    bounds = np.frombuffer(chunk.buffers()[1], np.int64)
    return np.frombuffer(chunk.buffers()[2], np.uint8)[bounds[0] : bounds[len(chunk)]]
