"""Calmer lines, trends, weekdays and seasons of a series."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.tsa.seasonal import STL

from analysis import stats, trends
from analysis.errors import ArgumentError

N = 90
DAYS = pd.date_range("2019-01-07", periods=N, unit="us")


def daily(value: object, **more: object) -> pd.DataFrame:
    return pd.DataFrame({"period": DAYS, "n_docs": 10, "mean": value, **more})


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=N)


def test_a_trailing_line_weighs_by_documents_and_looks_back_only() -> None:
    series = daily(noise(1)).assign(n_docs=np.arange(N) + 1)
    found = trends.smooth(series, window=28)
    assert list(found.columns) == ["period", "n_docs", "value", "smooth", "lower", "upper"]
    last = series.tail(28)
    assert found["smooth"].iloc[-1] == pytest.approx(
        np.average(last["mean"], weights=last["n_docs"])
    )
    early = trends.smooth(series.head(50), window=28)
    pd.testing.assert_frame_equal(found.head(50), early)
    assert found["lower"].isna().all()


def test_bounds_of_a_line_shrink_with_its_window() -> None:
    series = daily(noise(2), lower=noise(2) - 1.96, upper=noise(2) + 1.96)
    for window, width in ((1, 3.92), (4, 1.96)):
        found = trends.smooth(series, window=window).tail(1)
        assert (found["upper"] - found["lower"]).iloc[0] == pytest.approx(width, rel=1e-3)
    ewma = trends.smooth(series, window=3, method="ewma")
    expected = pd.Series(noise(2)).ewm(alpha=0.5, adjust=False).mean()
    np.testing.assert_allclose(ewma["smooth"], expected)
    width = (ewma["upper"] - ewma["lower"]).iloc[-1]
    assert width == pytest.approx(3.92 * np.sqrt(0.5**2 / (1 - 0.5**2)), rel=1e-3)


def test_a_local_level_knows_the_sampling_variance() -> None:
    value = noise(3).cumsum() * 0.2 + noise(4)
    series = daily(value, lower=value - 1.96, upper=value + 1.96)
    found = trends.smooth(series, method="local level")
    peer = stats.local_level(value, variance=np.full(N, (1.96 / 1.959964) ** 2))
    np.testing.assert_allclose(found["smooth"], peer.filtered, atol=1e-6)
    bare = trends.smooth(series.drop(columns=["lower", "upper"]), method="local level")
    np.testing.assert_allclose(bare["smooth"], stats.local_level(value).filtered)


def test_gaps_add_nothing_and_are_bridged_only_by_what_has_memory() -> None:
    value = np.where(np.arange(N) // 10 == 4, np.nan, 1.0)
    trailing, ewma = (
        trends.smooth(daily(value), window=5, method=method)["smooth"]
        for method in ("trailing", "ewma")
    )
    assert trailing.isna().sum() == 6
    assert ewma.notna().all()
    for method in ("trailing", "ewma"):
        assert trends.smooth(daily(value).head(0), method=method).empty


def test_weights_over_time_are_those_asked_for() -> None:
    value = noise(5)
    weights = stats.beta_weights(10, 2, 3)
    found = trends.weighted(daily(value), weights)
    assert np.isnan(found[:9]).all()
    assert found[9] == pytest.approx(value[:10] @ weights)
    gap = trends.weighted(daily(np.r_[1.0, np.nan, np.full(N - 2, 3.0)]), [0.2, 0.3, 0.5])
    assert gap[2] == pytest.approx((0.2 + 1.5) / 0.7)
    assert np.isnan(trends.weighted(daily(value).head(2), weights)).all()


def test_a_trend_is_tested_without_its_memory_and_sloped_by_distance() -> None:
    value = np.arange(N) * 0.1 + noise(6)
    found = trends.test(daily(value))
    assert list(found.columns) == [
        "n_periods", "memory", "tau", "z", "p", "slope", "lower", "upper",
    ]  # fmt: skip
    assert found["p"].iloc[0] < 0.01
    assert found["slope"].iloc[0] == pytest.approx(0.1, abs=0.02)
    holes = daily(value)[np.r_[np.full(30, True), np.full(30, False), np.full(30, True)]]
    assert trends.test(holes)["slope"].iloc[0] == pytest.approx(0.1, abs=0.02)
    flat = trends.test(daily(0.0)).iloc[0]
    assert (flat["p"], flat["slope"], flat["memory"]) == (1, 0, 0)
    with pytest.raises(ArgumentError) as refused:
        trends.test(daily(value).head(9))
    assert str(refused.value) == (
        "`series` must hold at least 10 whole periods with a value for a trend (got 9)."
    )


def articles(effect: np.ndarray, seed: int) -> pd.DataFrame:
    ids = [f"d{at:03}" for at in range(N)]
    return pd.DataFrame(
        {"doc_id": ids, "story_id": ids, "source": "A", "date": DAYS,
         "score": effect[np.arange(N) % 7] + noise(seed)}
    )  # fmt: skip


def test_weekdays_are_compared_within_their_week() -> None:
    scores = articles(np.array([0, 0, 0, 0, 0, 3.0, 3.0]), 7)
    scores["score"] += np.arange(N) // 7 * 5.0
    found = trends.weekday(scores)
    assert found["weekday"].tolist()[::6] == ["Monday", "Sunday"]
    assert found["effect"].sum() == pytest.approx(0)
    assert found["effect"].iloc[5] == pytest.approx(15 / 7, abs=0.8)
    frame = scores.assign(w=scores["date"].dt.day_name(), k=np.arange(N) // 7)
    peer = smf.ols("score ~ C(w) + C(k)", frame).fit()
    restricted = smf.ols("score ~ C(k)", frame).fit()
    assert found["p"].iloc[0] == pytest.approx(peer.compare_f_test(restricted)[1], rel=1e-6)
    fair = [trends.weekday(articles(np.zeros(7), seed))["p"].iloc[0] for seed in range(100)]
    assert np.mean(np.array(fair) < 0.05) <= 0.12
    one = trends.weekday(scores.head(1))
    assert one["effect"].isna().all()
    assert one["n_docs"].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert trends.weekday(scores.head(0))["n_days"].tolist() == [0] * 7


def test_a_season_is_that_of_statsmodels_and_adds_up() -> None:
    value = np.sin(np.arange(N) * 2 * np.pi / 7) + noise(8) * 0.1
    found = trends.seasonal(daily(value))
    parts = found[["trend", "seasonal", "remainder"]].sum(axis=1)
    np.testing.assert_allclose(parts, value, atol=1e-12)
    assert np.corrcoef(found["seasonal"], value)[0, 1] > 0.95
    peer = STL(value, period=7, seasonal=7).fit()
    np.testing.assert_allclose(stats.stl(value, period=7, seasonal=7).trend, peer.trend, atol=0.05)
    holes = np.where(np.arange(N) % 13 == 5, np.nan, value)
    filled = trends.seasonal(daily(holes))
    assert filled["remainder"].isna().sum() == np.isnan(holes).sum()
    assert filled["trend"].notna().all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: trends.seasonal(daily(0.1).head(55)),
         "`series` must be daily, without a day left out, for 8 weeks at least "
         "(got 55 periods, steps of 1 to 1 days)."),
        (lambda: trends.seasonal(daily(0.1).drop(index=3)),
         "`series` must be daily, without a day left out, for 8 weeks at least "
         "(got 89 periods, steps of 1 to 2 days)."),
        (lambda: trends.seasonal(daily(np.where(np.arange(N) % 5 == 0, np.nan, 1.0))),
         "`series` must have a value on nine days of ten (got 72 of 90); take weeks, or a lower "
         "`min_docs`."),
        (lambda: trends.smooth(daily(0.1), method="mean"),  # type: ignore[arg-type]
         "`method` must be one of 'trailing', 'ewma', 'local level' (got 'mean')."),
        (lambda: trends.smooth(daily(0.1), window=0),
         "`window` must be a whole number from 1 (got 0)."),
        (lambda: trends.weighted(daily(0.1), []),
         "`weights` must be numbers from 0, oldest first, not all 0."),
        (lambda: stats.stl([1.0] * 40, period=7, seasonal=8),
         "`seasonal` must be an odd number from 7, or 'periodic' (got 8)."),
    ],
)  # fmt: skip
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message
