"""Dispersion: the published toy corpus, the two ends of each scale, and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ArgumentError
from analysis.stats import carroll_d2, dp, dp_norm, juilland_d, kl_divergence, rosengren_s

PARTS = [
    "b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
    "b a h a a b e a x a t",
]  # fmt: skip
SIZES = [len(part.split()) for part in PARTS]


def counted(word: str) -> list[int]:
    return [part.split().count(word) for part in PARTS]


def test_gries_toy_corpus_gives_its_published_numbers() -> None:
    found = dp([counted(word) for word in "biqx"], SIZES)
    np.testing.assert_allclose(found, [0.02, 0.82, 0.80, 0.78], rtol=0, atol=0.005)
    assert float(juilland_d(counted("b"), SIZES)) == pytest.approx(0.968, abs=5e-4)


def test_the_word_a_has_the_numbers_of_the_handbook() -> None:
    a = counted("a")
    assert a == [1, 2, 3, 4, 5]
    assert float(juilland_d(a, SIZES)) == pytest.approx(0.785, abs=5e-4)
    assert float(carroll_d2(a, SIZES)) == pytest.approx(0.938, abs=5e-4)
    assert float(rosengren_s(a, SIZES)) == pytest.approx(0.95, abs=5e-3)
    assert float(dp(a, SIZES)) == pytest.approx(0.18, abs=5e-3)
    assert float(dp_norm(a, SIZES)) == pytest.approx(0.22, abs=5e-3)
    assert float(kl_divergence(a, SIZES)) == pytest.approx(0.137, abs=5e-4)


def test_an_even_spread_and_a_single_place_are_the_ends() -> None:
    sizes = [10, 20, 30]
    even, alone = [1, 2, 3], [5, 0, 0]
    assert dp([even, alone], sizes) == pytest.approx([0, 1 - 1 / 6])
    assert dp_norm([even, alone], sizes) == pytest.approx([0, 1])
    assert juilland_d([even, alone], sizes) == pytest.approx([1, 0])
    assert carroll_d2([even, alone], sizes) == pytest.approx([1, 0])
    assert rosengren_s([even, alone], sizes) == pytest.approx([1, 1 / 6])
    assert kl_divergence([even, alone], sizes) == pytest.approx([0, np.log2(6)])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 40)), min_size=2, max_size=8))
def test_the_order_of_parts_and_empty_parts_change_nothing(parts: list[tuple[int, int]]) -> None:
    n, sizes = map(list, zip(*parts, strict=True))
    if not sum(n):
        n[0] = 1
    for measure in (dp, dp_norm, juilland_d, carroll_d2, rosengren_s, kl_divergence):
        found = float(measure(n, sizes))
        assert float(measure(n[::-1], sizes[::-1])) == pytest.approx(found, abs=1e-12)
        assert float(measure([*n, 0], [*sizes, 0])) == pytest.approx(found, abs=1e-12)


def test_a_term_that_does_not_occur_has_no_dispersion() -> None:
    for measure in (dp, dp_norm, juilland_d, carroll_d2, rosengren_s, kl_divergence):
        assert np.isnan(measure([[0, 0], [1, 1]], [5, 5])).tolist() == [True, False]
        assert measure(np.zeros((0, 3)), [5, 5, 5]).tolist() == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dp([3], [9]), "`sizes` must be of at least 2 parts with tokens (got 1)."),
        (
            lambda: dp_norm([3, 0], [9, 0]),
            "`sizes` must be of at least 2 parts with tokens (got 1).",
        ),
        (lambda: juilland_d([3, 1], [9, 0]), "`n` must be 0 in a part without tokens."),
        (
            lambda: dp([1, float("nan")], [9, 9]),
            "`n` and `sizes` must count every part of the corpus, none missing.",
        ),
        (lambda: dp([], []), "`sizes` must be of at least 2 parts with tokens (got 0)."),
        (lambda: dp(3, 9), "`n` and `sizes` must count every part of the corpus, none missing."),
        (lambda: dp([-1, 2], [9, 9]), "`n` must be counts, finite and not below 0 (got -1)."),
        (
            lambda: dp([[1, 0], [1, 1]], [[9, 0], [9, 9]]),
            "`sizes` must be above 0 in the same parts for every term.",
        ),
    ],
)
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message
