"""Numbers as a reader wants them: as many digits as the chart can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log10

import numpy as np
from matplotlib.ticker import MaxNLocator

from analysis.charts.tables import Numbers

_SUFFIXES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_HUGE = 1e15  # beyond it powers of ten are easier to read than names


@dataclass(frozen=True)
class Scale:
    """How the numbers of one chart are written."""

    decimals: int
    percent: bool = False

    def text(self, value: float) -> str:
        """The number with a true minus sign.

        >>> Scale(decimals=2).text(-0.125), Scale(decimals=0, percent=True).text(0.25)
        ('−0.12', '25%')
        """
        if self.percent:
            small = 0 < abs(value) < 0.0095  # half a percent is neither none nor one
            shown = f"{value * 100:,.{max(self.decimals, int(small))}f}%"
        else:
            shown = _long(value) if abs(value) >= 1e6 else f"{value:,.{self.decimals}f}"
        zero = not any(letter in "123456789" for letter in shown)
        return shown.replace("-", "" if zero else "−")


def scale(values: Numbers, *, percent: bool = False) -> Scale:
    """As many decimals as tell a fiftieth of the range apart (of the value, where it is one)."""
    finite = values[np.isfinite(values)] * (100 if percent else 1)
    if not len(finite):
        return Scale(decimals=0, percent=percent)
    span = float(np.ptp(finite)) or float(np.abs(finite).max()) or 1.0
    return Scale(decimals=max(0, min(6, round(1.75 - log10(span)))), percent=percent)


def ticks(
    low: float, high: float, *, most: int = 5, percent: bool = False
) -> list[tuple[float, str]]:
    """Round numbers within the limits, and how each is written."""
    factor = 100 if percent else 1
    found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low * factor, high * factor)
    inside = [float(value) for value in found if low * factor <= value <= high * factor]
    step = float(found[1] - found[0]) if len(found) > 1 else 1.0
    written = Scale(decimals=_decimals(step), percent=percent)
    return [(value / factor, written.text(value / factor)) for value in inside]


def count(number: float) -> str:
    """A count of documents, thousands apart."""
    return _long(number) if number >= 1e7 else f"{number:,.0f}"


def _decimals(step: float) -> int:
    """The fewest that write the step exactly."""
    for decimals in range(7):
        if isfinite(step) and abs(round(step, decimals) - step) < abs(step) * 1e-6:
            return decimals
    return 6


def _long(value: float) -> str:
    if abs(value) >= _HUGE:
        return f"{value:.1e}".replace("e+", "e")
    for size, suffix in _SUFFIXES:
        if abs(value) >= size:
            return f"{value / size:.3g}{suffix}"
    return f"{value:,.0f}"
