"""Means of what a machine labeled, set right by a sample that people labeled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, share, whole


class Corrected(NamedTuple):
    """A corrected mean, its interval and standard error, and the weight the machine was given."""

    mean: float
    lower: float
    upper: float
    se: float
    power: float


def ppi_mean(
    labels: ArrayLike,
    predictions: ArrayLike,
    unlabeled: ArrayLike,
    *,
    power: float | None = None,
    level: float = 0.95,
) -> Corrected:
    """The mean label of a population, from few labels and many predictions (PPI++).

    `labels` and `predictions` are of the same n units, `unlabeled` are predictions of N others:
    power * mean(unlabeled) + mean(labels - power * predictions), variance power^2 var(unlabeled) /
    N + var(labels - power * predictions) / n (Angelopoulos, Duchi & Zrnic 2023). The power that
    makes it smallest is taken, cov(labels, predictions) / ((1 + n/N) var(all predictions)),
    unless given: 1 is plain PPI, 0 leaves the machine out. Variances divide by n.
    Only for labels of a random sample: use `dsl_mean` for any other known design.

    Raises ArgumentError for missing or infinite values, fewer than two labels, no unlabeled units,
    columns of different length, or a `power` that is not finite.

    >>> found = ppi_mean([1, 0, 1, 0], [1, 0, 1, 1], [1, 1, 0, 1, 1, 0, 1, 0], power=1)
    >>> print(f"{found.mean:.3f}, {found.lower:.3f} to {found.upper:.3f}")
    0.375, -0.166 to 0.916
    """
    y, f = whole(labels, least=2, name="labels"), whole(predictions, least=2, name="predictions")
    rest = whole(unlabeled, least=1, name="unlabeled")
    if len(y) != len(f):
        raise ArgumentError(f"`labels` and `predictions` must be as many (got {len(y)}, {len(f)}).")
    if power is None:
        power = _best_power(y, f, rest)
    elif not np.isfinite(power):
        raise ArgumentError(f"`power` must be finite (got {power!r}).")
    mean = power * rest.mean() + np.mean(y - power * f)
    variance = power**2 * rest.var() / len(rest) + np.var(y - power * f) / len(y)
    return _interval(float(mean), float(np.sqrt(variance)), float(power), level)


def dsl_mean(
    labels: ArrayLike,
    predictions: ArrayLike,
    *,
    probability: ArrayLike | None = None,
    level: float = 0.95,
) -> Corrected:
    """The mean label of a population, by the design under which units were labeled (DSL).

    One value a unit of the population: `labels` is missing where no one labeled it, `predictions`
    never is. The mean of prediction + labeled / probability * (label - prediction), its standard
    error that of a mean of so many such values (Egami, Hinck, Stewart & Wei 2023). `probability`
    is each unit's chance of being labeled; without one, labels are taken for a simple random
    sample. Right however bad the machine is; not for labels that were not drawn by chance.

    Raises ArgumentError for missing predictions, fewer than two labels, or probabilities that are
    not above 0 and up to 1.

    >>> found = dsl_mean([1, None, 0, None], [1, 1, 1, 0])
    >>> print(f"{found.mean:.3f}, {found.lower:.3f} to {found.upper:.3f}")
    0.250, -0.688 to 1.188
    """
    f = whole(predictions, least=2, name="predictions")
    y = _labels(labels, f)
    known = ~np.isnan(y)
    if probability is None:
        chance = np.full(len(f), known.mean())
    else:
        chance = np.broadcast_to(np.asarray(probability, np.float64), f.shape)
        if not np.all((chance > 0) & (chance <= 1)):
            raise ArgumentError("`probability` must be above 0 and up to 1 for every unit.")
    value = f + np.where(known, (y - f) / chance, 0.0)
    return _interval(float(value.mean()), float(value.std(ddof=1) / np.sqrt(len(f))), 1.0, level)


def _labels(labels: ArrayLike, f: Values) -> Values:
    try:
        y = np.asarray(labels, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError("`labels` must be numbers, missing where there is none.") from None
    if y.shape != f.shape:
        raise ArgumentError(f"`labels` must be as many as `predictions` (got {y.shape}).")
    if np.isinf(y).any():
        raise ArgumentError("`labels` must be finite (got inf).")
    if np.sum(~np.isnan(y)) < 2:
        raise ArgumentError(f"`labels` must hold at least 2 values (got {np.sum(~np.isnan(y))}).")
    return y


def _best_power(y: Values, f: Values, rest: Values) -> float:
    spread = np.var(np.concatenate([f, rest]))
    if spread == 0:  # a machine that always says the same tells nothing
        return 0.0
    together = np.mean((y - y.mean()) * (f - f.mean()))
    return float(together / ((1 + len(y) / len(rest)) * spread))


def _interval(mean: float, se: float, power: float, level: float) -> Corrected:
    half = float(ndtri((1 + share("level", level)) / 2)) * se
    return Corrected(mean, mean - half, mean + half, se, power)
