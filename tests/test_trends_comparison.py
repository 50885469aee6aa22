"""Comparison with the periods before: by hand, and by how often it cries wolf."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.stats import t

from analysis import trends
from analysis.errors import ArgumentError, ColumnError

COLUMNS = [
    "period", "n_docs", "n_docs_baseline", "mean", "mean_baseline", "difference", "lower",
    "upper", "p_adjusted", "verdict",
]  # fmt: skip
FIRST = pd.Timestamp("2019-01-07")
LAST = "2019-03-04"  # the ninth Monday


def weeks(values: list[list[float]]) -> pd.DataFrame:
    """Scores of the weeks from FIRST on, one list a week, spread over its days."""
    n = [len(week) for week in values]
    place = np.concatenate([np.arange(size) for size in n])
    week = np.repeat(np.arange(len(n)), n)
    ids = pd.Series([f"d{at:04}" for at in range(len(week))], dtype="str")
    return pd.DataFrame(
        {"doc_id": ids, "story_id": ids, "source": "A",
         "date": FIRST + pd.to_timedelta(7 * week + place % 7, unit="D"),
         "score": np.concatenate(values)}
    )  # fmt: skip


def steady(last: float, *, n: int = 6) -> pd.DataFrame:
    """Eight weeks with means of -.1 and .1 in turn, then one at `last`, no noise inside."""
    return weeks([[0.1 * (-1) ** week] * n for week in range(8)] + [[last] * n])


def test_a_toy_table_by_hand() -> None:
    # No noise inside weeks: tau2 is the variance of the eight means, 8 x .01 / 7.
    found = trends.compare(steady(0.5), "2019-03-06")
    spread = np.sqrt(0.08 / 7 * (1 + 1 / 8))
    p = 2 * t.sf(0.5 / spread, 7)
    half = t.ppf(0.975, 7) * spread
    expected = pd.DataFrame(
        {
            "period": pd.to_datetime([LAST]),
            "n_docs": [6],
            "n_docs_baseline": [48],
            "mean": [0.5],
            "mean_baseline": [0.0],
            "difference": [0.5],
            "lower": [0.5 - half],
            "upper": [0.5 + half],
            "p_adjusted": [p],
            "verdict": ["moved"],
        }
    )
    assert list(found.columns) == COLUMNS
    assert_frame_equal(found, expected, rtol=5e-3, atol=1e-9)  # a grid stands for an integral
    assert trends.compare(steady(0.2), LAST)["verdict"].tolist() == ["inside the noise"]


def test_a_period_of_fewer_documents_is_held_to_less() -> None:
    draw = np.random.default_rng(4)
    noise = draw.normal(size=(9, 100))
    many, few = noise + 0.0, [list(week) for week in noise]
    few[8] = few[8][:5]
    wide, narrow = (trends.compare(weeks(list(frame)), LAST) for frame in (few, many))
    assert (wide["upper"] - wide["lower"]).iloc[0] > 2 * (narrow["upper"] - narrow["lower"]).iloc[0]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-2, 2))
def test_bounds_leave_out_zero_exactly_where_the_verdict_is_moved(seed: int, shift: float) -> None:
    draw = np.random.default_rng(seed)
    values = [list(week) for week in draw.normal(size=(9, 8))]
    values[8] = [value + shift for value in values[8]]
    found = trends.compare(weeks(values), LAST).iloc[0]
    outside = found["lower"] > 0 or found["upper"] < 0
    assert outside == (found["verdict"] == "moved") == (found["p_adjusted"] < 0.05)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(-5, 5))
def test_row_order_and_a_constant_change_nothing_else(seed: int, constant: float) -> None:
    draw = np.random.default_rng(seed)
    scores = weeks([list(week) for week in draw.normal(size=(9, 6))])
    plain = trends.compare(scores, LAST)
    assert_frame_equal(trends.compare(scores.sample(frac=1, random_state=seed), LAST), plain)
    moved = trends.compare(scores.assign(score=scores["score"] + constant), LAST)
    plain[["mean", "mean_baseline"]] += constant
    assert_frame_equal(moved, plain, atol=1e-7)


@pytest.mark.parametrize(
    "period", ["2019-03-10", pd.Timestamp("2019-03-07 12:00"), np.datetime64(LAST)]
)
def test_any_date_inside_names_the_period(period: object) -> None:
    assert trends.compare(steady(0.5), period)["period"].tolist() == [pd.Timestamp(LAST)]


def test_a_month_is_named_as_a_month() -> None:
    found = trends.compare(steady(0.5), "2019-03", every="MS", baseline=3)
    assert found["period"].tolist() == [pd.Timestamp("2019-03-01")]
    assert found["n_docs"].tolist() == [8]  # the week of February 25 ends in March
    assert found["verdict"].tolist() == ["too few"]  # two months before it, not three


def test_under_five_documents_are_too_few() -> None:
    found = trends.compare(weeks([[0.1, 0.2] * 4] * 8 + [[0.9] * 4]), LAST).iloc[0]
    assert (found["verdict"], found["n_docs"], found["n_docs_baseline"]) == ("too few", 4, 64)
    assert found[["mean", "difference", "lower", "upper", "p_adjusted"]].isna().all()
    assert found["mean_baseline"] == pytest.approx(0.15)


def test_two_baseline_periods_are_too_few_and_three_will_do() -> None:
    two = weeks([[0.1] * 4] * 6 + [[0.1, 0.2, 0.3, 0.4, 0.5]] * 2 + [[0.9] * 5])
    three = weeks([[0.1] * 4] * 5 + [[0.1, 0.2, 0.3, 0.4, 0.5]] * 3 + [[0.9] * 5])
    assert trends.compare(two, LAST)["verdict"].tolist() == ["too few"]
    found = trends.compare(three, LAST).iloc[0]
    assert found["verdict"] != "too few"
    assert found["n_docs_baseline"] == 15


def test_periods_that_the_span_cuts_do_not_count() -> None:
    scores = steady(0.5)
    assert trends.compare(scores, LAST)["verdict"].tolist() == ["moved"]
    cut = trends.compare(scores, LAST, span=("2019-01-07", "2019-03-09"))
    assert cut["verdict"].tolist() == ["too few"]
    later = trends.compare(scores, LAST, span=("2019-01-08", "2019-03-10"))
    assert later["n_docs_baseline"].tolist() == [42]


def test_each_group_is_judged_and_looks_are_shared() -> None:
    alone = trends.compare(steady(0.7), LAST)
    both = pd.concat([steady(0.7).assign(actor="x"), steady(0.0).assign(actor="y")])
    both["doc_id"] = both["story_id"] = both["doc_id"] + both["actor"]
    few = steady(0.5).assign(actor="z").tail(3)
    found = trends.compare(pd.concat([few, both]), LAST, by="actor")
    assert list(found.columns) == ["period", "actor", *COLUMNS[1:]]
    assert found["actor"].tolist() == ["x", "y", "z"]
    assert found["verdict"].tolist() == ["moved", "inside the noise", "too few"]
    assert found["difference"].iloc[0] == pytest.approx(alone["difference"].iloc[0])
    assert (found.attrs["looks"], alone.attrs["looks"]) == (2, 1)
    assert found["p_adjusted"].iloc[0] == pytest.approx(2 * alone["p_adjusted"].iloc[0], rel=1e-6)
    assert found["lower"].iloc[0] == pytest.approx(alone["lower"].iloc[0])


def test_several_periods_are_one_table_and_one_family() -> None:
    scores = steady(0.5)
    found = trends.compare(scores, ["2019-02-27", LAST, "2019-03-05"])
    assert found["period"].tolist() == [pd.Timestamp("2019-02-25"), pd.Timestamp(LAST)]
    assert found.attrs["looks"] == 2
    alone = trends.compare(scores, LAST)
    numbers = ["mean", "difference", "lower", "upper"]
    assert_frame_equal(found[numbers].tail(1).reset_index(drop=True), alone[numbers])
    assert found["p_adjusted"].iloc[1] == pytest.approx(2 * alone["p_adjusted"].iloc[0])


def test_stories_told_many_times_are_one_voice() -> None:
    draw = np.random.default_rng(8)
    values = [list(week) for week in draw.normal(size=(8, 10))]
    scores = weeks([*values, [1.7] * 10])
    told_once = scores["date"] >= LAST
    one_story = scores.assign(story_id=scores["story_id"].mask(told_once, "s"))
    many = trends.compare(scores, LAST).iloc[0]
    one = trends.compare(one_story, LAST).iloc[0]
    assert many["verdict"] == "moved"
    assert one["verdict"] == "inside the noise"


def test_attention_from_nothing_to_everything_moves() -> None:
    found = trends.compare(weeks([[0.0] * 20] * 8 + [[1.0] * 20]), LAST).iloc[0]
    assert (found["verdict"], found["p_adjusted"]) == ("moved", 0.0)
    rare = trends.compare(weeks([[0.0] * 20] * 8 + [[1.0] + [0.0] * 19]), LAST).iloc[0]
    assert rare["verdict"] == "inside the noise"
    same = trends.compare(weeks([[0.0] * 20] * 9), LAST).iloc[0]
    assert (same["verdict"], same["p_adjusted"]) == ("inside the noise", 1.0)


def test_no_scores_make_an_empty_table_with_its_columns() -> None:
    whole = trends.compare(steady(0.1), LAST)
    empty = trends.compare(steady(0.1).iloc[:0], LAST, every="auto")
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == whole.dtypes.to_dict()
    grouped = trends.compare(steady(0.1).iloc[:0], LAST, by="source")
    assert list(grouped.columns) == ["period", "source", *COLUMNS[1:]]


def test_refusals_say_what_was_found() -> None:
    with pytest.raises(ArgumentError) as refused:
        trends.compare(steady(0), [])
    assert str(refused.value) == "`period` must name at least one period (got none)."
    with pytest.raises(ArgumentError) as refused:
        trends.compare(steady(0), LAST, baseline=2)
    assert str(refused.value) == "`baseline` must be a whole number from 3 (got 2)."
    with pytest.raises(ArgumentError) as refused:
        trends.compare(steady(0), 201903)
    assert str(refused.value) == (
        "`period` must be a date such as '2019-06-03' or '2019-06' (got 201903)."
    )
    with pytest.raises(ArgumentError) as refused:
        trends.compare(steady(0), LAST, every="M")
    assert str(refused.value) == (
        "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS', 'auto' (got 'M')."
    )
    with pytest.raises(ColumnError) as missing:
        trends.compare(steady(0), LAST, by="speaker")
    assert str(missing.value) == (
        "Columns not found: 'speaker'; "
        "the table has 'doc_id', 'story_id', 'source', 'date', 'score'."
    )


EQUAL, UNEQUAL = [20] * 9, [5, 100, 30, 8, 60, 6, 12, 150, 20]


def world(name: str, draw: np.random.Generator) -> list[np.ndarray]:
    """Nine weeks in which nothing moves, drawn in one of several ways."""
    kind, _, size = name.partition(", ")
    n = {"": EQUAL, "unequal n": UNEQUAL, "large last": [20] * 8 + [300], "few": [100] * 8 + [6]}[
        size
    ]
    if kind == "rare share":
        return [draw.binomial(1, 0.02, m).astype(float) for m in n]
    if kind == "bursty share":  # beta-binomial by day: phi about 3
        days = [[m // 7 + (day < m % 7) for day in range(7)] for m in n]
        return [
            np.concatenate([draw.binomial(1, draw.beta(0.6, 1.4), m) for m in week]).astype(float)
            for week in days
        ]
    tau = {"independent": 0, "small tau": 0.22, "large tau": 1, "correlated": 0.5}[kind]
    level = tau * draw.standard_normal(9)
    if kind == "correlated":
        for week in range(1, 9):
            level[week] = 0.6 * level[week - 1] + 0.8 * level[week]
    return [at + draw.standard_normal(m) for at, m in zip(level, n, strict=True)]


WORLDS = [
    "independent", "small tau", "large tau", "independent, unequal n", "small tau, unequal n",
    "large tau, unequal n", "small tau, large last", "large tau, large last",
    "independent, few", "large tau, few", "rare share", "bursty share", "bursty share, unequal n",
    "correlated",
]  # fmt: skip


def alarms(name: str, repeats: int) -> float:
    """The rate of the verdict "moved" where nothing did."""
    draw = np.random.default_rng(sum(map(ord, name)))
    tables = (
        trends.compare(weeks([list(week) for week in world(name, draw)]), LAST)
        for _ in range(repeats)
    )
    return sum(table["verdict"].iloc[0] == "moved" for table in tables) / repeats


@pytest.mark.slow
def test_false_alarms_stay_at_the_nominal_rate(capsys: pytest.CaptureFixture[str]) -> None:
    rates = {name: alarms(name, 400) for name in WORLDS}
    with capsys.disabled():
        print("\nnothing moves               moved, of 400")
        for name, rate in rates.items():
            print(f"{name:25}  {rate:6.3f}")
    # 400 draws of a true 5% exceed 7.5% once in a hundred.
    assert all(rate <= 0.075 for name, rate in rates.items() if name != "correlated")
    # The stated limit: correlated periods cost a few points.
    assert rates["correlated"] <= 0.11


@pytest.mark.slow
def test_a_whole_year_of_looks_keeps_its_family_wise_rate(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rates = {}
    for memory in (0.0, 0.6):
        any_moved = 0
        for seed in range(200):
            draw = np.random.default_rng(seed)
            level = 0.3 * draw.standard_normal(30)
            for week in range(1, 30):
                level[week] = memory * level[week - 1] + np.sqrt(1 - memory**2) * level[week]
            scores = weeks([at + draw.standard_normal(20) for at in level])
            looked = [FIRST + pd.Timedelta(weeks=week) for week in range(8, 30)]
            any_moved += (trends.compare(scores, looked)["verdict"] == "moved").any()
        rates[memory] = any_moved / 200
    with capsys.disabled():
        print(f"\n22 weeks looked at, nothing moves: any moved {rates} of 200")
    assert rates[0.0] <= 0.08
    assert rates[0.6] <= 0.12


def test_false_alarms_are_rare_in_a_short_run() -> None:
    # 100 draws of a true 5% exceed 11% once in a hundred.
    assert all(alarms(name, 100) <= 0.11 for name in ("small tau", "bursty share"))


def test_a_large_shift_is_seen() -> None:
    draw = np.random.default_rng(12)
    seen = 0
    for _ in range(60):
        values = world("small tau", draw)
        values[8] = values[8] + 1.2
        seen += trends.compare(weeks(values), LAST)["verdict"].iloc[0] == "moved"
    assert seen >= 51


def test_a_doubled_share_of_articles_is_seen() -> None:
    draw = np.random.default_rng(13)
    seen = 0
    for _ in range(60):
        values = [list(draw.binomial(1, 0.15, 66).astype(float)) for _ in range(8)]
        values.append(list(draw.binomial(1, 0.4, 66).astype(float)))
        seen += trends.compare(weeks(values), LAST)["verdict"].iloc[0] == "moved"
    assert seen >= 50
