"""Does a series rise or fall: a test on ranks, and a slope that outliers do not bend."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata, theilslopes

from analysis.errors import ArgumentError, one_of
from analysis.stats.arrays import Values, series, share, whole
from analysis.stats.autocorrelation import autocorrelation, prewhitened

METHODS = ("prewhitened", "trend-free", "hamed-rao", "yue-wang", "original")
LEAST = 4  # of three values the smallest p there can be is .3
SIGNIFICANT = 0.05  # Hamed & Rao count only autocorrelations that differ from 0 at this level

Method = Literal["prewhitened", "trend-free", "hamed-rao", "yue-wang", "original"]


class MannKendall(NamedTuple):
    """Rises less falls over all pairs, its variance, and what follows from them."""

    s: float
    variance: float
    z: float
    p: float
    tau: float


class Slope(NamedTuple):
    """A line through a series: change a step, its bounds, and the value at the first step."""

    slope: float
    intercept: float
    lower: float
    upper: float


def mann_kendall(
    values: ArrayLike,
    *,
    method: Method = "prewhitened",
    lags: int | None = None,
    at_least: float = 1.0,
) -> MannKendall:
    """Whether a series has a monotone trend, in order of time; missing values are left out.

    s = sum over pairs of sign(later - earlier); variance (n(n - 1)(2n + 5) - ties) / 18; z = (s -
    sign s) / sd (Mann 1945; Kendall 1975). Autocorrelation makes the plain test ("original") cry
    wolf: at .6 in 120 values a 5% test gives 32%. "prewhitened" tests x_t - r x_t-1 (von Storch
    1995), "trend-free" takes the slope out before and puts it back after (Yue & others 2002);
    "hamed-rao" (1998) and "yue-wang" (2004) multiply the variance by a correction from the
    autocorrelations of the detrended ranks or values up to `lags` (by default all). The correction
    is never below `at_least`: negative autocorrelations, or noise of many lags, would else shrink
    the variance below that of independence. 0 gives what the papers and pymannkendall print.

    Raises ArgumentError for fewer than four values, infinite ones, or an unknown method.

    >>> print(f"{mann_kendall([1, 2, 4, 3, 5, 6, 7], method='original').p:.4f}")
    0.0069
    """
    if method not in METHODS:
        raise one_of("method", method, METHODS)
    given = series(values, least=LEAST)
    x = given[~np.isnan(given)]
    if lags is not None and not 1 <= lags < len(x):
        raise ArgumentError(f"`lags` must lie between 1 and {len(x) - 1} (got {lags!r}).")
    if method == "prewhitened":
        return _test(prewhitened(x), 1.0)
    if method == "trend-free":
        return _test(_trend_free(x, theil_sen(given).slope), 1.0)
    if method == "original":
        return _test(x, 1.0)
    return _test(x, max(_correction(x, theil_sen(given).slope, method, lags), at_least))


def theil_sen(values: ArrayLike, *, times: ArrayLike | None = None, level: float = 0.95) -> Slope:
    """The median of the slopes of all pairs (Theil 1950; Sen 1968); missing values are left out.

    `times` are the places of the values, by default 0, 1, 2 and on. The intercept is the median
    value less slope times the median place. Bounds from Kendall's variance: those of independent
    values, too narrow for a series with memory.

    >>> print(theil_sen([1, 2, 3, 40, 5]).slope)
    1.0
    """
    x = series(values, least=2)
    place = np.arange(len(x), dtype=np.float64) if times is None else whole(times, least=2)
    if len(place) != len(x):
        raise ArgumentError(f"`times` must be as many as `values` (got {len(place)}, {len(x)}).")
    known = ~np.isnan(x)
    if np.ptp(place[known]) == 0:
        raise ArgumentError(f"`times` must differ (all are {place[known][0]:g}).")
    found = theilslopes(x[known], place[known], alpha=share("level", level))
    return Slope(*(float(part) for part in found))


def _test(x: Values, correction: float) -> MannKendall:
    n = len(x)
    s = float(sum(np.sign(x[at + 1 :] - x[at]).sum() for at in range(n - 1)))
    ties = np.unique(x, return_counts=True)[1].astype(np.float64)
    tied = float(np.sum(ties * (ties - 1) * (2 * ties + 5)))
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18 * correction
    # A constant series has no variance and no trend either.
    z = (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0
    return MannKendall(s, variance, float(z), float(2 * ndtr(-abs(z))), s / (n * (n - 1) / 2))


def _correction(x: Values, slope: float, method: Method, lags: int | None) -> float:
    n = len(x)
    level = x - np.arange(1, n + 1) * slope
    lag = np.arange(1, n if lags is None else lags + 1, dtype=np.float64)
    if method == "yue-wang":
        r = autocorrelation(level, lags=len(lag))[1:]
        return float(1 + 2 * np.sum((1 - lag / n) * r))
    r = autocorrelation(rankdata(level), lags=len(lag))[1:]
    counted = np.abs(r) > ndtri(1 - SIGNIFICANT / 2) / np.sqrt(n)
    weight = (n - lag) * (n - lag - 1) * (n - lag - 2)
    return float(1 + 2 / (n * (n - 1) * (n - 2)) * np.sum((weight * r)[counted]))


def _trend_free(x: Values, slope: float) -> Values:
    place = np.arange(1, len(x) + 1)
    out: Values = prewhitened(x - slope * place) + slope * place[:-1]
    return out
