"""Stretches in which something happens more often than usual."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, xlogy

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts

ALMOST = 0.9999  # a share that a burst would raise over 1 stops here


class Burst(NamedTuple):
    """A stretch from its first place to its last, how high, and how much it is worth."""

    start: int
    end: int
    level: int
    weight: float


def kleinberg(
    k: ArrayLike, n: ArrayLike, *, s: float = 2.0, gamma: float = 1.0, states: int = 2
) -> list[Burst]:
    """The bursts of k among n over time, by the cheapest sequence of states.

    In state i the share is p s^i, p = sum k / sum n; a place costs -ln binomial(k; n, p s^i), a
    step up of j states gamma j ln(places), a step down nothing (Kleinberg 2002, batches). A burst
    of level i is a maximal stretch in states >= i, end included; its weight is what state i saves
    there against state i - 1. With more than two states bursts nest. Places without documents
    cost nothing in any state. Not for counts without a total: there quiet days look like silence.

    Raises ArgumentError for k above n, negative counts, s not above 1, gamma below 0.

    >>> kleinberg([1, 1, 9, 8, 1, 0, 1, 1], [20] * 8)[0][:3]
    (2, 3, 1)
    """
    k, n = (np.atleast_1d(array) for array in counts(k=k, n=n))
    if k.ndim != 1 or np.isnan(k).any() or np.isnan(n).any():
        raise ArgumentError("`k` and `n` must be one series of counts, none missing.")
    if np.any(k > n):
        at = int(np.flatnonzero(k > n)[0])
        raise ArgumentError(f"`k` must not be above `n` (got {k[at]:g} of {n[at]:g}).")
    if not s > 1 or not gamma >= 0 or states < 2:
        raise ArgumentError(
            "`s` must be above 1, `gamma` not below 0, `states` at least 2 "
            f"(got {s!r}, {gamma!r}, {states!r})."
        )
    if not k.sum() or k.sum() >= ALMOST * n.sum():
        return []  # never, or always: there is nothing above the usual
    share = np.minimum(k.sum() / n.sum() * s ** np.arange(states), ALMOST)
    cost = _costs(k, n, share)
    path = _cheapest(cost, gamma * np.log(len(k)))
    return _bursts(path, cost, states)


def _costs(k: Values, n: Values, share: Values) -> Values:
    """One row a place, one column a state."""
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    k, n, ways = k[:, None], n[:, None], ways[:, None]
    out: Values = -(ways + xlogy(k, share) + xlogy(n - k, 1 - share))
    return out


def _cheapest(cost: Values, up: float) -> NDArray[np.int64]:
    n_places, n_states = cost.shape
    state = np.arange(n_states)
    step = up * np.maximum(state[None, :] - state[:, None], 0)  # from row to column
    total = up * state + cost[0]  # before the first place stands state 0
    came = np.zeros(cost.shape, dtype=np.int64)
    for place in range(1, n_places):
        through = total[:, None] + step
        came[place] = through.argmin(axis=0)
        total = through.min(axis=0) + cost[place]
    path = np.zeros(n_places, dtype=np.int64)
    path[-1] = total.argmin()
    for place in range(n_places - 1, 0, -1):
        path[place - 1] = came[place, path[place]]
    return path


def _bursts(path: NDArray[np.int64], cost: Values, states: int) -> list[Burst]:
    found = []
    for level in range(1, states):
        inside = np.concatenate([[False], path >= level, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        saved = cost[:, level - 1] - cost[:, level]
        found += [
            Burst(int(start), int(end) - 1, level, float(saved[start:end].sum()))
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]
    return sorted(found)
