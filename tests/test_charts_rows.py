"""Word shifts, trees and keyness: rows whose bars and dots are the numbers of the table."""

import numpy as np
import pandas as pd
import pytest
from chart_words import crowded
from test_charts_figure import HOSTILE

from analysis import charts
from analysis.errors import ArgumentError, ColumnError

SHIFT = pd.DataFrame(
    {
        "term": ["war", "calm", None, "grim"],
        "contribution": [-0.3, 0.1, 0.001, -0.05],
        "kind": ["use", "context", "context", "use"],
        "freq_before": [0.01, 0.02, np.nan, 0.02], "freq_after": [0.02, 0.02, np.nan, 0.01],
    }
)  # fmt: skip
TREE = pd.DataFrame(
    {
        "node": range(7), "parent": [None, 0, 1, 2, 2, 4, 0],
        "level": ["change", "part", "group", "term", "term", "story", "part"],
        "name": ["change", "within", "Post", "calm", "war", "Two tankers struck", "mix"],
        "contribution": [-0.3, -0.4, -0.4, -0.1, -0.3, -0.3, 0.1],
    }
)  # fmt: skip
KEYS = pd.DataFrame(
    {
        "term": ["tanker", "ship", "talks", "deal"], "log_odds": [1.5, 2.5, -1.0, 0.0],
        "lower": [0.9, -0.1, -1.6, -1], "upper": [2.1, 5.1, -0.4, 1],
        "docs_target": [9, 2, 1, 2], "docs_reference": [1, 0, 8, 2],
        "q_value": [0.001, 0.2, 0.03, 0.9], "n_screened": 1200,
    }
)  # fmt: skip


def drawn(chart, label):
    return [
        artist for axes in chart.axes for artist in axes.get_children()
        if artist.get_label() == label
    ]  # fmt: skip


def widths(chart):
    return [round(bar.get_width(), 9) for bar in chart.axes[0].patches]


def texts(chart, label):
    return [text.get_text().strip() for text in drawn(chart, label)]


def foot(chart):
    return next(text.get_text() for text in chart.texts if "n = " in text.get_text())


def test_bars_of_a_word_shift_add_up_to_the_bar_on_top():
    chart = charts.wordshift(SHIFT, title="t", n=2, source="Sample")
    assert widths(chart) == [-0.249, -0.3, 0.1, -0.049]
    assert widths(chart)[0] == pytest.approx(sum(widths(chart)[1:]))
    assert texts(chart, "name") == ["all words", "war", "↑", "calm", "2 others"]
    assert [bool(bar.get_hatch()) for bar in chart.axes[0].patches] == [False, False, True, False]
    assert foot(chart) == "Source: Sample. n = 3 words with tone."


def test_a_word_shift_says_how_many_documents_it_rests_on():
    table = SHIFT.copy()
    table.attrs = {"n_docs_before": 1200, "n_docs_after": 66}
    assert foot(charts.wordshift(table, title="t")).endswith("in 1,200 and 66 documents.")


def test_the_largest_branches_of_a_tree_are_drawn_under_their_parents():
    chart = charts.tree(TREE, title="t")
    assert texts(chart, "name") == [
        "change", "tone within groups", "Post", "war", "Two tankers struck", "story", "calm",
        "shares of groups",
    ]  # fmt: skip
    assert widths(chart) == [-0.3, -0.4, -0.4, -0.3, -0.3, -0.1, 0.1]
    shifts = [text.xyann[0] for text in drawn(chart, "name") if text.get_text() == text.get_text()]
    assert len(set(shifts)) >= 5


def test_what_a_tree_leaves_out_is_told_beside_its_branch():
    chart = charts.tree(TREE, title="t", n=3)
    assert texts(chart, "name") == [
        "change", "+ 1 more, +0.100", "tone within groups", "Post", "+ 1 more, −0.100", "war",
    ]  # fmt: skip


def test_a_tree_inside_the_noise_is_not_drawn():
    table = TREE.copy()
    table.attrs = {
        "verdict": "inside the noise", "difference": -0.3, "lower": -0.7, "upper": 0.1,
        "n_docs_before": 40, "n_docs_after": 5,
    }  # fmt: skip
    chart = charts.tree(table, title="t")
    said = "Not drawn: a change of −0.30 (−0.70 to 0.10) is inside the noise."
    assert chart.alt == f"Tree without branches. {said}"
    assert said in [text.get_text() for text in chart.axes[0].texts]
    assert not [bar for bar in chart.axes[0].patches if bar.get_label() == "bar"]
    table.attrs |= {"verdict": "too few", "lower": np.nan, "upper": np.nan}
    assert charts.tree(table, title="t").alt.endswith(
        "Not drawn: a change of −0.30 rests on too few documents to tell."
    )


