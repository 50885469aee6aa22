"""`python -m benchmarks.scale`: what millions of articles take, from rates measured on one core.

Reads, encodes and measures one batch as a worker of `cluster.run` does, and multiplies: processor
seconds by articles over cores, bytes by articles. Prints the tables of docs/scale.md.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from analysis import Corpus, concordance, frequency, tone
from analysis.cluster.parted import Parted, parted
from analysis.corpus.batches import SIZE as BATCH
from benchmarks import corpora, machine, memory
from benchmarks.tasks import NODE, TERMS, TINY

PARTS = 4  # that are added up: the same batch, so that their words overlap as those of news do
ASKED: list[tuple[str, Any, tuple[Any, ...], dict[str, Any]]] = [
    ("tone.score, news", tone.score, (), {}),
    ("tone.vader", tone.vader, (), {}),
    ("frequency.count, all words", frequency.count, (), {}),
    ("frequency.trend, 20 terms by day", frequency.trend, (TERMS,), {"every": "D"}),
    ("concordance.lines, one word", concordance.lines, (NODE,), {}),
]


class Rate(NamedTuple):
    """Processor seconds of one article; seconds to add one article up; bytes that come back."""

    name: str
    seconds: float
    adding: float = 0.0
    back: float = 0.0


class Found(NamedTuple):
    """What was measured: bytes an article of text and of the file kept; rates; peak bytes."""

    origin: str
    articles: int
    text: float
    kept: float
    opening: float
    reading: list[Rate]
    measures: list[Rate]
    peak: int


def measured(size: str) -> Found:
    """The rates on a corpus of that size."""
    _all(TINY)
    return _all(size)


def _all(size: str) -> Found:
    corpus: Corpus = corpora.corpus(size)
    n = len(corpus)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = {"JSON Lines": home / "news.jsonl", "Parquet": home / "news.parquet"}
        frame = corpus.documents[["text", "date", "source", "month"]]
        frame.to_json(files["JSON Lines"], orient="records", lines=True, date_format="iso")
        frame.to_parquet(files["Parquet"])
        reading = [
            Rate(f"Corpus.read, {name}", _timed(lambda path=path: Corpus.read(path)) / n)
            for name, path in files.items()
        ]
        reading.append(Rate("encoding", _timed(lambda: replace(corpus).tokens) / n))
        _ = corpus.cached(home / "kept").fingerprint
        kept = sum(path.stat().st_size for path in (home / "kept").iterdir())
        opening = _timed(lambda: corpus.cached(home / "kept"))
        held = memory.reset()
        tone.score(Corpus.read(files["JSON Lines"]))
        peak = memory.peak() - held
    measures = [_rate(corpus, name, parted(each), *asked) for name, each, *asked in ASKED]
    about = corpora.about(size)
    text = about["n_bytes"] / n
    return Found(about["origin"], n, text, kept / n, opening, reading, measures, peak)


def _rate(
    corpus: Corpus, name: str, steps: Parted, given: tuple[Any, ...], options: dict[str, Any]
) -> Rate:
    n = len(corpus)
    began = time.process_time()
    found = steps.part(replace(corpus), *given, **options)
    seconds = time.process_time() - began
    adding = _timed(lambda: steps.table(steps.added([found] * PARTS), *given, **options))
    back = len(pickle.dumps(found, protocol=5))
    return Rate(name, seconds / n, adding / n / PARTS, back / n)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def tables(found: Found, articles: int, cores: int) -> str:
    """What was measured, and what so many articles take on so many cores, as Markdown."""
    return "\n\n".join([_rates(found), _worked(found, articles, cores), _room(found, articles)])


def _rates(found: Found) -> str:
    on = machine.described()
    lines = [
        f"Measured on one core of {on['processor']}, Python {machine.versions()['python']},"
        f" with {found.articles:,} articles of {found.text:,.0f} bytes from {found.origin}.",
        "",
        "| step | articles a second | MB a second |",
        "|---|---|---|",
    ]
    for rate in (*found.reading, *found.measures):
        megabytes = found.text / rate.seconds / 1e6
        lines.append(f"| {rate.name} | {1 / rate.seconds:,.0f} | {megabytes:,.0f} |")
    return "\n".join(lines)


def _worked(found: Found, articles: int, cores: int) -> str:
    read = found.reading[0].seconds
    lines = [
        f"| {articles:,} articles, {cores} cores | minutes | reading's share"
        " | adding up, minutes of one core | comes back, GB |",
        "|---|---|---|---|---|",
    ]
    for rate in found.measures:
        each = read + rate.seconds
        lines.append(
            f"| {rate.name} | {each * articles / cores / 60:,.1f} | {read / each:.0%}"
            f" | {rate.adding * articles / 60:,.1f} | {rate.back * articles / 1e9:,.1f} |"
        )
    return "\n".join(lines)


def _room(found: Found, articles: int) -> str:
    opening = found.kept * found.articles / found.opening / 1e9
    times = found.peak / found.text / found.articles
    return "\n".join(
        [
            f"* Disk: {found.text * articles / 1e9:,.0f} GB of text. `cached` would add"
            f" {found.kept * articles / 1e9:,.0f} GB, {found.kept:,.0f} bytes an article, opened"
            f" and checked at {opening:,.1f} GB a second.",
            f"* Memory: a worker that reads and scores a batch grows by {times:,.1f} times its"
            f" bytes, {times * BATCH / 1e9:,.1f} GB for one of {BATCH / 1e6:,.0f} MB.",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    made = argparse.ArgumentParser("python -m benchmarks.scale", description=__doc__)
    made.add_argument("--size", default="10k", help="articles of the batch: 10k, 500x80")
    made.add_argument("--articles", type=int, default=10_000_000, help="to be worked out for")
    made.add_argument("--cores", type=int, default=32)
    asked = made.parse_args(arguments)
    print(tables(measured(asked.size), asked.articles, asked.cores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
