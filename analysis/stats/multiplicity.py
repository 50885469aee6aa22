"""What p-values become when many were looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, share, unwrapped


def benjamini_hochberg(p: ArrayLike) -> Values:
    """The p-values adjusted so that rejecting those below q keeps the false discovery rate at q.

    min over j >= i of m p(j) / j, in the order given (Benjamini & Hochberg 1995). m is the number
    of p-values that are not missing: pass all that were screened, not only those shown. Missing
    stays missing. Valid for independent or positively dependent tests.

    Raises ArgumentError for values outside 0 to 1.

    >>> print(benjamini_hochberg([0.01, 0.04, 0.03, 0.5]))
    [0.04       0.05333333 0.05333333 0.5       ]
    """
    return _adjusted(p, _up)


def holm(p: ArrayLike) -> Values:
    """The p-values adjusted so that rejecting those below a keeps the chance of any false one at a.

    max over j <= i of (m - j + 1) p(j), in the order given (Holm 1979), whatever their dependence.
    m is the number of p-values that are not missing; missing stays missing.

    Raises ArgumentError for values outside 0 to 1.

    >>> print(holm([0.01, 0.04, 0.03, 0.5]))
    [0.04 0.09 0.09 0.5 ]
    """
    return _adjusted(p, _down)


def benjamini_hochberg_rejects(p: ArrayLike, *, rate: float = 0.05) -> NDArray[np.bool_]:
    """Which p-values are rejected at a false discovery rate: those adjusted to at most `rate`.

    As `benjamini_hochberg`; a missing p-value is never rejected.

    Raises ArgumentError for values outside 0 to 1, or a `rate` outside.

    >>> print(benjamini_hochberg_rejects([0.01, 0.04, 0.03, 0.5], rate=0.05))
    [ True False False False]
    """
    return np.asarray(benjamini_hochberg(p) <= share("rate", rate))


def sidak(p: ArrayLike, looks: int) -> Values:
    """The chance of a p-value this small in any of `looks` independent looks: 1 - (1 - p)^looks.

    Missing stays missing (Sidak 1967).

    Raises ArgumentError for values outside 0 to 1, or less than one look.

    >>> print(f"{sidak(0.05, 9):.3f}")
    0.370
    """
    if looks < 1:
        raise ArgumentError(f"`looks` must be at least 1 (got {looks!r}).")
    with np.errstate(divide="ignore"):  # log1p(-1): p of exactly 1 stays 1
        return unwrapped(-np.expm1(looks * np.log1p(-_probabilities(p))))


def _up(ordered: Values) -> Values:
    scaled = ordered * len(ordered) / np.arange(1, len(ordered) + 1)
    return np.minimum.accumulate(scaled[::-1])[::-1]


def _down(ordered: Values) -> Values:
    return np.maximum.accumulate(ordered * np.arange(len(ordered), 0, -1))


def _adjusted(p: ArrayLike, steps: Callable[[Values], Values]) -> Values:
    """What `steps` makes of the p-values that are there, in ascending order; at most 1."""
    found = _probabilities(p).ravel()
    known = np.flatnonzero(~np.isnan(found))
    order = known[np.argsort(found[known], kind="stable")]
    adjusted = np.full_like(found, np.nan)
    adjusted[order] = np.minimum(steps(found[order]), 1)
    return unwrapped(adjusted.reshape(np.shape(p)))


def _probabilities(p: ArrayLike) -> Values:
    found = np.asarray(p, dtype=np.float64)
    wrong = found[(found < 0) | (found > 1)]
    if wrong.size:
        raise ArgumentError(f"`p` must lie between 0 and 1 (got {wrong.flat[0]:g}).")
    return found
