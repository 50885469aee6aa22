"""What an editor with two minutes needs: the collection, the period, sentences with verdicts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, read_events
from analysis.errors import InputError
from analysis.measures import frequency
from analysis.studies.findings import (
    is_enough,
    is_move,
    on_tone,
    on_volume,
    on_words,
    title,
    title_of_words,
)
from analysis.trends import by_period

__all__ = [
    "attention",
    "collect",
    "dumbbell",
    "is_enough",
    "is_move",
    "latest",
    "marks",
    "on_tone",
    "on_volume",
    "on_words",
    "pace",
    "presence",
    "sources",
    "strips",
    "title",
    "title_of_words",
    "topic_of",
]

FEW_PERIODS = 4  # no comparison can be made with fewer: three before, and this one
ENOUGH = 20  # articles a period: with fewer, words and a strip of dots say little
OPEN = ("0001", "9998")  # years that no article lies outside of


def collect(path: str, *, since: str = "", until: str = "") -> Corpus:
    """The corpus of a report: read, cut to the days asked for ("" is open), copies grouped.

    Raises:
        InputError: where nothing can be read, or nothing lies between the two days.
    """
    corpus = Corpus.read(path)
    first, last = corpus.span
    cut = corpus.between(since or OPEN[0], until or OPEN[1])
    if not len(cut):
        raise InputError(
            f"No article lies between {since or 'the beginning'} and {until or 'the end'}; the"
            f" corpus runs from {first:%Y-%m-%d} to {last:%Y-%m-%d}. Choose days inside it."
        )
    return cut.group_stories()


def topic_of(collected: Corpus, query: str) -> str:
    """The query asked for, or the corpus's own topic; "" where there is neither: all articles."""
    return query.strip() or collected.topic


def presence(collected: Corpus, query: str) -> pd.DataFrame:
    """Which documents are on the topic, as frequency.presence; all of them without a query."""
    if query:
        return frequency.presence(collected, query)
    documents = collected.documents
    return documents[["doc_id", "story_id", "date", "source"]].assign(score=1.0)


def attention(present: pd.DataFrame, query: str, *, span: periods.Ends) -> pd.DataFrame:
    """How much is written, in the shape of scores, for trends.compare; `present` from presence.

    With a query the table as it is: its mean is the share of documents on the topic. Without one,
    one row is a day of the span and score its number of documents: the mean is articles a day.

    >>> two = pd.DataFrame({"date": pd.to_datetime(["2019-06-03", "2019-06-03"])})
    >>> attention(two, "", span=("2019-06-03", "2019-06-04"))["score"].tolist()
    [2, 0]
    """
    if query:
        return present
    first, last = periods.day_span(span)
    days = pd.date_range(str(first), str(last), freq="D")
    counts = present["date"].dt.normalize().value_counts().reindex(days, fill_value=0)
    name = days.strftime("%Y-%m-%d")
    ids = {"doc_id": name, "story_id": name, "date": days, "source": "all"}
    return pd.DataFrame({**ids, "score": counts.to_numpy()})


def pace(scores: pd.DataFrame, *, every: str, span: periods.Ends) -> str:
    """The length of period to report on: as asked, or for "auto" the finest with 20 articles.

    Where that leaves fewer than four periods, 5 articles are enough: a rare topic is better seen
    month by month with wide intervals than as one year.

    >>> days = pd.date_range("2019-01-01", periods=360)
    >>> scores = pd.DataFrame({"doc_id": days.strftime("%j"), "story_id": days.strftime("%j"),
    ...     "date": days, "source": "Post", "score": 0.0})
    >>> pace(scores, every="auto", span=("2019-01-01", "2019-12-26"))
    'MS'
    """
    if every != periods.AUTO:
        return periods.check(every)
    series = by_period(scores, every=every, span=span, min_docs=ENOUGH)
    if len(series) < FEW_PERIODS:
        series = by_period(scores, every=every, span=span)
    return str(series.attrs["every"])


def latest(collected: Corpus, every: str) -> pd.Timestamp:
    """The period to report on: the last one that the collection holds whole."""
    return periods.latest(collected.span, every)


def marks(collected: Corpus, path: str = "") -> pd.DataFrame:
    """The events to mark on charts (date, label): those of a CSV file, or the corpus's own.

    Raises:
        InputError: for a file that cannot be read, or lacks the columns date and label.
    """
    return read_events(Path(path)) if path else collected.events


def strips(scores: pd.DataFrame, period: object, *, every: str, baseline: int = 8) -> pd.DataFrame:
    """The scores of the period's documents and of the baseline's, for charts.distribution.

    One row is a document: group ("January 2020" or "8 periods before"), doc_id and score.
    """
    now, before = periods.window(scores["date"], period, every=every, baseline=baseline)
    names = {periods.label(period, every): now, f"{baseline} periods before": before}
    parts = [
        scores.loc[rows, ["doc_id", "score"]].assign(group=name) for name, rows in names.items()
    ]
    table = pd.concat(parts, ignore_index=True).dropna(subset=["score"])
    return table[["group", "doc_id", "score"]].reset_index(drop=True)


def dumbbell(rising: pd.DataFrame, fading: pd.DataFrame, *, n: int = 10) -> pd.DataFrame:
    """The first movers each way in one table: direction, then the columns of movers.rising."""
    both = {"rising": rising, "fading": fading}
    return pd.concat(
        [t.head(n).assign(direction=name) for name, t in both.items()], ignore_index=True
    )


def sources(
    presence: pd.DataFrame, period: object, *, every: str, baseline: int = 8
) -> pd.DataFrame:
    """What each source wrote on the topic now and usually, and which fell silent.

    `presence` is a table of frequency.presence. One row is a source: source, now (articles on the
    topic in the period), usual (mean per period of the baseline), collected (articles of any kind
    now), last_seen (day of its last article of any kind up to the end of the period), days_silent
    (from then to the end) and silent (True where it wrote nothing at all though it usually does).
    Most active first.
    """
    now, before = periods.window(presence["date"], period, every=every, baseline=baseline)
    first = periods.start_of(period, every)
    end = pd.Timestamp(periods.following(np.array([first]), every)[0])
    by = presence["source"]
    days = presence["date"].to_numpy().astype("datetime64[D]")
    n_before = max(1, len(np.unique(periods.starts(days[before], every))))
    up_to = presence[presence["date"] < end]
    last = up_to.groupby("source")["date"].max().dt.normalize()
    every_source = sorted(by.unique())
    table = pd.DataFrame(index=pd.Index(every_source, name="source"))
    table["now"] = presence[now].groupby("source")["score"].sum()
    table["usual"] = presence[before].groupby("source")["score"].sum() / n_before
    table["collected"] = presence[now].groupby("source").size()
    usually = presence[before].groupby("source").size().reindex(table.index, fill_value=0)
    table = table.fillna(0.0).astype({"now": "int64", "collected": "int64"})
    table["last_seen"] = last
    table["days_silent"] = (end - pd.Timedelta(days=1) - table["last_seen"]).dt.days.astype("Int64")
    table["silent"] = (table["collected"] == 0) & (usually >= n_before)
    table = table.reset_index().astype({"source": "str"})
    return table.sort_values(
        ["now", "usual", "source"], ascending=[False, False, True], ignore_index=True
    )
