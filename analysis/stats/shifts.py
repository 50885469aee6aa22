"""What each type contributes to the difference between two frequency lists.

All but kld_shift split the sum of p s after less before, p the relative frequencies and s the
scores of the types (Gallagher et al. 2021); they differ in the scores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import rel_entr, xlogy

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts


def word_shift(
    counts_before: ArrayLike,
    counts_after: ArrayLike,
    weights: ArrayLike,
    *,
    reference: float | None = None,
) -> Values:
    """What each word contributes to the change of the mean weight of all words.

    (mean w - reference)(p2 - p1) + mean p (w2 - w1), p the relative frequencies, w the weights
    (Gallagher et al. 2021); the sum is the change of the mean, whatever the `reference`. Where
    none is given it is the mean weight before, so that a word counts by how far it lies from the
    usual. `weights` is a number a word, or a pair of such lists: before, after. A word without a
    weight is left out of the totals; its contribution is missing.

    Not for document scores with rules or lengths of their own: their difference is another number,
    which `wordshift.explain` splits.

    Raises:
        ArgumentError: for bad counts or weights, other shapes, or a side without a word.

    >>> print(word_shift([8, 2], [5, 5], [1, -1], reference=0))
    [-0.3 -0.3]
    """
    w1, w2 = _weights(weights)
    n1, n2, known = counts(
        counts_before=counts_before, counts_after=counts_after, weights=0.0 * (w1 + w2)
    )
    p1, p2 = (_relative(n + known, name) for n, name in ((n1, "before"), (n2, "after")))
    middle = float(np.nansum(p1 * w1)) if reference is None else reference
    if not np.isfinite(middle):
        raise ArgumentError(f"`reference` must be a finite number (got {reference!r}).")
    return np.asarray((0.5 * (w1 + w2) - middle) * (p2 - p1) + 0.5 * (p1 + p2) * (w2 - w1))


def proportion_shift(counts_before: ArrayLike, counts_after: ArrayLike) -> Values:
    """How much each word's share of all words changed: p2 - p1; the sum is 0.

    Raises ArgumentError for bad counts or shapes, or a side without a word.

    >>> print(proportion_shift([3, 1], [1, 1]))
    [-0.25  0.25]
    """
    p1, p2 = _shares(counts_before, counts_after)
    return np.asarray(p2 - p1)


def entropy_shift(
    counts_before: ArrayLike, counts_after: ArrayLike, *, alpha: float = 1.0, base: float = 2.0
) -> Values:
    """What each word contributes to the change of entropy: how much less predictable words became.

    At `alpha` 1 Shannon's, -p2 log p2 + p1 log p1 in units of `base`; else Tsallis's,
    -(p2^alpha - p1^alpha) / (alpha - 1), in which a high alpha looks at common words. A long text
    has more entropy than a short one of the same kind: compare texts of one length.

    Raises ArgumentError for bad counts or shapes, a side without a word, an `alpha` not above 0 or
    a `base` not above 1.

    >>> print(entropy_shift([2, 0], [1, 1]))
    [0.5 0.5]
    """
    p1, p2 = _shares(counts_before, counts_after)
    return np.asarray(_entropy(p2, alpha, base) - _entropy(p1, alpha, base))


def kld_shift(counts_before: ArrayLike, counts_after: ArrayLike, *, base: float = 2.0) -> Values:
    """What each word contributes to the divergence of after from before: p2 log(p2 / p1).

    (Kullback & Leibler 1951.) Infinite for a word that only the later side has: prefer `jsd_shift`.

    Raises ArgumentError for bad counts or shapes, a side without a word, or a `base` not above 1.

    >>> print(kld_shift([1, 3], [2, 2]).round(3))
    [ 0.5   -0.292]
    """
    p1, p2 = _shares(counts_before, counts_after)
    return np.asarray(rel_entr(p2, p1) / _log(base))


def jsd_shift(
    counts_before: ArrayLike, counts_after: ArrayLike, *, alpha: float = 1.0, base: float = 2.0
) -> Values:
    """What each word contributes to the Jensen-Shannon divergence of the two sides.

    h(m) - h(p1) / 2 - h(p2) / 2, m the mean of p1 and p2, h the entropy of `entropy_shift` (Lin
    1991). At `alpha` 1 never below 0, and the sum is at most 1 bit. It has no direction:
    `proportion_shift` tells which side a word is of.

    Raises ArgumentError as `entropy_shift` does.

    >>> print(jsd_shift([1, 0], [0, 1]))
    [0.5 0.5]
    """
    p1, p2 = _shares(counts_before, counts_after)
    h1, h2, hm = (_entropy(p, alpha, base) for p in (p1, p2, 0.5 * (p1 + p2)))
    return np.asarray(hm - 0.5 * (h1 + h2))


def _weights(weights: ArrayLike) -> tuple[Values, Values]:
    try:
        found = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(
            "`weights` must be a number a word, or two such lists of one length: before, after "
            f"(got {type(weights).__name__})."
        ) from None
    pair = found.ndim == 2 and len(found) == 2
    if not (pair or found.ndim == 1) or np.isinf(found).any():
        raise ArgumentError(
            "`weights` must be a finite number a word, or two such lists: before, after "
            f"(got an array of shape {found.shape})."
        )
    return (found[0], found[1]) if pair else (found, found)


def _shares(counts_before: ArrayLike, counts_after: ArrayLike) -> tuple[Values, Values]:
    before, after = counts(counts_before=counts_before, counts_after=counts_after)
    return _relative(before, "before"), _relative(after, "after")


def _relative(found: Values, side: str) -> Values:
    total = np.nansum(found)
    if not total > 0:
        raise ArgumentError(
            f"`counts_{side}` must count at least one word (got {found.size} counts, sum 0)."
        )
    return np.asarray(found / total)


def _entropy(p: Values, alpha: float, base: float) -> Values:
    if not (alpha > 0 and np.isfinite(alpha)):
        raise ArgumentError(f"`alpha` must be above 0 (got {alpha!r}).")
    if alpha == 1:
        return np.asarray(-xlogy(p, p) / _log(base))
    return np.asarray(-(p**alpha) / (alpha - 1))


def _log(base: float) -> float:
    if not (base > 1 and np.isfinite(base)):
        raise ArgumentError(f"`base` must be above 1 (got {base!r}).")
    return float(np.log(base))
