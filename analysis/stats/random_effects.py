"""How much units differ beyond their own sampling error, and what a further unit may do."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import stdtr

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values

# Prior weight of units that do not differ at all, in steps of the grid below: with 20 a 5% test
# rejects 1.5% to 4% whatever tau2 is; with 60 it would be 5%, and 10% where units remember .6.
SPIKE = 20
STEPS, SMALL, LARGE = 300, 1e-4, 1e5  # of the variance of a unit: how finely, how far out
HALVINGS = 100  # of the bracket of tau2: far below the last bit that matters


class Prediction(NamedTuple):
    """The mean of the units, the variance of a further unit's distance from it, and its df."""

    mean: float
    variance: float
    df: float
    tau2: float


def predict(means: ArrayLike, variances: ArrayLike, *, variance: float) -> Prediction:
    """What a further unit of sampling `variance` is expected to be, from earlier units.

    mean = sum(w y) / sum(w), w = 1 / (tau2 + v); tau2, the variance between units, solves
    sum(w (y - mean)^2) = K - 1 and is never below 0 (Paule & Mandel 1982). The distance of a
    further unit has variance tau2 + max(its own v, the weighted mean v) + 1 / sum(w) and K - 1 df
    (after Higgins, Thompson & Spiegelhalter 2009): where tau2 comes out too small, the floor
    keeps a unit with little sampling error from being judged by that error alone. Units are taken
    as independent: with a lag-one correlation of .6, a nominal 5% test rejects about 7%.

    Raises ArgumentError with fewer than two units, or variances below 0.

    >>> found = predict([1, 2, 3], [0.1, 0.1, 0.1], variance=0.1)
    >>> print(f"{found.mean:.2f} {found.tau2:.2f} {found.variance:.2f}")
    2.00 0.90 1.33
    """
    y, v = _units(means, variances, variance)
    tau2 = _paule_mandel(y, v)
    weight = _weights(v, tau2)
    mean = float(weight @ y)
    floor = max(variance, float(weight @ v))
    total = tau2 + floor + float(weight**2 @ (tau2 + v))
    return Prediction(mean, total, float(len(y) - 1), tau2)


def _units(means: ArrayLike, variances: ArrayLike, variance: float) -> tuple[Values, Values]:
    y, v = np.asarray(means, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if len(y) < 2 or len(y) != len(v):
        raise ArgumentError(f"Needs two units with a variance each (got {len(y)} and {len(v)}).")
    lowest = min(variance, float(v.min()))
    if not lowest >= 0:
        raise ArgumentError(f"Variances must not be below 0 or missing (got {lowest:g}).")
    return y, v


def _weights(v: Values, tau2: float) -> Values:
    """1 / (tau2 + v), to sum 1; units without any variance share all of the weight."""
    spread = tau2 + v
    raw = np.where(spread == 0, 1.0, 0.0) if np.any(spread == 0) else spread.min() / spread
    scaled: Values = raw / raw.sum()
    return scaled


def _paule_mandel(y: Values, v: Values) -> float:
    df = len(y) - 1

    def excess(tau2: float) -> float:
        mean = _weights(v, tau2) @ y
        return float(np.sum((y - mean) ** 2 / (tau2 + v))) - df

    low, high = 0.0, float(np.sum((y - y.mean()) ** 2))
    if high == 0 or (v.min() > 0 and excess(0.0) <= 0):
        return 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high


class Foretold(NamedTuple):
    """What a further unit may be: a mixture of t distributions over the variance between units."""

    mean: float
    centers: Values
    sds: Values
    weights: Values
    df: Values  # infinite: normal

    def below(self, value: float) -> float:
        """The chance of a unit below `value`; a unit that cannot vary counts half at its place."""
        return float(self.weights @ stdtr(self.df, _scaled(value - self.centers, self.sds)))

    def p(self, value: float, *, slack: float = 0.0) -> float:
        """The chance of a unit as far out, to either side; `slack` is taken off the distance."""
        low = self.below(value + slack)
        high = 1 - self.below(value - slack)
        return min(1.0, 2 * min(low, high))

    def interval(self, level: float) -> tuple[float, float]:
        """The bounds that leave out (1 - level) / 2 on each side."""
        tail = (1 - level) / 2
        reach = 1e3 * float(self.sds.max())
        if reach == 0:
            return self.mean, self.mean
        ends = self.mean - reach, self.mean + reach
        low, high = (
            brentq(lambda at, chance=chance: self.below(at) - chance, *ends, xtol=1e-12 * reach)
            for chance in (tail, 1 - tail)
        )
        return float(low), float(high)


def foretell(
    means: ArrayLike, variances: ArrayLike, *, variance: float, df: float = np.inf
) -> Foretold:
    """What a further unit of sampling `variance` may be, given earlier units.

    Unit i is normal about a common mean with variance tau2 + v_i. tau2, the variance between
    units, is not estimated and then believed: the answer is averaged over it, with the likelihood
    of the units (mean integrated out) and a prior flat in log(tau2 + v), v their mean sampling
    variance, with some weight on no variance at all (Hill 1965; Box & Tiao 1973). Where units
    differ far more than sampling has them this is Student's t with K - 1 df; where they do not, it
    leans on the sampling variance, which many documents know well (`df`, of its estimate). Units
    are taken as independent: where they remember .6, a 5% test rejects 5% to 8%.

    Raises ArgumentError with fewer than two units, or variances below 0.

    >>> found = foretell([1, 2, 3], [0.0, 0.0, 0.0], variance=0.0)
    >>> print(f"{found.mean:.2f} {found.p(5.0):.3f}")
    2.00 0.122
    """
    y, v = _units(means, variances, variance)
    usual, spread = float(v.mean()), float(np.var(y, ddof=1))
    largest = max(usual, spread, variance)
    if max(usual, spread) == 0:
        center = np.array([y[0]])
        return Foretold(
            float(y[0]), center, np.array([np.sqrt(variance)]), np.ones(1), np.array([df])
        )
    total = np.geomspace(max(usual, spread * SMALL), largest * LARGE, STEPS)
    tau2 = total - usual
    own = np.maximum(tau2[:, None] + v, np.finfo(float).tiny)
    information = (1 / own).sum(axis=1)
    center = (y / own).sum(axis=1) / information
    squares = ((y - center[:, None]) ** 2 / own).sum(axis=1)
    log = -0.5 * (np.log(own).sum(axis=1) + np.log(information) + squares)
    weights = np.exp(log - log.max())
    weights[0] *= SPIKE
    weights /= weights.sum()
    spreads = tau2 + variance + 1 / information
    # Only the sampling part is an estimate with `df`: the smaller it is, the nearer to normal.
    known = np.full(STEPS, np.inf) if variance == 0 else df * (spreads / variance) ** 2
    return Foretold(float(weights @ center), center, np.sqrt(spreads), weights, known)


def _scaled(distance: Values, sds: Values) -> Values:
    far = np.where(distance == 0, 0.0, np.where(distance > 0, np.inf, -np.inf))
    out: Values = np.divide(distance, sds, out=far, where=sds > 0)
    return out
