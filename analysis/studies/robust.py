"""How far a claim hangs on how it was measured, and how often the method cries wolf."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, Literal  # a docvar holds values of any type

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, missing_columns
from analysis.lexicons import Lexicon, load
from analysis.measures import tone
from analysis.stats import wilson
from analysis.studies import movers
from analysis.trends import compare

__all__ = ["CHOICES", "agreement", "alarms", "multiverse", "placebo"]

CHOICES = ("lexicon", "unit", "balance", "copies", "weighting", "baseline", "left_out")
COLUMNS = ["setting", *CHOICES, "n_docs", "difference", "lower", "upper", "verdict"]
PLACEBO_COLUMNS = ["permuted", "alarm", "n_draws", "n_alarms", "rate", "lower", "upper"]
UNITS: tuple[Literal["text", "title"], ...] = ("text", "title")
BALANCES = ("pooled", "balanced")
COPIES = ("all", "once")
WEIGHTINGS = ("document", "word")
TYPES = {
    "n_docs": "int64", "difference": "float64", "lower": "float64", "upper": "float64",
    "verdict": "str", "left_out": "str", "lexicon": "str", "unit": "str",
}  # fmt: skip
MOVED, TOO_FEW = "moved", "too few"
MOST_SOURCES = 5  # left out one at a time; more would be the same setting again and again
SHORTEST = 3  # periods of a baseline, as trends.compare
LEVEL = 0.05  # false discovery rate at which a mover is an alarm, both directions together
NONE = "none"


def multiverse(
    corpus: Corpus,
    period: object,
    *,
    every: str = "W",
    baseline: int = 8,
    lexicons: Sequence[str | Lexicon] = ("news", "vader"),
) -> pd.DataFrame:
    """Whether the tone of a period moved, under every defensible setting.

    One row is a setting: setting (number), lexicon, unit ("text" or "title"), balance ("pooled",
    or "balanced": each document less what its source lies off the mean in the baseline), copies
    ("all" or "once" a story), weighting ("document": each counts the same; "word": by its length),
    baseline (periods; as asked, and half), left_out (a source, or "none"; the five largest in
    turn), n_docs (of the period), difference, lower, upper and verdict of trends.compare. With two
    lexicons, 64 settings and 64 more for each source. Settings that give no estimate keep their
    row.

    Settings are choices that a careful analyst might have made, not draws: the share that agrees
    (`agreement`) is no probability, and its interval means nothing.

    Raises:
        ArgumentError: for a `period` that is no date, or a `baseline` under 3.

    >>> days = pd.date_range("2019-05-06", periods=42)
    >>> news = Corpus.from_frame(pd.DataFrame({"date": days, "source": ["A", "B"] * 21,
    ...     "text": [f"Talks resumed {n}." for n in range(35)] + ["A ship was seized."] * 7}))
    >>> len(multiverse(news, "2019-06-10", baseline=4))
    192
    """
    start = periods.start_of(period, every)
    lengths = list(dict.fromkeys([baseline, max(SHORTEST, baseline // 2)]))
    first = periods.preceding(start, every, baseline)[0]
    end = periods.following(np.array([start]), every)[0] - np.timedelta64(1, "D")
    documents_of(corpus)
    window = corpus.between(str(first), str(end))
    rows = []
    for lexicon, unit in product(lexicons, UNITS):
        scored = tone.score(window, lexicon=lexicon, field=unit).dropna(subset=["score"])
        options = product(BALANCES, COPIES, WEIGHTINGS, lengths, _left_out(window))
        name = load(lexicon).name
        rows += [
            [name, unit, *chosen, *_estimate(scored, str(start), every, *chosen)]
            for chosen in options
        ]
    table = pd.DataFrame(rows, columns=COLUMNS[1:]).astype(TYPES)
    table.insert(0, "setting", np.arange(1, len(table) + 1))
    table.attrs = {"period": str(start), "every": every}
    return table


def agreement(settings: pd.DataFrame) -> pd.DataFrame:
    """What the settings of `multiverse` have in common; one row.

    Columns: n_settings, n_estimated (with an estimate), share_up and share_down (of those: the
    difference above and below 0), share_moved (called "moved"), median, lowest and highest
    difference. Shares of settings, no probabilities: nobody drew the settings, and they use the
    same articles.

    Raises:
        ColumnError: for a table without difference or verdict.

    >>> agreement(pd.DataFrame({"difference": [-0.2, -0.1], "verdict": ["moved", "too few"]}))[
    ...     ["n_settings", "share_down", "share_moved"]].values.tolist()
    [[2.0, 1.0, 0.5]]
    """
    absent = [name for name in ("difference", "verdict") if name not in settings]
    if absent:
        raise missing_columns(absent, settings.columns)
    size = settings["difference"].to_numpy(dtype=float)
    known = np.isfinite(size)
    found, moved = size[known], (settings["verdict"] == MOVED).to_numpy()[known]
    n = len(found)
    return pd.DataFrame(
        {
            "n_settings": [len(settings)],
            "n_estimated": [n],
            "share_up": [float((found > 0).mean()) if n else np.nan],
            "share_down": [float((found < 0).mean()) if n else np.nan],
            "share_moved": [float(moved.mean()) if n else np.nan],
            "median_difference": [float(np.median(found)) if n else np.nan],
            "lowest_difference": [float(found.min()) if n else np.nan],
            "highest_difference": [float(found.max()) if n else np.nan],
        }
    )


def _left_out(window: Corpus) -> list[str]:
    """Nobody, then each of the largest sources, where something would remain."""
    counts = window.documents["source"].value_counts()
    names = sorted(counts.index, key=lambda name: (-counts[name], name))
    return [NONE, *names[:MOST_SOURCES]] if len(names) > 1 else [NONE]


def _estimate(
    scores: pd.DataFrame, period: str, every: str, balance: str, copies: str, weighting: str,
    baseline: int, left_out: str,
) -> list[object]:  # fmt: skip
    """n_docs, difference, lower, upper and verdict of one setting."""
    kept = scores[scores["source"] != left_out]
    if copies == "once":
        kept = kept.drop_duplicates("story_id")
    start = periods.start_of(period, every)
    if balance == "balanced":
        kept = _balanced(kept, start)
    if weighting == "word":
        kept = _by_words(kept, every)
    if not len(kept):
        return [0, np.nan, np.nan, np.nan, TOO_FEW]
    row = compare(kept, period, every=every, baseline=baseline).iloc[0]
    return [row[name] for name in ("n_docs", "difference", "lower", "upper", "verdict")]


def _balanced(scores: pd.DataFrame, start: np.datetime64) -> pd.DataFrame:
    """Scores less what each source lies off the mean before; sources new in the period go."""
    before = scores[scores["date"] < pd.Timestamp(start)]
    off = before.groupby("source")["score"].mean() - before["score"].mean()
    known = scores[scores["source"].isin(off.index)]
    shift = known["source"].map(off.to_dict()).astype("float64")
    return known.assign(score=known["score"] - shift)


def _by_words(scores: pd.DataFrame, every: str) -> pd.DataFrame:
    """Scores whose plain mean in each period is the mean by length, with its own variation."""
    days = scores["date"].to_numpy().astype("datetime64[D]")
    when = pd.Series(periods.starts(days, every), index=scores.index)
    weight = scores["n_tokens"] / scores["n_tokens"].groupby(when).transform("mean")
    mean = (scores["score"] * weight).groupby(when).transform("mean")
    return scores.assign(score=mean + weight * (scores["score"] - mean))


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
            for name, found in pipeline(drawn).items():
                raised[name] = raised.get(name, 0) + bool(found)
        for name, n in raised.items():
            lower, upper = (float(bound) for bound in wilson(n, draws))
            rows.append([permuted, name, draws, n, n / draws, lower, upper])
    return pd.DataFrame(rows, columns=PLACEBO_COLUMNS)


def alarms(
    corpus: Corpus, *, baseline: int = 8, lexicon: str | Lexicon = "news"
) -> dict[str, bool]:
    """What the usual report would cry about in the last whole week: alarm -> whether it does.

    "movers": a word that rose or faded at a false discovery rate of 5%, both directions together;
    "moved": tone called moved in any of the last `baseline` + 1 weeks, as trends.compare
    adjusts for. Each is one family: its nominal rate is 5%.

    >>> days = pd.date_range("2019-05-06", periods=70)
    >>> news = Corpus.from_frame(pd.DataFrame({"date": days, "source": "A",
    ...     "text": [f"Talks resumed {n}." for n in range(70)]}))
    >>> alarms(news)
    {'movers': False, 'moved': False}
    """
    last = periods.latest(corpus.span, "W")
    found = [
        of(corpus, last, baseline=baseline, n=1_000)["q_value"].min()
        for of in (movers.rising, movers.fading)
    ]
    scores = tone.score(corpus, lexicon=lexicon)
    looks = pd.date_range(end=last, periods=baseline + 1, freq="7D")
    verdicts = [
        compare(scores, week, baseline=baseline, span=corpus.span)["verdict"] for week in looks
    ]
    return {
        "movers": bool(np.nanmin([*found, 1.0]) < LEVEL / 2),
        "moved": any((verdict == MOVED).any() for verdict in verdicts),
    }


def _whole_weeks(documents: pd.DataFrame, corpus: Corpus) -> pd.Series[Any]:
    """The week of each document as a number among the whole weeks, missing in those cut."""
    if pd.isna(corpus.span[0]):
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
