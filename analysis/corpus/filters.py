"""Which documents hold a value or answer a query, as masks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus.readers.raw import as_text
from analysis.errors import ArgumentError, missing_columns

Mask = npt.NDArray[np.bool_]


def having(column: pd.Series, wanted: object) -> Mask:
    """True where the column has the value, or one of the values of a list; None is missing.

    A day finds every hour of it.
    """
    values: list[Any] = [wanted]  # Any: whatever a table holds
    if isinstance(wanted, Iterable) and not isinstance(wanted, str | bytes | dict):
        values = list(wanted)
    missing = [pd.api.types.is_scalar(value) and pd.isna(value) for value in values]
    words = {as_text(value) for value, none in zip(values, missing, strict=True) if not none}
    held = column.map(as_text, na_action="ignore").isin(words)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        held |= column.dt.strftime("%Y-%m-%d").isin(words)
    return (held | column.isna() if any(missing) else held).to_numpy(dtype=bool)


def among(documents: pd.DataFrame, wanted: Mapping[str, object]) -> Mask:
    """True for the documents whose columns have all the values.

    Raises:
        ColumnError: for a column that the documents lack.
        ArgumentError: for a function or a slice.
    """
    absent = [name for name in wanted if name not in documents.columns]
    if absent:
        raise missing_columns(absent, documents.columns)
    keep = np.ones(len(documents), dtype=bool)
    for name, value in wanted.items():
        if callable(value) or isinstance(value, slice):
            raise ArgumentError(
                f"`where` takes values: {name}='a', or {name}=['a', 'b']"
                f" (got {type(value).__name__})."
            )
        keep &= having(documents[name], value)
    return keep
