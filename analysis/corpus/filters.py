"""Which documents hold a value or answer a query, as masks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus.readers.raw import as_text
from analysis.errors import missing_columns

Mask = npt.NDArray[np.bool_]


def having(column: pd.Series, wanted: object) -> Mask:
    """True where the column has the value, or one of the values of a list; None is missing."""
    values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    words = {as_text(value) for value in values if value is not None}
    held = column.map(as_text, na_action="ignore").isin(words)
    return (held | column.isna() if None in values else held).to_numpy(dtype=bool)


def among(documents: pd.DataFrame, wanted: Mapping[str, object]) -> Mask:
    """True for the documents whose columns have all the values.

    Raises:
        ColumnError: for a column that the documents lack.
    """
    absent = [name for name in wanted if name not in documents.columns]
    if absent:
        raise missing_columns(absent, documents.columns)
    keep = np.ones(len(documents), dtype=bool)
    for name, value in wanted.items():
        keep &= having(documents[name], value)
    return keep
