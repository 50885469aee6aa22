"""Tables over time: one row per period, with n and an interval. Text is unknown here."""

from analysis import periods
from analysis.trends.comparison import compare
from analysis.trends.decomposition import decompose
from analysis.trends.gap import difference
from analysis.trends.influence import drivers
from analysis.trends.monotone import monotone as test
from analysis.trends.season import seasonal, weekday
from analysis.trends.series import by_period
from analysis.trends.smooth import smooth, weighted

__all__ = [
    "by_period",
    "compare",
    "decompose",
    "difference",
    "drivers",
    "periods",
    "seasonal",
    "smooth",
    "test",
    "weekday",
    "weighted",
]
