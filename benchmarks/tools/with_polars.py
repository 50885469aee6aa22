"""polars, from texts in its own columns; lazily, which was the faster way."""

from __future__ import annotations

import polars as pl

from benchmarks import corpora
from benchmarks.tasks import NODE, TERMS, WINDOW, WORD, Job

TEXT = pl.col("text")


def encode(size: str) -> Job:
    """Occurrences of each word, case kept."""
    words = _frame(size).select(word=TEXT.str.extract_all(WORD).explode())
    return _collected(words.group_by("word").len())


def tokens(size: str) -> Job:
    """Occurrences of what stands between white space, the same tokens as ours."""
    words = _frame(size).select(word=TEXT.str.extract_all(r"\S+").explode())
    return _collected(words.group_by("word").len())


def split(size: str) -> Job:
    """Occurrences of what stands between spaces: cheaper, but "oil" and "oil," stay apart."""
    words = _frame(size).select(word=TEXT.str.split(" ").explode())
    return _collected(words.group_by("word").len())


def count(size: str) -> Job:
    return _collected(_words(size).group_by("month", "word").len())


def count_docs(size: str) -> Job:
    """With the number of documents as well, as pressgauge's table has it."""
    documents = pl.col("place").n_unique().alias("n_docs")
    return _collected(_words(size).group_by("month", "word").agg(pl.len(), documents))


def ngrams(size: str) -> Job:
    words = _words(size)
    same = pl.col("place") == pl.col("place").shift(-1)
    following = pl.when(same).then(pl.col("word").shift(-1)).alias("next")
    joined = pl.concat_str("word", "next", separator=" ")

    def run() -> list[pl.DataFrame]:
        held = words.collect().lazy()
        pairs = held.select("month", "word", following).drop_nulls()
        counts = pairs.group_by("month", "word", "next").len().select("month", joined, "len")
        return [held.group_by("month", "word").len().collect(), counts.collect()]

    return Job(run, lambda tables: sum(table.height for table in tables))


def trend(size: str) -> Job:
    found = TEXT.str.extract_many(TERMS, ascii_case_insensitive=True)
    hits = _frame(size).select(day=pl.col("date").dt.date(), term=found).explode("term")
    counts = hits.drop_nulls().with_columns(pl.col("term").str.to_lowercase())
    return Job(
        lambda: counts.group_by("day", "term").len().collect(),
        lambda table: int(table["len"].sum()),
    )


def concordance(size: str) -> Job:
    # Words of ASCII at their edges: with Unicode's the engine takes its slow road.
    node = rf"(?i)(?-u:\b){NODE}(?-u:\b)"
    around = rf"(?:\S+\s+){{0,{WINDOW}}}\S*{node}\S*(?:\s+\S+){{0,{WINDOW}}}"
    lines = _frame(size).filter(TEXT.str.contains(node))
    return _collected(lines.select("date", "source", TEXT.str.extract_all(around)).explode("text"))


def _frame(size: str) -> pl.LazyFrame:
    return pl.DataFrame(corpora.texts(size)).lazy()


def _words(size: str) -> pl.LazyFrame:
    words = TEXT.str.to_lowercase().str.extract_all(WORD).alias("word")
    return _frame(size).with_row_index("place").select("place", "month", words).explode("word")


def _collected(plan: pl.LazyFrame) -> Job:
    return Job(plan.collect)
