"""Indices of a corpus: counted by hand, frozen, and made again without each term and source."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, frequency, indices
from analysis.errors import ArgumentError, InputError, QueryError
from analysis.stats import epu_index, gpr_index
from analysis.text import compile_query

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
BASE = ("2019-04", "2019-09")
QUERY = "sanction* OR tanker* OR missile*"


def news(rows: list[tuple[str, str, str]]) -> Corpus:
    """A corpus of (text, day, source)."""
    return Corpus.from_frame(pd.DataFrame(rows, columns=["text", "date", "source"]))


# Oil in 1 of 2 and 1 of 1, then in 0 of 1 and 2 of 4, by A and B.
ROWS = [
    ("Oil rose.", "2019-06-01", "A"), ("Talks.", "2019-06-10", "A"), ("Oil.", "2019-06-30", "B"),
    ("Talks.", "2019-07-01", "A"), ("Oil fell.", "2019-07-09", "B"), ("Oil.", "2019-07-10", "B"),
    ("Talks.", "2019-07-30", "B"), ("Talks.", "2019-07-31", "B"),
]  # fmt: skip


def test_a_pooled_index_counted_by_hand() -> None:
    table = indices.share(news(ROWS), "oil", base=("2019-06", "2019-06"))
    assert list(table) == indices.COLUMNS
    expected = pd.DataFrame(
        {
            "period": pd.to_datetime(["2019-06-01", "2019-07-01"]).astype("datetime64[us]"),
            "n_docs": [3, 5], "n_with": [2, 2], "share": [2 / 3, 2 / 5], "index": [100.0, 60.0],
        }
    )  # fmt: skip
    assert_frame_equal(table[list(expected)], expected)
    assert ((table["lower"] < table["index"]) & (table["index"] < table["upper"])).all()
    assert table.attrs["base"] == ["2019-06-01", "2019-06-30"]
    assert table.attrs["factors"] == {"all": pytest.approx(150)}


@pytest.mark.parametrize("every", ["W", "MS"])
def test_the_recipes_are_those_of_stats(every: str) -> None:
    corpus = Corpus.read(SAMPLE)
    counted = frequency.trend(corpus, {"q": QUERY}, every=every, by="source")
    wide = counted.pivot_table(index="period", columns="source", values=["n_with", "n_docs"])
    starts = wide.index
    length = pd.offsets.MonthBegin() if every == "MS" else pd.Timedelta(days=7)
    whole = counted.groupby("period")["complete"].first().to_numpy()
    base = (starts >= "2019-04-01") & (starts + length <= "2019-10-01") & whole
    found = {
        scheme: indices.share(corpus, QUERY, base=BASE, every=every, scheme=scheme)
        for scheme in ("gpr", "epu")
    }
    n_with, n_docs = wide["n_with"].to_numpy(), wide["n_docs"].to_numpy()
    np.testing.assert_allclose(
        found["gpr"]["index"], gpr_index(n_with.sum(axis=1), n_docs.sum(axis=1), base=base)
    )
    np.testing.assert_allclose(found["epu"]["index"], epu_index(n_with, n_docs, base=base))
    for table in found.values():
        assert ((table["lower"] <= table["index"]) & (table["index"] <= table["upper"])).all()
    bounds = frequency.trend(corpus, {"q": QUERY}, every=every)
    factor = found["gpr"].attrs["factors"]["all"]
    np.testing.assert_allclose(found["gpr"]["lower"], bounds["lower"] * factor)
    np.testing.assert_allclose(found["gpr"]["upper"], bounds["upper"] * factor)


@pytest.mark.parametrize("scheme", ["gpr", "epu"])
def test_new_documents_do_not_move_what_was_published(scheme) -> None:
    corpus = Corpus.read(SAMPLE)
    then = indices.share(corpus.between("2019-04", "2019-11"), QUERY, base=BASE, scheme=scheme)
    now = indices.share(corpus, QUERY, base=BASE, scheme=scheme)
    kept = ["period", "n_docs", "n_with", "share", "index"]
    assert_frame_equal(now[kept].head(len(then)), then[kept])


def test_points_of_sources_add_up_to_the_index() -> None:
    corpus = Corpus.read(SAMPLE)
    parts = indices.contributors(corpus, QUERY, base=BASE)
    whole = indices.share(corpus, QUERY, base=BASE)
    assert list(parts) == indices.CONTRIBUTOR_COLUMNS
    np.testing.assert_allclose(parts.groupby("period")["points"].sum(), whole["index"], atol=1e-9)
    assert parts.groupby("period")["n_docs"].sum().tolist() == whole["n_docs"].tolist()


def test_leaving_a_term_out_is_asking_without_it() -> None:
    corpus = Corpus.read(SAMPLE)
    band = indices.leave_one_term_out(corpus, QUERY, base=BASE)
    assert list(band) == indices.BAND_COLUMNS
    without = {
        "sanction*": "tanker* OR missile*", "tanker*": "sanction* OR missile*",
        "missile*": "sanction* OR tanker*",
    }  # fmt: skip
    each = pd.DataFrame(
        {term: indices.share(corpus, q, base=BASE)["index"] for term, q in without.items()}
    )
    np.testing.assert_allclose(band["lower"], each.min(axis=1))
    np.testing.assert_allclose(band["upper"], each.max(axis=1))
    assert band["lowest"].tolist() == each.idxmin(axis=1).tolist()
    assert band["highest"].tolist() == each.idxmax(axis=1).tolist()
    assert band.attrs["left_out"] == list(without)


@pytest.mark.parametrize("scheme", ["gpr", "epu"])
def test_leaving_a_source_out_is_collecting_without_it(scheme) -> None:
    corpus = Corpus.read(SAMPLE)
    band = indices.leave_one_source_out(corpus, QUERY, base=BASE, scheme=scheme)
    names = sorted(corpus.documents["source"].unique())
    each = pd.DataFrame(
        {
            name: indices.share(
                corpus.where(source=[n for n in names if n != name]), QUERY, base=BASE,
                scheme=scheme,
            )["index"]
            for name in names
        }
    )  # fmt: skip
    np.testing.assert_allclose(band["lower"], each.min(axis=1))
    np.testing.assert_allclose(band["upper"], each.max(axis=1))
    assert band["highest"].tolist() == each.idxmax(axis=1).tolist()


def test_a_term_that_was_the_whole_base_cannot_be_left_out() -> None:
    rows = [("Oil.", "2019-06-01", "A"), ("Crude.", "2019-07-31", "A")]
    band = indices.leave_one_term_out(news(rows), "oil OR crude", base=("2019-06", "2019-06"))
    assert band.attrs["left_out"] == ["crude"]
    assert band["upper"].tolist() == [100.0, 0.0]
    alone = indices.leave_one_term_out(
        news(rows), "oil AND oil's OR oil", base=("2019-06", "2019-06")
    )
    assert alone.attrs["left_out"] == ["oil's"]


def test_a_period_without_documents_is_missing_and_a_mistyped_year_has_no_period() -> None:
    rows = [("Oil.", "2019-06-01", "A"), ("Oil.", "2019-08-31", "A"), ("Oil.", "2109-01-01", "A")]
    table = indices.share(news(rows), "oil", base=("2019-06", "2019-08"))
    assert table["n_docs"].tolist() == [1, 0, 1]
    assert table[["share", "index", "lower", "upper"]].isna().all(axis=1).tolist() == [
        False, True, False,
    ]  # fmt: skip


def test_no_documents_give_empty_tables_with_their_columns() -> None:
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    for of, columns in (
        (indices.share, indices.COLUMNS),
        (indices.contributors, indices.CONTRIBUTOR_COLUMNS),
        (indices.leave_one_term_out, indices.BAND_COLUMNS),
        (indices.leave_one_source_out, indices.BAND_COLUMNS),
    ):
        table = of(none, "oil OR crude", base=BASE)
        assert (list(table), len(table)) == (columns, 0)


def test_refusals_say_what_was_found() -> None:
    corpus = news(ROWS)
    cases = [
        (lambda: indices.share(corpus, "oil", base=("2018-01", "2018-12")),
         "`base` must hold at least one whole period of the collection (got 2018-01-01 to "
         "2018-12-31; periods of 'MS' run from 2019-06-01 to 2019-07-31)."),
        (lambda: indices.share(corpus, "oil", base=BASE, scheme="vix"),
         "`scheme` must be one of 'gpr', 'epu' (got 'vix')."),
        (lambda: indices.share(corpus, "oil", base=BASE, every="month"),
         "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS', 'auto' (got 'month')."),
        (lambda: indices.share(corpus, "gas", base=BASE),
         "An index needs a document that matches in its base, to which it is scaled "
         "(got 2 periods with documents, mean share 0). Choose a longer base."),
        (lambda: indices.leave_one_term_out(corpus, "oil", base=BASE),
         "Leaving one term out needs a query of two or more (got 'oil', one term)."),
        (lambda: indices.leave_one_source_out(corpus.where(source="A"), "oil", base=BASE),
         "Leaving one source out needs two or more (got one: 'A')."),
    ]  # fmt: skip
    for call, said in cases:
        with pytest.raises(ArgumentError) as error:
            call()
        assert str(error.value) == said


def test_shipped_sets_parse_and_each_kind_is_found_in_its_own_sentence() -> None:
    gpr = indices.queries("gpr")
    told = {
        "war threats": "Leaders warned of a looming war.",
        "peace threats": "The fragile ceasefire is in doubt.",
        "military buildups": "More warships were deployed to the gulf.",
        "nuclear threats": "The enrichment limit was breached again.",
        "terror threats": "Police foiled a plot by militants.",
        "beginning of war": "The invasion began at dawn.",
        "escalation of war": "An airstrike hit the port.",
        "terror acts": "A suicide bomber struck the market.",
    }
    assert list(gpr) == list(told)
    for kind, sentence in told.items():
        assert compile_query(gpr[kind])(sentence), kind
        assert not compile_query(gpr[kind])("The trade war and star wars weigh on box office."), (
            kind
        )
    assert list(indices.queries("diplomacy")) == ["diplomacy", "sanctions", "oil"]


def test_a_set_of_ones_own_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[queries]\nshipping = '''\ntanker*\nOR port'''\n", encoding="utf-8")
    assert indices.queries(own) == {"shipping": "tanker* OR port"}
    broken = {
        "[queries": "The query file {!r} is not TOML: ",
        "title = 'x'": "The query file {!r} has no queries; write a table [queries] with lines"
        " such as: sanctions = 'sanction* OR embargo*'.",
        "[queries]\na = 3": "The query file {!r} has no queries; write a table [queries] with lines"
        " such as: sanctions = 'sanction* OR embargo*'.",
    }
    for text, said in broken.items():
        own.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as error:
            indices.queries(own)
        assert str(error.value).startswith(said.format(str(own)))
    own.write_text("[queries]\na = 'oil AND'", encoding="utf-8")
    with pytest.raises(QueryError):
        indices.queries(own)
    with pytest.raises(InputError) as error:
        indices.queries("epu")
    assert str(error.value) == (
        "The query file 'epu' cannot be read (FileNotFoundError); give a path, or one of the"
        " shipped sets: 'diplomacy', 'gpr'."
    )
