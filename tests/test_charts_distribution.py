"""charts.distribution: every document a dot at its score, or quantiles where they are too many."""

import numpy as np
import pandas as pd
import pytest
from chart_words import crowded
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import charts
from analysis.errors import ArgumentError, ColumnError


def table(**groups):
    parts = [pd.DataFrame({"group": name, "score": scores}) for name, scores in groups.items()]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def few():
    return table(now=[0.4, -0.2, np.nan, 0.1], before=[0.0, 0.2])


def drawn(chart, label):
    return [artist for artist in chart.axes[0].get_children() if artist.get_label() == label]


def test_each_document_is_a_dot_at_its_score_and_each_group_a_row(few):
    now, before = drawn(charts.distribution(few, title="t"), "dots")
    assert sorted(now.get_xdata()) == [-0.2, 0.1, 0.4]
    assert sorted(before.get_xdata()) == [0.0, 0.2]
    assert set(now.get_ydata()) == {0.5}
    assert set(before.get_ydata()) == {1.5}


def test_median_and_mean_are_marked_where_they_are_and_written(few):
    chart = charts.distribution(few, title="t")
    assert [line.get_xdata()[0] for line in drawn(chart, "median")] == [0.1, 0.1]
    assert [line.get_xdata()[0] for line in drawn(chart, "mean")] == pytest.approx([0.1, 0.1])
    said = [text.get_text() for text in drawn(chart, "value label")]
    assert said == ["median 0.10", "mean 0.10", "median 0.10", "mean 0.10"]
    assert [text.get_text() for text in drawn(chart, "group label")] == [
        "now", "n = 3", "before", "n = 2",
    ]  # fmt: skip


def test_documents_without_a_score_are_counted_not_drawn(few):
    chart = charts.distribution(few, title="t", source="Sample")
    assert chart.texts[-1].get_text() == (
        "Source: Sample. n = 5 documents; 1 without a score left out."
    )


def test_equal_scores_are_stacked_around_the_middle_and_do_not_cover_each_other():
    (dots, _) = drawn(charts.distribution(table(a=[0.5] * 5, b=[0.0, 1.0]), title="t"), "dots")
    offsets = np.sort(dots.get_ydata()) - 0.5
    assert len(set(offsets.round(6))) == 5
    assert offsets == pytest.approx(-offsets[::-1])


def test_four_hundred_are_single_dots_and_one_more_are_two_hundred_quantiles():
    scores = np.random.default_rng(1).normal(size=401)
    chart = charts.distribution(table(a=scores[:400], b=scores), title="t")
    first, second = drawn(chart, "dots")
    assert len(first.get_xdata()) == 400
    expected = np.quantile(scores, (np.arange(200) + 0.5) / 200)
    np.testing.assert_allclose(np.sort(second.get_xdata()), expected)
    assert chart.texts[-1].get_text() == "b: a dot stands for 2 documents."


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=50), st.text(max_size=40))
def test_no_words_overlap_or_leave_the_chart(scores, name):
    rows = pd.DataFrame({"group": [name] * len(scores) + ["before"], "score": [*scores, 0.0]})
    assert crowded(charts.distribution(rows, title=name, source=name)) == []


def test_the_alternative_text_tells_n_middle_and_range_of_each(few):
    assert charts.distribution(few, title="t").alt == (
        "Dot plot of score by group. now: n = 3, median 0.10, mean 0.10, from −0.20 to 0.40. "
        "before: n = 2, median 0.10, mean 0.10, from 0.00 to 0.20."
    )


def test_one_group_without_scores_says_so_and_none_at_all_too():
    chart = charts.distribution(table(now=[np.nan], before=[0.1, 0.2]), title="t")
    assert chart.alt == (
        "Dot plot of score by group. now: no documents. "
        "before: n = 2, median 0.150, mean 0.150, from 0.100 to 0.200."
    )
    chart = charts.distribution(table(now=[]), title="t")
    assert chart.alt == "Dot plot without data. No documents in this span."


def test_other_columns_can_be_named_and_the_table_stays_as_it_was():
    rows = pd.DataFrame({"side": ["a", "b"], "tone_score": [1.0, 2.0]})
    before = rows.copy(deep=True)
    chart = charts.distribution(rows, title="t", group="side", value="tone_score")
    assert chart.texts[1].get_text() == "Tone score of each document"
    assert_frame_equal(rows, before)


def test_three_groups_and_missing_columns_are_refused():
    with pytest.raises(ArgumentError) as caught:
        charts.distribution(table(a=[1.0], b=[1.0], c=[1.0]), title="t")
    assert str(caught.value) == (
        "A distribution compares two groups (got 3 in 'group'). Keep this period and its baseline."
    )
    with pytest.raises(ColumnError) as missing:
        charts.distribution(pd.DataFrame({"group": ["a"], "scores": [1.0]}), title="t")
    assert str(missing.value) == (
        "Columns not found: 'score'; the table has 'group', 'scores'. Did you mean 'scores'?"
    )
