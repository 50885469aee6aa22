"""Statistics on counts and arrays; nothing here has seen a text."""

from analysis.stats.association import (
    Lambda,
    Sequence,
    collocation_lambda,
    log_dice,
    npmi,
    pmi,
    sequence_measures,
    t_score,
)
from analysis.stats.autocorrelation import (
    Portmanteau,
    autocorrelation,
    box_pierce,
    ljung_box,
    memory,
    prewhitened,
)
from analysis.stats.breaks import Break, Breaks, least_squares_breaks, level_breaks
from analysis.stats.bursts import Burst, kleinberg
from analysis.stats.corrected import Corrected, dsl_mean, ppi_mean
from analysis.stats.counts import chi2, g2, log_ratio
from analysis.stats.cross_correlation import (
    Causality,
    CrossCorrelation,
    autoregression,
    cross_correlation,
    filtered,
    granger_test,
)
from analysis.stats.dispersion import (
    carroll_d2,
    dp,
    dp_norm,
    juilland_d,
    kl_divergence,
    rosengren_s,
)
from analysis.stats.indices import epu_index, gpr_index
from analysis.stats.intervals import (
    Interval,
    Variance,
    overdispersion,
    story_variance,
    t_interval,
    wilson,
)
from analysis.stats.local_level import LocalLevel, local_level
from analysis.stats.log_odds import LogOdds, log_odds, log_odds_interval, weighted_log_odds
from analysis.stats.monotone import MannKendall, Slope, mann_kendall, theil_sen
from analysis.stats.multiplicity import (
    benjamini_hochberg,
    benjamini_hochberg_rejects,
    holm,
    sidak,
)
from analysis.stats.random_effects import Foretold, Prediction, foretell, predict
from analysis.stats.reliability import krippendorff_alpha, krippendorff_interval
from analysis.stats.seasonality import Parts, stl
from analysis.stats.shifts import (
    entropy_shift,
    jsd_shift,
    kld_shift,
    proportion_shift,
    word_shift,
)
from analysis.stats.shrinkage import Ratio, gamma_poisson
from analysis.stats.smoothing import Smoothed, exponential_smoothing, trailing_mean
from analysis.stats.time_weights import (
    almon_weights,
    beta_weights,
    exponential_weights,
    inverse_almon_weights,
    linear_weights,
)

__all__ = [
    "Break",
    "Breaks",
    "Burst",
    "Causality",
    "Corrected",
    "CrossCorrelation",
    "Foretold",
    "Interval",
    "Lambda",
    "LocalLevel",
    "LogOdds",
    "MannKendall",
    "Parts",
    "Portmanteau",
    "Prediction",
    "Ratio",
    "Sequence",
    "Slope",
    "Smoothed",
    "Variance",
    "almon_weights",
    "autocorrelation",
    "autoregression",
    "benjamini_hochberg",
    "benjamini_hochberg_rejects",
    "beta_weights",
    "box_pierce",
    "carroll_d2",
    "chi2",
    "collocation_lambda",
    "cross_correlation",
    "dp",
    "dp_norm",
    "dsl_mean",
    "entropy_shift",
    "epu_index",
    "exponential_smoothing",
    "exponential_weights",
    "filtered",
    "foretell",
    "g2",
    "gamma_poisson",
    "gpr_index",
    "granger_test",
    "holm",
    "inverse_almon_weights",
    "jsd_shift",
    "juilland_d",
    "kl_divergence",
    "kld_shift",
    "kleinberg",
    "krippendorff_alpha",
    "krippendorff_interval",
    "least_squares_breaks",
    "level_breaks",
    "linear_weights",
    "ljung_box",
    "local_level",
    "log_dice",
    "log_odds",
    "log_odds_interval",
    "log_ratio",
    "mann_kendall",
    "memory",
    "npmi",
    "overdispersion",
    "pmi",
    "ppi_mean",
    "predict",
    "prewhitened",
    "proportion_shift",
    "rosengren_s",
    "sequence_measures",
    "sidak",
    "stl",
    "story_variance",
    "t_interval",
    "t_score",
    "theil_sen",
    "trailing_mean",
    "weighted_log_odds",
    "wilson",
    "word_shift",
]
