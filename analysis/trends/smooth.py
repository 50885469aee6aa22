"""A calmer line through a series: it looks back only, and says how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.errors import ArgumentError, one_of
from analysis.stats import exponential_smoothing, local_level, trailing_mean
from analysis.trends.points import Points, Values, all_points, enough, numbers, points

METHODS = ("trailing", "ewma", "local level")
COLUMNS = ("period", "n_docs", "value", "smooth", "lower", "upper")
LEVEL = 0.95  # of the series' own bounds, and of ours

Smooth = tuple[Values, Values]  # the line, and its variance
Method = Literal["trailing", "ewma", "local level"]


def smooth(
    series: pd.DataFrame, *, value: str = "mean", method: Method = "trailing", window: int = 7
) -> pd.DataFrame:
    """A series with a calmer line, which never looks ahead; one row per period.

    Columns: period, n_docs, value (the column smoothed, as it was), smooth, lower, upper (95%, of
    the smoothed level; unit of `value`).

    "trailing": the mean of the last `window` periods, each weighted by its documents. "ewma":
    exponential weights, alpha = 2 / (window + 1). "local level": a level that wanders, seen
    through the sampling noise that the series' own bounds tell, by Kalman's filter
    (`stats.local_level`; `window` is not used): it follows fast where documents are many and
    periods differ, slowly where they are few. Masked and empty periods add nothing; a trailing
    line stops where its whole window is empty, the others go on from the last value. Bounds come
    from the series' `lower` and `upper`, and are missing where it has none; for the first two they
    cover sampling alone.

    Not for tests: neighbors of a smoothed line are alike because they share periods.

    Raises ArgumentError for an unknown method, a window under 1, several rows a period, or values
    that are not finite; ColumnError for missing columns.

    >>> series = pd.DataFrame({
    ...     "period": pd.date_range("2019-06-03", periods=3), "n_docs": [10, 30, 10],
    ...     "mean": [0.0, 0.4, 0.2]})
    >>> smooth(series, window=2)["smooth"].round(2).tolist()
    [0.0, 0.3, 0.35]
    """
    if method not in METHODS:
        raise one_of("method", method, METHODS)
    if window < 1 or window != int(window):
        raise ArgumentError(f"`window` must be a whole number from 1 (got {window!r}).")
    found = all_points(series, value, needed=("n_docs",))
    n_docs, variance = numbers(found.rows, "n_docs"), _sampling(found)
    if method == "trailing":
        level, spread = _trailing(found.value, n_docs, variance, int(window))
    elif method == "ewma":
        level, spread = _ewma(found.value, variance, 2 / (window + 1))
    else:
        level, spread = _local(found, variance)
    half = ndtri((1 + LEVEL) / 2) * np.sqrt(spread)
    return pd.DataFrame(
        {
            "period": found.period,
            "n_docs": found.rows["n_docs"].to_numpy(),
            "value": found.value,
            "smooth": level,
            "lower": level - half,
            "upper": level + half,
        },
        columns=list(COLUMNS),
    )


def weighted(series: pd.DataFrame, weights: Sequence[float], *, value: str = "mean") -> Values:
    """The mean of the last periods at given weights, oldest first; missing before there are enough.

    What sentometrics calls aggregation over time: `weights` from `stats.linear_weights`,
    `exponential_weights`, `almon_weights` or `beta_weights`. A period without a value gives its
    weight to the others of the window; missing where none has a value. One number a whole period
    of the series, in order.

    >>> series = pd.DataFrame({
    ...     "period": pd.date_range("2019-06-03", periods=3), "mean": [1.0, 2.0, 4.0]})
    >>> weighted(series, [0.25, 0.75])
    array([ nan, 1.75, 3.5 ])
    """
    weight = np.asarray(weights, dtype=np.float64)
    if weight.ndim != 1 or not len(weight) or not (weight >= 0).all() or weight.sum() <= 0:
        raise ArgumentError("`weights` must be numbers from 0, oldest first, not all 0.")
    found = points(series, value)
    out = np.full(len(found.value), np.nan)
    if len(found.value) < len(weight):
        return out
    windows = np.lib.stride_tricks.sliding_window_view(found.value, len(weight))
    known = ~np.isnan(windows) * weight
    total = known.sum(axis=1)
    top = (np.nan_to_num(windows) * known).sum(axis=1)
    out[len(weight) - 1 :] = np.divide(top, total, out=np.full(len(top), np.nan), where=total > 0)
    return out


def _sampling(found: Points) -> Values:
    """The variance of each value that its bounds tell; missing where there are none."""
    if not {"lower", "upper"} <= set(found.rows.columns):
        return np.full(len(found.value), np.nan)
    width = numbers(found.rows, "upper") - numbers(found.rows, "lower")
    variance: Values = (width / 2 / ndtri((1 + LEVEL) / 2)) ** 2
    return variance


def _trailing(value: Values, n_docs: Values, variance: Values, window: int) -> Smooth:
    weight = np.where(np.isnan(value), 0.0, np.nan_to_num(n_docs))
    level = trailing_mean(value, window=window, weights=weight)
    squares = _rolled(np.where(weight > 0, weight**2 * variance, 0.0), window)
    total = _rolled(weight, window) ** 2
    return level, np.divide(squares, total, out=np.full(len(value), np.nan), where=total > 0)


def _rolled(value: Values, window: int) -> Values:
    out: Values = np.convolve(value, np.ones(window))[: len(value)] if len(value) else value
    return out


def _ewma(value: Values, variance: Values, alpha: float) -> Smooth:
    if not len(value):
        return value, value
    spread: list[float] = []
    began = False
    for known, own in zip(~np.isnan(value), variance.tolist(), strict=True):
        before = spread[-1] if spread else np.nan
        after = (1 - alpha) ** 2 * before + alpha**2 * own if began else own
        spread.append(after if known else before)
        began |= bool(known)
    return exponential_smoothing(value, alpha=alpha).level, np.array(spread)


def _local(found: Points, variance: Values) -> Smooth:
    enough(found, 3, what="a local level")
    told = variance[found.known & ~np.isnan(variance)]
    if not len(told):
        level = local_level(found.value)
    else:
        # A period too small to tell its own variance is as unsure as the least sure of the others.
        level = local_level(
            found.value, variance=np.where(np.isnan(variance), told.max(), variance)
        )
    return level.filtered, level.filtered_variance
