"""Corrected means: published data, coverage where the machine is bad, and refusals."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ArgumentError
from analysis.stats import dsl_mean, ppi_mean


def test_ppi_and_dsl_give_the_numbers_of_pan_and_chen(evaluation: Path) -> None:
    folder = evaluation / "targets" / "ppi_panchen"
    table = pd.read_csv(folder / "input_PanChen.csv")
    expected = json.loads((folder / "oracle.json").read_text(encoding="utf-8"))
    labels = table["countyWrong"].to_numpy(float)
    predictions = table["pred_countyWrong"].to_numpy(float)
    known = ~np.isnan(labels)
    given = labels[known], predictions[known], predictions[~known]
    assert known.sum() == expected["n_labelled"]

    plain = ppi_mean(*given, power=1)
    assert plain.mean == pytest.approx(expected["ppi_mean"], abs=1e-9)
    assert plain.se == pytest.approx(expected["ppi_se"], abs=1e-9)
    tuned = ppi_mean(*given)
    assert tuned.power == pytest.approx(expected["ppi_plus_lambda"], abs=1e-9)
    assert tuned.mean == pytest.approx(expected["ppi_plus_mean"], abs=1e-9)
    assert tuned.se == pytest.approx(expected["ppi_plus_se"], abs=1e-9)
    alone = ppi_mean(*given, power=0)
    assert alone.mean == pytest.approx(expected["labelled_only_mean"], abs=1e-9)
    assert alone.se == pytest.approx(expected["labelled_only_se"], abs=1e-9)
    design = dsl_mean(labels, predictions)
    assert design.mean == pytest.approx(expected["dsl_pseudo_outcome_mean"], abs=1e-9)
    assert design.se == pytest.approx(expected["dsl_se"], abs=1e-9)


def test_the_interval_is_normal() -> None:
    found = ppi_mean([1, 0, 1, 0], [1, 0, 1, 1], [1, 1, 0, 1])
    assert found.upper - found.mean == pytest.approx(1.959964 * found.se, rel=1e-6)
    assert found.mean - found.lower == pytest.approx(1.959964 * found.se, rel=1e-6)


def test_a_machine_that_always_says_the_same_gets_no_weight() -> None:
    found = ppi_mean([1, 0, 1, 0], [1, 1, 1, 1], [1, 1, 1])
    assert found.power == 0
    assert found.mean == 0.5


def test_a_perfect_machine_is_believed() -> None:
    labels = np.tile([0.0, 1.0], 50)
    found = ppi_mean(labels, labels, np.tile(labels, 100))
    assert found.power == pytest.approx(1, abs=0.02)
    assert found.se < 0.1 * labels.std() / np.sqrt(len(labels)) * 2


def test_intervals_cover_the_truth_though_the_machine_is_biased() -> None:
    random = np.random.default_rng(0)
    covered = {"ppi": 0, "dsl": 0, "drawn unevenly": 0}
    for _ in range(300):
        truth = random.random(1000) < 0.3
        said = np.where(random.random(1000) < 0.7, truth, True).astype(float)
        drawn = random.random(1000) < 0.2
        y = truth.astype(float)
        found = ppi_mean(y[drawn], said[drawn], said[~drawn])
        covered["ppi"] += found.lower < 0.3 < found.upper
        found = dsl_mean(np.where(drawn, y, np.nan), said)
        covered["dsl"] += found.lower < 0.3 < found.upper
        chance = np.where(said > 0, 0.4, 0.1)
        drawn = random.random(1000) < chance
        found = dsl_mean(np.where(drawn, y, np.nan), said, probability=chance)
        covered["drawn unevenly"] += found.lower < 0.3 < found.upper
    assert {name: 0.91 < n / 300 < 0.99 for name, n in covered.items()} == dict.fromkeys(
        covered, True
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: ppi_mean([1, 0, 1], [1, 0], [1]),
            "`labels` and `predictions` must be as many (got 3, 2).",
        ),
        (lambda: ppi_mean([1], [1], [1]), "`labels` must hold at least 2 values (got 1)."),
        (lambda: ppi_mean([1, 0], [1, 0], []), "`unlabeled` must hold at least 1 values (got 0)."),
        (
            lambda: ppi_mean([1, None], [1, 0], [1]),
            "`labels` must hold at least 2 values (got 1).",
        ),
        (
            lambda: ppi_mean([1, 0], [1, 0], [1, 0], power=float("inf")),
            "`power` must be finite (got inf).",
        ),
        (
            lambda: dsl_mean([1, None, None], [1, 0, 1]),
            "`labels` must hold at least 2 values (got 1).",
        ),
        (
            lambda: dsl_mean([1, 0], [1, 0, 1]),
            "`labels` must be as many as `predictions` (got (2,)).",
        ),
        (lambda: dsl_mean([1, float("inf")], [1, 0]), "`labels` must be finite (got inf)."),
        (
            lambda: dsl_mean(["a", "b"], [1, 0]),
            "`labels` must be numbers, missing where there is none.",
        ),
        (
            lambda: dsl_mean([1, 0], [1, 0], probability=[0, 1]),
            "`probability` must be above 0 and up to 1 for every unit.",
        ),
    ],
)
def test_refusals_say_what_was_found(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArgumentError) as refused:
        call()
    assert str(refused.value) == message
