"""How strongly words stand together, from counts of pairs or of the cells of longer sequences.

Of a pair: `joint` is how often both stand together, `first` and `second` how often each stands in
its place, `total` the pairs of any kind. Counts broadcast, so that `total` may be one number.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from analysis.errors import ArgumentError
from analysis.stats.arrays import Values, counts, unwrapped

HALF = 0.5  # added to every cell of collocation_lambda, as quanteda does
WORDS = (2, 3, 4, 5)  # sizes of a collocation


class Lambda(NamedTuple):
    """The log-linear parameter of a collocation and its Wald z."""

    lambda_: Values
    z: Values


class Sequence(NamedTuple):
    """How strongly the words of a sequence belong together, by four measures."""

    pmi: Values
    npmi: Values
    log_dice: Values
    g2: Values


def pmi(joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike) -> Values:
    """Pointwise mutual information in bits: log2(joint * total / (first * second)).

    0 for words that meet by chance, -inf for words that never meet (Church & Hanks 1990). Missing
    where a word does not occur. It favors rare words: set a least count, or rank by `g2`.

    Raises ArgumentError for negative or infinite counts, or a pair more frequent than its words.

    >>> print(f"{pmi(20, 42, 20, 14307668):.2f}")
    18.38
    """
    a, f, g, n = _pairs(joint, first, second, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        out = np.log2(a) + np.log2(n) - np.log2(f) - np.log2(g)
    return unwrapped(np.where((f > 0) & (g > 0), out, np.nan))


def npmi(joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike) -> Values:
    """PMI over -log2(joint / total): -1 for words never together, 0 for chance, 1 for always.

    (Bouma 2009). Missing where a word does not occur; 1 where every pair is this one.

    Raises ArgumentError as `pmi`.

    >>> print(npmi([0, 1, 4], 4, 4, 16))
    [-1.  0.  1.]
    """
    a, f, g, n = _pairs(joint, first, second, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.log2(n) - np.log2(a)
        out = (np.log2(a) + np.log2(n) - np.log2(f) - np.log2(g)) / surprise
    out = np.where(a == 0, -1.0, np.where(a == n, 1.0, np.clip(out, -1.0, 1.0)))
    return unwrapped(np.where((f > 0) & (g > 0), out, np.nan))


def log_dice(joint: ArrayLike, first: ArrayLike, second: ArrayLike) -> Values:
    """14 + log2(2 joint / (first + second)): 14 for words always together (Rychly 2008).

    -inf for words that never meet. It does not grow with the corpus, so corpora can be compared;
    it does not say how far a pair is from chance. Missing where neither word occurs.

    Raises ArgumentError as `pmi`.

    >>> print(log_dice([8, 4], 8, 8))
    [14. 13.]
    """
    a, f, g, _ = _pairs(joint, first, second, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        out = 14 + np.log2(2 * a) - np.log2(f + g)
    return unwrapped(np.where(f + g > 0, out, np.nan))


def t_score(joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike) -> Values:
    """(joint - first * second / total) / sqrt(joint): of a pair against chance.

    (Church, Gale, Hanks & Hindle 1991; the variance of a rare pair is its count.) It favors
    frequent words. Missing where the pair does not occur.

    Raises ArgumentError as `pmi`.

    >>> print(f"{t_score(8, 15828, 4675, 14307668):.4f}")
    0.9999
    """
    a, f, g, n = _pairs(joint, first, second, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        out = (a - f * (g / n)) / np.sqrt(a)
    return unwrapped(np.where(a > 0, out, np.nan))


def collocation_lambda(*cells: ArrayLike) -> Lambda:
    """The highest interaction of a log-linear model of 2 to 5 words, and its Wald z.

    `cells` count the sequences of that size by which words stand in their place: 4 for two words,
    8, 16 or 32 for more, from all in place to none, the first word changing slowest (for two
    words: both, the first alone, the second alone, neither, as in `g2`). With .5 added to each,
    lambda = sum of (-1)^(words not in place) ln(cell), z = lambda / sqrt(sum of 1 / cell)
    (Blaheta & Johnson 2001, as quanteda computes it). For three words and more it says that the
    sequence is more frequent than its shorter parts explain: a fixed phrase of two words with
    any third one has none. Not a test: sequences come in bursts.

    Raises ArgumentError for another number of cells, or negative or infinite counts.

    >>> found = collocation_lambda(3, 0, 1, 6)
    >>> print(f"{found.lambda_:.6f} {found.z:.6f}")
    3.412247 1.936083
    """
    size, found = _cells(cells)
    signs = [(-1.0) ** sum(away) for away in product((0, 1), repeat=size)]
    stack = np.stack(found) + HALF
    lambda_ = np.tensordot(np.array(signs), np.log(stack), axes=1)
    return Lambda(unwrapped(lambda_), unwrapped(lambda_ / np.sqrt(np.sum(1 / stack, axis=0))))


def sequence_measures(*cells: ArrayLike) -> Sequence:
    """PMI, NPMI, log Dice and G2 of a sequence of 2 to 5 words; `cells` as in `collocation_lambda`.

    With f the sequences of all the words, f1 to fk those with each word in its place, N all and p
    = f / N: pmi log2(p / product of fi / N), npmi pmi / (-(k - 1) log2 p), log_dice 14 + log2(k f /
    sum fi), g2 twice the sum over cells of observed ln(observed / expected), expected if all words
    were independent. For two words these are `pmi`, `npmi`, `log_dice` and `g2`. Of three and more
    all but lambda are high already where two of the words belong together. Missing where a word
    does not occur.

    Raises ArgumentError as `collocation_lambda`.

    >>> print([f"{value:.2f}" for value in sequence_measures(3, 0, 1, 6)])
    ['1.32', '0.76', '13.78', '7.72']
    """
    size, found = _cells(cells)
    table = np.stack(found).reshape((2,) * size + found[0].shape)
    total = table.sum(axis=tuple(range(size)))
    joint = table[(0,) * size]
    ones = np.stack([np.moveaxis(table, at, 0)[0] for at in range(size)])
    ones = ones.sum(axis=tuple(range(1, size)))
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.log2(total) - np.log2(joint)
        pmi_ = np.log2(joint) + (size - 1) * np.log2(total) - np.log2(ones).sum(axis=0)
        npmi_ = np.clip(pmi_ / ((size - 1) * surprise), -1, 1)
        npmi_ = np.where(joint == 0, -1.0, np.where(joint == total, 1.0, npmi_))
        dice = 14 + np.log2(size * joint / ones.sum(axis=0))
        expected = [
            total * np.prod([each / total if not away else 1 - each / total
                             for away, each in zip(cell, ones, strict=True)], axis=0)
            for cell in product((0, 1), repeat=size)
        ]  # fmt: skip
        ratio = 2 * sum(
            xlogy(n, n / np.where(n > 0, e, 1)) for n, e in zip(found, expected, strict=True)
        )
    absent = (ones == 0).any(axis=0)
    given = (pmi_, npmi_, dice, np.maximum(ratio, 0))
    return Sequence(*(unwrapped(np.where(absent, np.nan, each)) for each in given))


def _cells(cells: tuple[ArrayLike, ...]) -> tuple[int, list[Values]]:
    sizes = {2**size: size for size in WORDS}
    if len(cells) not in sizes:
        raise ArgumentError(
            f"`cells` must be 4, 8, 16 or 32 counts, for 2 to 5 words (got {len(cells)})."
        )
    return sizes[len(cells)], counts(**{f"cells[{at}]": cell for at, cell in enumerate(cells)})


def _pairs(
    joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike | None
) -> list[Values]:
    given = {"joint": joint, "first": first, "second": second}
    if total is None:
        a, f, g = counts(**given)
        n = np.full_like(a, np.inf)
    else:
        a, f, g, n = counts(**given, total=total)
    _refuse_above("joint", a, "first", f)
    _refuse_above("joint", a, "second", g)
    _refuse_above("first", f, "total", n)
    _refuse_above("second", g, "total", n)
    return [a, f, g, n]


def _refuse_above(name: str, part: Values, whole_name: str, whole: Values) -> None:
    wrong: NDArray[np.bool_] = part > whole
    if np.any(wrong):
        at = np.flatnonzero(wrong)[0]
        raise ArgumentError(
            f"`{name}` must not be above `{whole_name}` "
            f"(got {part.flat[at]:g} and {whole.flat[at]:g})."
        )
