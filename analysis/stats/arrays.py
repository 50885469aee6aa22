"""How numbers come in and go out of the statistics: as float arrays, checked at the door."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import ArgumentError

# Any is the shape: a scalar in gives a scalar out, as in numpy itself.
Values = NDArray[np.float64]


def counts(**given: ArrayLike) -> list[Values]:
    """The given counts as float arrays of one shape; refuses text, infinities and negatives."""
    arrays: list[Values] = []
    for name, value in given.items():
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            raise ArgumentError(f"`{name}` must be counts (got {value!r}).") from None
        wrong = array[(array < 0) | np.isinf(array)]
        if wrong.size:
            raise ArgumentError(
                f"`{name}` must be counts, finite and not below 0 (got {wrong.flat[0]:g})."
            )
        arrays.append(array)
    try:
        return list(np.broadcast_arrays(*arrays))
    except ValueError:
        shapes = ", ".join(
            f"`{name}` {array.shape}" for name, array in zip(given, arrays, strict=True)
        )
        raise ArgumentError(f"Counts must have one shape (got {shapes}).") from None


def share(name: str, value: float) -> float:
    """The value, when it lies strictly between 0 and 1."""
    if not 0 < value < 1:
        raise ArgumentError(f"`{name}` must lie between 0 and 1 (got {value!r}).")
    return value


def unwrapped(array: Any) -> Values:  # Any: whatever numpy or scipy.special returned
    """The array, or its only number where a scalar was given."""
    out: Values = np.asarray(array, dtype=np.float64)[()]
    return out


def series(values: ArrayLike, *, least: int, name: str = "values") -> Values:
    """The values as one row of floats in order of time; refuses what is infinite or too short."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError(f"`{name}` must be numbers in order of time.") from None
    if array.ndim != 1:
        raise ArgumentError(f"`{name}` must be one series (got {array.ndim} dimensions).")
    if np.isinf(array).any():
        raise ArgumentError(f"`{name}` must be finite (got {array[np.isinf(array)][0]:g}).")
    known = int(np.sum(~np.isnan(array)))
    if known < least:
        raise ArgumentError(f"`{name}` must hold at least {least} values (got {known}).")
    return array


def whole(values: ArrayLike, *, least: int, name: str = "values") -> Values:
    """As `series`, and refuses a missing value too: neighbors must be neighbors."""
    array = series(values, least=least, name=name)
    if np.isnan(array).any():
        at = int(np.flatnonzero(np.isnan(array))[0])
        raise ArgumentError(f"`{name}` must not be missing (place {at} is); fill or drop it first.")
    return array
