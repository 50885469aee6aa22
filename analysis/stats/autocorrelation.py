"""How much a series remembers, and what is left of it when the memory is taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincc

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, whole

CEILING = 0.95  # of a memory corrected for bias: at 1 nothing of the series would be left


class Portmanteau(NamedTuple):
    """A statistic, its degrees of freedom and its p-value."""

    statistic: float
    df: int
    p: float


def autocorrelation(values: ArrayLike, *, lags: int | None = None) -> Values:
    """The correlation of a series with itself at lags 0 to `lags` (by default all).

    r_k = sum (x_t - m)(x_t+k - m) / sum (x_t - m)^2, m the mean of the whole series, so that
    |r_k| <= 1 (Box & Jenkins 1970; R's acf). A constant series has none: 1 at lag 0, then 0.

    Raises ArgumentError for missing or infinite values, fewer than two, or lags out of range.

    >>> print(autocorrelation([1, 2, 3, 4], lags=2))
    [ 1.    0.25 -0.3 ]
    """
    x = whole(values, least=2)
    n = len(x)
    lags = n - 1 if lags is None else lags
    if not 0 <= lags < n:
        raise ArgumentError(f"`lags` must lie between 0 and {n - 1} (got {lags!r}).")
    centered = x - x.mean()
    width = 2 ** int(np.ceil(np.log2(2 * n)))
    power = np.abs(np.fft.rfft(centered, width)) ** 2
    covariance = np.fft.irfft(power, width)[: lags + 1]
    if np.ptp(x) == 0 or covariance[0] == 0:
        return np.concatenate([[1.0], np.zeros(lags)])
    out: Values = covariance / covariance[0]
    return out


def box_pierce(values: ArrayLike, *, lags: int = 1, fitted: int = 0) -> Portmanteau:
    """Whether a series is white noise: n sum of its first `lags` squared autocorrelations.

    Chi-square with lags - `fitted` df, `fitted` the parameters of a model whose residuals these
    are (Box & Pierce 1970; R's Box.test). For under 100 values prefer `ljung_box`.

    Raises ArgumentError as `autocorrelation`, and where no degree of freedom is left.

    >>> print(f"{box_pierce([1, 2, 3, 4, 3, 2, 1, 2]).p:.3f}")
    0.229
    """
    return _portmanteau(values, lags, fitted, lambda n, lag: np.full(len(lag), float(n)))


def ljung_box(values: ArrayLike, *, lags: int = 1, fitted: int = 0) -> Portmanteau:
    """Whether a series is white noise: n(n + 2) sum r_k^2 / (n - k) over its first `lags`.

    As `box_pierce`, and nearer its chi-square in short series (Ljung & Box 1978).

    Raises ArgumentError as `autocorrelation`, and where no degree of freedom is left.

    >>> print(f"{ljung_box([1, 2, 3, 4, 3, 2, 1, 2]).p:.3f}")
    0.151
    """
    return _portmanteau(values, lags, fitted, lambda n, lag: n * (n + 2) / (n - lag))


def _portmanteau(
    values: ArrayLike, lags: int, fitted: int, weight: Callable[[int, Values], Values]
) -> Portmanteau:
    if lags - fitted < 1:
        raise ArgumentError(f"`lags` must be above `fitted` (got {lags} and {fitted}).")
    squares = autocorrelation(values, lags=lags)[1:] ** 2
    lag = np.arange(1, lags + 1, dtype=np.float64)
    statistic = float(np.sum(weight(len(np.asarray(values)), lag) * squares))
    df = lags - fitted
    return Portmanteau(statistic, df, float(gammaincc(df / 2, statistic / 2)))


def memory(values: ArrayLike) -> float:
    """The lag-one autocorrelation, corrected for the bias of a short series, from -.95 to .95.

    r + (1 + 4 r) / n to first order (Marriott & Pope 1954). A short series looks less correlated
    than it is, because its mean follows it.

    >>> print(f"{memory([1, 2, 3, 4, 3, 2, 1, 2]):.3f}")
    0.762
    """
    x = whole(values, least=2)
    if np.ptp(x) == 0:
        return 0.0
    r = float(autocorrelation(x, lags=1)[1])
    return float(np.clip(r + (1 + 4 * r) / len(x), -CEILING, CEILING))


def prewhitened(values: ArrayLike, rho: float | None = None) -> Values:
    """x_t - rho x_t-1, one value fewer; rho is the lag-one autocorrelation unless given.

    >>> print(prewhitened([1.0, 2.0, 3.0, 4.0], 0.5))
    [1.5 2.  2.5]
    """
    x = whole(values, least=2)
    if rho is None:
        rho = float(autocorrelation(x, lags=1)[1])
    out: Values = x[1:] - rho * x[:-1]
    return out
