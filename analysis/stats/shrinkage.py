"""Ratios of counts to what was expected, shrunk so that small counts do not shout."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import gamma, nbinom

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts, share

STRENGTH = (0.05, 1000.0)  # bounds of the prior's strength: from nearly none to all ratios alike


class Ratio(NamedTuple):
    """Posterior mean and bounds of observed / expected, and the prior's strength."""

    ratio: Values
    lower: Values
    upper: Values
    strength: float


def gamma_poisson(
    observed: ArrayLike, expected: ArrayLike, *, level: float = 0.9, strength: float | None = None
) -> Ratio:
    """Observed over expected counts, shrunk toward 1 as far as the whole table advises.

    n ~ Poisson(r E), r ~ Gamma(a, a), so that ratios are 1 on average and r given n is
        Gamma(a + n, a + E): mean (a + n) / (a + E), bounds its quantiles. The strength a has the
    highest likelihood over all entries (DuMouchel 1999, with one component instead of two), or is
    the `strength` given. Not for tables in which most ratios differ from 1. Missing where a count
    is missing.

        Raises:
            ArgumentError: for negative counts, an expectation of 0, or arrays of different shapes.

        >>> found = gamma_poisson([0, 5, 50, 10, 8, 9, 12], [1, 1, 10, 10, 10, 10, 10])
        >>> found.ratio.round(1).tolist()
        [0.5, 3.0, 4.6, 1.0, 0.8, 0.9, 1.2]
    """
    n, e = counts(observed=observed, expected=expected)
    if np.any(e <= 0):
        raise ArgumentError("`expected` must be above 0 everywhere; add half a count to zeros.")
    if not n.size:
        return Ratio(n, n, n, STRENGTH[1])
    # Counts repeat: each pair is worked out once.
    pairs, back, times = np.unique(n + 1j * e, return_inverse=True, return_counts=True)
    n, e, back = pairs.real, pairs.imag, back.reshape(n.shape)
    a = _strength(n, e, times) if strength is None else strength
    if not (a > 0 and np.isfinite(a)):
        raise ArgumentError(f"`strength` must be above 0 (got {strength!r}).")
    tail = (1 - share("level", level)) / 2
    posterior = gamma(a + n, scale=1 / (a + e))
    lower, upper = posterior.ppf(tail), posterior.ppf(1 - tail)
    return Ratio(((a + n) / (a + e))[back], lower[back], upper[back], a)


def _strength(n: Values, e: Values, times: NDArray[np.int64]) -> float:
    """The strength of the prior under which the counts are most likely."""
    known = ~np.isnan(n + e)
    low, high = np.log(STRENGTH)
    fitted = minimize_scalar(
        lambda log_a: (
            -np.sum(
                times[known]
                * nbinom.logpmf(n[known], np.exp(log_a), 1 / (1 + e[known] / np.exp(log_a)))
            )
        ),
        bounds=(low, high),
        method="bounded",
    )
    return float(np.exp(fitted.x))
