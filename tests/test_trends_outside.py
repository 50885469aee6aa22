"""Beside a series from outside: planted leads, the peers' numbers, and what it will not say."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.stattools import grangercausalitytests

from analysis import outside, stats
from analysis.errors import AnalysisError, ArgumentError, ColumnError

N = 150
MONDAYS = pd.date_range("2015-01-05", periods=N, freq="W-MON", unit="us")


def pair(seed: int, *, lead: int = 0, r: float = 0.6) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A weekly series of random walks, and a price whose Fridays follow it `lead` weeks on."""
    draw = np.random.default_rng(seed)
    ours, own = draw.normal(size=(2, N + 20))
    theirs = r * np.roll(ours, lead) + np.sqrt(1 - r**2) * own
    ours, theirs = ours[10 : N + 10].cumsum(), theirs[10 : N + 10].cumsum()
    series = pd.DataFrame({"period": MONDAYS, "n_docs": 20, "mean": ours})
    days = pd.DataFrame({"date": pd.date_range("2015-01-05", periods=7 * N, unit="us")})
    week = np.arange(7 * N) // 7
    end = days["date"].dt.day_of_week == 4
    days["value"] = np.where(end, theirs[week], 1000.0)
    return series, days[days["date"].dt.day_of_week <= 4]


@pytest.mark.parametrize("lead", [0, 2, -3])
def test_a_planted_lead_is_found_at_its_lag(lead: int) -> None:
    found = outside.relate(*pair(1, lead=lead))
    assert list(found.columns) == ["lag", "r_raw", "r_prewhitened", "lower", "upper"]
    assert found["lag"].tolist() == list(range(-6, 7))
    top = found.loc[found["r_prewhitened"].idxmax()]
    assert top["lag"] == lead
    assert top["lower"] > 0.4
    when = {0: "in the same period", 2: "2 periods later", -3: "3 periods earlier"}[lead]
    assert f"is associated with the other {when} (r 0." in found.attrs["says"]


def test_two_random_walks_are_not_associated() -> None:
    raw = said = outside_zero = 0
    for seed in range(40):
        found = outside.relate(*pair(seed, r=0.0))
        raw += found["r_raw"].abs().max() > 0.3
        said += "associated" in found.attrs["says"]
        outside_zero += int(((found["lower"] > 0) | (found["upper"] < 0)).sum())
    assert raw >= 20
    assert said <= 6
    assert outside_zero / (40 * 13) <= 0.09


def test_what_the_table_rests_on_is_told() -> None:
    found = outside.relate(*pair(2))
    told = {name: found.attrs[name] for name in ("n_periods", "every", "transform")}
    assert told == {"n_periods": N - 1, "every": "W", "transform": "diff"}
    assert found.attrs["stationary_series"]
    assert found.attrs["stationary_other"]
    level = outside.relate(*pair(3), transform="level")
    assert not level.attrs["stationary_series"]
    assert level.attrs["says"] == (
        "One of the two is not stationary: the correlations say nothing yet."
    )


def test_a_period_takes_its_last_value_and_not_its_mean() -> None:
    series, days = pair(3)
    ends = days[days["date"].dt.day_of_week == 4]
    whole, last = outside.relate(series, days), outside.relate(series, ends)
    pd.testing.assert_frame_equal(whole, last)
    as_series = ends.set_index("date")["value"]
    pd.testing.assert_frame_equal(outside.relate(series, as_series), last)
    named = ends.rename(columns={"value": "close"}).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(outside.relate(series, named), last)


def test_gaps_are_left_out_of_pairs() -> None:
    series, days = pair(4, lead=1)
    series.loc[series.index % 40 == 7, "mean"] = np.nan
    found = outside.relate(series, days)
    assert found.attrs["n_periods"] == N - 1 - 8
    assert found.loc[found["r_prewhitened"].idxmax(), "lag"] == 1


@pytest.mark.parametrize(
    "values",
    [np.eye(1, N, 50)[0], np.eye(1, N, 0)[0], np.tile([1.0, -1.0], N // 2)],
    ids=["spike", "first", "by turns"],
)  # fmt: skip
def test_a_series_that_its_own_past_foretells_brings_no_test_down(values: np.ndarray) -> None:
    series, days = pair(4)
    found = outside.relate(series.assign(mean=values), days)
    assert len(found) == 13
    assert len(outside.granger(series.assign(mean=values), days)) == 2


def test_granger_tells_who_comes_first() -> None:
    found = outside.granger(*pair(5, lead=1))
    assert found["direction"].tolist() == ["series to other", "other to series"]
    assert found["lag"].tolist() == [1, 1]
    assert found["p"].iloc[0] < 0.001
    assert found["p"].iloc[1] > 0.01


def test_the_f_test_is_that_of_statsmodels() -> None:
    draw = np.random.default_rng(6).normal(size=(100, 2))
    draw[1:, 1] += 0.4 * draw[:-1, 0]
    peer = grangercausalitytests(draw[:, ::-1], [3])[3][0]["ssr_ftest"]
    found = stats.granger_test(draw[:, 0], draw[:, 1], lags=3)
    assert (found.f, found.p) == pytest.approx(peer[:2])


def test_the_cross_correlation_is_that_of_pandas() -> None:
    x, y = pd.DataFrame(np.random.default_rng(7).normal(size=(50, 2))).T.to_numpy()
    found = stats.cross_correlation(x, y, max_lag=4)
    peer = [pd.Series(x).corr(pd.Series(y).shift(-lag)) for lag in range(-4, 5)]
    np.testing.assert_allclose(found.r, peer)
    flipped = stats.cross_correlation(y, x, max_lag=4)
    np.testing.assert_allclose(flipped.r, found.r[::-1])


SERIES, DAYS = pair(8)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: outside.relate(SERIES.head(50), DAYS), ArgumentError,
         "`series` and `other` must share at least 60 periods with a value of both (got 49); "
         "take shorter periods, or wait."),
        (lambda: outside.granger(SERIES.head(0), DAYS), ArgumentError,
         "`series` must hold at least 60 periods (got 0)."),
        (lambda: outside.relate(SERIES.assign(mean=0.0), DAYS), ArgumentError,
         "`series` must vary (it is 0 in every period)."),
        (lambda: outside.relate(SERIES, DAYS.assign(value=3.0)), ArgumentError,
         "`other` must vary (it is 0 in every period)."),
        (lambda: outside.relate(SERIES, "price.csv"), ArgumentError,  # type: ignore[arg-type]
         "`other` must be a table with a date and a value, as pandas.read_csv gives (got str)."),
        (lambda: outside.relate(SERIES, DAYS[["value"]]), ColumnError,
         "Columns not found: 'date'; the table has 'value'."),
        (lambda: outside.relate(SERIES, DAYS.assign(a=1, b=2).drop(columns="value")), ColumnError,
         "Columns not found: 'value'; the table has 'date', 'a', 'b'."),
        (lambda: outside.relate(SERIES, DAYS, transform="log"),  # type: ignore[arg-type]
         ArgumentError, "`transform` must be one of 'diff', 'level' (got 'log')."),
        (lambda: outside.relate(SERIES, DAYS, max_lag=13), ArgumentError,
         "`max_lag` must be a whole number from 1 to 12 (got 13)."),
    ],
)  # fmt: skip
def test_refusals_say_what_was_found(call, kind: type[AnalysisError], message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == message