def test_keyness_has_the_target_above_the_reference_each_with_its_interval():
    chart = charts.keyness(KEYS, title="t", sides=("now", "then"))
    dots = [float(dot.get_xdata()[0]) for dot in drawn(chart, "dot")]
    assert dots == [2.5, 1.5, -1.0]
    spans = [[float(x) for x in line.get_xdata()] for line in drawn(chart, "interval")]
    assert spans == [[-0.1, 5.1], [0.9, 2.1], [-1.6, -0.4]]
    faces = [dot.get_markerfacecolor() for dot in drawn(chart, "dot")]
    assert [face == "white" for face in faces] == [True, False, False]
    assert texts(chart, "name") == ["ship", "2 : 0", "tanker", "9 : 1", "talks", "1 : 8"]
    assert foot(chart) == "n = 4 terms, of 1,200 screened."
    assert "now: ship +2.50 (unsure); tanker +1.50. then: talks −1.00." in chart.alt


def test_another_value_has_no_interval():
    chart = charts.keyness(KEYS.assign(g2=[9.0, 3.0, -8.0, 0]), title="t", value="g2")
    assert drawn(chart, "interval") == []
    assert [float(dot.get_xdata()[0]) for dot in drawn(chart, "dot")] == [9.0, 3.0, -8.0]


def hostile(n=30):
    random = np.random.default_rng(1)
    names = [HOSTILE, "x" * 400, "", *(f"term {k}" for k in range(n - 3))]
    size = random.normal(0, 0.01, n)
    shift = pd.DataFrame({"term": names, "contribution": size, "kind": "use"})
    nodes = pd.DataFrame(
        {"node": range(n), "parent": [None, *range(min(n - 1, 5)), *[4] * (n - 6)],
         "level": "term", "name": names, "contribution": size}
    )  # fmt: skip
    keys = pd.DataFrame({"term": names, "log_odds": size, "lower": size - 1, "upper": size + 1})
    return [
        charts.wordshift(shift, title=HOSTILE, subtitle=HOSTILE, source=HOSTILE, n=25),
        charts.tree(nodes, title=HOSTILE, source=HOSTILE),
        charts.keyness(keys, title=HOSTILE, sides=(HOSTILE, "b"), n=20),
    ]


def one():
    return [
        charts.wordshift(SHIFT.iloc[:1], title="t"),
        charts.tree(TREE.iloc[:1], title="t"),
        charts.keyness(KEYS.iloc[:1], title="t"),
    ]


@pytest.mark.parametrize("made", [hostile, one])
def test_hostile_and_lonely_rows_run_into_nothing(made):
    for chart in made():
        assert crowded(chart) == []
        assert chart.svg().count("<script") == 0


def test_nothing_to_draw_is_said():
    assert charts.wordshift(SHIFT.iloc[:0], title="t").alt == (
        "Bar chart without data. No word makes a difference."
    )
    assert charts.tree(TREE.iloc[:0], title="t").alt == (
        "Tree without branches. No change to explain."
    )
    assert charts.keyness(KEYS.iloc[:0], title="t").alt == (
        "Dot chart without data. No term marks either side."
    )
    flat = SHIFT.assign(contribution=0.0)
    assert "No word" in charts.wordshift(flat, title="t").alt


def test_refusals_say_what_was_found():
    cases = [
        (ArgumentError, lambda: charts.wordshift(SHIFT, title="t", n=0),
         "`n` must be 1 or more (got 0)."),
        (ArgumentError, lambda: charts.wordshift(SHIFT.assign(kind="x"), title="t"),
         "`kind` must be one of 'use', 'context' (got 'x')."),
        (ColumnError, lambda: charts.wordshift(SHIFT.drop(columns="kind"), title="t"),
         "Columns not found: 'kind'; the table has 'term', 'contribution', 'freq_before', "
         "'freq_after'."),
        (ColumnError, lambda: charts.tree(TREE.iloc[1:], title="t"),
         "Column 'parent' must name a node of the table, and be missing for one (got 0 without a"
         " parent)."),
        (ArgumentError, lambda: charts.tree(TREE, title="t", n=0),
         "`n` must be 1 or more (got 0)."),
        (ArgumentError, lambda: charts.keyness(KEYS, title="t", n=0),
         "`n` must be 1 or more (got 0)."),
        (ColumnError, lambda: charts.keyness(KEYS[["term", "log_odds", "lower"]], title="t"),
         "Columns not found: 'upper'; the table has 'term', 'log_odds', 'lower'."),
    ]  # fmt: skip
    for kind, call, said in cases:
        with pytest.raises(kind) as error:
            call()
        assert str(error.value) == said
