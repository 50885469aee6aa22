"""charts.line: what is drawn is what the table holds, and gaps are seen as gaps."""

import numpy as np
import pandas as pd
import pytest
from chart_words import boxes, crowded
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.dates import date2num
from pandas.testing import assert_frame_equal

from analysis import charts
from analysis.charts import marks
from analysis.errors import ArgumentError, ColumnError


def weeks(n, **columns):
    """A weekly table by hand: n_docs 20 and a mean of 0.1 unless told otherwise."""
    table = pd.DataFrame(
        {
            "period": pd.date_range("2024-01-01", periods=n, freq="7D"),
            "n_docs": 20,
            "complete": True,
            "mean": 0.1,
            "lower": 0.0,
            "upper": 0.2,
            "masked": False,
        }
    )
    return table.assign(**columns)


@pytest.fixture
def five():
    """Five weeks: whole, small, masked, empty, cut by the span."""
    nan = np.nan
    return weeks(
        5,
        n_docs=[20, 19, 3, 0, 40],
        complete=[True, True, True, True, False],
        mean=[0.1, -0.2, nan, nan, 0.3],
        lower=[0.0, -0.4, nan, nan, 0.2],
        upper=[0.2, 0.0, nan, nan, 0.4],
        masked=[False, False, True, True, False],
    )


def drawn(chart, label, axes=0):
    """The artists of one kind in the order they were drawn."""
    inside = chart.axes[axes].get_children()
    return [artist for artist in inside if artist.get_label() == label]


def points(chart, label):
    return [tuple(pair) for line in drawn(chart, label) for pair in line.get_xydata()]


def middles(*dates):
    return [date2num(pd.Timestamp(date)) + 3.5 for date in dates]


def test_the_line_has_the_tables_values_in_the_middle_of_their_periods(five):
    (line,) = drawn(charts.line(five, title="t"), "line")
    dates = ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29"]
    assert line.get_xdata().tolist() == middles(*dates)
    np.testing.assert_array_equal(line.get_ydata(), [0.1, -0.2, np.nan, np.nan, np.nan])


def test_a_period_that_the_table_lacks_breaks_the_line():
    (line,) = drawn(charts.line(weeks(4).drop(index=2), title="t"), "line")
    np.testing.assert_array_equal(line.get_ydata(), [0.1, 0.1, np.nan, 0.1])


def test_points_are_filled_from_twenty_documents_hollow_below_and_crosses_when_cut(five):
    chart = charts.line(five, title="t")
    assert points(chart, "filled") == [(middles("2024-01-01")[0], 0.1)]
    assert points(chart, "hollow") == [(middles("2024-01-08")[0], -0.2)]
    assert points(chart, "incomplete") == [(middles("2024-01-29")[0], 0.3)]
    faces = [drawn(chart, name)[0].get_markerfacecolor() for name in ("filled", "hollow")]
    assert faces == ["#0b4f7d", "white"]


def test_the_way_into_a_cut_period_is_dotted():
    chart = charts.line(weeks(3, complete=[True, True, False], mean=[0.1, 0.2, 0.3]), title="t")
    (solid,), (dotted,) = drawn(chart, "line"), drawn(chart, "incomplete line")
    np.testing.assert_array_equal(solid.get_ydata(), [0.1, 0.2, np.nan])
    np.testing.assert_array_equal(dotted.get_ydata(), [np.nan, 0.2, 0.3])
    assert dotted.is_dashed()


def test_the_band_runs_through_the_bounds_and_stops_at_gaps(five):
    chart = charts.line(five, title="t")
    (band,) = drawn(chart, "band")
    (path,) = band.get_paths()
    first, second = middles("2024-01-01", "2024-01-08")
    corners = {(float(x), float(y)) for x, y in path.vertices}
    assert corners == {(first, 0.0), (first, 0.2), (second, -0.4), (second, 0.0)}


def test_a_value_between_gaps_gets_an_upright_interval(five):
    (interval,) = drawn(charts.line(five, title="t"), "interval")
    (segment,) = interval.get_segments()
    last = middles("2024-01-29")[0]
    assert segment.tolist() == [[last, 0.2], [last, 0.4]]


def test_too_few_and_none_have_strips_of_their_own(five):
    chart = charts.line(five, title="t")
    (few,), (empty,) = drawn(chart, "few"), drawn(chart, "empty")
    assert few.get_x() == date2num(pd.Timestamp("2024-01-15"))
    assert empty.get_x() == date2num(pd.Timestamp("2024-01-22"))
    assert (few.get_width(), empty.get_width()) == (7.0, 7.0)
    assert (few.get_hatch(), empty.get_hatch()) == (None, "////")


