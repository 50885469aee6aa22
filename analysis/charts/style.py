"""The house style: sizes, colors and the settings that every chart is built and saved under."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import matplotlib

WIDTH = 7.6  # inches; 720 px on the page leaves 9 pt type at 12 px
HEIGHT = 3.6
MARGIN = 0.1  # inches around everything

TITLE, SUBTITLE, BASE, FOOT = 12.0, 9.5, 9.0, 8.0  # points
FAMILY = "DejaVu Sans"  # ships with matplotlib, so that every machine draws the same letters

INK, GRAY, SOFT, FAINT = "#1a1a1a", "#5f5f5f", "#b4b4b4", "#e2e2e2"
STRIP = "#f0f0f0"  # behind periods that have documents, too few to average
BAR = "#9db4c0"

# After Okabe and Ito (2008), darkened where white paper needs it. Lightness rises down the list
# and each has its own marker and dash, so that print in gray keeps them apart.
COLORS = ("#0b4f7d", "#d0480a", "#00916b", "#7b3f8f", "#3f97d1", "#b98200")
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[Any, ...] = (  # Any: what matplotlib takes as a line style
    "-", "-", (0, (9, 2)), (0, (9, 2, 2, 2)), (0, (5, 1.5)), (0, (5, 1.5, 1.5, 1.5)),
)  # fmt: skip
DOTTED = (0, (1, 1.5))  # into a period that the span cuts; no series has this dash
MOST = len(COLORS)  # series that can be told apart in one chart

# Settings of the person's own machine and screen, which no chart depends on.
_THEIRS = (
    "backend", "interactive", "toolbar", "timezone", "date.epoch", "webagg", "tk.", "docstring",
    "savefig.directory", "animation",
)  # fmt: skip
_HOUSE: dict[str, Any] = {  # Any: the values that matplotlib's settings have
    "font.family": [FAMILY],
    "font.size": BASE,
    "text.parse_math": False,  # a dollar sign in a headline is money
    "text.hinting": "none",  # letters as wide on screen as they are measured here
    "text.color": INK,
    "axes.labelcolor": GRAY,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.xmargin": 0.0,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": SOFT,
    "xtick.labelcolor": GRAY,
    "ytick.labelcolor": GRAY,
    "ytick.major.size": 0,
    "ytick.major.pad": 4,
    "hatch.color": "#cfcfcf",
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "pressgauge",
    "savefig.dpi": 200,
}


def house() -> AbstractContextManager[None]:
    """A context with matplotlib's own defaults and the house style, whatever is set outside."""
    settings: dict[Any, Any] = {  # Any: matplotlib lists every name it takes as a type
        name: value
        for name, value in matplotlib.rcParamsDefault.items()
        if not name.startswith(_THEIRS)
    }
    return matplotlib.rc_context(settings | _HOUSE)
