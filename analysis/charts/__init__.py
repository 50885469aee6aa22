"""Charts: a tidy table and words in, a matplotlib Figure with its alternative text out.

The only folder that imports matplotlib, and never pyplot: no chart touches global state.
"""

from analysis.charts.breaks import changes
from analysis.charts.distributions import distribution
from analysis.charts.dumbbells import movers
from analysis.charts.figure import Chart
from analysis.charts.keys import keyness
from analysis.charts.lines import line
from analysis.charts.matrices import matrix
from analysis.charts.panels import multiples
from analysis.charts.shifts import wordshift
from analysis.charts.stacks import index
from analysis.charts.strips import strip
from analysis.charts.timelines import bursts
from analysis.charts.trees import tree
from analysis.charts.volumes import volume

__all__ = [
    "Chart",
    "bursts",
    "changes",
    "distribution",
    "index",
    "keyness",
    "line",
    "matrix",
    "movers",
    "multiples",
    "strip",
    "tree",
    "volume",
    "wordshift",
]
