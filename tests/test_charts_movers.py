"""charts.movers: both shares of each term, the greatest changes first, on one scale."""

import pandas as pd
import pytest
from chart_words import crowded
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import charts
from analysis.errors import ArgumentError, ColumnError


@pytest.fixture
def moved():
    return pd.DataFrame(
        {
            "term": ["oil", "tanker", "talks"],
            "share_target": [0.2, 0.4, 0.05],
            "share_reference": [0.1, 0.1, 0.25],
            "direction": ["rising", "rising", "fading"],
        }
    )


def drawn(axes, label):
    return [artist for artist in axes.get_children() if artist.get_label() == label]


def xs(axes, label):
    return [float(line.get_xdata()[0]) for line in drawn(axes, label)]


def test_each_term_has_its_two_shares_and_a_line_between_greatest_change_first(moved):
    rising, fading = charts.movers(moved, title="t").axes
    assert (xs(rising, "before"), xs(rising, "now")) == ([0.1, 0.1], [0.4, 0.2])
    assert (xs(fading, "before"), xs(fading, "now")) == ([0.25], [0.05])
    assert [list(line.get_xdata()) for line in drawn(rising, "change")] == [[0.1, 0.4], [0.1, 0.2]]
    assert [text.get_text() for text in drawn(rising, "term")] == ["tanker", "oil"]
    assert [text.get_text() for text in drawn(rising, "now label")] == ["40%", "20%"]
    faces = [drawn(rising, name)[0].get_markerfacecolor() for name in ("before", "now")]
    assert faces == ["white", "#d0480a"]


def test_a_point_is_worth_the_same_in_both_panels(moved):
    rising, fading = charts.movers(
        moved.assign(term=["a", "b", "a much longer term"]), title="t"
    ).axes
    units = [axes.transData.transform([(0, 0), (0.1, 0)])[:, 0] for axes in (rising, fading)]
    assert units[0][1] - units[0][0] == pytest.approx(units[1][1] - units[1][0])


def test_n_keeps_the_greatest_changes_of_each_direction(moved):
    rising, fading = charts.movers(moved, title="t", n=1).axes
    assert xs(rising, "now") == [0.4]
    assert xs(fading, "now") == [0.05]


def test_ties_are_settled_by_the_term(moved):
    tied = moved.assign(share_target=0.3, share_reference=0.1, direction="rising")
    (panel,) = charts.movers(tied, title="t").axes
    assert [text.get_text() for text in drawn(panel, "term")] == ["oil", "talks", "tanker"]


def test_counts_stand_beside_the_terms_where_the_table_has_them(moved):
    chart = charts.movers(moved.assign(docs_target=[20, 1400, 5]), title="t", source="Sample")
    shown = [text.get_text() for text in drawn(chart.axes[0], "term")]
    assert shown == ["tanker", "  1,400", "oil", "  20"]
    foot = [text.get_text() for text in chart.texts if text.get_text().startswith("Source")]
    assert foot == ["Source: Sample. Terms: 2 rising, 1 fading. Beside a term: documents now."]


def test_a_small_share_is_not_written_as_none(moved):
    small = moved.assign(share_reference=[0.004, 0.0, 0.5])
    (rising, _) = charts.movers(small, title="t").axes
    assert [text.get_text() for text in drawn(rising, "before label")] == ["0%", "0.4%"]


SHARES = st.lists(
    st.tuples(st.text(max_size=30), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12
)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(SHARES, SHARES)
def test_no_words_overlap_or_leave_the_chart(up, down):
    columns = ["term", "share_target", "share_reference"]
    parts = [
        pd.DataFrame(rows, columns=columns).assign(direction=name, docs_target=7)
        for name, rows in (("rising", up), ("fading", down))
    ]
    assert crowded(charts.movers(pd.concat(parts), title="t", source="s")) == []


def test_the_alternative_text_tells_every_term_with_its_shares(moved):
    assert charts.movers(moved, title="t").alt == (
        "Dumbbell chart of the share of documents with a term, before and now. "
        "Rising: tanker 10% to 40%; oil 10% to 20%. Fading: talks 25% to 5%."
    )


def test_no_terms_is_said(moved):
    chart = charts.movers(moved.head(0), title="t")
    assert chart.alt == "Dumbbell chart without data. No terms rise or fade in this span."


def test_the_table_is_left_as_it_was(moved):
    before = moved.copy(deep=True)
    charts.movers(moved, title="t")
    assert_frame_equal(moved, before)


def refused(error, message, table, **options):
    with pytest.raises(error) as caught:
        charts.movers(table, title="t", **options)
    assert str(caught.value) == message


def test_what_cannot_be_drawn_is_refused_in_words(moved):
    refused(ArgumentError, "`n` must be 1 or more (got 0).", moved, n=0)
    refused(
        ArgumentError,
        "`direction` must be one of 'rising', 'fading' (got 'up').",
        moved.assign(direction="up"),
    )
    refused(
        ColumnError,
        "Columns 'share_target' and 'share_reference' must be from 0 to 1.",
        moved.assign(share_target=40.0),
    )
    refused(
        ColumnError,
        "Columns not found: 'direction'; the table has 'term', 'share_target', 'share_reference'.",
        moved.drop(columns="direction"),
    )
