"""Dates, their doubts and windows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import Corpus, dates, doubts
from analysis.corpus.windows import bounds
from analysis.errors import ArgumentError

UNDERSTOOD = {
    "2019-08-28": "2019-08-28T00:00:00",
    " 2019/8/28 ": "2019-08-28T00:00:00",
    "20190828": "2019-08-28T00:00:00",
    "20190828T101112Z": "2019-08-28T10:11:12",
    "2019-08-28T10:11:12": "2019-08-28T10:11:12",
    "2019-08-28 10:11": "2019-08-28T10:11:00",
    "2019-08-28T10:11:12.5Z": "2019-08-28T10:11:12.500000",
    "2019-08-28T23:30:00-04:00": "2019-08-29T03:30:00",
    "2019-08-28T01:30:00+0530": "2019-08-27T20:00:00",
    "Wed, 28 Aug 2019 10:11:12 +0200": "2019-08-28T08:11:12",
    "Wed, 28 Aug 2019 10:11:12 GMT": "2019-08-28T10:11:12",
    "Wed, 28 Aug 2019 10:11:12 EST": "2019-08-28T15:11:12",
    "28 August 2019": "2019-08-28T00:00:00",
    "28-Aug-2019": "2019-08-28T00:00:00",
    "Aug. 28, 2019": "2019-08-28T00:00:00",
    "Wednesday, August 28th, 2019 at 3:05 p.m.": "2019-08-28T15:05:00",
    "august 28 2019, 12:05 AM": "2019-08-28T00:05:00",
    "Wed Aug 28 20:13:15 +0000 2019": "2019-08-28T20:13:15",
    "1566950400": "2019-08-28T00:00:00",
    "1566950400.0": "2019-08-28T00:00:00",
    "1566950400123": "2019-08-28T00:00:00.123000",
    "1066-10-14": "1066-10-14T00:00:00",
    "9999-12-31": "9999-12-31T00:00:00",
    1566950400: "2019-08-28T00:00:00",
    1566950400000.0: "2019-08-28T00:00:00",
    date(2019, 8, 28): "2019-08-28T00:00:00",
    datetime(2019, 8, 28, 1, tzinfo=timezone(timedelta(hours=2))): "2019-08-27T23:00:00",
    pd.Timestamp("2019-08-28 10:11"): "2019-08-28T10:11:00",
    "28/08/2019": "2019-08-28T00:00:00",
    "08/28/2019 10:11": "2019-08-28T10:11:00",
    "03/03/2019": "2019-03-03T00:00:00",
}

REFUSED = {
    "": dates.MISSING,
    None: dates.MISSING,
    float("nan"): dates.MISSING,
    pd.NaT: dates.MISSING,
    "yesterday": dates.NOT_UNDERSTOOD,
    "2019-02-30": dates.NOT_UNDERSTOOD,
    "2019-13-01": dates.NOT_UNDERSTOOD,
    "2019-08-28T25:00": dates.NOT_UNDERSTOOD,
    "28 August 2019 10:11 BST": dates.NOT_UNDERSTOOD,
    "0000-01-01": dates.NOT_UNDERSTOOD,
    "42": dates.NOT_UNDERSTOOD,
    True: dates.NOT_UNDERSTOOD,
    "28/08/19": dates.TWO_DIGITS,
    "28 Aug 19": dates.TWO_DIGITS,
    "Aug 28, '19": dates.TWO_DIGITS,
    "Wed, 28 Aug 19 10:11:12 GMT": dates.TWO_DIGITS,
    "2019": dates.NO_DAY,
    "2019-08": dates.NO_DAY,
    "August 2019": dates.NO_DAY,
    "01/02/2019": dates.AMBIGUOUS,
}


@pytest.mark.parametrize(("written", "expected"), UNDERSTOOD.items(), ids=map(str, UNDERSTOOD))
def test_a_date_is_understood(written, expected):
    found = dates.parse([written])
    assert found.reasons == [None]
    assert found.values[0] == np.datetime64(expected, "us")


@pytest.mark.parametrize(("written", "reason"), REFUSED.items(), ids=map(str, REFUSED))
def test_a_date_is_refused_with_its_reason(written, reason):
    found = dates.parse([written])
    assert found.reasons == [reason]
    assert np.isnat(found.values[0])


def test_one_date_of_the_column_tells_day_from_month():
    day_first = dates.parse(["01/02/2019", "28/02/2019"]).values.astype("datetime64[D]")
    month_first = dates.parse(["01/02/2019", "02/28/2019"]).values.astype("datetime64[D]")
    assert day_first.astype(str).tolist() == ["2019-02-01", "2019-02-28"]
    assert month_first.astype(str).tolist() == ["2019-01-02", "2019-02-28"]


def test_a_column_that_contradicts_itself_leaves_the_ambiguous_rows_out():
    found = dates.parse(["01/02/2019", "28/02/2019", "02/28/2019"])
    assert found.reasons == [dates.AMBIGUOUS, None, None]


def test_the_reasons_say_what_would_do():
    assert dates.AMBIGUOUS == (
        "day and month cannot be told apart in this file; ISO dates (2019-08-28) would do"
    )
    assert dates.TWO_DIGITS == "a year of two digits; ISO dates (2019-08-28) would do"


@given(st.datetimes(min_value=datetime(1601, 1, 1), max_value=datetime(2190, 1, 1)))
def test_an_iso_date_is_itself_and_its_utc_form_too(moment):
    forms = [moment.isoformat(), moment.replace(tzinfo=UTC).isoformat(), moment]
    assert dates.parse(forms).values.tolist() == [moment] * 3


def corpus_of(moments, source="A"):
    texts = [f"Article number {n}" for n in range(len(moments))]
    return Corpus.from_frame(pd.DataFrame({"text": texts, "date": moments, "source": source}))


def test_dates_in_the_future_and_before_the_press_are_kept_and_flagged(monkeypatch):
    monkeypatch.setenv("PRESSGAUGE_AS_OF", "2019-08-28")
    made = corpus_of(["1066-10-14", "2019-08-28T23:00:00", "2019-08-29"]).documents
    assert made["date_doubt"].isna().tolist() == [False, True, False]
    assert made["date_doubt"].iloc[0] == "before 1600, when there was no press"
    assert made["date_doubt"].iloc[2] == "in the future"


def test_the_clock_is_one_function_that_can_be_replaced(monkeypatch):
    monkeypatch.delenv("PRESSGAUGE_AS_OF", raising=False)
    monkeypatch.setattr(doubts, "now", lambda: pd.Timestamp("2000-01-01"))
    assert corpus_of(["2000-01-02"]).documents["date_doubt"].tolist() == ["in the future"]


def test_the_clock_runs_where_nothing_is_set(monkeypatch):
    monkeypatch.delenv("PRESSGAUGE_AS_OF", raising=False)
    assert abs(doubts.now() - pd.Timestamp(datetime.now(UTC).replace(tzinfo=None))) < pd.Timedelta(
        "1min"
    )


def test_a_clock_that_is_no_date_is_an_error(monkeypatch):
    monkeypatch.setenv("PRESSGAUGE_AS_OF", "soon")
    with pytest.raises(ArgumentError) as caught:
        doubts.now()
    assert str(caught.value) == (
        "PRESSGAUGE_AS_OF must be a date such as 2019-08-28 or 2019-08-28T06:00:00Z (got 'soon')."
    )


def clump(n_timed, n_midnight):
    timed = [f"2019-07-{day:02d}T10:11:12" for day in range(1, n_timed + 1)]
    return [*timed, *["2019-08-01"] * n_midnight]


def test_a_clump_at_midnight_is_flagged_where_the_source_gives_times():
    found = corpus_of(clump(16, 4)).documents
    flagged = found["date"] == pd.Timestamp("2019-08-01")
    assert (
        found.loc[flagged, "date_doubt"].tolist()
        == ["midnight: 4 documents of this source share 2019-08-01 00:00 exactly"] * 4
    )
    assert found.loc[~flagged, "date_doubt"].isna().all()


@pytest.mark.parametrize(("n_timed", "n_midnight"), [(15, 4), (16, 3), (0, 8)])
def test_fewer_or_a_source_of_days_alone_is_no_clump(n_timed, n_midnight):
    assert corpus_of(clump(n_timed, n_midnight)).documents["date_doubt"].isna().all()


def test_a_clump_is_counted_source_by_source():
    moments = [*clump(16, 3), "2019-08-01"]
    assert corpus_of(moments, ["A"] * 19 + ["B"]).documents["date_doubt"].isna().all()


def test_a_month_and_a_year_stand_for_all_their_days():
    last = pd.Timedelta(microseconds=1)
    assert bounds("2019-02", "2019-02") == (
        pd.Timestamp("2019-02-01"),
        pd.Timestamp("2019-03-01") - last,
    )
    assert bounds("2019", "2020") == (pd.Timestamp("2019-01-01"), pd.Timestamp("2021-01-01") - last)
    assert bounds(date(2019, 2, 3), "2019-02-03T10:00") == (
        pd.Timestamp("2019-02-03"),
        pd.Timestamp("2019-02-03 10:00"),
    )


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (
            "June",
            "2019",
            "`start` must be a date such as '2019-06-30', '2019-06' or '2019' (got 'June').",
        ),
        (
            "2019",
            "2019-13",
            "`end` must be a date such as '2019-06-30', '2019-06' or '2019' (got '2019-13').",
        ),
        (
            "2019",
            None,
            "`end` must be a date such as '2019-06-30', '2019-06' or '2019' (got None).",
        ),
        ("2020", "2019-06", "The window ends before it begins (got '2020' to '2019-06')."),
    ],
)
def test_a_window_that_is_none_is_an_error(start, end, message):
    with pytest.raises(ArgumentError) as caught:
        bounds(start, end)
    assert str(caught.value) == message
