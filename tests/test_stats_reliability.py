"""Krippendorff's alpha: published values, a count by pairs as oracle, the ends, and refusals."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.errors import ArgumentError
from analysis.stats import krippendorff_alpha, krippendorff_interval
from analysis.stats.reliability import SCALES, Scale

# Two coders and ten units: Krippendorff's example of binary data without gaps.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]


def test_four_coders_and_twelve_units_give_the_published_alphas(evaluation: Path) -> None:
    folder = evaluation / "targets" / "krippendorff_alpha"
    published = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    ratings = np.genfromtxt(folder / "input_4coders_12units.csv", delimiter=",")
    assert ratings.shape == (4, 12)
    for scale in SCALES:
        found = krippendorff_alpha(ratings, scale=scale)
        assert found == pytest.approx(published["published"][scale], abs=0.0005)
        assert found == pytest.approx(published["package"][scale], abs=1e-12)


def test_binary_ratings_without_gaps_give_the_published_alpha() -> None:
    assert krippendorff_alpha(BINARY) == pytest.approx(0.095, abs=0.0005)


def by_pairs(ratings: np.ndarray, scale: str) -> float:
    """Alpha from every pair of ratings, one after the other."""
    units = [column[~np.isnan(column)] for column in ratings.T]
    units = [unit for unit in units if len(unit) > 1]
    every = np.concatenate(units)

    def apart(c: float, k: float) -> float:
        if scale == "nominal":
            return float(c != k)
        if scale == "interval":
            return (c - k) ** 2
        if scale == "ratio":
            return ((c - k) / (c + k)) ** 2 if c + k else 0.0
        low, high = min(c, k), max(c, k)
        between = np.sum((every >= low) & (every <= high))
        return float(between - (np.sum(every == c) + np.sum(every == k)) / 2) ** 2

    within = sum(
        apart(a, b) / (len(unit) - 1) for unit in units for a, b in itertools.permutations(unit, 2)
    )
    among = sum(apart(a, b) for a, b in itertools.permutations(every, 2))
    return 1 - (len(every) - 1) * within / among


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, np.nan]), min_size=3, max_size=3),
        min_size=3,
        max_size=6,
    )
)
def test_alpha_is_the_count_over_all_pairs(units: list[list[float]]) -> None:
    ratings = np.array(units).T
    rated = ratings[:, np.sum(~np.isnan(ratings), axis=0) > 1]
    assume(len(np.unique(rated[~np.isnan(rated)])) > 1)
    for scale in SCALES:
        assert krippendorff_alpha(ratings, scale=scale) == pytest.approx(by_pairs(ratings, scale))


def test_words_are_nominal_and_perfect_agreement_is_one() -> None:
    ratings = [["hot", "cold", None], ["hot", "cold", "hot"]]
    assert krippendorff_alpha(ratings) == 1
    numbers: list[list[float | None]] = [[1, 9, None], [1, 9, 3]]
    for scale in SCALES:
        assert krippendorff_alpha(numbers, scale=scale) == pytest.approx(1)


def test_the_interval_holds_alpha_and_is_the_same_for_the_same_seed() -> None:
    ratings = np.tile(np.array(BINARY), 20)
    alpha = krippendorff_alpha(ratings)
    for scale in SCALES:
        first, again = (krippendorff_interval(ratings, scale=scale, draws=200) for _ in range(2))
        assert first == again
        assert first.lower < alpha < first.upper
    wide = krippendorff_interval(ratings, draws=200, level=0.99)
    narrow = krippendorff_interval(ratings, draws=200, level=0.5)
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_a_draw_of_one_value_is_left_out() -> None:
    found = krippendorff_interval([[1, 1, 1, 2], [1, 1, 1, 2]], draws=50)
    assert (float(found.lower), float(found.upper)) == (1, 1)


@pytest.mark.parametrize(
    ("ratings", "scale", "message"),
    [
        (
            [[1, 1], [1, 1]],
            "nominal",
            "`ratings` are all the same: alpha has no disagreement to expect.",
        ),
        (
            [[1, None], [None, 1]],
            "nominal",
            "`ratings` must have a unit that two coders rated (got none).",
        ),
        (
            [[1, 2, 3]],
            "nominal",
            "`ratings` must have a row a coder, at least 2, and a column a unit (got (1, 3)).",
        ),
        ([["a"], ["b"]], "interval", '`ratings` must be numbers on the scale "interval".'),
        ([[1, 2], [1, np.inf]], "ordinal", "`ratings` must be finite (got inf)."),
        (
            [[1, 2], [1, -2]],
            "ratio",
            '`ratings` must not be below 0 on the scale "ratio" (got -2).',
        ),
        (
            [[1, 2], [1, 1]],
            "metric",
            "`scale` must be one of 'nominal', 'ordinal', 'interval', 'ratio' (got 'metric').",
        ),
    ],
)
def test_refusals_say_what_was_found(ratings: object, scale: Scale, message: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        krippendorff_alpha(ratings, scale=scale)  # type: ignore[arg-type]
    assert str(refused.value) == message


def test_an_interval_of_no_draws_is_refused() -> None:
    with pytest.raises(ArgumentError) as refused:
        krippendorff_interval(BINARY, draws=0)
    assert str(refused.value) == "`draws` must be at least 1 (got 0)."
