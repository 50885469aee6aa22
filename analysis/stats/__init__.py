"""Statistics on counts and arrays; nothing here has seen a text."""

from analysis.stats.counts import LogOdds, chi2, g2, log_odds, log_odds_interval, log_ratio
from analysis.stats.indices import epu_index, gpr_index
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
from analysis.stats.shifts import (
    entropy_shift,
    jsd_shift,
    kld_shift,
    proportion_shift,
    word_shift,
)
from analysis.stats.shrinkage import Ratio, gamma_poisson

__all__ = [
    "Interval",
    "LogOdds",
    "Prediction",
    "Ratio",
    "Variance",
    "benjamini_hochberg",
    "chi2",
    "entropy_shift",
    "epu_index",
    "g2",
    "gamma_poisson",
    "gpr_index",
    "jsd_shift",
    "kld_shift",
    "log_odds",
    "log_odds_interval",
    "log_ratio",
    "overdispersion",
    "predict",
    "proportion_shift",
    "sidak",
    "story_variance",
    "t_interval",
    "wilson",
    "word_shift",
]
