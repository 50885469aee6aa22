"""Dispersion over documents: the published toy, the array functions as oracle, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import stats
from analysis.corpus import Corpus
from analysis.errors import ArgumentError
from analysis.measures import dispersion

PARTS = [
    "b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
    "b a h a a b e a x a t",
]  # fmt: skip


def news(texts: list[str], sources: str | None = None) -> Corpus:
    rows = {"text": texts, "date": "2019-06-03", "source": list(sources or "A" * len(texts))}
    return Corpus.from_frame(pd.DataFrame(rows))


def test_gries_toy_corpus_gives_its_published_numbers() -> None:
    found = dispersion.measure(news(PARTS, "AABBB")).set_index("term")
    assert found.loc[["b", "i", "q", "x"], "dp"].round(2).tolist() == [0.02, 0.82, 0.8, 0.78]
    assert round(found.loc["b", "juilland_d"], 3) == 0.968
    assert found.loc["b", ["n_tokens", "n_docs", "n_sources"]].tolist() == [10, 5, 2]
    assert found.loc["i", ["n_tokens", "n_docs", "n_sources"]].tolist() == [1, 1, 1]
    assert found["dp"].is_monotonic_increasing


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=9), min_size=2, max_size=6))
def test_words_are_dispersed_as_the_array_functions_say(parts: list[list[str]]) -> None:
    found = dispersion.measure(news([" ".join(part) for part in parts]))
    sizes = [len(part) for part in parts]
    for row in found.itertuples():
        n = [part.count(row.term) for part in parts]
        assert row.dp == pytest.approx(float(stats.dp(n, sizes)), abs=1e-9)
        assert row.dp_norm == pytest.approx(float(stats.dp_norm(n, sizes)), abs=1e-9)
        assert row.juilland_d == pytest.approx(float(stats.juilland_d(n, sizes)), abs=1e-6)


def test_terms_are_queries_and_keep_their_order() -> None:
    corpus = news(["Oil fields, oil.", "Crude oil now", "Talks"])
    found = dispersion.measure(corpus, {"crude": '"crude oil"', "oil": "oil", "none": "gas"})
    assert found["term"].tolist() == ["crude", "oil", "none"]
    assert found["n_tokens"].tolist() == [1, 3, 0]
    assert found["n_docs"].tolist() == [1, 2, 0]
    assert found["dp"].isna().tolist() == [False, False, True]
    # oil: 2 of 3 occurrences in 3 of 7 words, 1 in 3 of 7, none in 1 of 7.
    assert found["dp"][1] == pytest.approx((2 / 3 - 3 / 7 + 3 / 7 - 1 / 3 + 1 / 7) / 2)


def test_documents_without_words_are_no_parts() -> None:
    with_empty = dispersion.measure(news(["a b", "a", "..."]))
    pd.testing.assert_frame_equal(with_empty, dispersion.measure(news(["a b", "a"])))


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dispersion.measure(news(PARTS))
    monkeypatch.setattr(dispersion, "BLOCK", 4)
    pd.testing.assert_frame_equal(whole, dispersion.measure(news(PARTS)))


def test_a_corpus_without_documents_gives_an_empty_table() -> None:
    found = dispersion.measure(news(["a"]).matching("nothing"))
    assert list(found.columns) == dispersion.COLUMNS
    assert found.empty
    nothing = dispersion.measure(news(["a"]).matching("nothing"), ["oil"])
    assert nothing["n_tokens"].tolist() == [0]
    assert np.isnan(nothing["dp"][0])


def test_refusals_say_what_was_found() -> None:
    with pytest.raises(ArgumentError) as refused:
        dispersion.measure(news(["oil rose"]))
    assert str(refused.value) == (
        "Dispersion compares documents: at least 2 must have words (got 1)."
    )
    with pytest.raises(ArgumentError) as refused:
        dispersion.measure(news(PARTS), "oil")
    assert str(refused.value) == "`terms` must be a list of terms (got the string 'oil')."
