"""Periods against pandas' own calendar, and what a date may be said to mean."""

from collections.abc import Callable
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import periods
from analysis.errors import AnalysisError, ArgumentError

PANDAS = {"D": "D", "W": "W-SUN", "MS": "M", "QS": "Q-DEC", "YS": "Y-DEC"}
every_name = st.sampled_from(periods.PERIODS)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


@given(days, every_name)
def test_a_period_starts_where_pandas_starts_it(given_day: date, every: str) -> None:
    found = periods.starts(np.array([given_day], "M8[D]"), every)[0]
    assert found == pd.Period(given_day, PANDAS[every]).start_time.to_numpy()


@given(days, every_name)
def test_the_following_period_is_pandas_next_one(given_day: date, every: str) -> None:
    first = periods.starts(np.array([given_day], "M8[D]"), every)
    then = (pd.Period(given_day, PANDAS[every]) + 1).start_time.to_numpy()
    assert periods.following(first, every)[0] == then


@given(days, every_name, st.integers(0, 9))
def test_preceding_steps_back_one_period_at_a_time(given_day: date, every: str, n: int) -> None:
    last = pd.Period(given_day, PANDAS[every])
    expected = [(last - back).start_time.to_numpy().astype("M8[D]") for back in range(n, -1, -1)]
    found = periods.preceding(expected[-1], every, n)
    assert found.tolist() == np.array(expected).tolist()


@pytest.mark.parametrize(
    ("every", "start", "complete"),
    [
        ("W", ["2019-05-27", "2019-06-03", "2019-06-10"], [False, True, False]),
        ("MS", ["2019-05-01", "2019-06-01"], [False, False]),
        ("QS", ["2019-04-01"], [False]),
    ],
)
def test_a_grid_says_which_periods_the_span_holds_whole(
    every: str, start: list[str], complete: list[bool]
) -> None:
    found = periods.grid(periods.day_span(["2019-05-31", "2019-06-15"]), every)
    assert found.start.astype(str).tolist() == start
    assert found.complete.tolist() == complete


@pytest.mark.parametrize(
    ("ends", "first", "last"),
    [
        (["2019-06", "2019-06"], "2019-06-01", "2019-06-30"),
        (["2019", "2020-02"], "2019-01-01", "2020-02-29"),
        ((date(2019, 6, 3), pd.Timestamp("2019-06-05 23:59")), "2019-06-03", "2019-06-05"),
        ([pd.Timestamp("2019-06-03 23:30-05:00")] * 2, "2019-06-04", "2019-06-04"),
    ],
)
def test_a_span_takes_days_months_and_years(ends: list[object], first: str, last: str) -> None:
    assert periods.day_span(ends) == (day(first), day(last))


def test_finest_takes_the_first_period_that_four_in_five_rows_fill() -> None:
    # Ten Mondays with two documents each, in one group: days are mostly empty, weeks are not.
    mondays = np.repeat(np.arange(day("2019-06-03"), day("2019-08-12"), np.timedelta64(7, "D")), 2)
    span = periods.day_span(["2019-06-03", "2019-08-11"])
    one = np.zeros(20, int)
    assert periods.finest(mondays, one, 1, span, 2) == "W"
    assert periods.finest(mondays, one, 1, span, 3) == "QS"
    assert periods.finest(mondays[4:], one[4:], 1, span, 2) == "W"  # 8 of 10 weeks
    assert periods.finest(mondays[6:], one[6:], 1, span, 2) == "MS"  # 7 of 10
    assert periods.finest(mondays, np.tile([0, 1], 10), 2, span, 2) == "QS"
    assert periods.finest(mondays, one, 1, span, 99) == "YS"


def test_a_window_is_the_period_and_the_periods_before_it() -> None:
    dates = pd.Series(pd.date_range("2019-05-26 23:59", periods=22))  # to 16 June
    now, before = periods.window(dates, "2019-06-05", every="W", baseline=1)
    inside = [f"{moment:%m-%d}" for moment in dates[now]]
    assert (inside[0], inside[-1], len(inside)) == ("06-03", "06-09", 7)
    inside = [f"{moment:%m-%d}" for moment in dates[before]]
    assert (inside[0], inside[-1], len(inside)) == ("05-27", "06-02", 7)
    assert not periods.window(dates, "2019-06-05", every="W")[1].any()


def test_the_latest_period_is_whole_if_any_is() -> None:
    assert periods.latest(["2019-06-01", "2019-08-30"], "MS") == pd.Timestamp("2019-07-01")
    assert periods.latest(["2019-06-01", "2019-08-31"], "MS") == pd.Timestamp("2019-08-01")
    assert periods.latest(["2019-06-04", "2019-06-10"], "W") == pd.Timestamp("2019-06-10")


@pytest.mark.parametrize(
    ("period", "every", "said"),
    [
        ("2019-12-31", "W", "the week of 30 December 2019"),
        ("2020-01", "QS", "the first quarter of 2020"),
        ("2020-11-30", "QS", "the fourth quarter of 2020"),
        ("2020-09-17", "MS", "September 2020"),
    ],
)
def test_a_label_names_the_period_that_holds_the_day(period: str, every: str, said: str) -> None:
    assert periods.label(period, every) == said


def test_nothing_in_nothing_out() -> None:
    none = np.zeros(0, "M8[D]")
    for every in periods.PERIODS:
        assert len(periods.starts(none, every)) == len(periods.following(none, every)) == 0
    assert periods.window(pd.Series([], dtype="M8[us]"), "2019", every="W")[0].tolist() == []


def test_each_refusal_says_what_would_do() -> None:
    none = np.zeros(0, "M8[D]")
    refused: list[tuple[Callable[[], object], str]] = [
        (
            lambda: periods.check("week"),
            "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS', 'auto' (got 'week').",
        ),
        (
            lambda: periods.starts(none, "auto"),
            "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS' (got 'auto').",
        ),
        (
            lambda: periods.day_span("2019-06", argument="base"),
            "`base` must be two dates, first and last (got '2019-06').",
        ),
        (
            lambda: periods.day_span(["2019-06-03"]),
            "`span` must be two dates, first and last (got ['2019-06-03']).",
        ),
        (
            lambda: periods.day_span(["2019-06-03", "2019-06-02"]),
            "`span` must not end before it starts (got 2019-06-03 to 2019-06-02).",
        ),
    ]
    refused += [
        (
            partial(periods.start_of, given, "W"),
            f"`period` must be a date such as '2019-06-03' or '2019-06' (got {given!r}).",
        )
        for given in ("June", "", "NaT", "2019-13", 20190603, True, None, pd.NaT)
    ]
    for call, said in refused:
        with pytest.raises(ArgumentError) as error:
            call()
        assert str(error.value) == said
        assert isinstance(error.value, AnalysisError)


@pytest.mark.parametrize("given", ["03/04/2019", "3.4.2019", "03-04-2019", "3/4/2019 10:00"])
def test_a_day_that_may_be_a_month_is_no_period(given: str) -> None:
    with pytest.raises(ArgumentError, match="must be a date such as '2019-06-03'"):
        periods.window(pd.Series(pd.to_datetime(["2019-03-04"])), given, every="MS")
