"""Statistics on counts and arrays; nothing here has seen a text."""

from analysis.stats.counts import LogOdds, chi2, g2, log_odds, log_odds_interval, log_ratio
from analysis.stats.intervals import (
    Interval,
    Variance,
    overdispersion,
    story_variance,
    t_interval,
    wilson,
)
from analysis.stats.multiplicity import benjamini_hochberg, sidak
from analysis.stats.random_effects import Prediction, predict
from analysis.stats.shrinkage import Ratio, gamma_poisson

__all__ = [
    "Interval",
    "LogOdds",
    "Prediction",
    "Ratio",
    "Variance",
    "benjamini_hochberg",
    "chi2",
    "g2",
    "gamma_poisson",
    "log_odds",
    "log_odds_interval",
    "log_ratio",
    "overdispersion",
    "predict",
    "sidak",
    "story_variance",
    "t_interval",
    "wilson",
]