def test_the_bars_below_are_the_documents_of_each_period(five):
    (bars,) = drawn(charts.line(five, title="t"), "n", axes=1)
    tops = bars.get_path().vertices.reshape(-1, 5, 2)[:, 1, 1]
    assert tops.tolist() == [20, 19, 3, 40]


def test_masked_rows_are_gaps_even_where_they_still_carry_a_mean():
    (line,) = drawn(charts.line(weeks(3, masked=[False, True, False]), title="t"), "line")
    np.testing.assert_array_equal(line.get_ydata(), [0.1, np.nan, 0.1])


def test_zero_has_a_line_where_the_axis_reaches_it_and_none_where_it_does_not(five):
    assert len(drawn(charts.line(five, title="t"), "zero")) == 1
    far = weeks(3, mean=[0.7, 0.8, 0.75], lower=0.6, upper=0.9)
    assert drawn(charts.line(far, title="t"), "zero") == []


def test_shares_are_written_in_percent_from_zero():
    table = weeks(3, share=[0.1, 0.2, 0.15]).drop(columns=["lower", "upper"])
    chart = charts.line(table, title="t", value="share")
    assert [tick.get_text() for tick in chart.axes[0].get_yticklabels()] == [
        "0%", "5%", "10%", "15%", "20%",
    ]  # fmt: skip
    assert chart.axes[0].get_ylim()[0] == 0.0


def test_bounds_of_another_measure_are_not_drawn_around_this_one():
    table = weeks(3, per_million=[100.0, 200.0, 300.0])
    assert drawn(charts.line(table, title="t", value="per_million"), "band") == []
    balanced = weeks(3, balanced=0.15)
    assert drawn(charts.line(balanced, title="t", value="balanced"), "band") == []


def test_pooled_and_balanced_stand_together_each_named_at_its_end():
    table = weeks(3, balanced=[0.2, 0.3, 0.4], balanced_lower=0.1, balanced_upper=0.5)
    chart = charts.line(table, title="t", value=["mean", "balanced"])
    lines = [line.get_ydata().tolist() for line in drawn(chart, "line")]
    assert lines == [[0.1, 0.1, 0.1], [0.2, 0.3, 0.4]]
    names = [text.get_text() for text in drawn(chart, "end label")]
    assert names == ["pooled", "balanced by\nsource"] or names == ["pooled", "balanced by source"]
    assert len(drawn(chart, "band")) == 2


def test_a_balanced_line_that_is_not_identified_is_said_to_be_missing():
    chart = charts.line(weeks(3, balanced=np.nan), title="t", value=["mean", "balanced"])
    assert chart.texts[-1].get_text() == "No value: balanced by source."


def test_groups_are_lines_in_the_order_of_the_table_with_their_own_documents():
    one, two = weeks(3, source="B Post"), weeks(3, source="A Times", mean=-0.1, n_docs=30)
    chart = charts.line(pd.concat([one, two]), title="t")
    assert [text.get_text() for text in drawn(chart, "end label")] == ["B Post", "A Times"]
    assert chart.texts[-1].get_text() == "Documents: 60 B Post, 90 A Times."


def test_terms_share_their_documents_and_these_count_once():
    shares = weeks(3, share=0.2).drop(columns=["mean", "lower", "upper"])
    table = pd.concat([shares.assign(term="tanker"), shares.assign(term="talks")])
    chart = charts.line(table, title="t", value="share")
    assert chart.texts[-1].get_text() == "n = 60 documents."


def test_by_names_a_numeric_column_that_tells_lines_apart():
    table = pd.concat([weeks(3, page=1.5), weeks(3, page=2.5)])
    chart = charts.line(table, title="t", by="page")
    assert [text.get_text() for text in drawn(chart, "end label")] == ["1.5", "2.5"]


def test_wide_intervals_are_cut_at_the_axis_and_the_foot_says_so():
    table = weeks(20, mean=np.linspace(0, 0.2, 20), lower=-0.1, upper=0.3)
    table.loc[4, ["lower", "upper"]] = [-50.0, 50.0]
    chart = charts.line(table, title="t")
    assert chart.axes[0].get_ylim()[1] < 1
    assert chart.texts[-1].get_text() == "Some intervals run past the axis."


def test_events_stand_at_their_dates_and_those_outside_are_left_out(five):
    events = pd.DataFrame(
        {"date": ["2024-01-10", "2023-12-31", "2024-02-05"], "label": ["Vote", "early", "late"]}
    )
    chart = charts.line(five, title="t", events=events)
    (line,) = drawn(chart, "event")
    assert line.get_xdata()[0] == date2num(pd.Timestamp("2024-01-10"))
    assert [text.get_text() for text in drawn(chart, "event label")] == ["Vote"]


