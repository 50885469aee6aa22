"""charts.volume: bars as high as the counts, and zero apart from no data."""

import numpy as np
import pandas as pd
import pytest
from chart_words import crowded
from matplotlib.dates import date2num
from pandas.testing import assert_frame_equal

from analysis import charts
from analysis.errors import ArgumentError, ColumnError


@pytest.fixture
def months():
    """Six months: April is missing from the table, March has no document, June is cut."""
    return pd.DataFrame(
        {
            "period": pd.to_datetime(["2024-01", "2024-02", "2024-03", "2024-05", "2024-06"]),
            "n_docs": [10, 25, 0, 5, 8],
            "n_with": [1, 5, 0, 2, 8],
            "complete": [True, True, True, True, False],
        }
    )


def drawn(chart, label):
    return [artist for artist in chart.axes[0].get_children() if artist.get_label() == label]


def tops(chart, label):
    (bars,) = drawn(chart, label)
    return bars.get_path().vertices.reshape(-1, 5, 2)[:, 1, 1].tolist()


def test_bars_are_as_high_as_the_counts_and_cut_periods_are_hatched(months):
    chart = charts.volume(months, title="t")
    assert tops(chart, "n") == [10, 25, 5]
    assert tops(chart, "incomplete") == [8]
    assert drawn(chart, "incomplete")[0].get_hatch() == "//////"
    assert tops(chart, "n_with") == [1, 5, 2, 8]


def test_bars_stand_within_their_periods(months):
    (bars,) = drawn(charts.volume(months, title="t"), "n")
    left = bars.get_path().vertices.reshape(-1, 5, 2)[1, 0, 0]
    start, end = (date2num(pd.Timestamp(day)) for day in ("2024-02-01", "2024-03-01"))
    assert left == pytest.approx(start + 0.1 * (end - start))


def test_zero_is_a_ring_and_no_data_a_hatched_strip(months):
    chart = charts.volume(months, title="t")
    (ring,), (strip,) = drawn(chart, "zero"), drawn(chart, "empty")
    march = (date2num(pd.Timestamp("2024-03-01")) + date2num(pd.Timestamp("2024-04-01"))) / 2
    assert ring.get_xydata().tolist() == [[march, 0.0]]
    assert strip.get_x() == date2num(pd.Timestamp("2024-04-01"))
    assert strip.get_hatch() == "////"


def test_broad_bars_carry_their_numbers_unless_event_lines_would_cross_them(months):
    chart = charts.volume(months, title="t")
    assert [text.get_text() for text in drawn(chart, "bar label")] == ["10", "25", "5", "8"]
    events = pd.DataFrame({"date": ["2024-02-14"], "label": ["Vote"]})
    chart = charts.volume(months, title="t", events=events)
    assert drawn(chart, "bar label") == []
    assert [text.get_text() for text in drawn(chart, "event label")] == ["Vote"]


def test_the_foot_explains_the_signs_that_are_drawn_and_no_others(months):
    chart = charts.volume(months, title="t", source="Sample.")
    assert [text.get_text() for text in chart.texts[-2:]] == [
        "Source: Sample. n = 48 documents.",
        "Hatched bar: month not complete. Ring: no documents. Hatched strip: no data.",
    ]
    chart = charts.volume(months.head(2), title="t")
    assert chart.texts[-1].get_text() == "n = 35 documents."


def test_the_alternative_text_tells_the_extremes_and_what_is_missing(months):
    assert charts.volume(months, title="t").alt == (
        "Bar chart of documents by month, 1 Jan 2024 to 30 Jun 2024 (6 months). "
        "Most 25 in Feb 2024, fewest 0 in Mar 2024. 1 month has no data. "
        "1 month is not complete. n = 48 documents. 16 of them match."
    )


@pytest.mark.parametrize("n", [1, 2, 12, 240])
def test_no_words_overlap_however_many_bars(n):
    counts = np.random.default_rng(n).poisson(5000, n)
    table = pd.DataFrame({"period": pd.date_range("2000", periods=n, freq="MS"), "n_docs": counts})
    assert crowded(charts.volume(table, title="t", source="s")) == []


def test_nothing_and_only_zeros_are_said(months):
    chart = charts.volume(months.head(0), title="t")
    assert chart.alt == "Bar chart without data. No documents in this span."
    chart = charts.volume(months.assign(n_docs=0), title="t")
    assert "No documents in this span." in [text.get_text() for text in chart.axes[0].texts]


def test_the_table_is_left_as_it_was(months):
    before = months.copy(deep=True)
    charts.volume(months, title="t")
    assert_frame_equal(months, before)


def test_groups_and_missing_columns_are_refused(months):
    two = pd.concat([months.assign(source=name) for name in "AB"])
    with pytest.raises(ArgumentError) as caught:
        charts.volume(two, title="t")
    assert str(caught.value) == (
        "Bars need one row a period (got 2 groups). "
        "Keep one group, or draw the groups with `charts.line`."
    )
    with pytest.raises(ColumnError) as missing:
        charts.volume(months[["period"]], title="t")
    assert str(missing.value) == "Columns not found: 'n_docs'; the table has 'period'."
