"""A level that wanders, seen through noise: how much of each, and where the level is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, series

LEAST = 3  # two values are one step, which noise and level can both explain
GRID = np.linspace(-16, 8, 49)  # log of the ratio of variances: where to begin the search


class LocalLevel(NamedTuple):
    """Variances of the level's steps and of the noise; the level at each place, and its variance.

    `filtered` knows the past and the present, `smoothed` the whole series.
    """

    level_variance: float
    noise_variance: float
    filtered: Values
    filtered_variance: Values
    smoothed: Values
    smoothed_variance: Values
    log_likelihood: float


class _Pass(NamedTuple):
    error: list[float]
    spread: list[float]
    level: list[float]
    variance: list[float]


def local_level(values: ArrayLike, *, variance: ArrayLike | None = None) -> LocalLevel:
    """y_t = level_t + noise, level_t+1 = level_t + step, by maximum likelihood.

    Kalman's filter from a diffuse beginning (Harvey 1989; Durbin & Koopman 2012; R's StructTS
    "level"). `variance` is the known sampling variance of each value (missing values may lack
    it); only the steps' variance is then estimated, and noise_variance is the mean of those given.
    Missing values are passed over: the level stays, and is less sure. Not for series that jump:
    one break makes every step look large.

    Raises ArgumentError for under three values, infinite ones, or variances below 0 or missing.

    >>> found = local_level([1, 3, 2, 4, 3, 5, 4, 6], variance=[1.0] * 8)
    >>> print(found.filtered[-1].round(2), found.filtered_variance[-1].round(2))
    5.17 0.57
    """
    y = series(values, least=LEAST)
    known = ~np.isnan(y)
    scale = float(np.var(y[known]))
    if scale == 0:
        return _constant(y, known, variance)
    if variance is None:
        return _both(y, scale)
    given = np.asarray(variance, dtype=np.float64)
    if given.shape != y.shape:
        raise ArgumentError(f"`variance` must have one entry a value (got {given.shape}).")
    if not (given[known] >= 0).all() or np.isinf(given[known]).any():
        raise ArgumentError("`variance` must be known, finite and not below 0 at each value.")
    noise = np.where(known, given, 0.0)

    def cost(log_step: float) -> float:
        return -_likelihood(_forward(y, noise, scale * np.exp(log_step)))

    step = scale * float(np.exp(_lowest(cost)))
    return _result(y, noise, step, float(noise[known].mean()))


def _both(y: Values, scale: float) -> LocalLevel:
    """Noise and steps: the ratio by search, their common scale in closed form."""
    one = np.ones(len(y))

    def scaled(log_ratio: float) -> tuple[float, float]:
        found = _forward(y, one, float(np.exp(log_ratio)))
        noise = float(np.mean(np.square(found.error) / np.array(found.spread)))
        if noise <= np.finfo(float).eps * scale:
            return np.inf, noise
        logs = float(np.sum(np.log(found.spread)))
        return 0.5 * (len(found.error) * np.log(noise) + logs), noise

    log_ratio = _lowest(lambda at: scaled(at)[0])
    noise = scaled(log_ratio)[1]
    return _result(y, noise * one, noise * float(np.exp(log_ratio)), noise)


def _lowest(cost: Callable[[float], float]) -> float:
    """The place of the lowest cost, from the best point of a grid: the surface may have ridges."""
    heights = [cost(at) for at in GRID]
    best = int(np.argmin(heights))
    low, high = GRID[max(best - 1, 0)], GRID[min(best + 1, len(GRID) - 1)]
    found = minimize_scalar(cost, bounds=(low, high), method="bounded", options={"xatol": 1e-9})
    return float(found.x)


def _forward(y: Values, noise: Values, step: float) -> _Pass:
    """One pass of the filter; plain floats, since arrays of one would cost ten times as much."""
    error: list[float] = []
    spread: list[float] = []
    level, variance = 0.0, np.inf
    levels: list[float] = []
    variances: list[float] = []
    for value, own in zip(y.tolist(), noise.tolist(), strict=True):
        if value == value:  # not missing
            if variance == np.inf:
                level, variance = value, own
            else:
                total = variance + own
                gap = value - level
                error.append(gap)
                spread.append(total)
                gain = variance / total if total > 0 else 0.0
                level, variance = level + gain * gap, variance * (1 - gain)
        levels.append(level if variance < np.inf else np.nan)
        variances.append(variance if variance < np.inf else np.nan)
        variance += step
    return _Pass(error, spread, levels, variances)


def _likelihood(found: _Pass) -> float:
    spread = np.array(found.spread)
    if not (spread > 0).all():
        return -np.inf
    squares = np.square(found.error) / spread
    return float(-0.5 * np.sum(np.log(2 * np.pi * spread) + squares))


def _result(y: Values, noise: Values, step: float, mean_noise: float) -> LocalLevel:
    found = _forward(y, noise, step)
    level, variance = np.array(found.level), np.array(found.variance)
    smooth, smooth_variance = level.copy(), variance.copy()
    for at in range(len(y) - 2, -1, -1):  # Rauch, Tung & Striebel
        if np.isnan(level[at]):  # before the first value: only the future is known
            smooth[at], smooth_variance[at] = smooth[at + 1], smooth_variance[at + 1] + step
            continue
        ahead = variance[at] + step
        gain = variance[at] / ahead if ahead > 0 else 1.0
        smooth[at] += gain * (smooth[at + 1] - level[at])
        smooth_variance[at] += gain**2 * (smooth_variance[at + 1] - ahead)
    likelihood = _likelihood(found)
    return LocalLevel(step, mean_noise, level, variance, smooth, smooth_variance, likelihood)


def _constant(y: Values, known: np.ndarray, variance: ArrayLike | None) -> LocalLevel:
    noise = np.zeros(len(y)) if variance is None else np.nan_to_num(np.asarray(variance, float))
    return _result(y, noise, 0.0, float(noise[known].mean()))