def test_events_too_dense_for_words_are_numbered_and_listed():
    days = pd.date_range("2024-01-02", periods=12, freq="D")
    events = pd.DataFrame({"date": days, "label": [f"Event {n} of many" for n in range(1, 13)]})
    chart = charts.line(weeks(44), title="t", events=events)
    assert [text.get_text() for text in drawn(chart, "event label")] == ["1–12"]
    assert len(drawn(chart, "event")) == 12
    listed = [text.get_text() for text in chart.texts]
    assert "1. 2 Jan: Event 1 of many" in listed
    assert "12. 13 Jan: Event 12 of many" in listed


def test_a_key_of_more_than_twenty_four_events_says_how_many_it_leaves_out():
    days = pd.date_range("2024-01-02", periods=60, freq="D")
    events = pd.DataFrame({"date": days, "label": [f"Event {n} of many" for n in range(60)]})
    chart = charts.line(weeks(44), title="t", events=events)
    listed = [text.get_text() for text in chart.texts]
    assert "and 37 more" in listed
    assert sum(". " in text and "Event" in text for text in listed) == 23


LABELS = st.text(alphabet="ab WmÄ$\\{}中صא😀\u202e\x00\n", max_size=60)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 300), LABELS), max_size=25),
    st.lists(LABELS, min_size=1, max_size=6, unique=True),
    st.integers(0, 5),
)
def test_no_words_overlap_or_leave_the_chart(events, names, seed):
    random = np.random.default_rng(seed)
    lines = [
        weeks(44, source=name, mean=random.normal(0, 0.2, 44), lower=np.nan, upper=np.nan)
        for name in names
    ]
    when = pd.to_datetime("2024-01-01") + pd.to_timedelta([day for day, _ in events], unit="D")
    table = pd.DataFrame({"date": when, "label": [label for _, label in events]})
    chart = charts.line(
        pd.concat(lines), title="t " + names[0] * 4, by="source", events=table, source=names[-1]
    )
    assert crowded(chart) == []
    across = chart.axes[0].transData
    for line in drawn(chart, "event"):
        x = across.transform((line.get_xdata()[0], 0))[0]
        top = line.get_transform().transform((line.get_xdata()[0], line.get_ydata()[1]))[1]
        for text, box in boxes(chart):
            if text.get_label() == "event label" and box.y0 < top - 4:
                assert not box.x0 < x < box.x1, text.get_text()


def test_names_at_the_ends_are_pushed_apart_no_more_than_needed():
    assert marks.apart([50, 52, 90], [10, 10, 10], 100) == [46.0, 56.0, 90]
    assert marks.apart([50], [10], 100) == [50]


def test_the_alternative_text_tells_the_course_the_gaps_and_n(five):
    assert charts.line(five, title="ignored").alt == (
        "Line chart of mean score by week, 1 Jan 2024 to 4 Feb 2024 (5 weeks). "
        "First 0.10 (0.00 to 0.20), last 0.30 (0.20 to 0.40). "
        "Highest 0.30 in the week of 29 Jan 2024, lowest −0.20 in the week of 8 Jan 2024. "
        "1 week has no documents. 1 week has too few documents for a value. "
        "1 week is not complete. n = 82 documents."
    )


def test_the_alternative_text_of_two_lines_names_both():
    one, two = weeks(2, source="Post"), weeks(2, source="Times", mean=[-0.1, 0.0], lower=-0.2)
    assert charts.line(pd.concat([one, two]), title="t").alt == (
        "Line chart of mean score by week, 1 Jan 2024 to 14 Jan 2024 (2 weeks). "
        "Post: first 0.10 (0.00 to 0.20), last 0.10 (0.00 to 0.20). "
        "Times: first −0.10 (−0.20 to 0.20), last 0.00 (−0.20 to 0.20). "
        "Documents: Post 40, Times 40."
    )


def test_an_empty_table_says_that_there_is_nothing(five):
    chart = charts.line(five.head(0), title="t")
    assert chart.alt == "Line chart without data. No documents in this span."
    assert [text.get_text() for text in chart.axes[0].texts] == ["No documents in this span."]


def test_where_every_period_is_masked_the_chart_says_so_and_keeps_its_bars():
    table = weeks(3, n_docs=2, masked=True, mean=np.nan, lower=np.nan, upper=np.nan)
    chart = charts.line(table, title="t")
    shown = [text.get_text() for text in chart.axes[0].texts]
    assert shown == ["Too few documents in every period."]
    assert len(drawn(chart, "n", axes=1)) == 1
    assert chart.alt == (
        "Line chart of mean score by week, 1 Jan 2024 to 21 Jan 2024 (3 weeks). No value in any "
        "period. 3 weeks have too few documents for a value. n = 6 documents."
    )


