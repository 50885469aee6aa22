"""Which words rose and which faded in a period, against the periods before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.stats import hypergeom

from analysis import periods
from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError
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

COLUMNS = [
    "term", "n_target", "n_reference", "docs_target", "docs_reference", "share_target",
    "share_reference", "per_million_target", "per_million_reference", "g2", "chi2", "log_ratio",
    "log_odds", "z", "lower", "upper", "q_value", "n_screened", "rank_lower", "rank_upper",
    "n_sources", "top_doc_share", "example",
]  # fmt: skip
MIN_DOCS = 3  # spread: documents with the term on the side where it is frequent
MIN_SOURCES = 2  # spread: sources with it there, where that side has as many
TOP_SHARE = 0.5  # spread: no document holds more than this share of the term's occurrences
DRAWS = 100  # bootstrap draws behind the rank interval
HALF = 0.5  # added to the baseline, so that a new word has an expectation
EXAMPLE = 240  # characters of the sentence shown

Matrix = Any  # a scipy.sparse.csr_array; scipy ships no types
Counts = npt.NDArray[Any]  # whole numbers; floats in bootstrap draws


def rising(
    corpus: Corpus, period: object, *, baseline: int = 8, every: str = "W", n: int = 20
) -> pd.DataFrame:
    """The words whose share of documents rose most in the period, against the periods before.

    One row is a term: term, n_target and n_reference (occurrences), docs_target and
    docs_reference, share_target and share_reference (of documents), per_million_target and
    per_million_reference, g2, chi2 and log_ratio (on occurrences), log_odds, z, lower and upper
    (on documents, shrunk by an informative Dirichlet prior: Monroe, Colaresi & Quinn 2008),
    q_value (exact hypergeometric test on documents, Benjamini-Hochberg over all n_screened terms),
    rank_lower and rank_upper (95% by bootstrap of documents), n_sources, top_doc_share (the
    largest part of the occurrences that one document holds) and example (a sentence).

    Ranked by the sure part of the change: the 5% bound of the ratio of documents to those
    expected from the baseline, shrunk over the whole vocabulary (stats.gamma_poisson, DuMouchel
    1999); function words are left out. Copies of a story count once. Listed are terms in at least
    3 documents and 2 sources, no document holding over half; whether a term moved is for q_value
    to say. Not for names of the topic itself: they are in every document.

    Raises:
        ArgumentError: for an unknown `every`, or `baseline` or `n` under 1.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil fell."] * 6 + [f"Tanker {place} seized." for place in "abcd"],
    ...     "date": ["2019-06-03"] * 6 + ["2019-06-10"] * 4}))
    >>> rising(news, "2019-06-10", baseline=1)[["term", "docs_target"]].values.tolist()
    [['seized', 4], ['tanker', 4]]
    """
    return _movers(corpus, period, baseline, every, n, direction=1)


def fading(
    corpus: Corpus, period: object, *, baseline: int = 8, every: str = "W", n: int = 20
) -> pd.DataFrame:
    """The words whose share of documents fell most: columns and rules as in `rising`.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": [f"Oil fell {place}." for place in "abcd"] + ["Talks."] * 4,
    ...     "date": ["2019-06-03"] * 4 + ["2019-06-10"] * 4}))
    >>> fading(news, "2019-06-10", baseline=1)["term"].tolist()
    ['fell', 'oil']
    """
    return _movers(corpus, period, baseline, every, n, direction=-1)


@dataclass(frozen=True)
class _Side:
    """The documents of one side: their places in the corpus and their term counts."""

    rows: Counts
    matrix: Matrix

    @property
    def n_tokens(self) -> Counts:
        return np.asarray(self.matrix.sum(axis=0), dtype="int64").ravel()

    @property
    def n_docs(self) -> Counts:
        return np.bincount(self.matrix.indices, minlength=self.matrix.shape[1]).astype("int64")


def _movers(
    corpus: Corpus, period: object, baseline: int, every: str, n: int, *, direction: int
) -> pd.DataFrame:
    for name, value in {"baseline": baseline, "n": n}.items():
        if value < 1:
            raise ArgumentError(f"`{name}` must be at least 1 (got {value}).")
    documents = documents_of(corpus)
    terms, matrix = _counts(corpus)
    now, before = periods.window(documents["date"], period, every=every, baseline=baseline)
    # The first copy here, which need not be the story's first: that one may be off the topic.
    once = ~documents.duplicated("story_id").to_numpy()
    target = _Side(np.flatnonzero(now & once), matrix[np.flatnonzero(now & once)])
    reference = _Side(np.flatnonzero(before & once), matrix[np.flatnonzero(before & once)])
    if not len(target.rows) or not len(reference.rows):
        return _empty()
    table = _keyness(terms, target, reference, direction)
    table = table[table["screened"]].drop(columns="screened")
    side = target if direction > 0 else reference
    table = _spread(table, side, documents)
    wide = min(MIN_SOURCES, documents["source"].iloc[side.rows].nunique())
    table = table[
        (table["docs_target" if direction > 0 else "docs_reference"] >= MIN_DOCS)
        & (table["n_sources"] >= wide)
        & (table["top_doc_share"] <= TOP_SHARE)
        & ((table["share_target"] - table["share_reference"]) * direction > 0)
    ]
    table = table.sort_values(["bound", "term"], ascending=[False, True])
    table = _ranked(table, target, reference, direction).head(n)
    examples = [_example(documents["text"].iloc[side.rows], term) for term in table["term"]]
    table = table.assign(example=pd.Series(examples, index=table.index, dtype="str"))
    return table[COLUMNS].reset_index(drop=True)


def _counts(corpus: Corpus) -> tuple[npt.NDArray[np.object_], Matrix]:
    """How often each folded word with content stands in each document."""
    words = corpus.tokens.words
    ids, forms = words.ids, words.forms
    lettered = np.array([_is_content(form) for form in forms], bool)
    kept = lettered[ids] if len(ids) else np.empty(0, bool)
    new = np.cumsum(lettered) - 1
    cells = (words.documents[kept], new[ids[kept]])
    ones = np.ones(int(kept.sum()), dtype="int64")
    matrix = sparse.coo_array((ones, cells), shape=(len(corpus), int(lettered.sum()))).tocsr()
    matrix.sum_duplicates()
    return np.array(forms, dtype=object)[lettered], matrix


def _is_content(form: str) -> bool:
    return len(form) > 1 and any(map(str.isalpha, form)) and form not in FUNCTION_WORDS


def _keyness(
    terms: npt.NDArray[np.object_], target: _Side, reference: _Side, direction: int
) -> pd.DataFrame:
    a, b = target.n_tokens, reference.n_tokens
    docs_a, docs_b = target.n_docs, reference.n_docs
    n_a, n_b = len(target.rows), len(reference.rows)
    cells = (a, b, a.sum() - a, b.sum() - b)
    odds = log_odds(docs_a, docs_b)
    lower, upper = log_odds_interval(docs_a, docs_b)
    screened = docs_a + docs_b >= MIN_DOCS
    p = _exact_p(docs_a, docs_b, n_a, n_b, direction)
    q = np.full(len(terms), np.nan)
    q[screened] = benjamini_hochberg(p[screened])
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = a / a.sum() * 1e6, b / b.sum() * 1e6
    return pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "column": np.arange(len(terms)),
            "screened": screened,
            "bound": _bound(docs_a, docs_b, screened, direction),
            "n_target": a, "n_reference": b,
            "docs_target": docs_a, "docs_reference": docs_b,
            "share_target": docs_a / n_a, "share_reference": docs_b / n_b,
            "per_million_target": rates[0], "per_million_reference": rates[1],
            "g2": g2(*cells), "chi2": chi2(*cells), "log_ratio": log_ratio(*cells),
            "log_odds": odds.log_odds, "z": odds.z, "lower": lower, "upper": upper,
            "q_value": q, "n_screened": int(screened.sum()),
        }
    )  # fmt: skip


def _bound(
    docs_a: Counts, docs_b: Counts, screened: npt.NDArray[np.bool_], direction: int
) -> npt.NDArray[np.float64]:
    """The sure part of each term's change, larger for more: what the terms are ranked by.

    Expected are the baseline's documents, scaled by how many words of any kind a side's documents
    hold, so that longer documents do not make every word rise.
    """
    a, b = docs_a[screened], docs_b[screened]
    scale = max(1, docs_a.sum()) / max(1, docs_b.sum())
    found = gamma_poisson(a, (b + HALF) * scale)
    out = np.full(len(screened), -np.inf)
    out[screened] = found.lower if direction > 0 else -found.upper
    return out


def _exact_p(
    docs_a: Counts, docs_b: Counts, n_a: int, n_b: int, direction: int
) -> npt.NDArray[np.float64]:
    """Of the documents with a term, how surprising is it that so many (few) are the target's."""
    known = docs_a + docs_b
    if direction > 0:
        return np.asarray(hypergeom.sf(docs_a - 1, n_a + n_b, known, n_a), dtype=float)
    return np.asarray(hypergeom.cdf(docs_a, n_a + n_b, known, n_a), dtype=float)


