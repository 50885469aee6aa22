"""How much each of the last n periods counts in a weighted mean of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, share


def linear_weights(n: int) -> Values:
    """i / sum of i: the last of n periods counts n times the first; oldest first, sum 1.

    >>> print(linear_weights(4))
    [0.1 0.2 0.3 0.4]
    """
    return _scaled(_places(n))


def exponential_weights(n: int, *, alpha: float = 0.1) -> Values:
    """exp(10 alpha (i/n - 1)), oldest first, sum 1; `alpha` between 0 and 1.

    As sentometrics has it (Ardia, Bluteau, Borms & Boudt 2021): a larger `alpha` forgets faster,
    and n periods always cover the same stretch of the curve.

    >>> print(exponential_weights(3, alpha=0.1).round(3))
    [0.23  0.321 0.448]
    """
    rate = 10 * share("alpha", alpha)
    return _scaled(np.exp(rate * (_places(n) / n - 1)))


def almon_weights(n: int, order: int, *, orders: Sequence[int] = (1, 2, 3)) -> Values:
    """(1 - u^r) u^(R - r), u = 1 - i/n, r the `order`, R the largest of `orders`; sum 1.

    Almon's polynomials (1965) as sentometrics has them. Oldest first.

    Raises ArgumentError for an order that `orders` does not hold, or below 1.

    >>> print(almon_weights(4, 3).round(3))
    [0.168 0.255 0.286 0.291]
    """
    return _almon(1 - _places(n) / n, order, orders)


def inverse_almon_weights(n: int, order: int, *, orders: Sequence[int] = (1, 2, 3)) -> Values:
    """As `almon_weights` with u = i/n: the same curves read from the other end.

    >>> print(inverse_almon_weights(4, 3).round(3))
    [0.404 0.359 0.237 0.   ]
    """
    return _almon(_places(n) / n, order, orders)


def _almon(u: Values, order: int, orders: Sequence[int]) -> Values:
    if order not in orders or min(orders) < 1:
        raise ArgumentError(f"`order` must be one of `orders`, all from 1 (got {order!r}).")
    if len(u) == 1:  # the polynomials are 0 there
        return np.ones(1)
    return _scaled((1 - u**order) * u ** (max(orders) - order))


def beta_weights(n: int, a: float, b: float) -> Values:
    """The Beta density with `a` and `b` at i/n, oldest first, sum 1 (Ghysels & others 2007).

    a above b leans on the latest periods; b above 1 gives the very last none.

    Raises ArgumentError for an a not above 0 or a b below 1.

    >>> print(beta_weights(4, 2, 2).round(3))
    [0.3 0.4 0.3 0. ]
    """
    if not a > 0:
        raise ArgumentError(f"`a` must be above 0 (got {a!r}).")
    if n == 1:
        return np.ones(1)
    if not b >= 1:
        raise ArgumentError(f"`b` must be at least 1: below, the last weight is endless (got {b}).")
    place = _places(n) / n
    return _scaled(place ** (a - 1) * (1 - place) ** (b - 1))


def _places(n: int) -> Values:
    if n < 1 or n != int(n):
        raise ArgumentError(f"`n` must be a whole number from 1 (got {n!r}).")
    return np.arange(1, n + 1, dtype=np.float64)


def _scaled(weights: Values) -> Values:
    out: Values = weights / weights.sum()
    return out
