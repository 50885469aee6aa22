"""Two sides of a comparison counted in periods, and made one number or one test each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.special import erfc
from scipy.stats import hypergeom

from analysis.corpus import Corpus
from analysis.text.counting import counts

Int64 = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


class Rows(NamedTuple):
    """Counts of a term, in one period of one side, a row."""

    side: Int64
    period: Int64
    term: Int64
    n_tokens: Int64
    n_docs: Int64


class Sides(NamedTuple):
    """The terms of two sides (0 the target, 1 the reference) and what there is of each.

    n_tokens, n_docs: of each side and term. words, docs: of each side and period, all words (or
    sequences of so many) and documents.
    """

    terms: pa.Array
    n_tokens: Int64
    n_docs: Int64
    words: Int64
    docs: Int64
    rows: Rows


def sides_of(target: Corpus, reference: Corpus, n: int, periods: list[Int64]) -> Sides:
    """The counts of sequences of n words; `periods` has the period of each document, from 0."""
    n_periods = 1 + max(int(codes.max(initial=0)) for codes in periods)
    given = [
        counts(corpus.tokens.source, codes, n_periods, n)
        for corpus, codes in zip((target, reference), periods, strict=True)
    ]
    held = pa.concat_arrays([each.terms.cast(pa.large_string()) for each in given])
    coded = held.dictionary_encode()
    term = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    side = np.repeat([0, 1], [len(each.terms) for each in given])
    period = np.concatenate([np.repeat(np.arange(n_periods), each.sizes) for each in given])
    n_tokens, n_docs = (
        np.concatenate([np.asarray(each[at], np.int64) for each in given]) for at in (2, 3)
    )
    rows = Rows(side, period, term, n_tokens, n_docs)
    shape = (2, len(coded.dictionary))
    by_term, by_period = side * shape[1] + term, side * n_periods + period
    return Sides(
        coded.dictionary,
        _sums(by_term, n_tokens, shape),
        _sums(by_term, n_docs, shape),
        _sums(by_period, n_tokens, (2, n_periods)),
        np.stack([np.bincount(codes, minlength=n_periods) for codes in periods]),
        rows,
    )


def pooled(
    found: Sides, sizes: npt.NDArray[np.number], values: Int64
) -> tuple[Values, Values, float, float]:
    """What each term has on both sides, and the sides' sizes, as if they had the same periods.

    `sizes` are of each side and period, `values` of each row. A period weighs w = T R / (T + R) on
    both sides, T and R its sizes (Mantel & Haenszel 1959): a rate is the sum of w rate over that of
    w, and a side is worth (sum w)^2 / sum (w^2 / T) (Kish 1965). In one period these are the values
    and sizes themselves.
    """
    size = sizes.astype(np.float64)
    both = np.min(size, axis=0) > 0
    w = np.zeros(len(both))
    w[both] = size[0, both] * size[1, both] / size[:, both].sum(axis=0)
    out, worth = [], []
    for side in (0, 1):
        share = np.divide(w, size[side], out=np.zeros_like(w), where=both)
        worth.append(float(w.sum() ** 2 / np.sum(w * share)))
        here = found.rows.side == side
        times = share[found.rows.period[here]] * values[here]
        n = np.bincount(found.rows.term[here], times, len(found.terms)) / w.sum()
        out.append(n * worth[-1])
    return out[0], out[1], worth[0], worth[1]


def evidence(found: Sides, terms: Int64) -> Values:
    """p of each term, two-sided: do documents of one side hold it more often than of the other?

    In one period exactly (twice the smaller tail of the hypergeometric distribution), in several by
    Cochran, Mantel and Haenszel's test with half a document taken off for continuity.
    """
    docs = found.docs
    if docs.shape[1] == 1:
        return _exact(found.n_docs[0, terms], found.n_docs[1, terms], *docs[:, 0].tolist())
    size = len(found.terms)
    side, period, term, _, n_docs = found.rows
    keys, back = np.unique(period * size + term, return_inverse=True)
    both = np.bincount(back, n_docs, len(keys))
    where, which = keys // size, keys % size
    n_target, n_all = docs[0].astype(np.float64), docs.sum(axis=0).astype(np.float64)
    shared = np.min(docs, axis=0) > 0
    usable = shared[where]
    gap = np.bincount(which, -both * (n_target / np.maximum(n_all, 1))[where] * usable, size)
    seen = (side == 0) & shared[period]
    gap += np.bincount(term[seen], n_docs[seen], size)
    spread = n_target * (n_all - n_target) / np.maximum(n_all**2 * (n_all - 1), 1)
    variance = np.bincount(which, spread[where] * both * (n_all[where] - both) * usable, size)
    gap, variance = np.maximum(np.abs(gap[terms]) - 0.5, 0), variance[terms]
    z = np.divide(gap, np.sqrt(variance), out=np.zeros_like(gap), where=variance > 1e-12)
    return np.asarray(erfc(z / np.sqrt(2)), dtype=np.float64)


def _exact(a: Int64, b: Int64, n_a: int, n_b: int) -> Values:
    keys, back = np.unique(a * (n_b + 1) + b, return_inverse=True)
    a, known = keys // (n_b + 1), keys // (n_b + 1) + keys % (n_b + 1)
    upper = hypergeom.sf(a - 1, n_a + n_b, known, n_a)
    lower = hypergeom.cdf(a, n_a + n_b, known, n_a)
    p: Values = np.clip(2 * np.minimum(lower, upper), 0, 1)
    return p[back]


def _sums(code: Int64, values: Int64, shape: tuple[int, int]) -> Int64:
    """Whole sums, which floats hold exactly up to 2^53."""
    found = np.bincount(code, values, shape[0] * shape[1])
    return found.astype(np.int64).reshape(shape)
