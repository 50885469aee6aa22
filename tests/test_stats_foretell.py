"""What a further unit may be: Student where units differ, normal where they agree; its rates."""

import numpy as np
import pytest
from scipy.stats import norm, t

from analysis.errors import ArgumentError
from analysis.stats import foretell, holm


def test_units_without_sampling_error_give_students_t() -> None:
    y = np.array([0.3, -0.1, 0.4, 0.0, 0.2])
    found = foretell(y, np.zeros(5), variance=0.0)
    sd = y.std(ddof=1) * np.sqrt(1 + 1 / 5)
    assert found.mean == pytest.approx(y.mean())
    assert found.p(1.0) == pytest.approx(2 * t.sf((1 - y.mean()) / sd, 4), rel=1e-2)
    half = t.ppf(0.975, 4) * sd
    assert found.interval(0.95) == pytest.approx((y.mean() - half, y.mean() + half), rel=1e-2)


def test_units_that_agree_lean_on_the_sampling_variance() -> None:
    found = foretell(np.zeros(50), np.ones(50), variance=1.0)
    assert found.p(3.0) == pytest.approx(2 * norm.sf(3 / np.sqrt(1 + 1 / 50)), rel=0.6)
    assert found.p(3.0, slack=1.0) > found.p(3.0)
    still = foretell([1.0, 1.0], [0.0, 0.0], variance=0.0)
    assert (still.p(1.0), still.p(1.5)) == (1.0, 0.0)
    assert still.interval(0.95) == (1.0, 1.0)


def test_p_and_interval_agree() -> None:
    found = foretell([0.1, 0.5, -0.3, 0.2], [0.1, 0.2, 0.1, 0.05], variance=0.1)
    low, high = found.interval(0.9)
    assert found.p(low) == pytest.approx(0.1, abs=1e-6)
    assert found.p(high) == pytest.approx(0.1, abs=1e-6)


def test_holm_by_hand() -> None:
    found = holm([0.01, np.nan, 0.04, 0.03])
    np.testing.assert_allclose(found, [0.03, np.nan, 0.06, 0.06])
    assert holm([]).tolist() == []


def test_refusals_say_what_was_found() -> None:
    with pytest.raises(ArgumentError) as refused:
        foretell([1.0], [1.0], variance=1.0)
    assert str(refused.value) == "Needs two units with a variance each (got 1 and 1)."
    with pytest.raises(ArgumentError) as refused:
        foretell([1.0, 2.0], [1.0, -1.0], variance=1.0)
    assert str(refused.value) == "Variances must not be below 0 or missing (got -1)."


@pytest.mark.slow
def test_a_nominal_5_percent_is_not_passed(capsys: pytest.CaptureFixture[str]) -> None:
    rates = {}
    for tau2 in (0, 0.25, 1, 4, 25):
        for memory in (0.0, 0.6):
            draw, below = np.random.default_rng(1), 0
            for _ in range(1000):
                level = draw.normal(size=9)
                for at in range(1, 9):
                    level[at] = memory * level[at - 1] + np.sqrt(1 - memory**2) * level[at]
                y = level * np.sqrt(tau2) + draw.normal(size=9)
                below += foretell(y[:8], np.ones(8), variance=1.0).p(y[8]) < 0.05
            rates[tau2, memory] = below / 1000
    with capsys.disabled():
        print("\nnothing moves, 8 units before: tau2 / v, memory, p < .05")
        for (tau2, memory), rate in rates.items():
            print(f"{tau2:5}  {memory:.1f}  {rate:.3f}")
    assert all(rate <= (0.05 if memory == 0 else 0.11) for (_, memory), rate in rates.items())
