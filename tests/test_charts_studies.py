"""Indices, small multiples, matrices, strips, timelines and changes, drawn as they are counted."""

import numpy as np
import pandas as pd
import pytest
from chart_words import crowded
from test_charts_figure import HOSTILE

from analysis import charts
from analysis.errors import ArgumentError, ColumnError

MONTHS = pd.date_range("2019-06-01", periods=3, freq="MS")
INDEX = pd.DataFrame(
    {"period": MONTHS, "n_docs": [10, 0, 30], "index": [100.0, np.nan, 150.0],
     "lower": [60.0, np.nan, 120.0], "upper": [150.0, np.nan, 190.0]}
)  # fmt: skip
PARTS = pd.DataFrame(
    {"period": [*MONTHS, *MONTHS], "source": ["A"] * 3 + ["B"] * 3,
     "points": [40.0, np.nan, 120.0, 60.0, np.nan, 30.0]}
)  # fmt: skip
SHARES = pd.DataFrame(
    {"period": [*MONTHS, *MONTHS], "term": ["oil"] * 3 + ["talks"] * 3,
     "share": [0.1, np.nan, 0.3, 0.2, 0.2, 0.0], "lower": [0.0, np.nan, 0.2, 0.1, 0.1, 0.0],
     "upper": [0.2, np.nan, 0.4, 0.3, 0.3, 0.1], "n_with": [1, 0, 9, 2, 2, 0], "n_docs": 10}
)  # fmt: skip
SETTINGS = pd.DataFrame(
    {"lexicon": ["news", "vader", "news", None], "unit": ["document", "document", "title", "title"],
     "difference": [-0.1, -0.3, 0.1, np.nan], "lower": [-0.2, -0.4, 0.0, np.nan],
     "upper": [0.0, -0.2, 0.2, np.nan],
     "verdict": ["inside the noise", "moved", "moved", "too few"]}
)  # fmt: skip
BURSTS = pd.DataFrame(
    {"term": ["tanker", "plane", "tanker"], "start": ["2019-06-03", "2020-01-08", "2019-07-15"],
     "end": ["2019-06-30", "2020-01-19", "2019-07-15"], "level": 1, "weight": [12.0, 24.0, np.nan]}
)  # fmt: skip
WEEKLY = pd.DataFrame(
    {"period": pd.date_range("2024-06-03", periods=6, freq="7D"), "n_docs": 20,
     "mean": [0.1, 0.1, -0.1, -0.1, 0.2, 0.2]}
)  # fmt: skip
CHANGES = pd.DataFrame(
    {"date": ["2024-06-17", "2024-07-01"], "lower": ["2024-06-10", "2024-06-24"],
     "upper": ["2024-06-24", "2024-07-08"], "before": [0.1, -0.1], "after": [-0.1, 0.2]}
)  # fmt: skip
EVENTS = pd.DataFrame({"date": ["2019-06-13", "2019-08-02"], "label": ["Attack", HOSTILE]})


def drawn(axes, label):
    return [artist for artist in axes.get_children() if artist.get_label() == label]


def test_points_of_sources_are_stacked_up_to_the_index():
    chart = charts.index(INDEX, PARTS, title="t", events=EVENTS, source="Sample")
    (axes,) = chart.axes
    tops = [patch.get_path().vertices[:, 1].max() for patch in drawn(axes, "points")]
    assert tops == [120.0, 150.0]  # A's largest, and B's on top of it
    (line,) = drawn(axes, "index")
    np.testing.assert_array_equal(line.get_ydata(), [100.0, np.nan, 150.0])
    assert len(drawn(axes, "empty")) == 1
    assert drawn(axes, "base")[0].get_ydata()[0] == 100
    assert [text.get_text() for text in drawn(axes, "source")] == ["A", "B", "● index"]
    assert crowded(chart) == []
    assert chart.alt == (
        "Stacked bars of an index by month, 1 Jun 2019 to 31 Aug 2019. Highest 150 in Aug 2019, "
        "lowest 100 in Jun 2019. Of all points: A 64%, B 36%."
    )


def test_the_base_is_told_and_small_sources_share_a_bar():
    table, many = (
        INDEX.copy(),
        pd.concat(
            [PARTS.assign(source=f"{name} {HOSTILE}", points=10.0) for name in "ABCDEFGH"]
        ).drop_duplicates(["period", "source"]),
    )
    table.attrs = {"base": ["2019-06-01", "2019-06-30"]}
    chart = charts.index(table, many, title=HOSTILE)
    assert [t.get_text() for t in drawn(chart.axes[0], "source")][-2:] == ["3 others", "● index"]
    assert any("100: mean from 1 Jun 2019 to 30 Jun 2019." in t.get_text() for t in chart.texts)
    assert crowded(chart) == []


