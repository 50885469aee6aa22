"""How far a claim hangs on how it was measured, and how often the method cries wolf."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import missing_columns
from analysis.lexicons import Lexicon, load
from analysis.measures import tone
from analysis.studies.placebos import PLACEBO_COLUMNS, alarms, placebo
from analysis.trends import compare
from analysis.trends.comparison import MOVED, TOO_FEW

__all__ = [
    "CHOICES",
    "COLUMNS",
    "PLACEBO_COLUMNS",
    "agreement",
    "alarms",
    "multiverse",
    "placebo",
    "sentence",
]

CHOICES = ("lexicon", "unit", "balance", "copies", "weighting", "baseline", "left_out")
COLUMNS = ["setting", *CHOICES, "n_docs", "difference", "lower", "upper", "verdict"]
UNITS: tuple[Literal["text", "title"], ...] = ("text", "title")
BALANCES = ("pooled", "balanced")
COPIES = ("all", "once")
WEIGHTINGS = ("document", "word")
TYPES = {
    "n_docs": "int64", "difference": "float64", "lower": "float64", "upper": "float64",
    "verdict": "str", "left_out": "str", "lexicon": "str", "unit": "str",
}  # fmt: skip
MOST_SOURCES = 5  # left out one at a time; more would be the same setting again and again
SHORTEST = 3  # periods of a baseline, as trends.compare
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


def sentence(settings: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """What the settings of `multiverse` say, as one sentence with its numbers for reporting.say.

    >>> text, numbers = sentence(pd.DataFrame({"difference": [-0.2, 0.1], "verdict": "moved"}))
    >>> numbers["n_settings_estimated"], numbers["share_darker"]
    (2, 0.5)
    """
    found = agreement(settings).iloc[0]
    n = int(found["n_estimated"])
    if not n:
        return "Under no setting are there **enough** articles for an estimate.", {}
    return (
        "Of {n_settings_estimated:,} ways to measure it, {share_darker:.0%} say darker,"
        " {share_brighter:.0%} brighter, and {share_moved:.0%} call it moved: shares of settings,"
        " no probabilities.",
        {
            "n_settings_estimated": n,
            "share_darker": float(found["share_down"]),
            "share_brighter": float(found["share_up"]),
            "share_moved": float(found["share_moved"]),
        },
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
