"""Word shifts on counts: tables by hand, entropies by scipy, sums, and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from analysis.errors import ArgumentError
from analysis.stats import entropy_shift, jsd_shift, kld_shift, proportion_shift, word_shift

COUNTS = hnp.arrays(float, 6, elements=st.integers(1, 1000))
WEIGHTS = hnp.arrays(float, 6, elements=st.floats(-4, 4))


def test_four_words_shifted_by_hand() -> None:
    # Shares .4 .3 .2 .1 and .1 .2 .3 .4; mean weights .4 * 2 + .3 - .2 - .2 = .7 and -.7.
    shares = [[4, 3, 2, 1], [10, 20, 30, 40]]
    weights = [2, 1, -1, -2]
    np.testing.assert_allclose(
        word_shift(*shares, weights, reference=0), [-0.6, -0.1, -0.1, -0.6], atol=1e-15
    )
    # Against the mean before, .7: (2 - .7)(-.3), (1 - .7)(-.1), (-1 - .7)(.1), (-2 - .7)(.3).
    np.testing.assert_allclose(
        word_shift(*shares, weights), [-0.39, -0.03, -0.17, -0.81], atol=1e-15
    )


def test_a_word_that_changed_its_weight_counts_by_how_often_it_occurs() -> None:
    # mean w (p2 - p1) + mean p (w2 - w1): 1 * .25 + .375 * 2, and 0 for a word of no weight.
    found = word_shift([1, 3], [2, 2], [[0, 0], [2, 0]], reference=0)
    np.testing.assert_allclose(found, [1 * 0.25 + 0.375 * 2, 0], atol=1e-15)


@given(COUNTS, COUNTS, WEIGHTS, WEIGHTS, st.floats(-4, 4))
def test_contributions_add_up_to_the_change_whatever_the_reference(a, b, w1, w2, middle) -> None:
    change = np.average(w2, weights=b) - np.average(w1, weights=a)
    for options in ({}, {"reference": middle}):
        assert word_shift(a, b, [w1, w2], **options).sum() == pytest.approx(change, abs=1e-9)


@given(COUNTS, COUNTS, WEIGHTS)
def test_swapping_the_sides_flips_every_sign(a, b, w) -> None:
    there, back = word_shift(a, b, w, reference=1), word_shift(b, a, w, reference=1)
    np.testing.assert_allclose(there, -back, atol=1e-12)


def test_a_word_without_a_weight_is_left_out_of_the_totals() -> None:
    found = word_shift([8, 2, 90], [5, 5, 10], [1, -1, np.nan], reference=0)
    np.testing.assert_allclose(found, [-0.3, -0.3, np.nan])


@given(COUNTS, COUNTS)
def test_entropies_and_divergences_add_up_to_those_of_scipy(a, b) -> None:
    assert proportion_shift(a, b).sum() == pytest.approx(0, abs=1e-12)
    assert entropy_shift(a, b).sum() == pytest.approx(entropy(b, base=2) - entropy(a, base=2))
    assert kld_shift(a, b).sum() == pytest.approx(entropy(b, a, base=2), abs=1e-9)
    assert jsd_shift(a, b).sum() == pytest.approx(jensenshannon(a, b, base=2) ** 2, abs=1e-9)
    assert (jsd_shift(a, b) >= -1e-15).all()


def test_tsallis_entropy_at_two_by_hand_and_near_one() -> None:
    # 1 - sum p^2: .5 for two even halves, .375 for a quarter and the rest.
    assert entropy_shift([1, 3], [1, 1], alpha=2).sum() == pytest.approx(0.125)
    assert jsd_shift([1, 0], [0, 1], alpha=2).tolist() == pytest.approx([0.25, 0.25])
    near, shannon = (entropy_shift([1, 5, 4], [3, 3, 4], alpha=a, base=np.e) for a in (1.000001, 1))
    assert near.sum() == pytest.approx(shannon.sum(), abs=1e-5)


def test_entropy_and_divergence_are_word_shifts_with_surprise_for_a_weight() -> None:
    a, b = np.array([4.0, 3, 2, 1]), np.array([1.0, 2, 3, 4])
    p, q = a / a.sum(), b / b.sum()
    surprise = [-np.log2(p), -np.log2(q)]
    np.testing.assert_allclose(entropy_shift(a, b), word_shift(a, b, surprise, reference=0))
    m = (p + q) / 2
    split = [(np.log2(m) - np.log2(p)) / 2, (np.log2(q) - np.log2(m)) / 2]
    np.testing.assert_allclose(jsd_shift(a, b), word_shift(a, b, split, reference=0), atol=1e-15)


def test_a_new_word_has_an_infinite_divergence_and_a_finite_distance() -> None:
    assert kld_shift([1, 0], [1, 1]).tolist() == pytest.approx([0.5 * np.log2(0.5), np.inf])
    assert np.isfinite(jsd_shift([1, 0], [1, 1])).all()


def test_refusals_say_what_was_found() -> None:
    cases = [
        (lambda: word_shift([1], [-1], [1]),
         "`counts_after` must be counts, finite and not below 0 (got -1)."),
        (lambda: word_shift([1], [1, 2], [1, 2, 3]),
         "Counts must have one shape (got `counts_before` (1,), `counts_after` (2,), "
         "`weights` (3,))."),
        (lambda: word_shift([1], [1], [np.inf]),
         "`weights` must be a finite number a word, or two such lists: before, after "
         "(got an array of shape (1,))."),
        (lambda: word_shift([1], [1], "joy"),
         "`weights` must be a number a word, or two such lists of one length: before, after "
         "(got str)."),
        (lambda: word_shift([1], [1], [1], reference=np.nan),
         "`reference` must be a finite number (got nan)."),
        (lambda: proportion_shift([0, 0], [1, 1]),
         "`counts_before` must count at least one word (got 2 counts, sum 0)."),
        (lambda: proportion_shift([], []),
         "`counts_before` must count at least one word (got 0 counts, sum 0)."),
        (lambda: entropy_shift([1], [1], alpha=0), "`alpha` must be above 0 (got 0)."),
        (lambda: kld_shift([1], [1], base=1), "`base` must be above 1 (got 1)."),
    ]  # fmt: skip
    for call, said in cases:
        with pytest.raises(ArgumentError) as error:
            call()
        assert str(error.value) == said