def test_each_term_has_a_panel_and_all_one_scale():
    chart = charts.multiples(SHARES, title="t")
    limits = {axes.get_ylim() for axes in chart.axes}
    assert len(chart.axes) == 2
    assert len(limits) == 1
    lines = [drawn(axes, "line")[0].get_ydata() for axes in chart.axes]
    np.testing.assert_array_equal(lines[0], [0.1, np.nan, 0.3])
    assert len(drawn(chart.axes[0], "empty")) == 1
    names = [[t.get_text().strip() for t in drawn(axes, "name")] for axes in chart.axes]
    assert names == [["oil", "10"], ["talks", "4"]]
    assert crowded(chart) == []


def test_cells_of_a_matrix_stand_in_the_order_of_the_table():
    chart = charts.matrix(SHARES.assign(masked=[False] * 5 + [True]), title="t")
    (axes,) = chart.axes
    assert [cell.get_xy() for cell in drawn(axes, "cell")] == [(0, 0), (2, 0), (0, 1), (1, 1)]
    assert [cell.get_xy() for cell in drawn(axes, "missing")] == [(1, 0)]
    assert [cell.get_xy() for cell in drawn(axes, "masked")] == [(2, 1)]
    assert [text.get_text() for text in drawn(axes, "cell label")] == ["10%", "30%", "20%", "20%"]
    assert [text.get_text() for text in drawn(axes, "column")] == [
        "Jun 2019", "Jul 2019", "Aug 2019",
    ]  # fmt: skip
    assert chart.alt == (
        "Matrix of share, 2 terms by 3 periods. Highest 30% (oil, Aug 2019), lowest 10% (oil, "
        "Jun 2019). 2 cells have no value."
    )


def test_both_signs_have_their_color():
    table = pd.DataFrame({"a": ["x", "x", "x"], "b": ["p", "q", "r"], "v": [-1.0, 1.0, 0.0]})
    chart = charts.matrix(table, title="t", rows="a", columns="b", value="v")
    red, blue, none = (cell.get_facecolor() for cell in drawn(chart.axes[0], "cell"))
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    assert none[:3] == (1, 1, 1)


def test_settings_are_sorted_and_what_was_chosen_stands_below():
    chart = charts.strip(SETTINGS, title="t", choices=["lexicon", "unit"])
    top, below = chart.axes
    points = {label: drawn(top, label)[0] for label in ("moved", "inside")}
    assert [list(points["moved"].get_xdata()), list(points["moved"].get_ydata())] == [
        [0, 2], [-0.3, 0.1],
    ]  # fmt: skip
    assert list(points["inside"].get_ydata()) == [-0.1]
    assert points["inside"].get_markerfacecolor() == "white"
    chosen = {
        name: drawn(below, name)[0].get_path().vertices[::2, 0].tolist()
        for name in ("lexicon: news", "unit: document")
    }
    assert chosen == {"lexicon: news": [1, 2], "unit: document": [0, 1]}
    assert any("n = 3 settings; 1 without an estimate." in t.get_text() for t in chart.texts)
    assert any("A share of settings is no probability." in t.get_text() for t in chart.texts)
    assert crowded(chart) == []


def test_bursts_have_a_row_a_term_and_last_through_their_last_day():
    chart = charts.bursts(BURSTS, title="t", events=EVENTS)
    (axes,) = chart.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["tanker", "plane"]
    spans = sorted(patch.get_width() for patch in axes.patches)
    assert spans == [pytest.approx(1.0, abs=2), 12.0, 28.0]
    alphas = [patch.get_alpha() for patch in axes.patches]
    assert alphas == pytest.approx([0.65, 1.0, 0.65])
    assert chart.alt.startswith(
        "Timeline of 3 bursts. tanker: 3 Jun 2019 to 30 Jun 2019, weight 12;"
    )


def test_a_change_has_its_date_its_interval_and_its_levels():
    chart = charts.changes(WEEKLY, CHANGES, title="t")
    axes = chart.axes[0]
    dates = [line.get_xdata()[0] for line in drawn(axes, "change")]
    assert dates[1] - dates[0] == 14
    bands = [(patch.get_x(), patch.get_width()) for patch in drawn(axes, "date interval")]
    assert bands == [(dates[0] - 7, 14), (dates[1] - 7, 14)]
    levels = [(line.get_ydata()[0], line.get_xdata()[1] - line.get_xdata()[0])
              for line in drawn(axes, "level")]  # fmt: skip
    assert levels == [(0.1, 14), (-0.1, 14), (-0.1, 14), (0.2, 14)]
    none = charts.changes(WEEKLY, CHANGES.iloc[:0], title="t")
    assert none.alt.endswith("No change of level.")
    assert drawn(none.axes[0], "change") == []


