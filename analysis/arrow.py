"""Between Arrow and pandas without a copy."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa


def text_column(strings: pa.Array) -> pd.Series[str]:
    """The strings as a column of text.

    >>> text_column(pa.array(["oil", None])).tolist()
    ['oil', nan]
    """
    column: pd.Series[str] = pa.chunked_array([strings.cast(pa.large_string())]).to_pandas()
    return column
