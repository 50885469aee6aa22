"""Differences in log-odds of the terms of a vocabulary, shrunk by a Dirichlet prior."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from analysis.errors import ArgumentError, one_of
from analysis.stats.arrays import Values, counts, share

PRIOR_TOKENS = 500.0  # a0: what the prior weighs, in tokens; a small text's worth
PRIORS = ("empirical", "uninformative")


class LogOdds(NamedTuple):
    """The difference in log-odds (natural log) and its z score."""

    log_odds: Values
    z: Values


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


def weighted_log_odds(
    n: ArrayLike,
    *,
    group: ArrayLike,
    term: ArrayLike,
    prior: Literal["empirical", "uninformative"] = "empirical",
) -> LogOdds:
    """How far the log-odds of terms in groups lie from those of all groups, as tidylo has it.

    One row is a term in a group: `n` its count. y = n + prior, where the prior is the term's count
    in all groups ("empirical") or 1 ("uninformative"); pairs without a row have none. With y(g)
    and y(w) the sums over a group and over a term: ln(y / (y(g) - y)) - ln(y(w) / (sum - y(w))),
    variance 1/y + 1/y(w); z is what tidylo calls weighted (Monroe, Colaresi & Quinn 2008, without
    and with regard to a prior; Schnoebelen & Silge 2019). A group is compared with all groups, it
    among them. Missing where a group or all have one term only, or nothing was counted.

    Raises ArgumentError for bad counts, columns of different length, a pair that has two rows, or
    an unknown `prior`.

    >>> found = weighted_log_odds(
    ...     [12, 2, 4, 3, 10, 1], group=[0, 0, 0, 1, 1, 1], term=[3, 4, 5, 3, 4, 5])
    >>> print(found.z.round(2))
    [ 1.17 -1.38  0.4  -1.14  1.57 -0.44]
    """
    if prior not in PRIORS:
        raise one_of("prior", prior, PRIORS)
    (known,) = counts(n=n)
    if np.isnan(known).any():
        raise ArgumentError("`n` must not be missing: leave out pairs that do not occur.")
    of_group, of_term = _rows(known, group=group, term=term)
    y = known + (np.bincount(of_term, known)[of_term] if prior == "empirical" else 1.0)
    in_group, in_all = (np.bincount(code, y)[code] for code in (of_group, of_term))
    with np.errstate(divide="ignore", invalid="ignore"):
        here = np.log(y / (in_group - y))
        everywhere = np.log(in_all / (y.sum() - in_all))
        difference = here - everywhere
        z = difference / np.sqrt(1 / y + 1 / in_all)
    sure = np.isfinite(difference)
    return LogOdds(np.where(sure, difference, np.nan), np.where(sure, z, np.nan))


def _rows(n: Values, **columns: ArrayLike) -> list[NDArray[np.int64]]:
    """The columns as codes, one a row of n; refuses pairs that come twice."""
    codes = []
    for name, column in columns.items():
        given: NDArray[Any] = np.asarray(column)
        if n.ndim != 1 or given.shape != n.shape:
            raise ArgumentError(
                f"`n` and `{name}` must be columns of one length (got {n.shape}, {given.shape})."
            )
        codes.append(np.unique(given, return_inverse=True)[1].astype(np.int64))
    pairs = codes[0] * (codes[1].max(initial=0) + 1) + codes[1]
    twice = len(pairs) - len(np.unique(pairs))
    if twice:
        raise ArgumentError(f"`n` must have one row a group and term; {twice} come again: add up.")
    return codes


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
    if np.isnan(t + r + known).any():
        raise ArgumentError("`target` and `reference` must count every term, none missing.")
    total = known.sum()
    prior = prior_tokens * known / total if total else np.zeros_like(known)
    return t + prior, r + prior
