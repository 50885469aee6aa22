"""Which terms share documents more often than chance has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.stats import hypergeom

from analysis.corpus import Corpus, documents_of
from analysis.errors import ArgumentError, missing_columns
from analysis.stats import benjamini_hochberg, npmi
from analysis.text.function_words import FUNCTION_WORDS

Int64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
COLUMNS = [
    "term_a", "term_b", "n_docs", "docs_a", "docs_b", "npmi", "q_value", "n_screened",
]  # fmt: skip


def build(
    corpus: Corpus,
    terms: Sequence[str] | Mapping[str, str] | None = None,
    *,
    n: int = 100,
    min_docs: int = 3,
    rate: float = 0.05,
) -> pd.DataFrame:
    """The pairs of terms that share more documents than chance has it: the edges of a network.

    One row is an edge: term_a and term_b (in order of the alphabet), n_docs (documents with both),
    docs_a and docs_b (with each), npmi (-1 to 1, of documents; Bouma 2009), q_value (one-sided
    exact hypergeometric test, Benjamini-Hochberg over all n_screened pairs; edges have at most
    `rate`) and n_screened. Strongest npmi first. Copies of a story count once.

    Without `terms`, the `n` content words in most documents, at least `min_docs`; `terms` are
    queries, a list, or label -> query, that stand in title or text. A term in every document has
    no edge: it says nothing of others. Not for who acts on whom: sharing a document is all.

    Raises:
        ArgumentError: for `n` or `min_docs` under 1, a `rate` outside 0 to 1, or `terms` that are
            one string or repeat.
        QueryError: for a term that does not parse.

    >>> news = Corpus.from_frame(pd.DataFrame({
    ...     "text": ["Oil tanker."] * 6 + ["Talks."] * 6, "date": ["2019-06-01"] * 12,
    ...     "source": list("abcdefghijkl")}))
    >>> build(news)[["term_a", "term_b", "n_docs", "npmi"]].values.tolist()
    [['oil', 'tanker', 6, 1.0]]
    """
    if n < 1 or min_docs < 1:
        raise ArgumentError(f"`n` and `min_docs` must be at least 1 (got {n!r}, {min_docs!r}).")
    if not 0 < rate < 1:
        raise ArgumentError(f"`rate` must lie between 0 and 1 (got {rate!r}).")
    once = ~documents_of(corpus)["story_id"].duplicated().to_numpy()
    if terms is None:
        names, present = _words(corpus, once, n, min_docs)
    else:
        names, present = _queries(corpus, once, terms)
    table = _pairs(names, present, int(once.sum()), min_docs)
    table = table[table["q_value"] <= rate]
    table = table.sort_values(["npmi", "term_a", "term_b"], ascending=[False, True, True])
    return table[COLUMNS].reset_index(drop=True)


def graph(edges: pd.DataFrame) -> nx.Graph:
    """The edges of `build` as a networkx Graph: nodes have n_docs, edges all other columns.

    Raises:
        ColumnError: for a table that has no term_a, term_b.

    >>> edges = pd.DataFrame({"term_a": ["oil"], "term_b": ["tanker"], "n_docs": [6], "docs_a": [6],
    ...     "docs_b": [7], "npmi": [0.9], "q_value": [0.01], "n_screened": [3]})
    >>> graph(edges).edges["oil", "tanker"]["npmi"]
    0.9
    """
    missing = [name for name in COLUMNS if name not in edges]
    if missing:
        raise missing_columns(missing, edges.columns)
    made: nx.Graph = nx.Graph()
    for row in edges[COLUMNS].to_dict("records"):
        a, b = row.pop("term_a"), row.pop("term_b")
        made.add_node(a, n_docs=row.pop("docs_a"))
        made.add_node(b, n_docs=row.pop("docs_b"))
        made.add_edge(a, b, **{str(name): value for name, value in row.items()})
    return made


def _pairs(names: list[str], present: sparse.csr_array, n: int, min_docs: int) -> pd.DataFrame:
    order = np.argsort(np.array(names, dtype=object)) if names else np.empty(0, np.int64)
    together = (present.T @ present).toarray()[np.ix_(order, order)]
    docs = np.diag(together)
    # A term without enough documents, or in every one, is not asked about.
    asked = np.flatnonzero((docs >= min_docs) & (docs < n))
    first, second = (asked[each] for each in np.triu_indices(len(asked), 1))
    both, a, b = together[first, second], docs[first], docs[second]
    p = hypergeom.sf(both - 1, n, a, b)
    sorted_names = np.array(names, dtype=object)[order]
    return pd.DataFrame(
        {
            "term_a": pd.Series(sorted_names[first], dtype="str"),
            "term_b": pd.Series(sorted_names[second], dtype="str"),
            "n_docs": both, "docs_a": a, "docs_b": b,
            "npmi": npmi(both, a, b, n),
            "q_value": benjamini_hochberg(np.clip(p, 0, 1)), "n_screened": len(both),
        }
    )  # fmt: skip


def _words(corpus: Corpus, once: Mask, n: int, min_docs: int) -> tuple[list[str], sparse.csr_array]:
    """The content words in most documents, and which documents have them."""
    words = corpus.tokens.words
    forms = words.forms
    matrix = sparse.csr_array(
        (np.ones(len(words.ids), np.int32), words.ids, words.offsets),
        shape=(len(corpus), len(forms)),
    )
    matrix = matrix[np.flatnonzero(once)]
    matrix.sum_duplicates()
    docs = np.bincount(matrix.indices, minlength=len(forms))
    chosen: list[int] = []
    for number in np.argsort(-docs, kind="stable").tolist():
        if len(chosen) == n or docs[number] < min_docs:
            break
        form = forms[number]
        if len(form) > 1 and form not in FUNCTION_WORDS and any(map(str.isalpha, form)):
            chosen.append(number)
    kept = matrix[:, chosen]
    kept.data = np.ones(len(kept.data), np.int64)
    return [forms[number] for number in chosen], kept


def _queries(
    corpus: Corpus, once: Mask, terms: Sequence[str] | Mapping[str, str]
) -> tuple[list[str], sparse.csr_array]:
    if isinstance(terms, str):
        raise ArgumentError(f"`terms` must be a list of terms (got the string {terms!r}).")
    names = list(terms)
    if len(set(names)) < len(names):
        raise ArgumentError("`terms` must differ: a term has no edge with itself.")
    queries = list(terms.values()) if isinstance(terms, Mapping) else names
    columns = [answer.present[once] for answer in corpus.ask(queries)]
    shape = (int(once.sum()), len(names))
    table = np.stack(columns, axis=1) if columns else np.zeros(shape, bool)
    return names, sparse.csr_array(table.astype(np.int64))
