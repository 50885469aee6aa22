"""Settings and placebos: each setting is its own recipe, and nothing found is nothing cried."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis import Corpus, robust, tone, trends
from analysis.errors import ArgumentError, ColumnError

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
NOW = "2019-07-29"
GOOD, BAD = "Talks resumed and peace held", "Tankers were seized and sailors killed"


def weekly(n_weeks: int = 9, n: int = 12, now: str = GOOD, seed: int = 0) -> pd.DataFrame:
    """n articles a week by A, B and C, six in ten of them good, and a last week of its own."""
    random = np.random.default_rng(seed)
    rows = []
    for week in range(n_weeks):
        for k in range(n):
            said = now if week == n_weeks - 1 else GOOD if random.random() < 0.6 else BAD
            day = pd.Timestamp("2019-06-03") + pd.Timedelta(days=7 * week + k % 7)
            rows.append((f"{said}, case {week}-{k}.", f"{said}", day, "ABC"[k % 3]))
    return pd.DataFrame(rows, columns=["text", "title", "date", "source"])


def settings(table: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for name, value in wanted.items():
        table = table[table[name] == value]
    return table


BASE = {
    "balance": "pooled", "copies": "all", "weighting": "document", "baseline": 8,
    "left_out": "none", "unit": "text",
}  # fmt: skip


def test_every_choice_is_crossed_with_every_other() -> None:
    table = robust.multiverse(Corpus.from_frame(weekly()), NOW)
    assert list(table) == robust.COLUMNS
    assert len(table) == 2 * 2 * 2 * 2 * 2 * 2 * 4
    assert not table.duplicated(list(robust.CHOICES)).any()
    assert table["left_out"].unique().tolist() == ["none", "A", "B", "C"]
    assert table["baseline"].unique().tolist() == [8, 4]
    assert table["setting"].tolist() == list(range(1, 257))


def test_a_setting_is_what_its_choices_say() -> None:
    corpus = Corpus.read(SAMPLE).group_stories()
    table = robust.multiverse(corpus, "2020-01", every="MS", lexicons=["vader"])
    scores = tone.score(corpus, lexicon="vader")
    headlines = tone.score(corpus, lexicon="vader", field="title")
    once = scores.drop_duplicates("story_id")
    without = scores[scores["source"] != "Markets desk"]
    expected = [
        (scores, {}), (headlines, {"unit": "title"}), (once, {"copies": "once"}),
        (without, {"left_out": "Markets desk"}), (scores, {"baseline": 4}),
    ]  # fmt: skip
    for table_of, changed in expected:
        chosen = BASE | changed
        (row,) = settings(table, **chosen).to_dict("records")
        length = int(chosen["baseline"])
        found = trends.compare(table_of, "2020-01", every="MS", baseline=length).iloc[0]
        for name in ("n_docs", "difference", "lower", "upper"):
            assert row[name] == pytest.approx(found[name]), chosen
        assert row["verdict"] == found["verdict"]


def test_weighting_by_words_is_the_mean_by_length() -> None:
    corpus = Corpus.read(SAMPLE)
    table = robust.multiverse(corpus, "2020-01", every="MS", baseline=3, lexicons=["news"])
    scores = tone.score(corpus)
    months = scores["date"].dt.to_period("M")
    mean = {
        str(month): np.average(part["score"], weights=part["n_tokens"])
        for month, part in scores.groupby(months)
    }
    (row,) = settings(table, **{**BASE, "weighting": "word", "baseline": 3}).to_dict("records")
    plain = [mean[month] for month in ("2019-10", "2019-11", "2019-12")]
    assert min(plain) <= mean["2020-01"] - row["difference"] <= max(plain)


def test_a_source_of_another_tone_is_balanced_away() -> None:
    frame = weekly(now=GOOD)
    dark = frame["source"] == "C"
    frame.loc[dark, "text"] = BAD + ", " + frame.loc[dark, "text"].str.slice(-10)
    last = frame["date"] >= NOW
    more = frame[last & dark]
    again = [more.assign(text=more["text"].str.rstrip(".") + f" {k}.") for k in range(4)]
    swelled = pd.concat([frame, *again])
    table = robust.multiverse(Corpus.from_frame(swelled), NOW, lexicons=["news"])
    pooled, balanced = (
        settings(table, **{**BASE, "balance": balance})["difference"].iloc[0]
        for balance in ("pooled", "balanced")
    )
    assert pooled < 0 < balanced


def test_a_planted_move_is_found_in_most_settings_and_its_share_is_told() -> None:
    table = robust.multiverse(Corpus.from_frame(weekly(now=BAD, n=30)), NOW)
    told = robust.agreement(table).iloc[0]
    assert (told["n_settings"], told["n_estimated"]) == (256, 256)
    assert told["share_down"] == 1.0
    # Four weeks before say less of what is usual than eight, so fewer of those are sure.
    assert robust.agreement(settings(table, baseline=8))["share_moved"].iloc[0] > 0.8
    assert told["share_moved"] > 0.5
    assert told["lowest_difference"] <= told["median_difference"] <= told["highest_difference"]


def test_settings_without_an_estimate_keep_their_row() -> None:
    few = Corpus.from_frame(weekly(n=3))
    table = robust.multiverse(few, NOW)
    assert set(table["verdict"]) == {"too few"}
    assert len(table) == 256
    told = robust.agreement(table).iloc[0]
    assert told["n_estimated"] == 0
    assert np.isnan(told["share_up"])
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    assert set(robust.multiverse(none, NOW)["verdict"]) == {"too few"}
    one = Corpus.from_frame(weekly().assign(source="A"))
    assert len(robust.multiverse(one, NOW)) == 64


def dates_of(seen: list[pd.DataFrame], corpus: Corpus) -> dict[str, bool]:
    seen.append(corpus.documents)
    return {"always": True, "never": False}


def test_weeks_change_places_whole_and_documents_within_their_source() -> None:
    corpus = Corpus.from_frame(weekly())
    seen: list[pd.DataFrame] = []
    table = robust.placebo(lambda drawn: dates_of(seen, drawn), corpus, draws=3)
    documents = corpus.documents.set_index("doc_id")
    week = documents["date"].dt.to_period("W")
    for drawn in seen:
        moved = drawn.set_index("doc_id").loc[documents.index]
        assert (moved["text"] == documents["text"]).all()
        assert sorted(moved["date"]) == sorted(documents["date"])
    for drawn in seen[:3]:
        to = drawn.set_index("doc_id").loc[documents.index, "date"]
        assert to.dt.to_period("W").groupby(week).nunique().eq(1).all()
        assert (to.dt.day_of_week == documents["date"].dt.day_of_week).all()
    for drawn in seen[3:]:
        moved = drawn.set_index("doc_id").loc[documents.index]
        for _, rows in documents.groupby("source"):
            assert sorted(moved.loc[rows.index, "date"]) == sorted(rows["date"])
        assert (moved["date"] != documents["date"]).any()
    assert table[["permuted", "alarm", "n_alarms", "rate"]].values.tolist() == [
        ["weeks", "always", 3, 1.0], ["weeks", "never", 0, 0.0],
        ["documents", "always", 3, 1.0], ["documents", "never", 0, 0.0],
    ]  # fmt: skip


def test_the_seed_settles_the_draws_and_weeks_that_are_cut_stay() -> None:
    cut = Corpus.from_frame(weekly()).between("2019-06-05", "2019-08-02")
    runs = []
    for seed in (1, 1, 2):
        seen: list[pd.DataFrame] = []
        robust.placebo(lambda drawn, seen=seen: dates_of(seen, drawn), cut, draws=1, seed=seed)
        runs.append(seen)
    assert_frame_equal(runs[0][0], runs[1][0])
    assert runs[0][0]["doc_id"].tolist() != runs[2][0]["doc_id"].tolist()
    original = cut.documents.set_index("doc_id")["date"]
    edge = original[(original < "2019-06-10") | (original >= "2019-07-29")]
    for drawn in runs[0]:
        assert (drawn.set_index("doc_id").loc[edge.index, "date"] == edge).all()


def test_the_usual_report_finds_what_was_planted_and_nothing_else() -> None:
    quiet = Corpus.from_frame(weekly(n=30, n_weeks=18, now=GOOD).iloc[: 30 * 17])
    assert robust.alarms(quiet) == {"movers": False, "moved": False, "moved_any": False}
    loud = Corpus.from_frame(weekly(n=30, n_weeks=18, now="Desalination failed, sailors killed"))
    assert robust.alarms(loud) == {"movers": True, "moved": True, "moved_any": True}


def test_refusals_say_what_was_found() -> None:
    corpus = Corpus.from_frame(weekly())
    none = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    cases = [
        (lambda: robust.multiverse(corpus, "soon"),
         "`period` must be a date such as '2019-06-03' or '2019-06' (got 'soon')."),
        (lambda: robust.multiverse(corpus, NOW, baseline=2),
         "`baseline` must be a whole number from 3 (got 2)."),
        (lambda: robust.placebo(robust.alarms, corpus, draws=0),
         "`draws` must be at least 1 (got 0)."),
        (lambda: robust.placebo(robust.alarms, none),
         "A placebo needs documents to permute (got none)."),
        (lambda: robust.placebo(robust.alarms, corpus.between("2019-06-03", "2019-06-16")),
         "A placebo needs at least 3 whole weeks to permute (got 2)."),
    ]  # fmt: skip
    for call, said in cases:
        with pytest.raises(ArgumentError) as error:
            call()
        assert str(error.value) == said
    with pytest.raises(ColumnError):
        robust.agreement(pd.DataFrame({"difference": [0.1]}))


@pytest.mark.slow
def test_the_usual_report_keeps_its_rate_on_permuted_weeks(capsys: pytest.CaptureFixture) -> None:
    corpus = Corpus.read(SAMPLE).group_stories()
    table = robust.placebo(robust.alarms, corpus, draws=200, seed=1)
    with capsys.disabled():
        print("\n", table.round(3).to_string())
    weeks = table[table["permuted"] == "weeks"].set_index("alarm")["rate"]
    # Nine looks at weeks of 3 to 16 articles cry more often: docs/methods.md says how often.
    assert (weeks[["movers", "moved", "moved_any"]] <= 0.08).all()


def test_a_pipeline_that_is_none_is_refused() -> None:
    days = pd.date_range("2019-05-06", periods=28)
    quiet = Corpus.from_frame(pd.DataFrame({"date": days, "text": "Talks.", "source": "A"}))
    for wrong, kind in ((lambda drawn: True, "bool"), (None, "NoneType")):
        with pytest.raises(ArgumentError, match=rf"such as robust.alarms \(got {kind}\)"):
            robust.placebo(wrong, quiet, draws=1)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="needs documents to permute"):
        robust.placebo(robust.alarms, quiet.matching("zzz"), draws=1)
