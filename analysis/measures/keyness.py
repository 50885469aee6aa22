"""Which words a target uses more than a reference, and which less."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import periods
from analysis.arrow import text_column
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, listed, one_of
from analysis.measures.counted import LONGEST
from analysis.measures.strata import Sides, evidence, pooled, sides_of
from analysis.stats import (
    benjamini_hochberg,
    chi2,
    g2,
    gamma_poisson,
    log_odds,
    log_odds_interval,
    log_ratio,
)
from analysis.stats.log_odds import PRIOR_TOKENS

HALF = 0.5  # added to the other side's documents, so that an absent word has an expectation
Values = npt.NDArray[np.float64]
COLUMNS = [
    "term", "n_target", "n_reference", "docs_target", "docs_reference", "per_million_target",
    "per_million_reference", "g2", "chi2", "log_ratio", "log_odds", "z", "lower", "upper",
    "q_value", "n_screened",
]  # fmt: skip


class _Effect(NamedTuple):
    """What a table is sorted by: the sure part of a difference, signed; the prior's strength."""

    sure: Values
    strength: float


def compare(
    target: Corpus, reference: Corpus, *, n: int = 1, min_docs: int = 3, within: str | None = None
) -> pd.DataFrame:
    """How the words of the target differ from those of the reference; words are case-folded.

    One row is a term (a sequence of n words) in at least `min_docs` documents of both together:
    term, n_target and n_reference (occurrences), docs_target and docs_reference,
    per_million_target and per_million_reference (words), g2 (Dunning 1993), chi2 (signed, as
    quanteda), log_ratio (Hardie 2014), log_odds (Monroe, Colaresi & Quinn 2008, informative
    Dirichlet prior of a0 tokens: attrs["a0"]), its z, lower and upper (95%), q_value (two-sided
    exact hypergeometric test on documents, Benjamini-Hochberg over all n_screened terms:
    attrs["m"]) and n_screened. A difference above 0 is the target's.

    Sorted by the sure part of the difference in documents, the target's words first and the
    reference's last: the 5% bound of a side's documents over those expected from the other side,
    shrunk over the whole vocabulary (stats.gamma_poisson, DuMouchel 1999). So that a word of one
    long document does not lead, and z, which takes occurrences for independent, does not decide.

    `within` ("MS" and other periods) compares inside periods: rates are means over the periods that
    both sides have, weighted by T R / (T + R), T and R the words of the sides (Mantel & Haenszel
    1959), tests on occurrences use the words that such means are worth (Kish 1965), and q_value is
    from Cochran, Mantel and Haenszel's test. n_ and docs_ count everything all the same.

    Not for one story against another: few documents share too many words. A side without words
    gives an empty table.

    Raises:
        ArgumentError: for corpora that share documents, an n outside 1 to 5, `min_docs` under 1,
            an unknown `within`, or sides without a period in common.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil rose."] * 4 + ["Talks failed."] * 4, "date": ["2019-06-01"] * 8,
    ...     "source": list("abcdefgh")}))
    >>> oil = news.matching("oil")
    >>> compare(oil, news.without(oil))[["term", "docs_target", "docs_reference"]].values.tolist()
    [['oil', 4, 0], ['rose', 4, 0], ['failed', 0, 4], ['talks', 0, 4]]
    """
    _check(target, reference, n, min_docs, within)
    found = sides_of(target, reference, n, _periods(target, reference, within))
    if not len(found.terms) or not found.words.any(axis=1).all():
        return _empty()
    both = np.min(found.words, axis=0) > 0
    if not both.any():
        raise ArgumentError(
            f"`within` {within!r} leaves no period in which both sides have documents; "
            "compare without it, or corpora of the same time."
        )
    effect, screened = _effect(found, min_docs), found.n_docs.sum(axis=0) >= min_docs
    rows = np.flatnonzero(screened)
    table = _table(found, screened).assign(sure=effect.sure[rows])
    table = table.sort_values(["sure", "z", "term"], ascending=[False, False, True])
    table = table[COLUMNS].reset_index(drop=True)
    table.attrs.update(
        a0=PRIOR_TOKENS, m=len(rows), strength=effect.strength, periods_left_out=int((~both).sum())
    )
    return table


