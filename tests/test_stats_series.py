"""Statistics of a series: published numbers, other libraries, and what must not depend on what."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as peer
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.stattools import acf

from analysis import stats
from analysis.errors import ArgumentError

NILE = sm.datasets.nile.load_pandas().data["volume"].to_numpy()


def noise(seed: int, n: int = 120, rho: float = 0.0) -> np.ndarray:
    """Normal noise that remembers `rho` of the step before, from its own distribution on."""
    draw = np.random.default_rng(seed).standard_normal(n)
    for at in range(1, n):
        draw[at] = rho * draw[at - 1] + np.sqrt(1 - rho**2) * draw[at]
    return draw


def test_the_trend_tests_print_what_pymannkendall_prints(evaluation: Path) -> None:
    folder = evaluation / "targets" / "pymannkendall"
    expected = json.loads((folder / "expected.json").read_text())
    x = pd.read_csv(folder / "input_arbitrary_1d.csv")["x"].to_numpy()
    slope = stats.theil_sen(x)
    assert slope.slope == pytest.approx(expected["sens_slope"]["slope"], rel=1e-9)
    assert slope.intercept == pytest.approx(expected["sens_slope"]["intercept"], rel=1e-9)
    for name, method, lags in (
        ("original", "original", None), ("hamed_rao", "hamed-rao", None),
        ("hamed_rao_lag3", "hamed-rao", 3), ("yue_wang", "yue-wang", None),
    ):  # fmt: skip
        found = stats.mann_kendall(x, method=method, lags=lags, at_least=0)
        want = expected[name]
        assert found.p == pytest.approx(want["p"], rel=1e-9)
        assert found.z == pytest.approx(want["z"], rel=1e-9)
        assert found.variance == pytest.approx(want["var_s"], rel=1e-9)
    first = stats.mann_kendall(x, method="yue-wang", lags=1, at_least=0)
    assert first.p == pytest.approx(expected["yue_wang_lag1_p"], rel=1e-9)
    assert found.s == expected["original"]["s"]
    assert found.tau == pytest.approx(expected["original"]["Tau"], rel=1e-9)


def test_the_correction_never_shrinks_the_variance_by_default(evaluation: Path) -> None:
    folder = evaluation / "targets" / "pymannkendall"
    x = pd.read_csv(folder / "input_arbitrary_1d.csv")["x"].to_numpy()
    plain = stats.mann_kendall(x, method="original")
    assert stats.mann_kendall(x, method="hamed-rao").p == pytest.approx(plain.p)
    assert stats.mann_kendall(x, method="hamed-rao", lags=3).p > plain.p


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=4, max_size=40))
def test_s_and_its_variance_are_those_of_kendall(values: list[int]) -> None:
    found = stats.mann_kendall(values, method="original")
    by_hand = sum(np.sign(b - a) for at, a in enumerate(values) for b in values[at + 1 :])
    assert found.s == by_hand
    if len(set(values)) > 1:
        tau_b = peer.kendalltau(np.arange(len(values)), values).statistic
        ties = sum(n * (n - 1) / 2 for n in np.unique(values, return_counts=True)[1])
        pairs = len(values) * (len(values) - 1) / 2
        assert tau_b == pytest.approx(found.s / np.sqrt(pairs * (pairs - ties)))
    else:
        assert (found.z, found.p) == (0, 1)


def test_reversing_a_series_flips_its_trend() -> None:
    x = noise(1) + np.linspace(0, 2, 120)
    for method in ("original", "hamed-rao", "yue-wang"):
        there, back = (stats.mann_kendall(way, method=method) for way in (x, x[::-1]))
        assert there.z == pytest.approx(-back.z)
        assert there.p < 0.01


def test_autocorrelations_agree_with_statsmodels() -> None:
    x = noise(2, rho=0.6)
    np.testing.assert_allclose(stats.autocorrelation(x, lags=20), acf(x, nlags=20), atol=1e-12)
    assert stats.autocorrelation([2.0] * 5, lags=2).tolist() == [1, 0, 0]
    table = acorr_ljungbox(x, lags=[3], boxpierce=True, model_df=1)
    ljung, box = (test(x, lags=3, fitted=1) for test in (stats.ljung_box, stats.box_pierce))
    assert ljung.statistic == pytest.approx(table["lb_stat"].iloc[0])
    assert ljung.p == pytest.approx(table["lb_pvalue"].iloc[0])
    assert box.statistic == pytest.approx(table["bp_stat"].iloc[0])
    assert box.p == pytest.approx(table["bp_pvalue"].iloc[0])


def test_the_level_of_the_nile_is_the_published_one() -> None:
    # Durbin & Koopman 2012, section 2.2 and 2.10; R's StructTS prints the same.
    found = stats.local_level(NILE)
    assert found.level_variance == pytest.approx(1469.1, rel=1e-3)
    assert found.noise_variance == pytest.approx(15099, rel=1e-3)
    assert found.log_likelihood == pytest.approx(-632.5456, abs=1e-3)
    known = stats.local_level(NILE, variance=np.full(100, 15099.0))
    assert known.level_variance == pytest.approx(1469.1, rel=1e-3)


def test_the_filter_and_the_smoother_are_those_of_statsmodels() -> None:
    y = noise(3, n=60).cumsum() + noise(4, n=60)
    y[[7, 8, 30]] = np.nan
    found = stats.local_level(y, variance=np.full(60, 1.0))
    model = sm.tsa.UnobservedComponents(y, "local level", use_exact_diffuse=True)
    peer_found = model.smooth([1.0, found.level_variance])
    np.testing.assert_allclose(found.filtered, peer_found.filtered_state[0], atol=1e-8)
    np.testing.assert_allclose(found.smoothed, peer_found.smoothed_state[0], atol=1e-8)
    spread = peer_found.smoothed_state_cov[0, 0]
    np.testing.assert_allclose(found.smoothed_variance, spread, atol=1e-8)


def test_a_level_that_stands_still_is_the_weighted_mean() -> None:
    y, variance = noise(5, n=30), np.linspace(0.5, 2, 30)
    found = stats.local_level(y, variance=variance)
    if found.level_variance < 1e-6:
        assert found.filtered[-1] == pytest.approx(np.average(y, weights=1 / variance), abs=1e-3)
    flat = stats.local_level([3.0, np.nan, 3.0, 3.0])
    assert flat.filtered.tolist() == [3, 3, 3, 3]
    assert (flat.level_variance, flat.noise_variance) == (0, 0)


def test_a_missing_beginning_has_no_level_yet() -> None:
    found = stats.local_level([np.nan, 1.0, 2.0, 1.5], variance=[np.nan, 1.0, 1.0, 1.0])
    assert np.isnan(found.filtered).tolist() == [True, False, False, False]
    assert not np.isnan(found.smoothed).any()


def test_exponential_smoothing_of_the_nile_is_that_of_r() -> None:
    # R: HoltWinters(Nile, gamma = FALSE, beta = FALSE) gives alpha .2465796 and 805.0389.
    found = stats.exponential_smoothing(NILE)
    assert found.alpha == pytest.approx(0.2465796, abs=1e-3)
    assert found.level[-1] == pytest.approx(805.0389, abs=0.5)
    pandas_ewm = pd.Series(NILE).ewm(alpha=0.3, adjust=False).mean()
    np.testing.assert_allclose(stats.exponential_smoothing(NILE, alpha=0.3).level, pandas_ewm)


def test_a_trailing_mean_is_that_of_pandas_and_weighs_by_n() -> None:
    x = noise(6)
    expected = pd.Series(x).rolling(7, min_periods=1).mean()
    np.testing.assert_allclose(stats.trailing_mean(x, window=7), expected, atol=1e-12)
    found = stats.trailing_mean([1, np.nan, 5, np.nan, np.nan], window=2, weights=[1, 9, 3, 1, 1])
    assert found[:4].tolist() == [1, 1, 5, 5]
    assert np.isnan(found[4])
    assert stats.trailing_mean([], window=3).tolist() == []
    endless = stats.trailing_mean([1, 2, 6], window=10**12)  # as long as the series is
    assert endless.tolist() == [1, 1.5, 3]


def test_time_weights_by_hand() -> None:
    np.testing.assert_allclose(stats.linear_weights(3), [1 / 6, 2 / 6, 3 / 6])
    raw = np.exp(3 * (np.array([1, 2, 3, 4]) / 4 - 1))
    np.testing.assert_allclose(stats.exponential_weights(4, alpha=0.3), raw / raw.sum())
    # Order 2 of 3: (1 - u^2) u at u = .75, .5, .25, 0.
    raw = np.array([(1 - 0.5625) * 0.75, 0.75 * 0.5, 0.9375 * 0.25, 0])
    np.testing.assert_allclose(stats.almon_weights(4, 2), raw / raw.sum())
    raw = np.array([0.9375 * 0.25, 0.75 * 0.5, (1 - 0.5625) * 0.75, 0])
    np.testing.assert_allclose(stats.inverse_almon_weights(4, 2), raw / raw.sum())
    place = np.arange(1, 6) / 5
    raw = peer.beta(2, 3).pdf(place)
    np.testing.assert_allclose(stats.beta_weights(5, 2, 3), raw / raw.sum())
    one = (stats.almon_weights(1, 1), stats.beta_weights(1, 2, 2), stats.linear_weights(1))
    assert [weights.tolist() for weights in one] == [[1.0]] * 3


def by_brute_force(k: list[int], n: list[int], s: float, gamma: float) -> tuple[float, list[int]]:
    """The cheapest of all sequences of two states."""
    p = [sum(k) / sum(n), min(sum(k) / sum(n) * s, 0.9999)]
    best: tuple[float, list[int]] = (np.inf, [])
    for code in range(2 ** len(k)):
        path = [code >> at & 1 for at in range(len(k))]
        ups = sum(b > a for a, b in zip([0, *path], path, strict=False))
        cost = gamma * np.log(len(k)) * ups - sum(
            peer.binom.logpmf(a, b, p[state]) for a, b, state in zip(k, n, path, strict=True)
        )
        if cost < best[0] - 1e-12:
            best = (cost, path)
    return best


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=8))
def test_bursts_are_the_cheapest_sequence_of_all(k: list[int]) -> None:
    n = [12] * len(k)
    if not 0 < sum(k) < 0.9999 * sum(n):
        assert stats.kleinberg(k, n) == []
        return
    path = by_brute_force(k, n, 2, 1)[1]
    found = np.zeros(len(k), dtype=int)
    for burst in stats.kleinberg(k, n):
        found[burst.start : burst.end + 1] = 1
        assert burst.weight > 0
    assert found.tolist() == path


def test_a_planted_burst_is_found_where_it_is() -> None:
    k = np.random.default_rng(7).binomial(40, 0.1, 100)
    k[60:66] = 16
    assert [(burst.start, burst.end) for burst in stats.kleinberg(k, [40] * 100)] == [(60, 65)]
    assert stats.kleinberg([0] * 9, [10] * 9) == stats.kleinberg([10] * 9, [10] * 9) == []
    nested = stats.kleinberg([1, 1, 4, 16, 4, 1, 1, 1, 1], [40] * 9, states=3)
    assert [burst.level for burst in nested] == [1, 2]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stats.mann_kendall([1, 2, 3]), "`values` must hold at least 4 values (got 3)."),
        (lambda: stats.mann_kendall([1, 2, 3, 4], method="spearman"),  # type: ignore[arg-type]
         "`method` must be one of 'prewhitened', 'trend-free', 'hamed-rao', 'yue-wang', "
         "'original' (got 'spearman')."),
        (lambda: stats.mann_kendall([1, 2, 3, 4], method="yue-wang", lags=4),
         "`lags` must lie between 1 and 3 (got 4)."),
        (lambda: stats.autocorrelation([1, np.nan, 2]),
         "`values` must not be missing (place 1 is); fill or drop it first."),
        (lambda: stats.autocorrelation([1, np.inf, 2]), "`values` must be finite (got inf)."),
        (lambda: stats.autocorrelation([[1, 2]]),
         "`values` must be one series (got 2 dimensions)."),
        (lambda: stats.autocorrelation(["a", "b"]), "`values` must be numbers in order of time."),
        (lambda: stats.ljung_box([1, 2, 3], lags=1, fitted=1),
         "`lags` must be above `fitted` (got 1 and 1)."),
        (lambda: stats.local_level([1, 2, 3], variance=[1, -1, 1]),
         "`variance` must be known, finite and not below 0 at each value."),
        (lambda: stats.exponential_smoothing([1, 2]),
         "`alpha` must be given for fewer than 3 values."),
        (lambda: stats.exponential_smoothing([1, 2], alpha=2),
         "`alpha` must lie between 0 and 1 (got 2)."),
        (lambda: stats.theil_sen([1, 2], times=[3, 3]), "`times` must differ (all are 3)."),
        (lambda: stats.trailing_mean([1], window=0),
         "`window` must be a whole number from 1 (got 0)."),
        (lambda: stats.almon_weights(3, 4),
         "`order` must be one of `orders`, all from 1 (got 4)."),
        (lambda: stats.beta_weights(3, 1, 0.5),
         "`b` must be at least 1: below, the last weight is endless (got 0.5)."),
        (lambda: stats.linear_weights(0), "`n` must be a whole number from 1 (got 0)."),
        (lambda: stats.kleinberg([3], [2]), "`k` must not be above `n` (got 3 of 2)."),
        (lambda: stats.kleinberg([1], [2], s=1),
         "`s` must be above 1, `gamma` not below 0, `states` at least 2 (got 1, 1.0, 2)."),
    ],
)  # fmt: skip
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message


@pytest.mark.slow
def test_a_prewhitened_trend_test_keeps_its_level_under_memory(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rates = {}
    for rho in (0.0, 0.3, 0.6):
        series = [noise(seed, rho=rho) for seed in range(1000)]
        for method in ("original", "prewhitened", "trend-free", "hamed-rao", "yue-wang"):
            p = [stats.mann_kendall(x, method=method).p for x in series]
            rates[method, rho] = float(np.mean(np.array(p) < 0.05))
    with capsys.disabled():
        print("\nno trend, n = 120: p < .05      rho 0      .3      .6")
        for method in ("original", "prewhitened", "trend-free", "hamed-rao", "yue-wang"):
            row = "  ".join(f"{rates[method, rho]:6.3f}" for rho in (0.0, 0.3, 0.6))
            print(f"{method:28}  {row}")
    assert all(rates["prewhitened", rho] <= 0.07 for rho in (0.0, 0.3, 0.6))
    assert rates["original", 0.6] > 0.25
