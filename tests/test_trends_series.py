"""Series by period: counted by hand, balanced against least squares, and what may not change."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy.stats import t

from analysis import stats, trends
from analysis.errors import AnalysisError, ArgumentError, ColumnError

COLUMNS = [
    "period", "n_docs", "n_sources", "n_stories", "complete", "mean", "lower", "upper",
    "balanced", "balanced_lower", "balanced_upper", "masked",
]  # fmt: skip


def table(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    """Scores from (date, source, score); doc_id and story_id are d0, d1, ..."""
    ids = [f"d{at}" for at in range(len(rows))]
    frame = pd.DataFrame(rows, columns=["date", "source", "score"])
    frame.insert(0, "doc_id", pd.Series(ids, dtype="str"))
    frame.insert(1, "story_id", frame["doc_id"])
    return frame.assign(date=pd.to_datetime(frame["date"], format="ISO8601"))


def drawn(seed: int, *, n_docs: int = 300, sources: str = "ABCD", days: int = 84) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    place = draw.integers(0, len(sources), n_docs)
    date = pd.Timestamp("2019-01-07") + pd.to_timedelta(draw.integers(0, days, n_docs), unit="D")
    frame = pd.DataFrame({"date": date, "source": np.array(list(sources))[place]})
    frame["score"] = 0.4 * place + draw.normal(size=n_docs)
    frame.insert(0, "doc_id", [f"d{at:03}" for at in range(n_docs)])
    frame.insert(1, "story_id", [f"s{at // 2:03}" for at in range(n_docs)])
    return frame


TOY = table(
    [
        ("2019-06-03", "A", 0.2), ("2019-06-05 23:59", "A", 0.4), ("2019-06-09", "A", 0.6),
        ("2019-06-19", "A", -0.5), ("2019-06-20", "B", 0.5), ("2019-06-20", "B", np.nan),
    ]
)  # fmt: skip


def test_a_toy_table_counted_by_hand() -> None:
    found = trends.by_period(TOY, min_docs=2, span=("2019-06-03", "2019-06-20"))
    quantile = {df: t.ppf(0.975, df) for df in (1, 2)}
    half = [quantile[2] * np.sqrt(0.04 / 3), quantile[1] * 0.5, quantile[2] * 0.3 * np.sqrt(0.08)]
    expected = pd.DataFrame(
        {
            "period": pd.to_datetime(["2019-06-03", "2019-06-10", "2019-06-17"]),
            "n_docs": [3, 0, 2],
            "n_sources": [1, 0, 2],
            "n_stories": [3, 0, 2],
            "complete": [True, True, False],
            "mean": [0.4, np.nan, 0.0],
            "lower": [0.4 - half[0], np.nan, -half[1]],
            "upper": [0.4 + half[0], np.nan, half[1]],
            # A - B = -1 in the one week they share. At weights 4/5 and 1/5 the effects are -.2
            # and .8, so that week is (-.5 + .2 + .5 - .8) / 2. The noise is that of week 1, .08
            # on 2 df, and the difference of A and B, .3 of which is used, has twice its variance.
            "balanced": [np.nan, np.nan, -0.3],
            "balanced_lower": [np.nan, np.nan, -0.3 - half[2]],
            "balanced_upper": [np.nan, np.nan, -0.3 + half[2]],
            "masked": [False, True, False],
        }
    )
    assert list(found.columns) == COLUMNS
    assert_frame_equal(found, expected)


def test_masked_rows_keep_n_and_lose_mean_and_bounds() -> None:
    found = trends.by_period(TOY, min_docs=3)
    numbers = ["mean", "lower", "upper", "balanced", "balanced_lower", "balanced_upper"]
    assert found["masked"].tolist() == [False, True, True]
    assert found["n_docs"].tolist() == [3, 0, 2]
    assert found.loc[found["masked"], numbers].isna().all(axis=None)
    assert found["mean"].iloc[0] == pytest.approx(0.4)


def test_sentences_are_averaged_within_their_document_first() -> None:
    sentences = table([("2019-06-03", "A", x) for x in (1.0, 0.0, 0.0, 0.0, 0.5)])
    sentences["doc_id"] = ["a", "b", "b", "b", "c"]
    found = trends.by_period(sentences, min_docs=1)
    assert found["n_docs"].tolist() == [3]
    assert found["mean"].tolist() == pytest.approx([(1 + 0 + 0.5) / 3])


def test_each_group_of_by_has_every_period() -> None:
    scores = TOY.assign(actor=["x", "x", "y", "y", "y", "z"], voice="direct")
    found = trends.by_period(scores, by=["actor", "voice"], min_docs=1)
    assert list(found.columns) == ["period", "actor", "voice", *COLUMNS[1:]]
    assert found["actor"].tolist() == ["x", "y", "z"] * 3
    assert found["n_docs"].tolist() == [2, 1, 0, 0, 0, 0, 0, 2, 0]
    alone = trends.by_period(scores[scores["actor"] == "y"], min_docs=1)
    in_table = found[found["actor"] == "y"].drop(columns=["actor", "voice"])
    numbers = ["n_docs", "mean", "lower", "upper"]
    assert_frame_equal(
        in_table.iloc[[0, 2]][numbers].reset_index(drop=True),
        alone.iloc[[0, 2]][numbers].reset_index(drop=True),
    )


def test_a_missing_group_is_a_group_and_comes_last() -> None:
    scores = TOY.assign(speaker=["x", None, None, "x", "a", "a"])
    found = trends.by_period(scores, by="speaker", every="YS", min_docs=1)
    assert found["speaker"].tolist()[:2] == ["a", "x"]
    assert found["speaker"].isna().tolist() == [False, False, True]
    assert found["n_docs"].tolist() == [1, 2, 2]


@pytest.mark.parametrize(
    ("every", "first", "n_periods"),
    [("D", "2019-06-03", 18), ("W", "2019-06-03", 3), ("MS", "2019-06-01", 1),
     ("QS", "2019-04-01", 1), ("YS", "2019-01-01", 1)],
)  # fmt: skip
def test_periods_are_named_by_their_first_day(every: str, first: str, n_periods: int) -> None:
    found = trends.by_period(TOY, every=every)
    assert found["period"].iloc[0] == pd.Timestamp(first)
    assert len(found) == n_periods
    assert found["n_docs"].sum() == 5
    assert found["period"].dtype == "datetime64[us]"


def test_the_span_decides_which_periods_are_complete() -> None:
    assert trends.by_period(TOY, every="MS", span=("2019-06", "2019-06"))["complete"].all()
    assert trends.by_period(TOY)["complete"].tolist() == [True, True, False]
    wide = trends.by_period(TOY, every="MS", span=("2019-04-02", "2019-08-31"))
    assert wide["complete"].tolist() == [False, True, True, True, True]
    assert wide["n_docs"].tolist() == [0, 0, 5, 0, 0]
    narrow = trends.by_period(TOY, span=("2019-06-04", "2019-06-16"))
    assert narrow["n_docs"].tolist() == [2, 0]


def test_auto_takes_the_finest_period_that_80_percent_reach() -> None:
    daily = table([(f"2019-06-{day:02}", "A", 0.1) for day in range(3, 31) for _ in range(2)])
    assert trends.by_period(daily, every="auto", min_docs=2).attrs["every"] == "D"
    assert trends.by_period(daily, every="auto").attrs["every"] == "W"
    assert trends.by_period(daily, every="auto", min_docs=50).attrs["every"] == "MS"
    assert trends.by_period(daily, every="auto", min_docs=99).attrs["every"] == "YS"
    # 22 of 28 days are under 80%, 23 are over.
    gaps = daily[daily["date"].dt.day.between(9, 30)]
    span = ("2019-06-03", "2019-06-30")
    assert trends.by_period(gaps, every="auto", min_docs=2, span=span).attrs["every"] != "D"
    gaps = daily[daily["date"].dt.day.between(8, 30)]
    assert trends.by_period(gaps, every="auto", min_docs=2, span=span).attrs["every"] == "D"


def least_squares(scores: pd.DataFrame, weights: pd.Series) -> np.ndarray:
    """The balanced means from one regression on dummies, as a textbook has it."""
    week = scores["date"].dt.to_period("W-SUN").astype("str")
    dummies = pd.concat([pd.get_dummies(week), pd.get_dummies(scores["source"])], axis=1)
    found = np.linalg.lstsq(dummies.to_numpy(float), scores["score"].to_numpy(), rcond=None)[0]
    n_weeks = week.nunique()
    return found[:n_weeks] + weights.sort_index().to_numpy() @ found[n_weeks:]


def test_balanced_is_the_two_way_regression_at_the_mix_of_the_span() -> None:
    scores = drawn(3)
    weights = scores["source"].value_counts(normalize=True)
    found = trends.by_period(scores)
    np.testing.assert_allclose(found["balanced"], least_squares(scores, weights), atol=1e-9)


def test_balanced_is_pooled_where_the_mix_never_changes() -> None:
    rows = [(f"2019-06-{day:02}", source, day / 10 + at) for day in range(3, 17)
            for at, source in enumerate("ABC")]  # fmt: skip
    found = trends.by_period(table(rows))
    assert found["balanced"].tolist() == pytest.approx(found["mean"].tolist())


def test_balanced_undoes_a_change_of_mix() -> None:
    # A is always 1, B always 0; B takes over. Nothing moved but the mix.
    mix = {"2019-06-03": (8, 2), "2019-06-10": (5, 5), "2019-06-17": (2, 8)}
    rows = [(day, source, float(source == "A")) for day, counts in mix.items()
            for source, n in zip("AB", counts, strict=True) for _ in range(n)]  # fmt: skip
    found = trends.by_period(table(rows))
    assert found["mean"].tolist() == pytest.approx([0.8, 0.5, 0.2])
    assert found["balanced"].tolist() == pytest.approx([0.5, 0.5, 0.5])


def test_with_a_fixed_base_new_documents_do_not_move_history() -> None:
    scores = drawn(5, n_docs=400)
    early = scores[scores["date"] < "2019-02-18"]
    base = ("2019-01-07", "2019-02-17")
    before, after = (trends.by_period(frame, base=base) for frame in (early, scores))
    assert len(after) > len(before)
    assert_frame_equal(after.head(len(before)), before)
    assert after.attrs["base"] == list(base)
    assert after["balanced"].notna().all()


def test_a_source_outside_the_base_is_left_out_of_balanced() -> None:
    scores = drawn(6)
    late = drawn(8, n_docs=40, sources="Z", days=14).assign(score=50.0)
    late["date"] += pd.Timedelta(days=56)
    late["doc_id"] = late["story_id"] = "z" + late["doc_id"]
    base = ("2019-01-07", "2019-02-17")
    plain = trends.by_period(scores, base=base)
    joined = trends.by_period(pd.concat([scores, late]), base=base)
    assert joined["mean"].max() > 10
    np.testing.assert_allclose(joined["balanced"], plain["balanced"])


def test_a_period_of_one_source_is_not_balanced() -> None:
    scores = drawn(9, sources="AB")
    first_week = scores["date"] < "2019-01-14"
    found = trends.by_period(scores[~first_week | (scores["source"] == "A")])
    assert found["balanced"].isna().tolist() == [True] + [False] * 11
    assert found["mean"].notna().all()
    assert trends.by_period(drawn(9, sources="A"))["balanced"].isna().all()
    assert trends.by_period(scores, by="source")["balanced"].isna().all()


def test_sources_that_never_meet_are_not_compared() -> None:
    scores = drawn(10, sources="ABCD")
    pair = scores["source"].isin(["A", "B"])
    early = scores["date"] < "2019-02-18"
    apart = scores[pair == early]
    found = trends.by_period(apart)
    larger = trends.by_period(apart[apart["source"].isin(["A", "B"])])
    kept = found["balanced"].notna()
    assert kept.tolist() in ([True] * 6 + [False] * 6, [False] * 6 + [True] * 6)
    if kept.iloc[0]:
        np.testing.assert_allclose(found["balanced"][:6], larger["balanced"])


def test_the_balanced_interval_holds_the_truth_95_times_in_100() -> None:
    draw = np.random.default_rng(11)
    effect = np.array([0.0, 0.5, -0.5, 1.0])
    held = []
    for _ in range(150):
        place = np.concatenate(
            [draw.choice(4, 12, p=draw.dirichlet(np.full(4, 2))) for _ in range(10)]
        )
        week = np.repeat(np.arange(10), 12)
        frame = table([("2019-01-07", "ABCD"[at], 0.0) for at in place])
        frame["date"] += pd.to_timedelta(7 * week, unit="D")
        frame["score"] = effect[place] + draw.normal(size=len(place))
        found = trends.by_period(frame)
        truth = effect[place].mean()
        known = found["balanced_lower"].notna()
        held += found["balanced"][known].sub(truth).abs().le(
            (found["balanced_upper"] - found["balanced_lower"])[known] / 2
        ).tolist()  # fmt: skip
    assert 0.93 <= np.mean(held) <= 0.98


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing_to_the_last_bit(seed: int) -> None:
    scores = drawn(seed, n_docs=200)
    # Ten rows a document, which even disagree on its date, source and story.
    scores["doc_id"] = scores["doc_id"].str[:-1]
    shuffled = scores.sample(frac=1, random_state=seed)
    assert_frame_equal(
        trends.by_period(shuffled, min_docs=1),
        trends.by_period(scores, min_docs=1),
        check_exact=True,
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(-5, 5))
def test_adding_a_constant_shifts_means_and_nothing_else(seed: int, constant: float) -> None:
    scores = drawn(seed, n_docs=80)
    plain = trends.by_period(scores, every="MS")
    moved = trends.by_period(scores.assign(score=scores["score"] + constant), every="MS")
    numbers = ["mean", "lower", "upper", "balanced", "balanced_lower", "balanced_upper"]
    plain[numbers] += constant
    assert_frame_equal(moved, plain, atol=1e-8)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_copies_under_one_story_id_do_not_narrow_the_interval(seed: int, copies: int) -> None:
    scores = drawn(seed, n_docs=60).assign(story_id=lambda frame: frame["doc_id"])
    again = [scores.assign(doc_id=scores["doc_id"] + f"-{at}") for at in range(copies)]
    once, often = (trends.by_period(frame, every="MS") for frame in (scores, pd.concat(again)))
    assert often["n_docs"].tolist() == (once["n_docs"] * copies).tolist()
    assert often["n_stories"].tolist() == once["n_stories"].tolist()
    np.testing.assert_allclose(often[["mean", "lower", "upper"]], once[["mean", "lower", "upper"]])


def test_the_argument_is_not_changed() -> None:
    scores = drawn(1, n_docs=20)
    before = scores.copy(deep=True)
    trends.by_period(scores, by="source")
    assert_frame_equal(scores, before)


def test_a_zone_is_converted_and_its_absence_is_not() -> None:
    scores = table([("2019-06-02", "A", 0.1)])
    zoned = scores.assign(date=pd.to_datetime(["2019-06-02T22:00:00-05:00"]))
    assert trends.by_period(scores)["period"].tolist() == [pd.Timestamp("2019-05-27")]
    assert trends.by_period(zoned)["period"].tolist() == [pd.Timestamp("2019-06-03")]


def test_no_scores_make_an_empty_table_with_its_columns() -> None:
    empty = trends.by_period(TOY.iloc[:0], every="auto")
    whole = trends.by_period(TOY)
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == whole.dtypes.to_dict()
    assert list(trends.by_period(TOY.iloc[:0], by="source").columns) == [
        "period",
        "source",
        *COLUMNS[1:],
    ]
    assert trends.by_period(TOY.iloc[:0], span=(pd.NaT, pd.NaT)).empty
    spanned = trends.by_period(TOY.iloc[:0], span=("2019-06-03", "2019-06-16"))
    assert spanned["n_docs"].tolist() == [0, 0]
    assert spanned["mean"].isna().all()


def test_ten_thousand_documents_by_day_over_twenty_years_take_seconds() -> None:
    scores = drawn(2, n_docs=10_000, sources="ABCDEFGHIJ", days=7_300)
    began = time.process_time()
    assert len(trends.by_period(scores, every="D")) == 7_300
    assert time.process_time() - began < 5


def test_a_share_has_bounds_of_wilson_even_at_zero() -> None:
    rows = [(f"2019-06-{day:02}", "A", float(day == 4)) for day in range(3, 17) for _ in range(2)]
    found = trends.by_period(table(rows), form="share")
    plain = trends.by_period(table(rows))
    assert_frame_equal(
        found.drop(columns=["lower", "upper"]), plain.drop(columns=["lower", "upper"])
    )
    # The second week, without any, tells nothing of how days vary.
    p = 2 / 14
    phi = ((2 - 2 * p) ** 2 + 6 * (2 * p) ** 2) / (2 * p * (1 - p)) / 6
    expected = stats.wilson([2, 0], [14, 14], phi=phi)
    np.testing.assert_allclose(found["lower"], expected.lower)
    np.testing.assert_allclose(found["upper"], expected.upper)
    assert found["upper"].iloc[1] > 0.2
    assert plain["upper"].iloc[1] == 0


def test_simultaneous_bands_are_wider_and_change_nothing_else() -> None:
    scores = drawn(12)
    one, all_of_them = (
        trends.by_period(scores, bands=band) for band in ("pointwise", "simultaneous")
    )
    same = ["period", "n_docs", "mean", "balanced", "masked"]
    assert_frame_equal(one[same], all_of_them[same])
    strict = trends.by_period(scores, level=0.95 ** (1 / 12))
    assert_frame_equal(all_of_them, strict)
    assert (all_of_them["lower"] < one["lower"]).all()


@pytest.mark.slow
def test_simultaneous_bands_hold_together(capsys: pytest.CaptureFixture[str]) -> None:
    held = {"pointwise": 0, "simultaneous": 0}
    for seed in range(200):
        scores = drawn(seed).assign(score=np.random.default_rng(seed).normal(size=300))
        for bands in held:
            found = trends.by_period(scores, bands=bands)
            held[bands] += bool(((found["lower"] <= 0) & (found["upper"] >= 0)).all())
    with capsys.disabled():
        print(f"\nall 12 bounds hold the truth, of 200: {held} (nominal 190)")
    assert held["simultaneous"] >= 183


TWO = TOY.assign(lexicon=["news", "vader"] * 3)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: trends.by_period(TOY, every="week"), ArgumentError,
         "`every` must be one of 'D', 'W', 'MS', 'QS', 'YS', 'auto' (got 'week')."),
        (lambda: trends.by_period(TOY.drop(columns="story_id")), ColumnError,
         "Columns not found: 'story_id'; the table has 'doc_id', 'date', 'source', 'score'."),
        (lambda: trends.by_period(TOY, value="scores"), ColumnError,
         "Columns not found: 'scores'; the table has 'doc_id', 'story_id', 'date', 'source', "
         "'score'. Did you mean 'score'?"),
        (lambda: trends.by_period(TWO), ArgumentError,
         "`scores` must hold one lexicon (got 'news', 'vader'); keep one of them, or add "
         "'lexicon' to `by`."),
        (lambda: trends.by_period(TOY, value="source"), ArgumentError,
         "`value` must name a column of numbers (got 'source', of str)."),
        (lambda: trends.by_period(TOY.assign(score=[0, 1, np.inf, 0, 0, 0])), ArgumentError,
         "Column 'score' must be finite (it is infinite in 'd2')."),
        (lambda: trends.by_period(TOY.assign(date=pd.NaT)), ArgumentError,
         "Column 'date' must not be missing (it is in 'd0', 'd1', 'd2', 'd3', 'd4' and 1 more); "
         "leave those rows out, or date them."),
        (lambda: trends.by_period(TOY.assign(date="soon")), ArgumentError,
         "Column 'date' must hold dates (got str); convert it with pandas.to_datetime."),
        (lambda: trends.by_period(TOY.assign(mean=1), by="mean"), ArgumentError,
         "`by` must not name a column of the result (got 'mean'); rename it first."),
        (lambda: trends.by_period(TOY, by=["source", "source"]), ArgumentError,
         "`by` must name each column once (got 'source', 'source')."),
        (lambda: trends.by_period(TOY, level=95), ArgumentError,
         "`level` must lie between 0 and 1 (got 95)."),
        (lambda: trends.by_period(TOY, min_docs=-1), ArgumentError,
         "`min_docs` must be a whole number from 0 (got -1)."),
        (lambda: trends.by_period(TOY, form="share"), ArgumentError,
         "Column 'score' must be 0 or 1 in every document for a share (got 0.2)."),
        (lambda: trends.by_period(TOY, form="sum"), ArgumentError,
         "`form` must be one of 'mean', 'share' (got 'sum')."),
        (lambda: trends.by_period(TOY, bands="both"), ArgumentError,
         "`bands` must be one of 'pointwise', 'simultaneous' (got 'both')."),
        (lambda: trends.by_period(TOY, span="2019-06"), ArgumentError,
         "`span` must be two dates, first and last (got '2019-06')."),
        (lambda: trends.by_period(TOY, base=("2019-06-02", "2019-06-01")), ArgumentError,
         "`base` must not end before it starts (got 2019-06-02 to 2019-06-01)."),
        (lambda: trends.by_period(TOY, span=("2019-06-03", 3)), ArgumentError,
         "`span` must be a date such as '2019-06-03' or '2019-06' (got 3)."),
    ],
)  # fmt: skip
def test_refusals_say_what_was_found(call, kind: type[AnalysisError], message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == message


def test_lexicons_side_by_side_are_welcome_as_groups() -> None:
    assert trends.by_period(TWO, by="lexicon", every="YS")["lexicon"].tolist() == ["news", "vader"]
