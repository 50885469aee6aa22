"""Which documents hold a value or answer a query, as masks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus.readers.raw import as_text
from analysis.text.queries import compile_query

Mask = npt.NDArray[np.bool_]


def having(column: pd.Series, wanted: object) -> Mask:
    """True where the column has the value, or one of the values of a list; None is missing."""
    values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    words = {as_text(value) for value in values if value is not None}
    held = column.map(as_text, na_action="ignore").isin(words)
    return (held | column.isna() if None in values else held).to_numpy(dtype=bool)


def asking(documents: pd.DataFrame, query: str) -> Mask:
    """True where the title or the text matches the query.

    Raises:
        QueryError: for a query that does not parse.
    """
    asks = compile_query(query)
    titles, texts = documents["title"].fillna("").tolist(), documents["text"].tolist()
    pairs = zip(titles, texts, strict=True)
    answers = (asks(f"{title}\n{text}" if title else text) for title, text in pairs)
    return np.fromiter(answers, dtype=bool, count=len(documents))
