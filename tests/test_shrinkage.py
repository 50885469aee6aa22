"""Ratios shrunk by a prior whose strength the table itself gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma, nbinom

from analysis.errors import ArgumentError
from analysis.stats import gamma_poisson

TOY = [0, 5, 50, 10, 8, 9, 12], [1, 1, 10, 10, 10, 10, 10]


def test_the_posterior_is_the_gamma_of_the_textbook() -> None:
    found = gamma_poisson(*TOY, level=0.8)
    n, e = np.array(TOY, float)
    a = found.strength
    np.testing.assert_allclose(found.ratio, (a + n) / (a + e))
    np.testing.assert_allclose(found.lower, gamma.ppf(0.1, a + n, scale=1 / (a + e)))
    np.testing.assert_allclose(found.upper, gamma.ppf(0.9, a + n, scale=1 / (a + e)))


def test_no_other_strength_is_likelier() -> None:
    n, e = np.array(TOY, float)

    def likelihood(a: float) -> float:
        return float(nbinom.logpmf(n, a, a / (a + e)).sum())

    best = likelihood(gamma_poisson(n, e).strength)
    assert all(best >= likelihood(a) - 1e-6 for a in np.geomspace(0.05, 1000, 400))


@pytest.mark.parametrize("strength", [0.5, 2.0, 8.0])
def test_a_known_strength_is_recovered(strength: float) -> None:
    random = np.random.default_rng(7)
    expected = random.uniform(1, 30, 20_000)
    observed = random.poisson(expected * random.gamma(strength, 1 / strength, 20_000))
    assert gamma_poisson(observed, expected).strength == pytest.approx(strength, rel=0.04)


def test_bounds_hold_their_level_when_the_prior_is_right() -> None:
    random = np.random.default_rng(8)
    true = random.gamma(3, 1 / 3, 20_000)
    found = gamma_poisson(random.poisson(true * 5), np.full(20_000, 5.0))
    inside = np.mean((found.lower <= true) & (true <= found.upper))
    assert inside == pytest.approx(0.9, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 60)), min_size=1, max_size=12))
def test_a_ratio_lies_between_one_and_what_was_seen(pairs: list[tuple[int, float]]) -> None:
    n, e = np.array(pairs).T
    found = gamma_poisson(n, e)
    low, high = np.minimum(1, n / e), np.maximum(1, n / e)
    assert np.all((found.ratio >= low - 1e-9) & (found.ratio <= high + 1e-9))
    assert np.all(found.lower < found.upper)


def test_few_counts_are_shrunk_more_than_many() -> None:
    n = [3, 30, 300, *[10, 11, 9, 12, 8] * 5]
    e = [1, 10, 100, *[10] * 25]
    ratio = gamma_poisson(n, e).ratio
    assert ratio[0] < ratio[1] < ratio[2] < 3


def test_where_all_ratios_agree_the_prior_is_as_strong_as_it_may_be() -> None:
    assert gamma_poisson([10] * 50, [10] * 50).strength == pytest.approx(1000, rel=0.01)


def test_a_missing_count_stays_missing_and_changes_no_other() -> None:
    with_missing = gamma_poisson([*TOY[0], np.nan], [*TOY[1], 3])
    without = gamma_poisson(*TOY)
    assert with_missing.strength == pytest.approx(without.strength)
    np.testing.assert_allclose(with_missing.ratio[:-1], without.ratio)
    assert np.isnan([with_missing.ratio[-1], with_missing.lower[-1]]).all()


def test_nothing_has_no_ratios_and_the_strongest_prior() -> None:
    found = gamma_poisson([], [])
    assert (found.ratio.tolist(), found.lower.tolist(), found.strength) == ([], [], 1000.0)


def test_refusals_say_what_was_found() -> None:
    for observed, expected, said in (
        ([1], [0], "`expected` must be above 0 everywhere; add half a count to zeros."),
        ([-1], [1], "`observed` must be counts, finite and not below 0 (got -1)."),
        ([1, 2], [1, 2, 3], "Counts must have one shape (got `observed` (2,), `expected` (3,))."),
    ):
        with pytest.raises(ArgumentError) as error:
            gamma_poisson(observed, expected)
        assert str(error.value) == said
    with pytest.raises(ArgumentError) as error:
        gamma_poisson([1], [1], level=1)
    assert str(error.value) == "`level` must lie between 0 and 1 (got 1)."


def test_a_given_strength_is_used_as_it_is() -> None:
    found = gamma_poisson([4.0], [1.0], strength=2.0)
    assert (float(found.ratio[0]), found.strength) == (pytest.approx(2.0), 2.0)
    with pytest.raises(ArgumentError) as error:
        gamma_poisson([4.0], [1.0], strength=0)
    assert str(error.value) == "`strength` must be above 0 (got 0)."
