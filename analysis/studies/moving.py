"""How often words stand in the documents of two sides, and how far that is from chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.stats import hypergeom

from analysis.corpus import Corpus
from analysis.stats import (
    benjamini_hochberg,
    chi2,
    g2,
    gamma_poisson,
    log_odds,
    log_odds_interval,
    log_ratio,
)
from analysis.text import sentence_spans
from analysis.text.function_words import FUNCTION_WORDS
from analysis.text.words import WORD, fold

MIN_DOCS = 3  # spread: documents with the term on the side where it is frequent
DRAWS = 100  # bootstrap draws behind the rank interval
HALF = 0.5  # added to the baseline, so that a new word has an expectation
EXAMPLE = 240  # characters of the sentence shown
LOOKED_AT = 50  # documents in which an example is looked for

Matrix = Any  # a scipy.sparse.csr_array; scipy ships no types
Counts = npt.NDArray[Any]  # whole numbers; floats in bootstrap draws
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """The documents of one side: their places in the corpus and their counts of each term."""

    rows: Counts
    matrix: Matrix

    @cached_property
    def n_tokens(self) -> Counts:
        """Occurrences of each term."""
        return np.asarray(self.matrix.sum(axis=0), dtype="int64").ravel()

    @cached_property
    def n_docs(self) -> Counts:
        """Documents with each term."""
        return np.bincount(self.matrix.indices, minlength=self.matrix.shape[1]).astype("int64")

    def first(self, column: int) -> Counts:
        """The places in the corpus of the first documents with the term."""
        return np.asarray(self.rows[self._by_term[:, [column]].indices[:LOOKED_AT]])

    @cached_property
    def _by_term(self) -> Matrix:
        return self.matrix.tocsc()


class Sides(NamedTuple):
    """The terms of two sides, their numbers among all words, and their counts in each."""

    terms: npt.NDArray[np.object_]
    numbers: Counts
    target: Side
    reference: Side


def sides(corpus: Corpus, target: Counts, reference: Counts) -> Sides:
    """The counts of words with content in two choices of documents, by their places."""
    words = corpus.tokens.words
    rows = np.concatenate([target, reference]).astype("int64")
    lengths = np.diff(words.offsets)[rows]
    # The words of the chosen documents, end to end: each place is its document's start and a step.
    steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    ids = words.ids[np.repeat(words.offsets[:-1][rows], lengths) + steps]
    owner = np.repeat(np.arange(len(rows)), lengths)
    present = np.flatnonzero(np.bincount(ids, minlength=1)) if len(ids) else np.empty(0, "int64")
    forms = words.forms
    kept = np.array([number for number in present.tolist() if _is_content(forms[number])], "int64")
    column = np.full(int(present.max(initial=-1)) + 1, -1, dtype="int64")
    column[kept] = np.arange(len(kept))
    at = column[ids]
    there = at >= 0
    ones = np.ones(int(there.sum()), dtype="int64")
    shape = (len(rows), len(kept))
    matrix = sparse.coo_array((ones, (owner[there], at[there])), shape=shape).tocsr()
    matrix.sum_duplicates()
    terms = np.array([forms[number] for number in kept.tolist()], dtype=object)
    n = len(target)
    return Sides(terms, kept, Side(rows[:n], matrix[:n]), Side(rows[n:], matrix[n:]))


def keyness(found: Sides, direction: int) -> pd.DataFrame:
    """Every term with its counts and tests; column and screened are for what follows."""
    terms, _, target, reference = found
    a, b = target.n_tokens, reference.n_tokens
    docs_a, docs_b = target.n_docs, reference.n_docs
    n_a, n_b = len(target.rows), len(reference.rows)
    cells = (a, b, a.sum() - a, b.sum() - b)
    odds = log_odds(docs_a, docs_b)
    lower, upper = log_odds_interval(docs_a, docs_b)
    screened = docs_a + docs_b >= MIN_DOCS
    p = exact_p(docs_a[screened], docs_b[screened], n_a, n_b, direction)
    q = np.full(len(terms), np.nan)
    q[screened] = benjamini_hochberg(p)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = a / a.sum() * 1e6, b / b.sum() * 1e6
    return pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "column": np.arange(len(terms)),
            "screened": screened,
            "n_target": a, "n_reference": b,
            "docs_target": docs_a, "docs_reference": docs_b,
            "share_target": docs_a / n_a, "share_reference": docs_b / n_b,
            "per_million_target": rates[0], "per_million_reference": rates[1],
            "g2": g2(*cells), "chi2": chi2(*cells), "log_ratio": log_ratio(*cells),
            "log_odds": odds.log_odds, "z": odds.z, "lower": lower, "upper": upper,
            "q_value": q, "n_screened": int(screened.sum()),
        }
    )  # fmt: skip


def exact_p(docs_a: Counts, docs_b: Counts, n_a: int, n_b: int, direction: int) -> Values:
    """Of the documents with a term, how surprising is it that so many (few) are the target's."""
    pairs, back = np.unique(np.stack([docs_a, docs_b]), axis=1, return_inverse=True)
    a, known = pairs[0], pairs.sum(axis=0)
    found = (
        hypergeom.sf(a - 1, n_a + n_b, known, n_a)
        if direction > 0
        else hypergeom.cdf(a, n_a + n_b, known, n_a)
    )
    return np.asarray(found, dtype=float)[back.ravel()]