def hostile_charts():
    random = np.random.default_rng(1)
    names = [HOSTILE, "x" * 300, "", *(f"term {k}" for k in range(17))]
    days = pd.date_range("2019-01-01", periods=36, freq="MS")
    grid = pd.DataFrame({"period": list(days) * 20, "term": np.repeat(names, 36)})
    grid["share"] = random.random(len(grid))
    settings = pd.DataFrame(
        {"a": random.choice(names[:9], 200), "b": random.choice(names, 200),
         "difference": random.normal(0, 1e-7, 200)}
    )  # fmt: skip
    bursts = pd.DataFrame({"term": names, "start": days[:20], "end": days[10:30], "weight": 1e9})
    words = {"title": HOSTILE, "subtitle": HOSTILE, "source": HOSTILE}
    return [
        charts.multiples(grid, **words),
        charts.matrix(grid, **words),
        charts.strip(settings, choices=["a", "b"], **words),
        charts.bursts(bursts, **words, events=EVENTS),
    ]


def lonely_charts():
    first = SHARES.iloc[:1]
    return [
        charts.index(INDEX.iloc[:1], PARTS.iloc[:1], title="t"),
        charts.multiples(first, title="t"),
        charts.matrix(first, title="t"),
        charts.strip(SETTINGS.iloc[:1], choices=["unit"], title="t"),
        charts.bursts(BURSTS.iloc[:1], title="t"),
        charts.changes(WEEKLY.iloc[:1], CHANGES.iloc[:0], title="t"),
    ]


@pytest.mark.parametrize("made", [hostile_charts, lonely_charts])
def test_hostile_many_and_lonely_rows_run_into_nothing(made):
    for chart in made():
        assert crowded(chart) == []
        assert chart.svg().count("<script") == 0


def test_nothing_to_draw_is_said():
    nothing = [
        charts.index(INDEX.iloc[:0], PARTS.iloc[:0], title="t"),
        charts.multiples(SHARES.iloc[:0], title="t"),
        charts.matrix(SHARES.iloc[:0], title="t"),
        charts.strip(SETTINGS.iloc[:0], choices=["unit"], title="t"),
        charts.bursts(BURSTS.iloc[:0], title="t"),
        charts.changes(WEEKLY.iloc[:0], CHANGES, title="t"),
    ]
    assert all("without data" in chart.alt for chart in nothing)
    gone = SHARES.assign(share=np.nan)
    assert charts.matrix(gone, title="t").alt.endswith("No value in any cell.")
    assert "oil: no value." in charts.multiples(gone, title="t").alt


def test_refusals_say_what_was_found():
    wide = pd.DataFrame({"term": [str(n) for n in range(41)], "period": "a", "share": 0.1})
    cases = [
        (ColumnError, lambda: charts.index(pd.concat([INDEX, INDEX]), PARTS, title="t"),
         "Column 'period' must have each period once."),
        (ArgumentError, lambda: charts.multiples(wide.assign(period="2019-01-01"), title="t"),
         "Small multiples show at most 24 terms (got 41)."),
        (ColumnError, lambda: charts.multiples(pd.concat([SHARES, SHARES]), title="t"),
         "More than one row for a period and 'term'."),
        (ArgumentError, lambda: charts.matrix(wide, title="t"),
         "A matrix shows at most 40 rows and columns (got 41 of 'term', 1 of 'period'). Keep those"
         " that matter."),
        (ColumnError, lambda: charts.matrix(pd.concat([SHARES, SHARES]), title="t"),
         "More than one row for one pair of 'term' and 'period'."),
        (ArgumentError, lambda: charts.strip(
            wide.assign(difference=0.1), choices=["term"], title="t"),
         "A strip shows at most 40 settings of all choices together (got 41). Leave choices out."),
        (ColumnError, lambda: charts.bursts(BURSTS.assign(end="2018-01-01"), title="t"),
         "Column 'end' must not lie before 'start'."),
        (ArgumentError, lambda: charts.bursts(
            wide.assign(start="2019-01-01", end="2019-01-02", weight=1), title="t"),
         "A timeline shows at most 40 terms (got 41)."),
        (ColumnError, lambda: charts.changes(WEEKLY, CHANGES.drop(columns="date"), title="t"),
         "Columns not found: 'date'; the table has 'lower', 'upper', 'before', 'after'."
         " Did you mean 'after'?"),
    ]  # fmt: skip
    for kind, call, said in cases:
        with pytest.raises(kind) as error:
            call()
        assert str(error.value) == said
