"""Drivers: the documents that hold a mean where it is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis import trends
from analysis.errors import ArgumentError, ColumnError


def scored(values: list[float]) -> pd.DataFrame:
    ids = pd.Series([f"d{at}" for at in range(len(values))], dtype="str")
    return pd.DataFrame(
        {"doc_id": ids, "story_id": ids, "date": pd.Timestamp("2019-06-04"), "source": "A",
         "n_hits": range(len(values)), "score": values}
    )  # fmt: skip


def test_a_toy_week_by_hand() -> None:
    # Mean .2; influence (score - .2) / 4.
    found = trends.drivers(scored([0.2, 1.0, -0.6, 0.6, -0.2]), "2019-06-09", n=1)
    expected = pd.DataFrame(
        {
            "period": pd.to_datetime(["2019-06-03"] * 2),
            "doc_id": ["d1", "d2"],
            "date": pd.to_datetime(["2019-06-04"] * 2),
            "source": ["A", "A"],
            "score": [1.0, -0.6],
            "n_hits": pd.array([1, 2], dtype="Int64"),
            "influence": [0.2, -0.2],
        }
    )
    assert_frame_equal(found, expected)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=15))
def test_influence_is_the_mean_with_minus_the_mean_without(values: list[int]) -> None:
    scores = scored([float(value) for value in values])
    found = trends.drivers(scores, "2019-06", every="MS", n=99)
    for row in found.itertuples():
        without = scores.loc[scores["doc_id"] != row.doc_id, "score"].mean()
        assert row.influence == pytest.approx(scores["score"].mean() - without)
    order = list(zip(-found["influence"], found["doc_id"], strict=True))
    assert order == sorted(order)


def test_ties_go_by_doc_id_both_ways() -> None:
    found = trends.drivers(scored([1, -1, 1, -1, 1, -1]), "2019-06-04", n=2)
    assert found["doc_id"].tolist() == ["d0", "d2", "d1", "d3"]


def test_sentences_count_through_their_document() -> None:
    scores = scored([1.0, 0.0, 0.0, 0.1]).assign(doc_id=["x", "x", "y", "z"])
    found = trends.drivers(scores, "2019-06-04").set_index("doc_id")
    assert found["score"].to_dict() == {"x": 0.5, "y": 0.0, "z": 0.1}
    assert found["n_hits"].to_dict() == {"x": 1, "y": 2, "z": 3}


def test_a_document_alone_has_missing_influence() -> None:
    found = trends.drivers(scored([0.5]), "2019-06-04")
    assert found["doc_id"].tolist() == ["d0"]
    assert found["influence"].isna().tolist() == [True]


def test_documents_at_the_mean_drive_nothing() -> None:
    assert trends.drivers(scored([0.1] * 7), "2019-06-04").empty


def test_no_documents_make_an_empty_table_with_its_columns() -> None:
    whole = trends.drivers(scored([1, 2]), "2019-06-04")
    for scores, period in ((scored([1, 2]), "2020"), (scored([1, 2]).iloc[:0], "2019")):
        empty = trends.drivers(scores, period, every="auto")
        assert len(empty) == 0
        assert empty.dtypes.to_dict() == whole.dtypes.to_dict()


def test_hits_are_missing_where_nobody_counted() -> None:
    found = trends.drivers(scored([0.0, 1.0]).drop(columns="n_hits"), np.datetime64("2019-06-04"))
    assert found["n_hits"].isna().all()


def test_refusals_say_what_was_found() -> None:
    with pytest.raises(ArgumentError) as refused:
        trends.drivers(scored([1]), "2019-06-04", n=0)
    assert str(refused.value) == "`n` must be a whole number from 1 (got 0)."
    with pytest.raises(ArgumentError) as refused:
        trends.drivers(scored([1]), "some day")
    assert str(refused.value) == (
        "`period` must be a date such as '2019-06-03' or '2019-06' (got 'some day')."
    )
    with pytest.raises(ColumnError) as missing:
        trends.drivers(scored([1]).drop(columns="date"), "2019-06-04")
    assert str(missing.value) == (
        "Columns not found: 'date'; "
        "the table has 'doc_id', 'story_id', 'source', 'n_hits', 'score'."
    )
