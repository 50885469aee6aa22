"""Documents in groups by a column, and groups of several parts of a corpus made one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple  # a docvar holds values of any type

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.arrow import text_column
from analysis.errors import InputError, missing_columns

Int64 = npt.NDArray[np.int64]


class Groups(NamedTuple):
    """The groups of rows: a code for each row, and what the codes stand for, sorted."""

    codes: Int64
    names: pd.Series[Any]

    def sums(self, values: npt.ArrayLike) -> Int64:
        """Sums of whole numbers, one a row, in each group."""
        found = np.zeros(len(self.names), np.int64)
        np.add.at(found, self.codes, np.asarray(values, np.int64))
        return found


def grouped(documents: pd.DataFrame, by: str | None) -> Groups:
    """The documents by the values of a column, missing ones in a group; in one without `by`.

    Raises:
        ColumnError: for a `by` that is no column of the documents.
    """
    if by is None:
        return Groups(np.zeros(len(documents), np.int64), pd.Series([None], dtype=object))
    if by not in documents:
        raise missing_columns([by], documents.columns)
    return _coded(documents[by])


def united(names: Sequence[pd.Series[Any]]) -> tuple[pd.Series[Any], list[Int64]]:
    """The groups of several parts together, and for each part the new codes of its old ones.

    Raises:
        InputError: where a column holds text in one part and numbers in another.
    """
    every = pd.concat(names, ignore_index=True)
    kinds = {str(each.dtype) for each in names}
    if every.dtype == object and kinds != {"object"}:
        raise InputError(
            f"`by` names a column that is of different types in different parts: "
            f"{', '.join(sorted(kinds))}."
        )
    if every.dtype == object:  # one group, without a name
        return names[0], [np.zeros(len(each), np.int64) for each in names]
    found = _coded(every)
    bounds = np.cumsum([len(each) for each in names])[:-1]
    return found.names, np.split(found.codes, bounds)


def spread(names: pd.Series[Any], sizes: Int64) -> pd.Series[Any]:
    """The names as a column, each so many times."""
    if isinstance(names.dtype, pd.StringDtype):
        # As objects: pandas hands some columns of strings over in several pieces.
        few = pa.array(names.to_numpy(object), pa.large_string(), from_pandas=True)
        runs = pa.RunEndEncodedArray.from_arrays(pa.array(np.cumsum(sizes)), few)
        return text_column(pc.run_end_decode(runs))
    return pd.Series(names.array.repeat(sizes), dtype=names.dtype, copy=False)


def named(table: pd.DataFrame, names: pd.Series[Any], by: str | None) -> pd.DataFrame:
    """The table with the names of its groups in place of their codes in "group"."""
    if by is not None:
        table = table.assign(**{by: names.array.take(table["group"].to_numpy())})
        table = table.astype({by: names.dtype})
    return table.drop(columns="group").reset_index(drop=True)


def _coded(column: pd.Series[Any]) -> Groups:
    codes, names = pd.factorize(column, sort=True, use_na_sentinel=False)
    return Groups(codes.astype("int64"), pd.Series(names, dtype=column.dtype))
