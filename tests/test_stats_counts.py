"""Statistics on counts: published values, signs, shrinkage, and refusals."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from analysis.errors import ArgumentError
from analysis.stats import chi2, g2, log_odds, log_odds_interval, log_ratio, weighted_log_odds

COUNTS = st.integers(1, 10_000)


def test_g2_gives_dunnings_table(evaluation: Path) -> None:
    with (evaluation / "targets" / "dunning1993_g2" / "expected.csv").open(
        encoding="utf-8"
    ) as file:
        rows = list(csv.DictReader(file))
    cells = np.array([[float(row[key]) for key in ("k11", "k12", "k21", "k22")] for row in rows]).T
    published = np.array([float(row["G2"]) for row in rows])
    assert len(rows) == 10
    np.testing.assert_allclose(g2(*cells), published, rtol=0, atol=0.005 + 1e-9)


def test_chi2_is_what_quanteda_prints_for_the_trump_inaugural() -> None:
    n_target, n_reference = 1_660, 41_342
    protected = chi2(5, 1, n_target - 5, n_reference - 1)
    while_ = chi2(6, 7, n_target - 6, n_reference - 7)
    assert float(protected) == pytest.approx(81.83024, abs=5e-6)
    assert float(while_) == pytest.approx(51.79484, abs=5e-6)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_g2_and_chi2_agree_with_scipy(a: int, b: int, c: int, d: int) -> None:
    table = np.array([[a, b], [c, d]], dtype=float)
    likelihood = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert float(g2(a, b, c, d)) == pytest.approx(likelihood.statistic, rel=1e-6, abs=1e-6)
    if likelihood.expected_freq.min() >= 5:
        pearson = chi2_contingency(table, correction=False).statistic
        assert abs(float(chi2(a, b, c, d))) == pytest.approx(pearson, rel=1e-6, abs=1e-6)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_swapping_sides_flips_the_sign(a: int, b: int, c: int, d: int) -> None:
    assert float(chi2(b, a, d, c)) == pytest.approx(-float(chi2(a, b, c, d)))
    assert float(log_ratio(b, a, d, c)) == pytest.approx(-float(log_ratio(a, b, c, d)), abs=1e-9)
    assert float(g2(b, a, d, c)) == pytest.approx(float(g2(a, b, c, d)), abs=1e-6)


def test_chi2_is_that_of_manning_and_schuetze() -> None:
    # Their two tables: new companies, and a word with its translation.
    assert abs(float(chi2(8, 15820, 4667, 14287173))) == pytest.approx(1.55, abs=0.005)
    assert float(chi2(59, 8, 6, 570934, yates="never")) == pytest.approx(456400, abs=50)


# Gears by shape of the engine in R's mtcars, and what tidylo's own page prints for them.
GEARS = [12, 2, 4, 3, 10, 1]
SHAPES, NUMBERS = [0, 0, 0, 1, 1, 1], [3, 4, 5, 3, 4, 5]


def test_weighted_log_odds_are_those_that_tidylo_prints() -> None:
    found = weighted_log_odds(GEARS, group=SHAPES, term=NUMBERS)
    np.testing.assert_allclose(
        found.z,
        [1.1728347, -1.3767516, 0.4033125, -1.1354777, 1.5661168, -0.4362340],
        rtol=0,
        atol=5e-8,
    )
    flat = weighted_log_odds(GEARS, group=SHAPES, term=NUMBERS, prior="uninformative")
    np.testing.assert_allclose(
        flat.log_odds,
        [0.6968169, -1.2527630, 0.3249262, -0.9673459, 1.1451323, -0.5268260],
        rtol=0,
        atol=5e-8,
    )
    np.testing.assert_allclose(
        flat.z,
        [1.8912729, -1.9691060, 0.5549172, -1.7407107, 2.8421436, -0.6570674],
        rtol=0,
        atol=5e-8,
    )


def test_weighted_log_odds_do_not_depend_on_the_order_of_rows() -> None:
    order = np.array([4, 0, 5, 2, 1, 3])
    shuffled = weighted_log_odds(
        np.array(GEARS)[order], group=np.array(SHAPES)[order], term=np.array(list("xyzxyz"))[order]
    )
    straight = weighted_log_odds(GEARS, group=SHAPES, term=NUMBERS)
    np.testing.assert_allclose(shuffled.z, straight.z[order])
    assert weighted_log_odds([], group=[], term=[]).z.tolist() == []


def test_a_group_of_one_term_has_no_weighted_log_odds() -> None:
    found = weighted_log_odds([5, 1, 2], group=["a", "b", "b"], term=["x", "x", "y"])
    assert np.isnan(found.z).tolist() == [True, False, False]


def test_yates_is_left_out_where_the_gap_is_small() -> None:
    # N = 20, expected a = 1 x 10 / 20 = .5, |ad - bc| = |0 x 9 - 1 x 10| = 10 = N/2: it applies.
    assert float(chi2(0, 1, 10, 9)) == 0
    # N = 30, expected a = 2/3, |ad - bc| = |1 x 19 - 1 x 9| = 10 < 15: it does not apply.
    assert float(chi2(1, 1, 9, 19)) == pytest.approx(30 * 10**2 / (2 * 28 * 10 * 20))


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_chi2_always_corrected_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    found = float(chi2(a, b, c, d, yates="always"))
    oracle = chi2_contingency(np.array([[a, b], [c, d]]), correction=True).statistic
    assert abs(found) == pytest.approx(oracle, rel=1e-6, abs=1e-6)


def test_log_ratio_adds_half_to_both_counts() -> None:
    assert float(log_ratio(3, 0, 97, 100)) == pytest.approx(np.log2(3.5 / 0.5))


def test_an_empty_margin_is_missing() -> None:
    assert np.isnan(g2(0, 0, 5, 5))
    assert np.isnan(chi2([0, 1], [0, 1], [5, 1], [5, 1])).tolist() == [True, False]
    assert np.isnan(log_ratio(0, 1, 0, 5))
    assert g2([], [], [], []).tolist() == []


def test_log_odds_follow_the_formula_by_hand() -> None:
    # Prior of a = 10 x (8 + 2)/20 = 5, of b = 5: t = 13 and 7 of 20, r = 7 and 13 of 20.
    found = log_odds([8, 2], [2, 8], prior_tokens=10)
    delta = np.log(13 / 7) - np.log(7 / 13)
    np.testing.assert_allclose(found.log_odds, [delta, -delta])
    np.testing.assert_allclose(found.z, [delta / np.sqrt(1 / 13 + 1 / 7)] * 2 * np.array([1, -1]))


def test_a_stronger_prior_shrinks_log_odds() -> None:
    weak, strong = (
        log_odds([30, 5, 65], [10, 10, 80], prior_tokens=prior).log_odds for prior in (1, 1000)
    )
    assert np.all(np.abs(strong) < np.abs(weak))
    assert np.array_equal(np.sign(strong), np.sign(weak))


def test_log_odds_intervals_hold_zero_exactly_where_z_is_small() -> None:
    target_counts, reference = np.array([30, 5, 65, 12]), np.array([10, 10, 80, 10])
    z = log_odds(target_counts, reference).z
    lower, upper = log_odds_interval(target_counts, reference)
    assert np.array_equal((lower > 0) | (upper < 0), np.abs(z) > 1.959964)


def test_a_term_counted_nowhere_has_no_log_odds() -> None:
    found = log_odds([5, 0, 5], [5, 0, 5])
    assert np.isnan(found.log_odds).tolist() == [False, True, False]
    assert np.isnan(found.z).tolist() == [False, True, False]


def test_a_background_is_the_prior() -> None:
    found = log_odds([1, 1], [1, 1], background=[9, 1], prior_tokens=100)
    np.testing.assert_allclose(found.log_odds, [0, 0], atol=1e-12)
    assert log_odds([2, 1], [1, 2], background=[9, 1], prior_tokens=100).z[0] > 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: g2(-1, 0, 0, 0), "`a` must be counts, finite and not below 0 (got -1)."),
        (
            lambda: chi2(1, 2, float("inf"), 4),
            "`c` must be counts, finite and not below 0 (got inf).",
        ),
        (lambda: g2("many", 1, 1, 1), "`a` must be counts (got 'many')."),
        (
            lambda: log_odds([1, 2], [1, 2, 3]),
            "Counts must have one shape (got `target` (2,), `reference` (3,)).",
        ),
        (
            lambda: log_odds([1, float("nan")], [1, 2]),
            "`target` and `reference` must count every term, none missing.",
        ),
        (
            lambda: weighted_log_odds([1, 2], group=["a", "a"], term=["x", "x"]),
            "`n` must have one row a group and term; 1 come again: add up.",
        ),
        (
            lambda: weighted_log_odds([1, 2], group=["a"], term=["x", "y"]),
            "`n` and `group` must be columns of one length (got (2,), (1,)).",
        ),
        (
            lambda: weighted_log_odds([1, float("nan")], group=[0, 1], term=[0, 0]),
            "`n` must not be missing: leave out pairs that do not occur.",
        ),
        (
            lambda: weighted_log_odds([1, 2], group=[0, 1], term=[0, 0], prior="flat"),  # type: ignore[arg-type]
            "`prior` must be one of 'empirical', 'uninformative' (got 'flat').",
        ),
        (
            lambda: chi2(1, 2, 3, 4, yates="maybe"),  # type: ignore[arg-type]
            "`yates` must be one of 'auto', 'never', 'always' (got 'maybe').",
        ),
        (lambda: log_odds([1], [1], prior_tokens=0), "`prior_tokens` must be above 0 (got 0)."),
        (
            lambda: log_odds_interval([1, 1], [1, 1], level=95),
            "`level` must lie between 0 and 1 (got 95).",
        ),
    ],
)
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message
