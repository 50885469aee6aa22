"""Association of words: published values, nltk as an oracle, the bounds, and refusals."""

import itertools
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures, TrigramAssocMeasures

from analysis.errors import ArgumentError
from analysis.stats import (
    collocation_lambda,
    g2,
    log_dice,
    npmi,
    pmi,
    sequence_measures,
    t_score,
)


def test_pmi_and_t_are_those_of_manning_and_schuetze() -> None:
    assert float(pmi(20, 42, 20, 14_307_668)) == pytest.approx(18.38, abs=0.005)
    assert float(pmi(20, 15_019, 15_629, 14_307_668)) == pytest.approx(0.29, abs=0.005)
    assert float(t_score(8, 15_828, 4_675, 14_307_668)) == pytest.approx(0.9999, abs=5e-5)


def test_pmi_ranks_the_pairs_of_genesis_as_nltk_prints_them(evaluation: Path) -> None:
    folder = evaluation / "targets" / "nltk_genesis_collocations"
    published = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    text = (folder / "english-web.txt").read_text(encoding="utf-8")
    words = re.findall(r"\w+|[^\w\s]+", text)
    single, double = Counter(words), Counter(itertools.pairwise(words))
    pairs = sorted(pair for pair, n in double.items() if n >= 3)
    scores = pmi(
        [double[pair] for pair in pairs],
        [single[first] for first, _ in pairs],
        [single[second] for _, second in pairs],
        len(words),
    )
    best = sorted(zip(-np.round(scores, 9), pairs, strict=True))[:10]
    assert {" ".join(pair) for _, pair in best} == set(published["pmi_freq>=3_top10"])
    rank = {" ".join(pair): -score for score, pair in best}
    listed = [rank[name] for name in published["pmi_freq>=3_top10"]]
    assert listed == sorted(listed, reverse=True)


@st.composite
def pair(draw: st.DrawFn) -> tuple[int, int, int, int]:
    joint = draw(st.integers(1, 50))
    first, second = (joint + draw(st.integers(0, 500)) for _ in range(2))
    return joint, first, second, first + second + draw(st.integers(0, 5000))


@given(pair())
def test_pmi_and_t_agree_with_nltk(found: tuple[int, int, int, int]) -> None:
    joint, first, second, total = found
    marginals = (joint, (first, second), total)
    assert float(pmi(*found)) == pytest.approx(BigramAssocMeasures.pmi(*marginals), abs=1e-9)
    assert float(t_score(*found)) == pytest.approx(BigramAssocMeasures.student_t(*marginals))
    dice = BigramAssocMeasures.dice(*marginals)
    assert float(log_dice(joint, first, second)) == pytest.approx(14 + np.log2(dice))
    assert -1 <= float(npmi(*found)) <= 1


def test_npmi_is_bound_at_never_and_always() -> None:
    assert npmi([0, 5, 10], [5, 5, 10], [5, 5, 10], [100, 100, 10]).tolist() == [-1, 1, 1]
    assert pmi(0, 5, 5, 100) == -np.inf
    assert log_dice(0, 5, 5) == -np.inf


def test_a_word_that_does_not_occur_has_no_association() -> None:
    assert np.isnan(pmi(0, 0, 5, 100))
    assert np.isnan(npmi(0, 0, 5, 100))
    assert np.isnan(log_dice(0, 0, 0))
    assert np.isnan(t_score(0, 5, 5, 100))
    assert pmi([], [], [], []).tolist() == []


def test_lambda_is_that_of_quantedas_toy() -> None:
    # "a b c a b d e b d a b": 10 pairs; a b three times, e b once; b d twice, b c once.
    found = collocation_lambda([3, 2], [0, 1], [1, 0], [6, 7])
    np.testing.assert_allclose(found.lambda_, [3.412247, 3.218876], rtol=0, atol=5e-7)
    np.testing.assert_allclose(found.z, [1.936083, 1.799406], rtol=0, atol=5e-7)


def test_lambda_of_three_words_is_a_ratio_of_odds_ratios() -> None:
    cells = np.array([4, 1, 2, 7, 3, 9, 5, 20]) + 0.5
    odds = [(a * d) / (b * c) for a, b, c, d in (cells[:4], cells[4:])]
    found = collocation_lambda(4, 1, 2, 7, 3, 9, 5, 20)
    assert float(found.lambda_) == pytest.approx(np.log(odds[0] / odds[1]))
    assert float(found.z) == pytest.approx(float(found.lambda_) / np.sqrt(np.sum(1 / cells)))


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_counts_that_are_independent_have_a_lambda_near_nothing(size: int) -> None:
    chances = [np.prod(each) for each in itertools.product((0.3, 0.7), repeat=size)]
    cells = [1e9 * chance for chance in chances]
    assert abs(float(collocation_lambda(*cells).lambda_)) < 1e-5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pmi(6, 5, 7, 100), "`joint` must not be above `first` (got 6 and 5)."),
        (lambda: npmi(3, 5, 101, 100), "`second` must not be above `total` (got 101 and 100)."),
        (lambda: log_dice(-1, 5, 5), "`joint` must be counts, finite and not below 0 (got -1)."),
        (
            lambda: t_score(1, 2, 2, float("inf")),
            "`total` must be counts, finite and not below 0 (got inf).",
        ),
        (
            lambda: collocation_lambda(1, 2, 3),
            "`cells` must be 4, 8, 16 or 32 counts, for 2 to 5 words (got 3).",
        ),
        (
            lambda: collocation_lambda(1, 2, -3, 4),
            "`cells[2]` must be counts, finite and not below 0 (got -3).",
        ),
    ],
)
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message


@given(pair())
def test_sequences_of_two_have_the_measures_of_pairs(found: tuple[int, int, int, int]) -> None:
    joint, first, second, total = found
    cells = joint, first - joint, second - joint, total - first - second + joint
    got = sequence_measures(*cells)
    assert float(got.pmi) == pytest.approx(float(pmi(*found)))
    assert float(got.npmi) == pytest.approx(float(npmi(*found)))
    assert float(got.log_dice) == pytest.approx(float(log_dice(joint, first, second)))
    if not np.isnan(g2(*cells)):
        assert float(got.g2) == pytest.approx(float(g2(*cells)), abs=1e-6)


def test_sequences_of_three_agree_with_nltk() -> None:
    cells = [4, 1, 2, 7, 3, 9, 5, 20]
    table = np.array(cells).reshape(2, 2, 2)
    ones = table[0].sum(), table[:, 0].sum(), table[:, :, 0].sum()
    pairs = table[0, 0].sum(), table[0, :, 0].sum(), table[:, 0, 0].sum()
    marginals = (4, pairs, ones, sum(cells))
    got = sequence_measures(*cells)
    assert float(got.pmi) == pytest.approx(TrigramAssocMeasures.pmi(*marginals))
    assert float(got.g2) == pytest.approx(TrigramAssocMeasures.likelihood_ratio(*marginals))
