"""How often a pipeline cries wolf: the same articles with their dates changed about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any  # a docvar holds values of any type

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
from analysis.lexicons import Lexicon
from analysis.measures import tone
from analysis.stats import wilson
from analysis.studies import movers
from analysis.trends import compare
from analysis.trends.comparison import MOVED

PLACEBO_COLUMNS = ["permuted", "alarm", "n_draws", "n_alarms", "rate", "lower", "upper"]
SHORTEST = 3  # whole weeks: with fewer there are hardly two orders
LEVEL = 0.05  # false discovery rate at which a mover is an alarm, both directions together


def placebo(
    pipeline: Callable[[Corpus], Mapping[str, bool]],
    corpus: Corpus,
    *,
    draws: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """How often a whole pipeline raises an alarm where there is nothing to find.

    One row is a way of permuting and an alarm: permuted ("weeks": whole weeks change places, so
    that what clusters stays together; "documents": each source's documents exchange dates), alarm
    (a key of what the pipeline returns), n_draws, n_alarms, rate, lower and upper (95% Wilson).

    `pipeline` takes a Corpus and returns alarm -> whether it was raised (`alarms` is one). Hold it
    to its nominal rate on the weeks: permuting documents breaks up bursts, and makes a method look
    better than it is. Weeks that the collection cuts keep their place. Not for a collection of few
    weeks, which has few orders.

    Raises:
        ArgumentError: for `draws` under 1, or fewer than three whole weeks.

    >>> days = pd.date_range("2019-05-06", periods=28)
    >>> news = Corpus.from_frame(pd.DataFrame({"date": days, "text": "Talks.", "source": "A"}))
    >>> placebo(lambda drawn: {"loud": len(drawn) > 99}, news, draws=2)["n_alarms"].tolist()
    [0, 0]
    """
    if draws < 1:
        raise ArgumentError(f"`draws` must be at least 1 (got {draws}).")
    documents = documents_of(corpus)
    week = _whole_weeks(documents, corpus)
    rows = []
    for permuted, permute in (("weeks", _weeks), ("documents", _within_source)):
        random = np.random.default_rng([seed, len(permuted)])
        raised: dict[str, int] = {}
        for _ in range(draws):
            dates = permute(documents, week, random)
            drawn = Corpus.from_frame(documents.assign(date=dates))
            for name, found in _answers(pipeline, drawn).items():
                raised[name] = raised.get(name, 0) + bool(found)
        for name, n in raised.items():
            lower, upper = (float(bound) for bound in wilson(n, draws))
            rows.append([permuted, name, draws, n, n / draws, lower, upper])
    return pd.DataFrame(rows, columns=PLACEBO_COLUMNS)


def _answers(pipeline: Callable[[Corpus], Mapping[str, bool]], drawn: Corpus) -> Mapping[str, bool]:
    found = pipeline(drawn) if callable(pipeline) else pipeline
    if not isinstance(found, Mapping):
        raise ArgumentError(
            "`pipeline` must be a function of a corpus that gives alarm -> True or False, such as"
            f" robust.alarms (got {type(found).__name__})."
        )
    return found


def alarms(
    corpus: Corpus, *, baseline: int = 8, lexicon: str | Lexicon = "news"
) -> dict[str, bool]:
    """What the usual report would cry about in the last whole week: alarm -> whether it does.

    "movers": a word that rose or faded at a false discovery rate of 5%, both directions together;
    "moved": tone called moved in that week; "moved_any": in any of the last `baseline` + 1 weeks,
    asked for together, so that trends.compare adjusts for all of them. Each is a family with a
    nominal rate of 5%.

    >>> days = pd.date_range("2019-05-06", periods=70)
    >>> news = Corpus.from_frame(pd.DataFrame({"date": days, "source": "A",
    ...     "text": [f"Talks resumed {n}." for n in range(70)]}))
    >>> alarms(news)
    {'movers': False, 'moved': False, 'moved_any': False}
    """
    last = periods.latest(corpus.span, "W")
    found = [
        of(corpus, last, baseline=baseline, n=1_000)["q_value"].min()
        for of in (movers.rising, movers.fading)
    ]
    scores = tone.score(corpus, lexicon=lexicon)
    looks = list(pd.date_range(end=last, periods=baseline + 1, freq="7D"))
    moved, moved_any = (
        (compare(scores, asked, baseline=baseline, span=corpus.span)["verdict"] == MOVED).any()
        for asked in (last, looks)
    )
    return {
        "movers": bool(np.nanmin([*found, 1.0]) < LEVEL / 2),
        "moved": bool(moved),
        "moved_any": bool(moved_any),
    }


def _whole_weeks(documents: pd.DataFrame, corpus: Corpus) -> pd.Series[Any]:
    """The week of each document as a number among the whole weeks, missing in those cut."""
    if not len(corpus) or pd.isna(corpus.span[0]):
        raise ArgumentError("A placebo needs documents to permute (got none).")
    grid = periods.grid(periods.day_span(corpus.span), "W")
    whole = grid.start[grid.complete]
    if len(whole) < SHORTEST:
        raise ArgumentError(
            f"A placebo needs at least {SHORTEST} whole weeks to permute (got {len(whole)})."
        )
    days = documents["date"].to_numpy().astype("datetime64[D]")
    place = pd.Index(whole).get_indexer(pd.Index(periods.starts(days, "W")))
    return pd.Series(place, index=documents.index, dtype="Int64").mask(place < 0)


def _weeks(
    documents: pd.DataFrame, week: pd.Series[Any], random: np.random.Generator
) -> pd.Series[Any]:
    n = int(week.max()) + 1
    to = pd.Series(random.permutation(n))
    steps = (week.map(to) - week).fillna(0).astype("int64")
    return documents["date"] + pd.to_timedelta(steps * 7, unit="D")


def _within_source(
    documents: pd.DataFrame, week: pd.Series[Any], random: np.random.Generator
) -> pd.Series[Any]:
    drawn = documents["date"].to_numpy().copy()
    for rows in documents.groupby("source").indices.values():
        inside = np.asarray(rows)[week.iloc[rows].notna().to_numpy()]
        drawn[inside] = drawn[random.permutation(inside)]
    return pd.Series(drawn, index=documents.index)