def ranked(table: pd.DataFrame, found: Sides, direction: int) -> pd.DataFrame:
    """The terms by the sure part of their change, and where each would rank in other draws.

    The sure part is the 5% bound of the ratio of documents to those expected. Expected are the
    baseline's documents, scaled by how many words of any kind a side's documents hold, so that
    longer documents do not make every word rise. Ranks are 95% of bootstrap draws of documents,
    at the shrinkage of the whole vocabulary.
    """
    target, reference = found.target, found.reference
    docs_a, docs_b = target.n_docs, reference.n_docs
    known = docs_a + docs_b >= MIN_DOCS
    scale = max(1, docs_a.sum()) / max(1, docs_b.sum())
    prior = gamma_poisson(docs_a[known], (docs_b[known] + HALF) * scale).strength
    columns = table["column"].to_numpy()
    bound = _bound(docs_a[columns], docs_b[columns], scale, prior, direction)
    table = table.assign(bound=bound)
    table = table.sort_values(["bound", "term"], ascending=[False, True])
    if table.empty:
        return table.assign(rank_lower=0, rank_upper=0)
    columns = table["column"].to_numpy()
    random = np.random.default_rng(0)
    (a, all_a), (b, all_b) = (_redrawn(side, columns, random) for side in (target, reference))
    scales = (np.maximum(1, all_a) / np.maximum(1, all_b))[:, None]
    bounds = _bound(a, b, scales, prior, direction)
    order = np.argsort(-bounds, axis=1, kind="stable")
    ranks = np.empty(bounds.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, len(table) + 1)[None, :], axis=1)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0)
    return table.assign(
        rank_lower=np.floor(low).astype("int64"), rank_upper=np.ceil(high).astype("int64")
    )


def example(texts: pd.Series[str], term: str) -> str:
    """The shortest sentence with the term among some documents that have it."""
    found = [
        text[start:end]
        for text in texts
        for start, end in sentence_spans(text)
        if any(fold(match.group()) == term for match in WORD.finditer(text, start, end))
    ]
    best = min(
        found, key=lambda sentence: (len(sentence) < 40, len(sentence), sentence), default=""
    )
    flat = " ".join(best.split())
    return flat if len(flat) <= EXAMPLE else flat[: EXAMPLE - 1].rstrip() + "…"


def _is_content(form: str) -> bool:
    return len(form) > 1 and form not in FUNCTION_WORDS and any(map(str.isalpha, form))


def _bound(a: Counts, b: Counts, scale: Any, prior: float, direction: int) -> Values:
    ratio = gamma_poisson(a, (b + HALF) * scale, strength=prior)
    return np.asarray(ratio.lower if direction > 0 else -ratio.upper)


def _redrawn(side: Side, columns: Counts, random: np.random.Generator) -> tuple[Values, Values]:
    """In each bootstrap draw of the side's documents: documents with each term, and with any."""
    n = len(side.rows)
    weights = random.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
    present = side.matrix.astype(bool).astype(float)
    chosen = present[:, columns]
    return np.asarray(weights @ chosen), np.asarray(weights @ present.sum(axis=1))