def _table(found: Sides, screened: npt.NDArray[np.bool_]) -> pd.DataFrame:
    a, b, n_a, n_b = pooled(found, found.words, found.rows.n_tokens)
    odds = log_odds(a, b)
    lower, upper = log_odds_interval(a, b)
    rows = np.flatnonzero(screened)
    cells = (a[rows], b[rows], np.maximum(n_a - a[rows], 0), np.maximum(n_b - b[rows], 0))
    return pd.DataFrame(
        {
            "term": text_column(found.terms.take(rows)),
            "n_target": found.n_tokens[0, rows], "n_reference": found.n_tokens[1, rows],
            "docs_target": found.n_docs[0, rows], "docs_reference": found.n_docs[1, rows],
            "per_million_target": a[rows] / n_a * 1e6,
            "per_million_reference": b[rows] / n_b * 1e6,
            "g2": g2(*cells), "chi2": chi2(*cells), "log_ratio": log_ratio(*cells),
            "log_odds": odds.log_odds[rows], "z": odds.z[rows],
            "lower": lower[rows], "upper": upper[rows],
            "q_value": benjamini_hochberg(evidence(found, rows)), "n_screened": len(rows),
        }
    )  # fmt: skip


def _effect(found: Sides, min_docs: int) -> _Effect:
    """The log of the 5% bound of a side's documents over those expected from the other side, where
    it is above 0; below 0 for the reference.

    Expected is scaled by how many words of any kind a side's documents hold: longer documents hold
    more of each.
    """
    size = np.zeros(found.words.shape)
    np.add.at(size, (found.rows.side, found.rows.period), found.rows.n_docs)
    a, b, n_a, n_b = pooled(found, size, found.rows.n_docs)
    rows = np.flatnonzero(found.n_docs.sum(axis=0) >= min_docs)
    here, there = np.rint(a[rows]), np.rint(b[rows])
    up = gamma_poisson(here, (there + HALF) * n_a / n_b)
    down = gamma_poisson(there, (here + HALF) * n_b / n_a)
    sure = np.zeros(len(a))
    sure[rows] = np.log(np.maximum(up.lower, 1)) - np.log(np.maximum(down.lower, 1))
    return _Effect(sure, up.strength)


def _periods(target: Corpus, reference: Corpus, within: str | None) -> list[npt.NDArray[np.int64]]:
    """The period of each document of both sides, as codes."""
    if within is None:
        return [np.zeros(len(side), np.int64) for side in (target, reference)]
    days = pd.concat([target.documents["date"], reference.documents["date"]])
    first = periods.starts(days.to_numpy().astype("datetime64[D]"), within)
    codes = np.unique(first, return_inverse=True)[1].astype(np.int64)
    return [codes[: len(target)], codes[len(target) :]]


def _check(target: Corpus, reference: Corpus, n: int, min_docs: int, within: str | None) -> None:
    ids = [documents_of(side)["doc_id"] for side in (target, reference)]
    if not 1 <= n <= LONGEST:
        raise ArgumentError(f"`n` must be from 1 to {LONGEST} (got {n}).")
    if min_docs < 1:
        raise ArgumentError(f"`min_docs` must be at least 1 (got {min_docs!r}).")
    if within is not None and within not in periods.PERIODS:
        raise one_of("within", within, periods.PERIODS)
    shared = ids[0][ids[0].isin(ids[1])]
    if len(shared):
        raise ArgumentError(
            f"`target` and `reference` share {len(shared)} documents ({listed(shared)}): leave "
            "them out of one, as in reference.without(target)."
        )


def _empty() -> pd.DataFrame:
    whole = {name: pd.Series(dtype="int64") for name in COLUMNS if name.startswith(("n_", "docs"))}
    table = pd.DataFrame({name: pd.Series(dtype="float64") for name in COLUMNS} | whole)
    table = table.astype({"term": "str"})
    table.attrs.update(a0=PRIOR_TOKENS, m=0, strength=0.0, periods_left_out=0)
    return table
