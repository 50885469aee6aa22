"""Means that follow a series; none of them looks into the future."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, series, share

FINE = {"xatol": 1e-9}  # a weight is read to four digits; the default would spoil the fifth


class Smoothed(NamedTuple):
    """The level after each value, and the weight that a new value has."""

    level: Values
    alpha: float


def trailing_mean(values: ArrayLike, *, window: int, weights: ArrayLike | None = None) -> Values:
    """The weighted mean of each place and the `window` - 1 before it.

    Missing values have no weight; missing where no value of the window has any. The first places
    have a shorter window.

    >>> print(trailing_mean([1, 3, 5], window=2, weights=[1, 1, 3]))
    [1.  2.  4.5]
    """
    y = series(values, least=0)
    weight = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != y.shape:
        raise ArgumentError(f"`weights` must be as many as `values` (got {weight.shape}).")
    if window < 1 or window != int(window):
        raise ArgumentError(f"`window` must be a whole number from 1 (got {window!r}).")
    weight = np.where(np.isnan(y) | np.isnan(weight), 0.0, weight)
    if (weight < 0).any():
        raise ArgumentError(f"`weights` must not be below 0 (got {weight.min():g}).")
    kernel = np.ones(min(int(window), len(y)))
    # A window is summed on its own: running sums would carry rounding along the series.
    top = np.convolve(weight * np.where(weight > 0, y, 0.0), kernel)[: len(y)] if len(y) else y
    base = np.convolve(weight, kernel)[: len(y)] if len(y) else y
    out: Values = np.divide(top, base, out=np.full(len(y), np.nan), where=base > 0)
    return out


def exponential_smoothing(values: ArrayLike, *, alpha: float | None = None) -> Smoothed:
    """level_t = level_t-1 + alpha (x_t - level_t-1), from the first value (Holt 1957).

    Without `alpha`, the one with the smallest sum of squared one-step errors (R's HoltWinters
    without trend and season). A missing value leaves the level where it is.

    >>> print(exponential_smoothing([1, 3, 3], alpha=0.5).level)
    [1.  2.  2.5]
    """
    y = series(values, least=1)
    if alpha is None:
        if np.sum(~np.isnan(y)) < 3:
            raise ArgumentError("`alpha` must be given for fewer than 3 values.")

        def cost(at: float) -> float:
            level = _levels(y, at)
            return float(np.nansum((y[1:] - level[:-1]) ** 2))

        alpha = float(minimize_scalar(cost, bounds=(0, 1), method="bounded", options=FINE).x)
    elif alpha != 1:
        share("alpha", alpha)
    return Smoothed(_levels(y, alpha), alpha)


def _levels(y: Values, alpha: float) -> Values:
    level, out = np.nan, []
    for value in y.tolist():
        if value == value:  # not missing
            level = value if level != level else level + alpha * (value - level)
        out.append(level)
    return np.array(out)
