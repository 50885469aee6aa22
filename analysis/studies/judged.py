"""Whether the difference between two sets of documents is more than noise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import periods
from analysis.stats import story_variance, t_interval
from analysis.trends import compare
from analysis.trends.comparison import INSIDE, MOVED, TOO_FEW

MIN_PERIODS = 3  # before, for its own variation to be known; as trends.compare
MOST_PERIODS = 60  # of a baseline; older ones say little of what is usual
MIN_DOCS = 5  # on each side


class Judged(NamedTuple):
    """The difference of means, its interval, the verdict, and what the noise was taken from."""

    difference: float
    lower: float
    upper: float
    verdict: str
    basis: str  # "periods" or "articles"


def judged(scores: pd.DataFrame) -> Judged:
    """The verdict on documents of a score table with a column side: "before" and "after".

    Where what is after fills one period and what is before at least three, against the variation
    between those (trends.compare); else by the variation between stories alone, which is too
    narrow where articles come in bursts.
    """
    after, before = (scores[scores["side"] == side] for side in ("after", "before"))
    by_period = _against_periods(scores, before, after)
    return by_period or _against_articles(scores, before, after)


def _against_periods(
    scores: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> Judged | None:
    days = {
        name: part["date"].to_numpy().astype("datetime64[D]")
        for name, part in (("before", before), ("after", after))
    }
    for every in periods.PERIODS:
        first = np.unique(periods.starts(days["after"], every))
        if len(first) == 1:
            break
    else:
        return None
    earlier = days["before"][days["before"] < first[0]]
    n = len(np.unique(periods.starts(earlier, every)))
    if len(earlier) < len(days["before"]) or n < MIN_PERIODS:
        return None
    window = periods.preceding(first[0], every, MOST_PERIODS)[:-1]
    baseline = max(MIN_PERIODS, int((window >= periods.starts(earlier, every).min()).sum()))
    found = compare(scores, str(first[0]), every=every, baseline=baseline).iloc[0]
    if found["verdict"] == TOO_FEW:
        return None
    difference, lower, upper = (float(found[name]) for name in ("difference", "lower", "upper"))
    return Judged(difference, lower, upper, str(found["verdict"]), "periods")


def _against_articles(scores: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> Judged:
    difference = float(after["score"].mean() - before["score"].mean())
    found = story_variance(
        scores["score"], group=(scores["side"] == "after").astype(int),
        story=pd.factorize(scores["story_id"])[0], source=pd.factorize(scores["source"])[0],
        n_groups=2,
    )  # fmt: skip
    variance = float(found.variance.sum())
    if not np.isfinite(variance) or min(len(before), len(after)) < MIN_DOCS:
        return Judged(difference, np.nan, np.nan, TOO_FEW, "articles")
    squares = float((found.variance**2 / found.df).sum())
    df = variance**2 / squares if squares else float(found.df.min())
    lower, upper = (float(bound) for bound in t_interval(difference, variance, df))
    verdict = MOVED if lower > 0 or upper < 0 else INSIDE
    return Judged(difference, lower, upper, verdict, "articles")
