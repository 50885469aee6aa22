"""How far from its estimate the true place of a break may lie."""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr

from analysis.stats.arrays import Values, share

FARTHEST = 1e3  # in units of variance / shift^2: beyond any level that floats can tell from 1


def date_bounds(before: Values, after: Values, *, level: float = 0.95) -> tuple[int, int]:
    """How many places before and after the estimate the last place of the old level may be.

    `before` and `after` are the values on both sides, independent (prewhiten others first). The
    estimate is where a random walk with drift down on both sides of the truth is highest (Bai
    1997, proposition 3), variance / shift^2 the unit on each side. It errs to the right through
    the later values, so that these say how much earlier the truth may be.

    >>> date_bounds(np.array([0.0, 1.0] * 20), np.array([1.0, 2.0] * 20))
    (3, 3)
    """
    tail = (1 - share("level", level)) / 2
    shift = abs(float(after.mean() - before.mean()))
    first, second = float(before.var()), float(after.var())
    if shift == 0:
        return len(before), len(after)
    earlier, later = (
        np.ceil(_quantile(own / other, tail) * own / shift**2) if min(own, other) > 0 else 0
        for own, other in ((second, first), (first, second))
    )
    return int(min(earlier, len(before))), int(min(later, len(after)))


def _quantile(ratio: float, tail: float) -> float:
    """The distance on one side, in its own units, passed with a chance of `tail`; 0 if never."""
    if _beyond(0.0, ratio) <= tail:
        return 0.0
    return float(brentq(lambda x: _beyond(x, ratio) - tail, 0, FARTHEST))


def _beyond(x: float, ratio: float) -> float:
    """P(the highest place lies further than x on this side); ratio is own variance over other's."""
    a, root = ratio, np.sqrt(x)
    c = (1 + 2 * a) / (a * (1 + a))
    d = (1 + 2 * a) * c
    walk = root * np.exp(-x / 8) / np.sqrt(2 * np.pi)
    other = c * np.exp(a * (1 + a) * x / 2 + log_ndtr(-(0.5 + a) * root))
    return float(-walk - other + (d - 2 + x / 2) * np.exp(log_ndtr(-root / 2)))
