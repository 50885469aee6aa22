"""Intervals: by hand, against formulas that others print, and by their coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, t

from analysis.errors import ArgumentError
from analysis.stats import overdispersion, predict, story_variance, t_interval, wilson

REPEATS = 4_000  # one standard error of a coverage of 95% is then .34 points
# Stories of each of five sources, by the documents in total: one each, two each, unequal.
SIZES = {5: (1, 1, 1, 1, 1), 10: (2, 2, 2, 2, 2), 20: (8, 5, 4, 2, 1)}


def one_group(values, story, source):  # type: ignore[no-untyped-def]
    return story_variance(values, group=[0] * len(values), story=story, source=source, n_groups=1)


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_agrees_with_scipy(k: int, n: int) -> None:
    k = min(k, n)
    expected = binomtest(k, n).proportion_ci(method="wilson")
    lower, upper = wilson(k, n)
    assert (float(lower), float(upper)) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_on_overdispersed_counts_is_wilson_on_fewer() -> None:
    np.testing.assert_allclose(wilson(20, 80, phi=4), wilson(5, 20))
    np.testing.assert_allclose(wilson(20, 80, phi=0.3), wilson(20, 80))


def test_wilson_of_nothing_is_missing() -> None:
    lower, upper = wilson([0, 0], [0, 5])
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, False]
    assert lower[1] == 0


def test_independent_days_have_a_phi_of_about_one() -> None:
    draw = np.random.default_rng(7)
    n = np.full(2_000, 40)
    period = np.repeat(np.arange(200), 10)
    level = np.repeat(draw.uniform(0.1, 0.5, 200), 10)  # bursts of whole periods are no noise
    assert overdispersion(draw.binomial(n, level), n, period) == pytest.approx(1, abs=0.1)


def test_phi_by_hand() -> None:
    # Period 1: p = 4/20; (0 - 2)^2 / 1.6 + (4 - 2)^2 / 1.6 = 5. Period 2 the same p: 0 + 0.
    # Period 3 has no term at all and says nothing. df = 4 days - 2 periods.
    found = overdispersion([0, 4, 2, 2, 0, 0], [10] * 6, ["1", "1", "2", "2", "3", "3"])
    assert found == pytest.approx(2.5)
    assert np.isnan(overdispersion([1], [2], [1]))
    assert np.isnan(overdispersion([], [], []))


def test_t_interval_by_hand() -> None:
    lower, upper = t_interval(1.0, 4.0, 3, level=0.9)
    assert (float(lower), float(upper)) == pytest.approx(
        (1 - 2 * t.ppf(0.95, 3), 1 + 2 * t.ppf(0.95, 3))
    )


def test_one_source_of_single_stories_gives_the_textbook_variance() -> None:
    values = [0.1, 0.5, 0.9, 0.2]
    found = one_group(values, [0, 1, 2, 3], [0, 0, 0, 0])
    assert float(found.variance[0]) == pytest.approx(np.var(values, ddof=1) / 4)
    assert float(found.df[0]) == 3


def test_two_sources_by_hand() -> None:
    # Source 0: 0 and 2, s2 = 2; source 1: 5 and 5, s2 = 0. Variance = (2 x 2 + 0) / 16; the
    # second stratum adds no variance and no certainty: df = 1.
    found = one_group([0, 2, 5, 5], [0, 1, 2, 3], [0, 0, 1, 1])
    assert float(found.variance[0]) == pytest.approx(0.25)
    assert float(found.df[0]) == pytest.approx(1)


def test_lone_sources_are_pooled_and_a_last_one_joins_the_smallest() -> None:
    pooled = one_group([1.0, 2.0, 6.0], [0, 1, 2], [0, 1, 2])
    assert float(pooled.variance[0]) == pytest.approx(np.var([1, 2, 6], ddof=1) / 3)
    joined = one_group([0.0, 1, 2, 4, 8, 9], [0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 2])
    by_hand = (3 * np.var([0, 1, 2], ddof=1) + 3 * np.var([4, 8, 9], ddof=1)) / 36
    assert float(joined.variance[0]) == pytest.approx(by_hand)


def test_a_story_of_several_sources_is_one_draw() -> None:
    # Stories: (0, told by both), (1, source 0), (2, source 1): all three are in the pool.
    found = one_group([3.0, 3.0, 0.0, 6.0], [0, 0, 1, 2], [0, 1, 0, 1])
    by_hand = np.var([3, 0, 6], ddof=1) * (4 + 1 + 1) / 16
    assert float(found.variance[0]) == pytest.approx(by_hand)


@given(
    st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=2, max_size=12),
    st.integers(0, 11),
    st.integers(1, 30),
)
def test_copies_under_one_story_never_narrow_the_interval_of_a_source(
    values: list[float], at: int, copies: int
) -> None:
    story = list(range(len(values)))
    at %= len(values)
    before = one_group(values, story, [0] * len(values))
    after = one_group(
        values + [values[at]] * copies, story + [at] * copies, [0] * (len(values) + copies)
    )
    assert float(after.variance[0]) >= float(before.variance[0]) - 1e-12
    assert float(after.df[0]) == float(before.df[0])


def test_a_group_of_one_story_or_none_has_no_variance() -> None:
    found = story_variance(
        [1, 1, 2], group=[0, 0, 0], story=[4, 4, 4], source=[0, 1, 2], n_groups=2
    )
    assert np.isnan(found.variance).tolist() == np.isnan(found.df).tolist() == [True, True]
    none = story_variance([], group=[], story=[], source=[], n_groups=2)
    assert np.isnan(none.variance).tolist() == [True, True]


def coverage(
    n_docs: int, *, copies: bool, level_gap: float, noise_gap: float, seed: int
) -> tuple[float, float]:
    """The share of nominal 95% intervals that hold the mean, and their mean width."""
    draw = np.random.default_rng(seed)
    group, story, source, value, truth = [], [], [], [], []
    for at in range(REPEATS):
        of = np.repeat(np.arange(5), SIZES[n_docs])
        size = draw.choice([1, 1, 1, 2, 4], n_docs) if copies else np.ones(n_docs, int)
        told = level_gap * of + (1 + noise_gap * of) * draw.standard_normal(n_docs)
        group.append(np.full(size.sum(), at))
        story.append(np.repeat(np.arange(n_docs), size))
        source.append(np.repeat(of, size))
        value.append(np.repeat(told, size))
        truth.append(level_gap * np.average(of, weights=size))
    codes, values = np.concatenate(group), np.concatenate(value)
    found = story_variance(
        values, group=codes, story=np.concatenate(story), source=np.concatenate(source),
        n_groups=REPEATS,
    )  # fmt: skip
    mean = np.bincount(codes, values) / np.bincount(codes)
    lower, upper = t_interval(mean, found.variance, found.df)
    return float(np.mean((lower <= truth) & (truth <= upper))), float(np.mean(upper - lower))


def test_the_nominal_95_percent_interval_covers_95_percent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = {}
    for n_docs in SIZES:
        for copies in (False, True):
            for name, level_gap, noise_gap in (
                ("alike", 0, 0),
                ("other", 0.3, 0),
                ("noisy", 0, 0.5),
            ):
                table[n_docs, copies, name] = coverage(
                    n_docs, copies=copies, level_gap=level_gap, noise_gap=noise_gap, seed=n_docs
                )
    with capsys.disabled():
        print("\nstories  copies  sources   coverage  width   (nominal 95%, 5 sources)")
        for (n_docs, copies, name), (held, width) in table.items():
            print(f"{n_docs:7}  {copies!s:6}  {name:8}  {held:8.3f}  {width:.2f}")
    assert all(held >= 0.94 for key, (held, _) in table.items() if key[2] != "noisy")
    # Sources whose noise differs threefold, with a story or two each: a point or two is lost.
    assert all(held >= 0.92 for held, _ in table.values())


def test_prediction_with_equal_units_by_hand() -> None:
    # Means 1, 2, 3 vary by 1; tau2 = 1 - .1; the next distance: .9 + .1 + 1/3.
    found = predict([1, 2, 3], [0.1] * 3, variance=0.1)
    assert found == pytest.approx((2.0, 4 / 3, 2.0, 0.9))


def test_units_closer_than_their_errors_leave_no_variance_between() -> None:
    found = predict([1.0, 1.1, 0.9], [1.0] * 3, variance=1.0)
    assert found == pytest.approx((1.0, 1 + 1 / 3, 2.0, 0.0))


def test_a_target_with_less_error_is_not_judged_by_it_alone() -> None:
    assert predict([1, 2, 3], [0.1] * 3, variance=0.0).variance == pytest.approx(4 / 3)
    assert predict([1, 2, 3], [0.1] * 3, variance=0.6).variance == pytest.approx(4 / 3 + 0.5)


def test_paule_and_mandels_equation_is_solved() -> None:
    y, v = np.array([0.1, 0.9, 0.4, -0.6]), np.array([0.01, 0.2, 0.05, 0.3])
    found = predict(y, v, variance=0.1)
    weight = 1 / (found.tau2 + v)
    assert float(np.sum(weight * (y - found.mean) ** 2)) == pytest.approx(3)
    assert found.mean == pytest.approx(np.average(y, weights=weight))


def test_units_without_error_count_alike() -> None:
    assert predict([1, 2, 6], [0, 0, 0], variance=0) == pytest.approx((3, 7 * 4 / 3, 2, 7))
    assert predict([2, 2, 2], [0, 0, 0], variance=0) == pytest.approx((2, 0, 2, 0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: wilson(3, 2), "`k` must not be above `n` (got 3 of 2)."),
        (lambda: wilson(1, 2, level=0), "`level` must lie between 0 and 1 (got 0)."),
        (lambda: overdispersion([3], [2], [1]), "`k` must not be above `n` (got 3 of 2)."),
        (
            lambda: overdispersion([1, 1], [2, 2], [1]),
            "`period` must label every day (got 1 for 2 days).",
        ),
        (
            lambda: predict([1], [1], variance=1),
            "Needs two units with a variance each (got 1 and 1).",
        ),
        (
            lambda: predict([1, 2], [1, -1], variance=1),
            "Variances must not be below 0 or missing (got -1).",
        ),
    ],
)
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message
