"""Which documents hold a value or answer a query, as masks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus.readers.raw import as_text

Mask = npt.NDArray[np.bool_]


def having(column: pd.Series, wanted: object) -> Mask:
    """True where the column has the value, or one of the values of a list; None is missing."""
    values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    words = {as_text(value) for value in values if value is not None}
    held = column.map(as_text, na_action="ignore").isin(words)
    return (held | column.isna() if None in values else held).to_numpy(dtype=bool)
