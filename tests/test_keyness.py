"""Keyness: a table counted by hand, strata, signs, spread, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable

from analysis import stats
from analysis.corpus import Corpus
from analysis.errors import ArgumentError
from analysis.measures import keyness


def news(texts: list[str], *, date: str = "2019-06-03", name: str = "x") -> Corpus:
    rows = [(f"{name}{number}", date, "A", text) for number, text in enumerate(texts)]
    return Corpus.from_frame(pd.DataFrame(rows, columns=["doc_id", "date", "source", "text"]))


def dated(rows: list[tuple[str, str]], name: str) -> Corpus:
    table = pd.DataFrame(rows, columns=["date", "text"])
    table["doc_id"] = [f"{name}{number}" for number in range(len(table))]
    return Corpus.from_frame(table.assign(source="A"))


TARGET = ["Oil rose", "oil fell", "OIL oil", "Talks"]
REFERENCE = ["Talks failed", "talks", "talks rose", "Oil"]


def test_words_are_compared_by_hand() -> None:
    found = keyness.compare(news(TARGET), news(REFERENCE, name="y"), min_docs=1)
    assert list(found.columns) == keyness.COLUMNS
    table = found.set_index("term")
    counts = ["n_target", "n_reference", "docs_target", "docs_reference"]
    assert table.loc["oil", counts].tolist() == [4, 1, 3, 1]
    assert table.loc["talks", counts].tolist() == [1, 3, 1, 3]
    assert table.loc["fell", counts].tolist() == [1, 0, 1, 0]
    assert found["term"].iloc[0] == "oil"
    assert table["n_screened"].tolist() == [5] * 5
    # 7 words of the target, 6 of the reference.
    oil = table.loc["oil"]
    assert oil["per_million_target"] == pytest.approx(4 / 7 * 1e6)
    cells = 4, 1, 3, 5
    assert oil["g2"] == pytest.approx(float(stats.g2(*cells)))
    assert oil["chi2"] == pytest.approx(float(stats.chi2(*cells)))
    assert oil["log_ratio"] == pytest.approx(float(stats.log_ratio(*cells)))
    terms = sorted(table.index)
    odds = stats.log_odds(*(table.loc[terms, name] for name in counts[:2]))
    at = terms.index("oil")
    assert oil["log_odds"] == pytest.approx(odds.log_odds[at])
    assert oil["z"] == pytest.approx(odds.z[at])
    p = [
        fisher_exact([[a, 4 - a], [b, 4 - b]]).pvalue
        for a, b in zip(table["docs_target"], table["docs_reference"], strict=True)
    ]
    np.testing.assert_allclose(table["q_value"], np.minimum(stats.benjamini_hochberg(p), 1))
    assert (found.attrs["a0"], found.attrs["m"]) == (500, 5)


def test_swapping_sides_flips_the_signs() -> None:
    there = keyness.compare(news(TARGET), news(REFERENCE, name="y"), min_docs=1)
    back = keyness.compare(news(REFERENCE, name="y"), news(TARGET), min_docs=1)
    there, back = there.set_index("term").sort_index(), back.set_index("term").sort_index()
    for name in ("chi2", "log_ratio", "log_odds", "z"):
        np.testing.assert_allclose(there[name], -back[name], atol=1e-12)
    np.testing.assert_allclose(there["lower"], -back["upper"])
    np.testing.assert_allclose(there["g2"], back["g2"], atol=1e-12)
    np.testing.assert_allclose(there["q_value"], back["q_value"])


def test_a_planted_word_leads_and_a_word_of_one_long_document_does_not() -> None:
    random = np.random.default_rng(0)
    words = np.array([f"w{number}" for number in range(200)])
    target = [" ".join(random.choice(words, 30)) for _ in range(60)]
    reference = [" ".join(random.choice(words, 30)) for _ in range(60)]
    target = [text + " sanctions" if at < 40 else text for at, text in enumerate(target)]
    target[50] += " chorus" * 500
    found = keyness.compare(news(target), news(reference, name="y"), min_docs=1)
    assert found["term"].iloc[0] == "sanctions"
    table = found.set_index("term")
    assert table.loc["sanctions", "q_value"] < 1e-6
    assert table.loc["chorus", "q_value"] > 0.5
    assert table.index.get_loc("chorus") > 5


def test_noise_is_found_at_most_as_often_as_allowed() -> None:
    random = np.random.default_rng(1)
    words = np.array([f"w{number}" for number in range(60)])
    alarms = 0
    for _ in range(40):
        texts = [" ".join(random.choice(words, 15)) for _ in range(60)]
        found = keyness.compare(news(texts[:30]), news(texts[30:], name="y"))
        alarms += bool((found["q_value"] <= 0.05).any())
    assert alarms <= 4


JUNE = [("2019-06-03", "oil war")] * 2 + [("2019-06-04", "war war")] * 2
JULY = [("2019-07-03", "oil sun")] + [("2019-07-04", "sun sun sun")] * 5


def test_within_months_compares_inside_them() -> None:
    target = dated([*JUNE, *JULY[:2]], "x")
    reference = dated([*JUNE[2:], *JULY], "y")
    plain = keyness.compare(target, reference, min_docs=1).set_index("term")
    found = keyness.compare(target, reference, min_docs=1, within="MS").set_index("term")
    # Words by month: 8 and 5 of the target, 4 and 17 of the reference.
    w = np.array([8 * 4 / 12, 5 * 17 / 22])
    rate = (w * [6 / 8, 0]).sum() / w.sum()
    assert found.loc["war", "per_million_target"] == pytest.approx(rate * 1e6)
    rate = (w * [4 / 4, 0]).sum() / w.sum()
    assert found.loc["war", "per_million_reference"] == pytest.approx(rate * 1e6)
    # The target has more war because it has more June, in which it has less.
    assert plain.loc["war", "log_ratio"] > 0
    assert found.loc["war", "log_ratio"] < 0
    assert found.loc["war", "n_target"] == plain.loc["war", "n_target"] == 6


def test_within_one_month_is_as_without_but_for_the_test() -> None:
    sides = news(TARGET), news(REFERENCE, name="y")
    plain, found = (keyness.compare(*sides, min_docs=1, within=each) for each in (None, "MS"))
    pd.testing.assert_frame_equal(plain, found)


def test_tests_within_months_are_those_of_statsmodels() -> None:
    random = np.random.default_rng(2)
    tables, rows = [], {"x": [], "y": []}
    for month in ("2019-06", "2019-07", "2019-08"):
        table = random.integers(3, 12, (2, 2))
        tables.append(table.astype(float))
        for name, (held, rest) in zip("xy", table.tolist(), strict=True):
            rows[name] += [(f"{month}-03", "oil b")] * held + [(f"{month}-04", "b b")] * rest
    found = keyness.compare(dated(rows["x"], "x"), dated(rows["y"], "y"), within="MS")
    p = StratifiedTable(tables).test_null_odds(correction=True).pvalue
    # b is in every document: p is 1, and m is 2.
    assert found.set_index("term")["q_value"].to_dict() == pytest.approx(
        {"oil": min(2 * p, 1), "b": 1.0}
    )


def test_months_of_one_side_are_left_out() -> None:
    target, reference = dated([*JUNE, *JULY], "x"), dated(JUNE, "y")
    found = keyness.compare(target, reference, min_docs=1, within="MS")
    assert found.attrs["periods_left_out"] == 1
    sun = found.set_index("term").loc["sun"]
    assert (sun["n_target"], sun["per_million_target"], sun["q_value"]) == (16, 0, 1)
    assert not found.drop(columns=["g2", "chi2"]).isna().any().any() or sun.isna().any()


def test_pairs_of_words_are_terms_too() -> None:
    texts = ["Crude oil rose. Oil prices", "crude oil", "crude oil"]
    found = keyness.compare(news(texts), news(["Other words"] * 3, name="y"), n=2)
    assert found["term"].tolist() == ["crude oil", "other words"]


def test_a_side_without_words_gives_an_empty_table() -> None:
    whole = news(TARGET)
    for sides in [(whole, whole.matching("nothing")), (whole, news(["...", "!"], name="y"))]:
        found = keyness.compare(*sides)
        assert list(found.columns) == keyness.COLUMNS
        assert found.empty
        assert found.attrs["m"] == 0


def test_one_document_a_side_is_no_evidence() -> None:
    found = keyness.compare(news(["oil"]), news(["talks"], name="y"), min_docs=1)
    assert found["q_value"].tolist() == [1, 1]
    same = keyness.compare(news(["oil"] * 3), news(["oil"] * 3, name="y"))
    assert same["log_ratio"].tolist() == [0]
    assert same["q_value"].tolist() == [1]


def test_refusals_say_what_was_found() -> None:
    whole, other = news(TARGET), news(REFERENCE, name="y")
    cases = {
        "`n` must be from 1 to 5 (got 6).": {"n": 6},
        "`min_docs` must be at least 1 (got 0).": {"min_docs": 0},
        "`within` must be one of 'D', 'W', 'MS', 'QS', 'YS' (got 'month').": {"within": "month"},
    }
    for message, options in cases.items():
        with pytest.raises(ArgumentError) as refused:
            keyness.compare(whole, other, **options)
        assert str(refused.value) == message
    with pytest.raises(ArgumentError) as refused:
        keyness.compare(whole.matching("oil"), whole)
    ids = ", ".join(map(repr, whole.matching("oil").documents["doc_id"]))
    assert str(refused.value) == (
        f"`target` and `reference` share 3 documents ({ids}): leave them out of one, as in "
        "reference.without(target)."
    )
    with pytest.raises(ArgumentError) as refused:
        keyness.compare(dated(JUNE, "x"), dated(JULY, "y"), within="MS")
    assert str(refused.value) == (
        "`within` 'MS' leaves no period in which both sides have documents; compare without it, "
        "or corpora of the same time."
    )
