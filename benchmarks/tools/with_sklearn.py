"""scikit-learn's CountVectorizer, its rows added up by month with one sparse product."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-untyped]

from benchmarks import corpora
from benchmarks.tasks import WORD, Job


def count(size: str) -> Job:
    return _counted(size, 1)


def ngrams(size: str) -> Job:
    return _counted(size, 2)


def _counted(size: str, longest: int) -> Job:
    documents = corpora.texts(size)
    texts: list[str] = documents["text"].to_pylist()
    months: list[str] = documents["month"].to_pylist()
    del documents

    def run() -> pd.DataFrame:
        made = CountVectorizer(token_pattern=WORD, ngram_range=(1, longest))
        found: Any = made.fit_transform(texts)
        codes, names = pd.factorize(np.array(months, object), sort=True)
        ones = np.ones(len(codes), np.int64)
        member = sparse.csr_matrix((ones, (codes, np.arange(len(codes)))))
        cells = (member @ found).tocoo()
        terms = made.get_feature_names_out()[cells.col]
        return pd.DataFrame({"month": names[cells.row], "term": terms, "n": cells.data})

    return Job(run)
