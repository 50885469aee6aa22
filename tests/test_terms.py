"""Bursts of many terms, changes of level where there are enough periods, a base, one query."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import bursts, changes, terms
from analysis.errors import ColumnError
from analysis.text import compile_query


def weekly(term: str, n_with: list[int], n_docs: int = 20) -> pd.DataFrame:
    weeks = pd.date_range("2019-06-03", periods=len(n_with), freq="W-MON", unit="us")
    table = pd.DataFrame({"period": weeks, "term": term, "n_docs": n_docs, "n_with": n_with})
    table["share"] = (table["n_with"] / table["n_docs"]).where(table["n_docs"] > 0)
    return table


OIL, QUIET = weekly("oil", [1, 1, 9, 8, 1, 0]), weekly("Aden", [2, 2, 2, 2, 2, 2])


def test_each_term_has_its_own_bursts_through_their_last_day() -> None:
    both = pd.concat([QUIET, OIL], ignore_index=True)
    both.attrs = {"every": "W"}
    found = terms.bursts(both)
    assert list(found) == terms.BURST_COLUMNS
    assert found["term"].tolist() == ["oil"]
    assert found["start"].dt.strftime("%Y-%m-%d").tolist() == ["2019-06-17"]
    assert found["end"].dt.strftime("%Y-%m-%d").tolist() == ["2019-06-30"]
    alone = bursts.find(OIL)
    assert found["weight"].tolist() == alone["weight"].tolist()


def test_nothing_written_gives_an_empty_table_with_its_columns() -> None:
    for table in (OIL.iloc[:0], weekly("oil", [0, 0], n_docs=0)):
        found = terms.bursts(table)
        assert (list(found), len(found)) == (terms.BURST_COLUMNS, 0)
    few = terms.changes(OIL)
    assert (list(few), len(few)) == (terms.CHANGE_COLUMNS, 0)
    with pytest.raises(ColumnError) as error:
        terms.bursts(OIL.drop(columns="term"))
    assert str(error.value).startswith("Columns not found: 'term'; the table has 'period'")


def test_changes_are_those_of_the_series_where_it_is_long_enough() -> None:
    long = weekly("oil", [2, 3, 1] * 5 + [12, 11, 13] * 5)
    assert_frame_equal(terms.changes(long), changes.find(long, value="share"))
    assert len(terms.changes(long)) == 1


def test_a_base_is_half_the_span_in_whole_months_unless_asked() -> None:
    span = pd.Timestamp("2019-04-03"), pd.Timestamp("2020-01-31")
    assert terms.base(span) == ("2019-04-03", "2019-09-30")
    assert terms.base(span, since="2019-05-01") == ("2019-05-01", "2019-09-30")
    assert terms.base(span, until="2019-05-31") == ("2019-04-03", "2019-05-31")
    short = pd.Timestamp("2019-04-03"), pd.Timestamp("2019-04-09")
    assert terms.base(short) == ("2019-04-03", "2019-04-09")


def test_one_query_asks_for_any_of_several() -> None:
    asks = compile_query(terms.any_of({"oil": "oil AND price", "talks": "talks NOT fail*"}))
    assert asks("The price of oil")
    assert not asks("Talks failed")
