"""What every tool is asked for: words, terms, the node of the concordance; a job's shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any  # every tool gives a table of its own kind

TINY = "400x50"  # the corpus of the first call, which loads and compiles what large ones need too

# A word as pressgauge cuts it, but for combining marks; without looking behind, which the engines
# of polars and duckdb cannot do, a comma holds letters together too.
WORD = r"[^\W_]+(?:['’.&,\-‐‑][^\W_]+)*"
WORD_RE2 = WORD.replace(r"[^\W_]", r"[\pL\pN]")  # RE2, in duckdb, knows \W for ASCII alone
TERMS = [
    "oil", "prices", "president", "sanctions", "market", "government", "companies", "inflation",
    "economy", "investors", "bank", "dollar", "trade", "officials", "interest rates", "last year",
    "white house", "new york", "central bank", "prime minister",
]  # fmt: skip
NODE = "economy"
WINDOW = 8  # words on either side of the node


@dataclass(frozen=True)
class Job:
    """What is timed, and how to count what came of it.

    Attributes:
        run: the work, with nothing but the work in it.
        count: a figure that tells whether tools found the same (rows, hits).
        words: words that it reads, where that is not the whole corpus.
    """

    run: Callable[[], Any]
    count: Callable[[Any], int] = len
    words: int | None = None