def test_one_period_is_a_point_with_its_interval():
    table = weeks(1)
    table.attrs["every"] = "W"
    chart = charts.line(table, title="t")
    assert points(chart, "filled") == [(middles("2024-01-01")[0], 0.1)]
    assert len(drawn(chart, "interval")) == 1
    assert chart.alt == (
        "Line chart of mean score by week, 1 Jan 2024 to 7 Jan 2024 (1 week). "
        "One value, 0.10 (0.00 to 0.20) in the week of 1 Jan 2024. n = 20 documents."
    )


@pytest.mark.parametrize(
    ("start", "freq", "noun", "last"),
    [
        ("2024-02-01", "D", "day", "on 3 Feb 2024"),
        ("2024-01-01", "MS", "month", "in Mar 2024"),
        ("2024-01-01", "QS", "quarter", "in Q3 2024"),
        ("2020-01-01", "YS", "year", "in 2022"),
    ],
)
def test_periods_are_called_by_what_they_are(start, freq, noun, last):
    table = weeks(3, period=pd.date_range(start, periods=3, freq=freq), mean=[0.0, 0.1, 0.2])
    alt = charts.line(table, title="t").alt
    assert f"by {noun}," in alt
    assert f"Highest 0.20 {last}, " in alt


def test_the_table_is_left_as_it_was(five):
    five["period"] = five["period"].astype(str)
    before = five.copy(deep=True)
    events = pd.DataFrame({"date": ["2024-01-10"], "label": ["Vote"]})
    charts.line(five, title="t", events=events)
    assert_frame_equal(five, before)
    assert events["date"].tolist() == ["2024-01-10"]


def test_missing_columns_are_named(five):
    with pytest.raises(ColumnError) as caught:
        charts.line(five.rename(columns={"n_docs": "n"})[["period", "n", "mean"]], title="t")
    assert str(caught.value) == (
        "Columns not found: 'n_docs'; the table has 'period', 'n', 'mean'."
    )


def refused(error, message, *arguments, **options):
    with pytest.raises(error) as caught:
        charts.line(*arguments, **({"title": "t"} | options))
    assert str(caught.value) == message


def test_wrong_kinds_are_refused_in_words(five):
    refused(ArgumentError, "`table` must be a DataFrame, one row a period (got list).", [1])
    refused(ArgumentError, "`title` must be text (got int).", five, title=3)
    refused(
        ColumnError,
        "Column 'period' must hold dates (got int64); pandas.to_datetime makes them.",
        weeks(2, period=[1, 2]),
    )
    refused(
        ColumnError,
        "Column 'period' must hold dates (got str); pandas.to_datetime makes them.",
        weeks(2, period=["last week", "this week"]),
    )
    refused(ColumnError, "Column 'mean' must hold numbers (got str).", weeks(2, mean="high"))
    refused(ColumnError, "Column 'period' lacks a date in 1 rows.",
            weeks(2, period=[pd.Timestamp("2024-01-01"), pd.NaT]))  # fmt: skip
    refused(
        ColumnError, "Column 'masked' must hold true and false (got str).", weeks(2, masked="no")
    )
    refused(
        ArgumentError,
        "`value` must be a column or a list of two columns (got ['mean', 'lower', 'upper']).",
        five,
        value=["mean", "lower", "upper"],
    )
    refused(
        ColumnError,
        "Columns not found: 'label'; the table has 'date'.",
        five,
        events=pd.DataFrame({"date": ["2024-01-10"]}),
    )


def test_more_lines_than_can_be_told_apart_are_refused():
    table = pd.concat([weeks(2, source=f"Paper {n}") for n in range(7)])
    refused(
        ArgumentError,
        "A chart tells at most 6 lines apart (got 7 by 'source'). "
        "Keep the 6 that matter, or draw one chart each.",
        table,
    )
    two = pd.concat([weeks(2, source=name, balanced=0.1) for name in "AB"])
    refused(
        ArgumentError,
        "Two values need a table of one line (got 2 by 'source'). "
        "Draw one value, or one chart each.",
        two,
        value=["mean", "balanced"],
    )


def test_two_rows_for_one_point_are_refused():
    refused(
        ColumnError,
        "More than one row for a period (first at 2024-01-01); `by=` names the column "
        "that tells the lines apart.",
        pd.concat([weeks(2), weeks(2)]),
    )