def _spread(table: pd.DataFrame, side: _Side, documents: pd.DataFrame) -> pd.DataFrame:
    sources = pd.factorize(documents["source"].iloc[side.rows])[0]
    cells = side.matrix.tocoo()
    pairs = pd.DataFrame({"column": cells.col, "source": sources[cells.row], "n": cells.data})
    grouped = pairs.groupby("column")
    spread = pd.DataFrame(
        {
            "n_sources": grouped["source"].nunique(),
            "top_doc_share": grouped["n"].max() / grouped["n"].sum(),
        }
    )
    joined = table.join(spread, on="column")
    return joined.assign(n_sources=joined["n_sources"].fillna(0).astype("int64"))


def _ranked(table: pd.DataFrame, target: _Side, reference: _Side, direction: int) -> pd.DataFrame:
    """Where each term would rank had other documents appeared: 95% of bootstrap draws."""
    if table.empty:
        return table.assign(rank_lower=0, rank_upper=0)
    columns = table["column"].to_numpy()
    known = target.n_docs + reference.n_docs >= MIN_DOCS
    random = np.random.default_rng(0)
    drawn = [_redrawn(side, random) for side in (target, reference)]
    ranks = np.empty((DRAWS, len(table)))
    for draw, (a, b) in enumerate(zip(*drawn, strict=True)):
        order = np.argsort(-_bound(a, b, known, direction)[columns], kind="stable")
        ranks[draw, order] = np.arange(1, len(table) + 1)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0)
    return table.assign(
        rank_lower=np.floor(low).astype("int64"), rank_upper=np.ceil(high).astype("int64")
    )


def _redrawn(side: _Side, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Document counts of every term in each bootstrap draw of the side's documents."""
    n = len(side.rows)
    weights = random.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
    present = side.matrix.astype(bool).astype(float)
    return np.asarray(weights @ present)


def _example(texts: pd.Series[str], term: str) -> str:
    """The shortest sentence with the term among the first documents that have it."""
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


def _empty() -> pd.DataFrame:
    kinds: dict[str, str] = dict.fromkeys(COLUMNS, "float64")
    whole = ["n_target", "n_reference", "docs_target", "docs_reference", "n_screened",
             "rank_lower", "rank_upper", "n_sources"]  # fmt: skip
    kinds |= dict.fromkeys(whole, "int64") | {"term": "str", "example": "str"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
