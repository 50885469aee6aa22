"""p-values of many looks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analysis.errors import ArgumentError
from analysis.stats import benjamini_hochberg, benjamini_hochberg_rejects, sidak

PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_four_of_the_fifteen_of_benjamini_and_hochberg_are_rejected() -> None:
    adjusted = benjamini_hochberg(PUBLISHED)
    assert int(np.sum(adjusted <= 0.05)) == 4
    assert benjamini_hochberg_rejects(PUBLISHED).tolist() == [True] * 4 + [False] * 11
    assert benjamini_hochberg_rejects([0.01, np.nan], rate=0.02).tolist() == [True, False]
    np.testing.assert_allclose(adjusted[:5], [0.0015, 0.003, 0.0095, 0.035625, 0.0603], atol=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_adjusted_values_agree_with_scipy(p: list[float]) -> None:
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), atol=1e-12)


def test_missing_values_stay_and_are_not_counted() -> None:
    adjusted = benjamini_hochberg([[0.01, np.nan], [0.5, 0.02]])
    np.testing.assert_allclose(adjusted, [[0.03, np.nan], [0.5, 0.03]])
    assert benjamini_hochberg([]).tolist() == []


def test_sidak_is_the_chance_of_one_in_many() -> None:
    assert float(sidak(0.05, 1)) == pytest.approx(0.05)
    assert float(sidak(1 - 0.95 ** (1 / 9), 9)) == pytest.approx(0.05)
    assert sidak([0, 1], 3).tolist() == [0, 1]
    assert np.isnan(sidak(np.nan, 3))


def test_refusals_say_what_was_found() -> None:
    with pytest.raises(ArgumentError) as refused:
        benjamini_hochberg([0.5, 1.5])
    assert str(refused.value) == "`p` must lie between 0 and 1 (got 1.5)."
    with pytest.raises(ArgumentError) as refused:
        benjamini_hochberg_rejects([0.5], rate=5)
    assert str(refused.value) == "`rate` must lie between 0 and 1 (got 5)."
    with pytest.raises(ArgumentError) as refused:
        sidak(0.5, 0)
    assert str(refused.value) == "`looks` must be at least 1 (got 0)."
