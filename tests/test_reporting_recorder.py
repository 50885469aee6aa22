"""What a notebook records is valid, sorted by nothing but its order, and written once."""

import json
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ArgumentError
from analysis.reporting import recorder
from analysis.reporting.display import results


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(recorder.RUN_FOLDER, raising=False)
    recorder.clear()


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (np.float64("nan"), None),
        (float("inf"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (np.int32(3), 3),
        (np.bool_(True), True),
        (np.float32(0.5), 0.5),
        (pd.Timestamp("2019-06-03"), "2019-06-03"),
        (datetime(2019, 6, 3, 12), "2019-06-03T12:00:00"),
        (date(2019, 6, 3), "2019-06-03"),
        (np.datetime64("2019-06-03"), "2019-06-03"),
        (pd.Period("2019-06", "M"), "2019-06"),
        ("Iran", "Iran"),
    ],
)
def test_every_kind_of_value_becomes_plain_json(value: object, kept: object) -> None:
    recorder.record("x", value)
    assert recorder.entries()[0]["value"] == kept
    assert type(recorder.entries()[0]["value"]) is type(kept)


@pytest.mark.parametrize(
    ("evidence", "kept"),
    [
        (None, {}),
        ("Iran OR oil", {"query": "Iran OR oil"}),
        ([1, "b"], {"doc_ids": ["1", "b"]}),
        (pd.DataFrame({"doc_id": ["a", "b", "a"]}), {"doc_ids": ["a", "b"]}),
        ({"query": "x", "doc_ids": ["a"]}, {"query": "x", "doc_ids": ["a"]}),
    ],
)
def test_evidence_is_a_query_or_doc_ids(evidence: object, kept: object) -> None:
    recorder.record("x", 1, evidence=evidence)
    assert recorder.entries()[0]["evidence"] == kept


def test_in_a_report_results_json_is_written_and_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(recorder.RUN_FOLDER, str(tmp_path))
    recorder.record("mean", -0.25, lower=-0.5, upper=0, unit="score", n_docs=12, evidence="Iran")
    results()
    written = json.loads((tmp_path / "results.json").read_text())
    assert written == {
        "schema": 1,
        "entries": [
            {
                "name": "mean",
                "value": -0.25,
                "lower": -0.5,
                "upper": 0,
                "unit": "score",
                "n_docs": 12,
                "evidence": {"query": "Iran"},
            }
        ],
    }
    assert recorder.faults(written) == []
    assert [p.name for p in tmp_path.iterdir()] == ["results.json"]


def test_in_jupyterlab_nothing_is_written_and_a_rerun_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorder.record("n", 1)
    recorder.record("n", 2)
    shown = results()
    assert '<td>n</td><td class="num">2</td>' in shown.html
    assert repr(shown) == "All 1 recorded numbers: n"
    assert list(tmp_path.iterdir()) == []


def test_in_a_report_one_name_has_one_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(recorder.RUN_FOLDER, str(tmp_path))
    recorder.record("n", 1)
    recorder.record("n", 1, unit="articles")
    with pytest.raises(ArgumentError) as error:
        recorder.record("n", 2)
    assert str(error.value) == (
        "'n' was recorded as 1 and now as 2; give one of them another name."
    )


def test_each_wrong_argument_has_its_message() -> None:
    with pytest.raises(ArgumentError) as error:
        recorder.record("two words", 1)
    assert str(error.value) == (
        "A recorded name is letters, digits and underscores (got 'two words'); try 'n_articles'."
    )
    with pytest.raises(ArgumentError) as error:
        recorder.record("x", [1])
    assert str(error.value) == (
        "'x' must be one number, text, date or truth value (got a list); "
        "take one value out of it, or use a table."
    )
    with pytest.raises(ArgumentError) as error:
        recorder.record("x", 1, evidence=3)
    assert str(error.value) == (
        "`evidence` must be a query, a list of doc_ids or a table with a doc_id column (got a int)."
    )


def test_an_empty_notebook_records_nothing_validly() -> None:
    assert recorder.faults({"schema": 1, "entries": []}) == []
    assert repr(results()) == "All 0 recorded numbers: "


@pytest.mark.parametrize(
    ("payload", "faults"),
    [
        ([], ["it is not an object with schema 1"]),
        ({"schema": 2, "entries": []}, ["it is not an object with schema 1"]),
        ({"schema": 1}, ["it has no list of entries"]),
        ({"schema": 1, "entries": [3]}, ["entry 1 is not an object"]),
        (
            {
                "schema": 1,
                "entries": [
                    dict.fromkeys(("lower", "upper", "unit", "n_docs"))
                    | {"name": "n", "value": [1], "evidence": {}}
                ]
                * 2,
            },
            [
                "entry 1: 'value' is a list",
                "entry 2: 'value' is a list",
                "the name 'n' occurs twice",
            ],
        ),
    ],
)
def test_faults_in_results_are_named(payload: object, faults: list[str]) -> None:
    assert recorder.faults(payload) == faults
