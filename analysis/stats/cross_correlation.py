"""Whether two series move together, once the memory of each is out of the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, ndtri

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, series, share

LEAST = 4  # pairs for a correlation with an interval


class CrossCorrelation(NamedTuple):
    """One entry a lag: correlation, bounds, and the pairs it rests on."""

    lag: Values
    r: Values
    lower: Values
    upper: Values
    n: Values


class Causality(NamedTuple):
    """Whether the past of one series helps to foretell another."""

    f: float
    p: float
    df_lags: int
    df_rest: int


def cross_correlation(
    x: ArrayLike, y: ArrayLike, *, max_lag: int, level: float = 0.95
) -> CrossCorrelation:
    """The correlation of x with y `lag` steps later, at lags -max_lag to max_lag.

    A positive lag: x comes first. Pairs with a missing value are left out. Bounds by Fisher's z,
    tanh(atanh r +- z / sqrt(n - 3)); they hold where at least one of the two is white noise
    (Bartlett 1955): prewhiten first. Missing for under four pairs or a constant series.

    >>> found = cross_correlation([0, 1, 0, -1, 0, 2, 0], [5, 0, 1, 0, -1, 0, 2], max_lag=1)
    >>> print(found.r.round(2), found.n)
    [ 0.03 -0.18  1.  ] [6. 7. 6.]
    """
    x, y = series(x, least=0, name="x"), series(y, least=0, name="y")
    if len(x) != len(y):
        raise ArgumentError(f"`x` and `y` must be as long (got {len(x)} and {len(y)}).")
    if max_lag < 0 or max_lag != int(max_lag) or (len(x) and max_lag >= len(x)):
        raise ArgumentError(f"`max_lag` must be a whole number under {len(x)} (got {max_lag!r}).")
    z = float(ndtri((1 + share("level", level)) / 2))
    lags = np.arange(-max_lag, max_lag + 1)
    found = [_correlated(*_shifted(x, y, int(lag))) for lag in lags]
    r, n = np.array([at[0] for at in found]), np.array([float(at[1]) for at in found])
    inside = np.clip(r, -1 + 1e-15, 1 - 1e-15)
    half = z / np.sqrt(np.maximum(n - 3, 1))
    lower, upper = np.tanh(np.arctanh(inside) - half), np.tanh(np.arctanh(inside) + half)
    return CrossCorrelation(lags.astype(np.float64), r, lower, upper, n)


def autoregression(values: ArrayLike, *, max_order: int) -> Values:
    """The coefficients of the autoregression of the order, 0 to `max_order`, with the least BIC.

    Least squares with a constant on the steps whose past is known; all orders are compared on the
    same steps. An empty row means that the series has no memory.

    >>> draw = np.random.default_rng(0).normal(size=400)
    >>> for at in range(1, 400):
    ...     draw[at] += 0.6 * draw[at - 1]
    >>> print(autoregression(draw, max_order=4).round(1))
    [0.6]
    """
    x = series(values, least=2)
    past = lagged(x, max_order)
    used = ~np.isnan(past).any(axis=1) & ~np.isnan(x)
    y, past = x[used], past[used]
    n = len(y)
    if n < 2 * max_order + 3 or np.ptp(y) == 0:
        return np.zeros(0)
    best, chosen = np.inf, np.zeros(0)
    for order in range(max_order + 1):
        design = np.column_stack([np.ones(n), past[:, :order]])
        found, rest = _fitted(design, y)
        bic = n * np.log(max(rest / n, np.finfo(float).tiny)) + (order + 1) * np.log(n)
        if bic < best:
            best, chosen = bic, found[1:]
    return chosen


def filtered(values: ArrayLike, coefficients: ArrayLike) -> Values:
    """x_t - sum of coefficient x_t-k: what an autoregression leaves; missing where the past is.

    >>> print(filtered([1.0, 2.0, 3.0], [0.5]))
    [nan 1.5 2. ]
    """
    x = series(values, least=0)
    of = np.asarray(coefficients, dtype=np.float64)
    if not len(of):
        return x
    out: Values = x - lagged(x, len(of)) @ of
    return out


def lagged(x: Values, lags: int) -> Values:
    """One column a lag, 1 to `lags`; missing before there is a past."""
    out = np.full((len(x), lags), np.nan)
    for lag in range(1, lags + 1):
        out[lag:, lag - 1] = x[:-lag]
    return out


def granger_test(cause: ArrayLike, effect: ArrayLike, *, lags: int) -> Causality:
    """Whether the past of `cause` foretells `effect` beyond its own past: an F test (1969).

    Two least-squares fits of the effect, on a constant and its own `lags` lags, without and with
    those of the cause. Steps with anything missing are left out. Both series must be stationary.
    It says that one comes before the other, not that it brings it about.

    Raises ArgumentError for series of unequal length, or too few steps for the lags.

    >>> found = granger_test([1, -1, 2, 0, -2, 1, 1, -1], [0, 1, -1, 2, 0, -2, 1, 2], lags=1)
    >>> print(found.df_lags, found.df_rest)
    1 4
    """
    x, y = series(cause, least=0, name="cause"), series(effect, least=0, name="effect")
    if len(x) != len(y):
        raise ArgumentError(f"`cause` and `effect` must be as long (got {len(x)} and {len(y)}).")
    own, other = lagged(y, lags), lagged(x, lags)
    used = ~np.isnan(np.column_stack([y, own, other])).any(axis=1)
    n, df = int(used.sum()), int(used.sum()) - 2 * lags - 1
    if lags < 1 or df < 1:
        raise ArgumentError(f"`lags` must be from 1 and leave steps over (got {lags} for {n}).")
    y, own, other = y[used], own[used], other[used]
    alone = _fitted(np.column_stack([np.ones(n), own]), y)[1]
    joint = _fitted(np.column_stack([np.ones(n), own, other]), y)[1]
    if joint <= np.finfo(float).eps * float(y @ y):
        same = alone <= 2 * joint
        return Causality(0.0 if same else float("inf"), float(same), lags, df)
    f = max(alone - joint, 0.0) / lags / (joint / df)
    return Causality(f, float(fdtrc(lags, df, f)), lags, df)


def _shifted(x: Values, y: Values, lag: int) -> tuple[Values, Values]:
    return (x[: len(x) - lag], y[lag:]) if lag >= 0 else (x[-lag:], y[:lag])


def _correlated(x: Values, y: Values) -> tuple[float, int]:
    known = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[known], y[known]
    if len(x) < LEAST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan"), len(x)
    x, y = x - x.mean(), y - y.mean()
    return float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1, 1)), len(x)


def _fitted(design: Values, y: Values) -> tuple[Values, float]:
    found: Values = np.linalg.lstsq(design, y, rcond=None)[0].astype(np.float64)
    rest = y - design @ found
    return found, float(rest @ rest)
