"""Index recipes on counts: by hand, by the published steps, and at their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.errors import ArgumentError
from analysis.stats import epu_index, gpr_index

SHARES = hnp.arrays(float, (8, 3), elements=st.integers(1, 50))


def test_the_pooled_index_by_hand() -> None:
    # Shares .1, .2, .6; their mean over the base (the first two) is .15.
    found = gpr_index([10, 20, 60], [100, 100, 100], base=[True, True, False])
    assert found.tolist() == pytest.approx([100 * 0.1 / 0.15, 100 * 0.2 / 0.15, 400])
    # Each period of the base counts the same, however many documents it has.
    assert gpr_index([1, 300], [10, 1000]).tolist() == pytest.approx([50, 150])


def test_the_averaged_index_by_hand() -> None:
    # Source A .1, .3 (sd .1414), B .2, .2, .8 over a base of three: A .1, .3, .2 has sd .1.
    n_with = [[1, 2], [3, 2], [2, 8]]
    found = epu_index(n_with, np.full((3, 2), 10))
    a, b = (
        np.array([0.1, 0.3, 0.2]) / 0.1,
        np.array([0.2, 0.2, 0.8]) / np.std([2, 2, 8], ddof=1) * 10,
    )
    mean = (a + b) / 2
    assert found.tolist() == pytest.approx(list(100 * mean / mean.mean()))


@given(SHARES)
def test_both_have_mean_100_over_their_base(n_with) -> None:
    n_docs = np.full(n_with.shape, 100)
    base = np.arange(8) < 5
    gpr = gpr_index(n_with.sum(axis=1), n_docs.sum(axis=1), base=base)
    assert gpr[base].mean() == pytest.approx(100)
    if (np.ptp(n_with[base], axis=0) > 0).any():
        assert epu_index(n_with, n_docs, base=base)[base].mean() == pytest.approx(100)


@given(SHARES, st.integers(2, 9))
def test_a_source_that_grows_moves_the_pooled_index_and_not_the_averaged(n_with, times) -> None:
    n_with[:, 0] = np.arange(1, 9)
    n_docs = np.full(n_with.shape, 100.0)
    grown_with, grown_docs = n_with.copy(), n_docs.copy()
    grown_with[4:, 0] *= times
    grown_docs[4:, 0] *= times
    np.testing.assert_allclose(epu_index(grown_with, grown_docs), epu_index(n_with, n_docs))


def test_later_periods_do_not_move_the_base() -> None:
    base = [True, True, False]
    short = gpr_index([1, 3], [10, 10])
    assert gpr_index([1, 3, 9], [10, 10, 10], base=base)[:2].tolist() == short.tolist()


def test_a_silent_source_leaves_the_mean_and_a_steady_one_has_no_scale() -> None:
    n_docs = [[10, 10], [10, 10], [10, 0]]
    found = epu_index([[1, 2], [3, 4], [2, 0]], n_docs)
    a, b = np.array([0.1, 0.3, 0.2]) / 0.1, np.array([0.2, 0.4]) / np.std([0.2, 0.4], ddof=1)
    mean = np.array([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, a[2]])
    assert found.tolist() == pytest.approx(list(100 * mean / mean.mean()))
    steady = epu_index([[1, 5], [3, 5]], [[10, 10], [10, 10]])
    assert steady.tolist() == pytest.approx([50, 150])


def test_a_period_without_documents_has_no_index() -> None:
    assert np.isnan(gpr_index([1, 0, 1], [2, 0, 2])).tolist() == [False, True, False]
    assert np.isnan(epu_index([[1], [0], [2]], [[4], [0], [4]])).tolist() == [False, True, False]


def test_refusals_say_what_was_found() -> None:
    cases = [
        (lambda: gpr_index([0, 0], [5, 5]),
         "An index needs a document that matches in its base, to which it is scaled "
         "(got 2 periods with documents, mean share 0). Choose a longer base."),
        (lambda: gpr_index([], []),
         "An index needs a document that matches in its base, to which it is scaled "
         "(got 0 periods with documents, mean share 0). Choose a longer base."),
        (lambda: gpr_index([3], [2]), "`n_with` must not be above `n_docs` (got 3 of 2)."),
        (lambda: gpr_index([1], [2], base=[0.5]),
         "`base` must be true or false for each of the 1 periods (got float64 of shape (1,))."),
        (lambda: gpr_index([[1]], [[2]]),
         "`n_docs` must have one number a period (got shape (1, 1))."),
        (lambda: epu_index([1], [2]),
         "`n_docs` must have a row a period and a column a source (got shape (1,))."),
        (lambda: epu_index([[1], [1]], [[2], [2]]),
         "An index needs a source whose share varies over its base, to which it is scaled "
         "(got 1 sources, 2 periods). Choose a longer base."),
    ]  # fmt: skip
    for call, said in cases:
        with pytest.raises(ArgumentError) as error:
            call()
        assert str(error.value) == said
