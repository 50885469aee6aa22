"""How far two counts differ: from four cells, or over a whole vocabulary.

The four cells, for a term in a target and a reference, are a (the term in the target), b (the
term in the reference), c and d (all other tokens of each). Swapping the two middle cells changes
neither g2 nor chi2, so the layout k11, k12, k21, k22 of collocations works as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, xlogy

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts, share, unwrapped

SMALL_EXPECTED = 5.0  # Cochran's rule, as quanteda applies it
HALF = 0.5  # added to the two counts of log_ratio, so that an absent term has a ratio
PRIOR_TOKENS = 500.0  # a0: what the prior weighs, in tokens; a small text's worth


class LogOdds(NamedTuple):
    """The difference in log-odds (natural log) and its z score."""

    log_odds: Values
    z: Values


def g2(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Values:
    """The log-likelihood ratio of a 2 x 2 table, never below 0; missing where a margin is empty.

    2 * sum(observed * ln(observed / expected)) over the four cells (Dunning 1993). Unsigned: the
    sign of `chi2` tells the direction. Not for p-values on tokens, which come in bursts.

    Raises ArgumentError for negative or infinite counts, or arrays of different shapes.

    >>> print(f"{g2(110, 2442, 111, 29114):.2f}")
    270.72
    """
    cells = counts(a=a, b=b, c=c, d=d)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            xlogy(cell, cell / np.where(cell > 0, expected, 1))
            for cell, expected in zip(cells, _expected(*cells), strict=True)
        ]
    total = np.maximum(2 * sum(parts), 0.0)  # rounding can leave -1e-13
    return unwrapped(np.where(_empty_margin(*cells), np.nan, total))


def chi2(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Values:
    """Pearson's chi-square of a 2 x 2 table, with a minus sign where a is below expectation.

    N (|ad - bc| - y)^2 / (product of the four margins), as quanteda prints it: y is N/2 (Yates)
    only where an expected cell is below 5 and |ad - bc| >= N/2, else 0. Missing where a margin
    is empty. Not for p-values on tokens, which come in bursts.

    Raises ArgumentError for negative or infinite counts, or arrays of different shapes.

    >>> print(f"{chi2(5, 1, 1655, 41341):.3f}")
    81.830
    """
    a, b, c, d = cells = counts(a=a, b=b, c=c, d=d)
    total = a + b + c + d
    gap = a * d - b * c
    with np.errstate(divide="ignore", invalid="ignore"):
        small = np.minimum.reduce(_expected(*cells)) < SMALL_EXPECTED
        yates = np.where(small & (np.abs(gap) >= total / 2), total / 2, 0.0)
        margins = (a + b) * (c + d) * (a + c) * (b + d)
        size = total * (np.abs(gap) - yates) ** 2 / margins
    return unwrapped(np.where(_empty_margin(*cells), np.nan, np.sign(gap) * size))


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Values:
    """The binary log of the ratio of relative frequencies: 1 means twice as frequent.

    log2(((a + .5) / (a + c)) / ((b + .5) / (b + d))) (Hardie 2014, with .5 added to both counts,
    so that absence has a ratio). Missing where a side has no tokens. An effect size: it says
    nothing about how sure the difference is.

    Raises ArgumentError for negative or infinite counts, or arrays of different shapes.

    >>> print(f"{log_ratio(1, 1, 99, 199):.1f}")
    1.0
    """
    a, b, c, d = counts(a=a, b=b, c=c, d=d)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (a + HALF) * (b + d) / ((b + HALF) * (a + c))
        out = np.log2(ratio)
    return unwrapped(np.where((a + c == 0) | (b + d == 0), np.nan, out))


def log_odds(
    target: ArrayLike,
    reference: ArrayLike,
    *,
    background: ArrayLike | None = None,
    prior_tokens: float = PRIOR_TOKENS,
) -> LogOdds:
    """The difference in log-odds of each term of a vocabulary, shrunk by a Dirichlet prior.

    `target` and `reference` count every term of the vocabulary, in one order: screen afterwards,
    or the totals are wrong. The prior of a term is its share of the `background` (target and
    reference together where not given) times `prior_tokens` (a0). With t and r the counts plus
    prior, T and R their sums: ln(t / (T - t)) - ln(r / (R - r)), variance about 1/t + 1/r
    (Monroe, Colaresi & Quinn 2008, equations 16 and 20). Missing for a term counted nowhere.

    Raises ArgumentError for bad counts or shapes, or `prior_tokens` not above 0.

    >>> print(log_odds([8, 2], [2, 8], prior_tokens=10).log_odds.round(2))
    [ 1.24 -1.24]
    """
    t, r = _with_prior(target, reference, background, prior_tokens)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = np.log(t / (t.sum() - t)) - np.log(r / (r.sum() - r))
        z = difference / np.sqrt(1 / t + 1 / r)
    known = (t > 0) & (r > 0) & np.isfinite(difference)
    return LogOdds(np.where(known, difference, np.nan), np.where(known, z, np.nan))


def log_odds_interval(
    target: ArrayLike,
    reference: ArrayLike,
    *,
    background: ArrayLike | None = None,
    prior_tokens: float = PRIOR_TOKENS,
    level: float = 0.95,
) -> tuple[Values, Values]:
    """The lower and upper bound of each log-odds of `log_odds`, on the normal approximation.

    Raises ArgumentError as `log_odds` does, and for a `level` outside 0 to 1.

    >>> lower, upper = log_odds_interval([8, 2], [2, 8], prior_tokens=10)
    >>> print(lower.round(2), upper.round(2))
    [ 0.32 -2.16] [ 2.16 -0.32]
    """
    t, r = _with_prior(target, reference, background, prior_tokens)
    middle, _ = log_odds(target, reference, background=background, prior_tokens=prior_tokens)
    with np.errstate(divide="ignore"):
        half = float(ndtri((1 + share("level", level)) / 2)) * np.sqrt(1 / t + 1 / r)
    return middle - half, middle + half


def _with_prior(
    target: ArrayLike, reference: ArrayLike, background: ArrayLike | None, prior_tokens: float
) -> tuple[Values, Values]:
    if not (prior_tokens > 0 and np.isfinite(prior_tokens)):
        raise ArgumentError(f"`prior_tokens` must be above 0 (got {prior_tokens!r}).")
    if background is None:
        t, r = counts(target=target, reference=reference)
        known = t + r
    else:
        t, r, known = counts(target=target, reference=reference, background=background)
    total = known.sum()
    prior = prior_tokens * known / total if total else np.zeros_like(known)
    return t + prior, r + prior


def _expected(a: Values, b: Values, c: Values, d: Values) -> list[Values]:
    total = a + b + c + d
    rows, columns = (a + b, c + d), (a + c, b + d)
    return [row * column / total for row in rows for column in columns]


def _empty_margin(a: Values, b: Values, c: Values, d: Values) -> NDArray[np.bool_]:
    margins = np.minimum.reduce([a + b, c + d, a + c, b + d])
    return np.asarray(margins == 0)
