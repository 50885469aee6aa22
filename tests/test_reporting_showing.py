"""Parts of a report that show only where there is something, and findings in results.json."""

import pandas as pd
import pytest

from analysis.errors import ColumnError
from analysis.reporting import recorder, showing
from analysis.reporting.prose import Sentence

COMPARED = {
    "n_docs": [50], "mean": [0.6], "difference": [0.2], "lower": [0.1], "upper": [0.3],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(recorder.RUN_FOLDER, raising=False)
    recorder.clear()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    parts: list[object] = []
    monkeypatch.setattr(showing, "display", parts.append)
    return parts


def test_parts_are_shown_in_order_and_a_text_is_markdown(shown: list[object]) -> None:
    chart = object()
    showing.show("## How much", chart)
    assert isinstance(shown[0], Sentence)
    assert shown[0].markdown == "## How much"
    assert shown[1:] == [chart]


def test_nothing_is_shown_when_there_is_nothing_to_show(shown: list[object]) -> None:
    showing.show("## How much", object(), when=False)
    assert shown == []


def test_a_finding_is_recorded_with_its_difference_and_interval() -> None:
    showing.finding("tone", pd.DataFrame(COMPARED), unit="-1 to 1", evidence={"query": "Iran"})
    about = {"unit": "-1 to 1", "n_docs": 50, "evidence": {"query": "Iran"}}
    assert recorder.entries() == [
        {"name": "tone", "value": 0.6, "lower": None, "upper": None} | about,
        {"name": "tone_difference", "value": 0.2, "lower": 0.1, "upper": 0.3} | about,
    ]
    assert recorder.faults({"schema": 1, "entries": recorder.entries()}) == []


def test_what_is_missing_is_recorded_as_missing() -> None:
    unknown = pd.DataFrame(COMPARED).assign(mean=float("nan"), lower=float("nan"))
    showing.finding("tone", unknown, unit="-1 to 1", evidence={})
    assert [(e["value"], e["lower"]) for e in recorder.entries()] == [(None, None), (0.2, None)]


def test_of_an_empty_comparison_nothing_is_recorded() -> None:
    showing.finding("tone", pd.DataFrame(COMPARED).iloc[:0], unit="", evidence={})
    assert recorder.entries() == []


def test_another_table_is_refused() -> None:
    with pytest.raises(ColumnError) as error:
        showing.finding("tone", pd.DataFrame({"means": [1]}), unit="", evidence={})
    assert str(error.value) == (
        "Columns not found: 'n_docs', 'mean', 'difference', 'lower', 'upper'; the table has"
        " 'means'. Did you mean 'means'?"
    )
