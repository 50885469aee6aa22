"""Charts: a tidy table and words in, a matplotlib Figure with its alternative text out.

The only folder that imports matplotlib, and never pyplot: no chart touches global state.
"""

from analysis.charts.distributions import distribution
from analysis.charts.dumbbells import movers
from analysis.charts.figure import Chart
from analysis.charts.lines import line
from analysis.charts.volumes import volume

__all__ = ["Chart", "distribution", "line", "movers", "volume"]
