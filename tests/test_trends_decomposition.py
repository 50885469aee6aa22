"""Differences between groups, and what a change is made of: by hand, exact, covered."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.stats import ttest_ind, ttest_rel

from analysis import trends
from analysis.errors import ArgumentError, ColumnError


def scores(
    value: np.ndarray | list[float], source: object, *, name: str = "d", day: str = "2019-06-03"
) -> pd.DataFrame:
    ids = pd.Series([f"{name}{at:04}" for at in range(len(value))], dtype="str")
    return pd.DataFrame(
        {"doc_id": ids, "story_id": ids, "source": source, "date": pd.Timestamp(day),
         "score": value}
    )  # fmt: skip


def drawn(seed: int, sources: str, *, name: str) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    place = draw.integers(0, len(sources), 40)
    return scores(draw.normal(size=40) + place, np.array(list(sources))[place], name=name)


def test_parts_by_hand() -> None:
    before = scores([0.0, 0.2, 0.6, 0.4], ["A", "A", "B", "C"], name="b")
    after = scores([0.1, 0.3, 0.2, 0.5], ["A", "A", "B", "D"], name="a")
    found = trends.decompose(before, after)
    assert found["part"].tolist() == ["within", "within", "mix", "mix", "entering", "leaving"]
    assert found["group"].tolist() == ["A", "B", "A", "B", "D", "C"]
    middle = (0.3 + 0.275) / 2
    # A: half of each side, .1 then .2; B: a quarter, .6 then .2; D enters at .5, C leaves at .4.
    expected = [0.5 * 0.1, 0.25 * -0.4, 0, 0, 0.25 * (0.5 - middle), -0.25 * (0.4 - middle)]
    np.testing.assert_allclose(found["contribution"], expected, atol=1e-12)
    assert found["lower"].notna().tolist() == [True, False, True, False, False, False]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["ABC", "A", "CDE", "ABCDE"]))
def test_parts_add_up_to_the_change(seed: int, later: str) -> None:
    before, after = drawn(seed, "ABC", name="b"), drawn(seed + 1, later, name="a")
    found = trends.decompose(before, after)
    change = after["score"].mean() - before["score"].mean()
    assert abs(found["contribution"].sum() - change) < 1e-9
    back = trends.decompose(after, before)
    assert abs(found["contribution"].sum() + back["contribution"].sum()) < 1e-9


def test_a_pure_change_of_mix_is_mix_and_of_tone_is_within() -> None:
    before = scores([0.0] * 8 + [1.0] * 2, ["A"] * 8 + ["B"] * 2, name="b")
    mixed = scores([0.0] * 2 + [1.0] * 8, ["A"] * 2 + ["B"] * 8, name="a")
    parts = trends.decompose(before, mixed).groupby("part")["contribution"].sum()
    assert parts.to_dict() == pytest.approx({"within": 0, "mix": 0.6})
    toned = before.assign(score=before["score"] + 0.3, doc_id="x" + before["doc_id"])
    parts = trends.decompose(before, toned).groupby("part")["contribution"].sum()
    assert parts.to_dict() == pytest.approx({"within": 0.3, "mix": 0}, abs=1e-12)


def test_without_one_side_there_is_nothing_to_take_apart() -> None:
    empty = trends.decompose(drawn(1, "AB", name="b"), drawn(2, "AB", name="a").iloc[:0])
    assert list(empty.columns) == ["part", "group", "contribution", "lower", "upper"]
    assert empty.empty
    assert empty.dtypes.to_dict() == (
        trends.decompose(drawn(1, "AB", name="b"), drawn(2, "AB", name="a")).dtypes.to_dict()
    )


def test_a_difference_of_strangers_is_welchs_t() -> None:
    draw = np.random.default_rng(3)
    a, b = draw.normal(size=12), draw.normal(size=30) * 2
    found = trends.difference(
        scores(np.r_[a, b], ["A"] * 12 + ["B"] * 30), between="source", every="D"
    )
    peer = ttest_ind(a, b, equal_var=False).confidence_interval()
    assert found[["n_docs_a", "n_docs_b"]].to_numpy().tolist() == [[12, 30]]
    assert found["difference"].iloc[0] == pytest.approx(a.mean() - b.mean())
    assert found[["lower", "upper"]].iloc[0].tolist() == pytest.approx([peer.low, peer.high])


def test_a_difference_inside_documents_is_the_paired_t() -> None:
    draw = np.random.default_rng(4)
    shared = draw.normal(size=15) * 5
    a, b = shared + draw.normal(size=15), shared + draw.normal(size=15)
    both = pd.concat([scores(a, "P").assign(actor="x"), scores(b, "P").assign(actor="y")])
    found = trends.difference(both, between={"actor": ["y", "x"]}, every="D").iloc[0]
    peer = ttest_rel(b, a).confidence_interval()
    assert (found["group_a"], found["group_b"]) == ("y", "x")
    assert [found["lower"], found["upper"]] == pytest.approx([peer.low, peer.high])
    assert found["upper"] - found["lower"] < 3
    names = trends.difference(both, between=["y", "x"], every="D").iloc[0]
    assert names.equals(found)


def test_each_pair_has_each_period_and_few_documents_are_missing() -> None:
    first, last = drawn(5, "ABC", name="a"), scores([0.1] * 4, list("AABC"), name="z")
    table = pd.concat([first, last.assign(date=pd.Timestamp("2019-06-17"))])
    found = trends.difference(table, between="source")
    assert len(found) == 3 * 3
    assert found["group_a"].str.cat(found["group_b"]).tolist() == ["AB", "AC", "BC"] * 3
    assert found["difference"].notna().tolist() == [True] * 3 + [False] * 6
    assert found["n_docs_a"].tolist()[3:] == [0, 0, 0, 2, 2, 1]
    shuffled = table.sample(frac=1, random_state=1)
    assert_frame_equal(trends.difference(shuffled, between="source"), found)
    empty = trends.difference(table.iloc[:0], between="source")
    assert empty.dtypes.to_dict() == found.dtypes.to_dict()


def test_refusals_say_what_was_found() -> None:
    one = drawn(1, "AB", name="b")
    with pytest.raises(ArgumentError) as refused:
        trends.decompose(one, one.tail(1))
    assert str(refused.value) == "`before` and `after` must not share documents (got 'b0039')."
    with pytest.raises(ArgumentError) as refused:
        trends.decompose([1.0], one)  # type: ignore[arg-type]
    assert str(refused.value) == ("`before` must be a table such as tone.score gives (got list).")
    with pytest.raises(ArgumentError) as refused:
        trends.difference(one, between=["A", "Z"])
    assert str(refused.value) == (
        "`between` must name two groups of one column (got 'A', 'Z'; looked in 'source')."
    )
    with pytest.raises(ArgumentError) as refused:
        trends.difference(one, between={"source": ["A"]})
    assert str(refused.value) == "`between` must name two groups (got 'A')."
    with pytest.raises(ColumnError) as missing:
        trends.difference(one, between="actor")
    assert str(missing.value) == (
        "Columns not found: 'actor'; the table has 'doc_id', 'story_id', 'source', 'date', "
        "'score'. Did you mean 'score'?"
    )


@pytest.mark.slow
def test_the_bounds_hold_the_truth_95_times_in_100(capsys: pytest.CaptureFixture[str]) -> None:
    draw = np.random.default_rng(9)
    level, p0, p1 = np.array([0.0, 0.5, 1.0]), [0.5, 0.3, 0.2], [0.3, 0.3, 0.4]
    shift = np.array([0.2, 0.0, -0.2])
    held: dict[str, list[bool]] = {"within": [], "mix": []}
    truth = {
        "within": (np.array(p0) + p1) / 2 * shift,
        "mix": (np.array(p1) - p0) * (level + shift / 2 - (p0 @ level + p1 @ (level + shift)) / 2),
    }
    for _ in range(300):
        sides = []
        for name, p, means in (("b", p0, level), ("a", p1, level + shift)):
            place = draw.choice(3, 80, p=p)
            value = means[place] + draw.normal(size=80)
            sides.append(scores(value, np.array(list("ABC"))[place], name=name))
        found = trends.decompose(*sides)
        for part, true in truth.items():
            rows = found[found["part"] == part]
            held[part] += ((rows["lower"] <= true) & (true <= rows["upper"])).tolist()
    rates = {part: float(np.mean(inside)) for part, inside in held.items()}
    with capsys.disabled():
        print(f"\ndecompose: bounds hold the truth {rates} (nominal .95)")
    assert all(0.92 <= rate <= 0.99 for rate in rates.values())
