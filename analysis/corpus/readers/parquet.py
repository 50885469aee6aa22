"""Parquet: columns with their own types."""

from __future__ import annotations

import io
import re

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.readers.raw import Raw, UnreadableError, unique

_INDEX = re.compile(r"__index_level_\d+__")  # what pandas adds for a frame's row labels


def read(data: bytes, origin: str, stem: str) -> list[Raw]:
    """The one table of the file.

    Raises:
        UnreadableError: for a file that is not Parquet, or damaged.
    """
    try:
        held = pq.read_table(io.BytesIO(data))
        kept = [name for name in held.column_names if not _INDEX.fullmatch(name)]
        values = [held.column(name).to_pylist() for name in kept]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise UnreadableError("not a Parquet file, or damaged") from error
    if not held.num_rows:
        raise UnreadableError("a table without rows")
    columns = dict(zip(unique(kept), values, strict=True))
    return [Raw(origin, stem, columns, range(1, held.num_rows + 1))]
