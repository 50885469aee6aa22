"""The corpus: identity, choices, counts, and that nobody can change it."""

from __future__ import annotations

import dataclasses
import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import doubts, frequency
from analysis.corpus import Corpus, ids
from analysis.errors import ArgumentError, ColumnError, InputError, QueryError

FRAME = pd.DataFrame(
    [
        {"text": "Oil rose in Tehran.", "date": "2019-06-01", "source": "A", "section": "world"},
        {"text": "Gold fell.", "date": "2019-06-03T10:00:00Z", "source": "B", "section": "money"},
        {"text": "Tin and oil fell.", "date": "2019-07-01", "source": "A", "section": None},
    ]
)
COLUMNS = "doc_id story_id date date_doubt source title text url language section".split()


@pytest.fixture
def corpus():
    return Corpus.from_frame(FRAME)


def texts(corpus):
    return corpus.documents["text"].tolist()


def reasons(corpus):
    return list(zip(corpus.problems["row"], corpus.problems["reason"], strict=True))


def test_documents_have_the_fixed_columns_then_docvars(corpus):
    found = corpus.documents
    assert found.columns.tolist() == COLUMNS
    assert found["date"].dtype == "datetime64[us]"
    assert found["story_id"].tolist() == found["doc_id"].tolist()
    assert found["doc_id"].str.fullmatch("[0-9a-f]{16}").all()
    assert found[["title", "url", "language", "date_doubt"]].isna().all(axis=None)


def test_documents_are_sorted_by_date_then_doc_id():
    same_day = FRAME.assign(date="2019-06-01")
    found = Corpus.from_frame(pd.concat([FRAME, same_day.iloc[1:]])).documents
    expected = found.sort_values(["date", "doc_id"], ignore_index=True)
    pd.testing.assert_frame_equal(found, expected)


def test_nothing_changes_a_corpus(corpus):
    before = corpus.fingerprint
    documents = corpus.documents
    documents.loc[:, "text"] = "changed"
    documents["new"] = 1
    problems = corpus.problems
    problems["origin"] = "changed"
    assert texts(corpus)[0] == "Oil rose in Tehran."
    assert corpus.documents.columns.tolist() == COLUMNS
    assert Corpus.from_frame(FRAME).fingerprint == before
    with pytest.raises(dataclasses.FrozenInstanceError):
        corpus.name = "changed"


def test_the_frame_that_is_given_is_not_changed():
    frame = FRAME.copy()
    Corpus.from_frame(frame)
    pd.testing.assert_frame_equal(frame, FRAME)


def test_an_empty_frame_is_a_corpus_without_documents():
    corpus = Corpus.from_frame(FRAME.iloc[:0])
    assert len(corpus) == 0
    assert corpus.documents.columns.tolist() == COLUMNS
    assert corpus.documents["date"].dtype == "datetime64[us]"
    assert pd.isna(corpus.span[0])
    assert corpus.problems.dtypes.astype(str).tolist() == ["str", "Int64", "str", "str"]
    assert (
        corpus.stories().columns.tolist()
        == "story_id first_date representative n_copies n_sources hours_to_last".split()
    )
    assert corpus.group_stories().profile().empty
    assert corpus.freshness().empty
    assert corpus.matching("oil").fingerprint == corpus.fingerprint


def test_its_own_table_makes_the_same_corpus_again(corpus):
    grouped = Corpus.from_frame(pd.concat([FRAME, FRAME])).group_stories()
    again = Corpus.from_frame(grouped.documents)
    pd.testing.assert_frame_equal(again.documents, grouped.documents)


def test_columns_are_named_or_told_by_usual_names():
    frame = pd.DataFrame(
        {"Full Text": ["Oil"], "publishedAt": ["2019-08-28"], "OUTLET": ["A"], "text_2": ["x"]}
    )
    [found] = Corpus.from_frame(frame).documents.to_dict("records")
    assert (found["text"], found["source"], found["text_2"]) == ("Oil", "A", "x")
    [named] = Corpus.from_frame(frame, text="text_2", title="Full Text").documents.to_dict(
        "records"
    )
    assert (named["text"], named["title"]) == ("x", "Oil")


def test_a_column_with_a_name_of_ours_is_kept_under_another():
    frame = FRAME.assign(body="Body text", story_id="s", url="https://example.org/a?b=1")
    found = Corpus.from_frame(frame.iloc[:1], text="body").documents
    assert found[["text", "text_input", "story_id_input"]].iloc[0].tolist() == [
        "Body text",
        "Oil rose in Tehran.",
        "s",
    ]


def test_titles_are_read_as_text_where_nothing_else_is_there():
    found = Corpus.from_frame(pd.DataFrame({"headline": ["Oil rose"], "date": ["2019-08-28"]}))
    assert found.documents[["text", "title", "text_from", "source"]].iloc[0].tolist() == [
        "Oil rose",
        "Oil rose",
        "title",
        "unknown",
    ]


def test_canonical_addresses_are_equal():
    same = [
        "HTTP://Example.org:80/A/?utm_source=x&id=1#c",
        "http://example.org/A?id=1&fbclid=3",
        " http://example.org/A?id=1",
    ]
    assert {ids.canonical_url(url) for url in same} == {"http://example.org/A?id=1"}
    assert ids.canonical_url("http://[broken") == "http://[broken"


def test_identity_is_the_own_id_with_the_source_else_the_address_else_the_content():
    base = {"text": "Oil", "date": "2019-08-28", "source": "A"}

    def doc_id(**changes):
        return Corpus.from_frame(pd.DataFrame([base | changes])).documents["doc_id"].iloc[0]

    own = doc_id(id=7)
    assert own == doc_id(id="7", text="Corrected", url="https://example.org/b") == doc_id(id=7.0)
    assert own != doc_id(id=7, source="B")
    address = doc_id(url="https://example.org/a")
    assert address == doc_id(url="https://EXAMPLE.org/a/#x", source="B", text="Corrected")
    assert doc_id() == doc_id(text=" Oil ") == doc_id(url="https://example.org/")
    assert len({own, address, doc_id(), doc_id(text="Tin"), doc_id(date="2019-08-29")}) == 5


def test_parts_of_an_identity_do_not_run_together():
    frame = pd.DataFrame(
        {"text": "Oil", "date": "2019-08-28", "source": ["A", "AB"], "id": ["BC", "C"]}
    )
    assert len(Corpus.from_frame(frame)) == 2


def test_repeats_without_an_id_are_kept_with_numbers():
    found = Corpus.from_frame(pd.concat([FRAME.iloc[:1]] * 3)).documents["doc_id"].tolist()
    assert found == [found[0], f"{found[0]}-2", f"{found[0]}-3"]


def test_a_repeat_with_an_id_is_a_problem_and_a_correction_supersedes():
    frame = pd.DataFrame(
        {
            "id": [1, 1, 2, 2],
            "text": ["Oil", "Oil", "Gold rose", "Gold fell"],
            "date": "2019-08-28",
        }
    )
    corpus = Corpus.from_frame(frame)
    assert sorted(texts(corpus)) == ["Gold fell", "Oil"]
    assert reasons(corpus) == [
        (2, "duplicate of row 1: same id and text"),
        (3, "superseded by a later row with the same id"),
    ]


def test_ids_given_with_a_frame_are_kept_as_they_are():
    frame = FRAME.assign(key=["x", "y", "x"])
    corpus = Corpus.from_frame(frame, doc_id="key")
    assert corpus.documents["doc_id"].tolist() == ["y", "x"]
    assert reasons(corpus) == [(1, "superseded by a later row with the same id")]


def test_the_span_is_that_of_the_collection(corpus):
    june = corpus.between("2019-06", "2019-06-30")
    assert corpus.span == (pd.Timestamp("2019-06-01"), pd.Timestamp("2019-07-01"))
    assert corpus.matching("gold").span == corpus.where(source="B").span == corpus.span
    assert june.span == (pd.Timestamp("2019-06-01"), pd.Timestamp("2019-06-30"))
    assert texts(june) == ["Oil rose in Tehran.", "Gold fell."]
    assert all(pd.isna(day) for day in corpus.between("2018", "2018").span)


def test_both_ends_of_a_window_are_included(corpus):
    assert len(corpus.between("2019-06-03", "2019-07-01")) == 2
    assert len(corpus.between("2019", "2019")) == 3


def test_documents_are_chosen_by_day_and_from_any_kind_of_list():
    frame = pd.DataFrame({
        "text": ["Oil rose.", "Gold fell.", "Tin fell."], "desk": ["a", None, "b"],
        "date": ["2019-06-03 09:30", "2019-06-03", "2019-06-04"],
    })  # fmt: skip
    news = Corpus.from_frame(frame)
    for day in ("2019-06-03", date(2019, 6, 3), ["2019-06-03"]):
        assert sorted(texts(news.where(date=day))) == ["Gold fell.", "Oil rose."]
    assert texts(news.where(date="2019-06-03 09:30:00")) == ["Oil rose."]
    for desks in (np.array(["a"]), pd.Series(["a"]), {"a": 1}.keys()):
        assert texts(news.where(desk=desks)) == ["Oil rose."]
    assert texts(news.where(desk=np.nan)) == texts(news.where(desk=None)) == ["Gold fell."]
    for unusable, kind in ((len, "builtin_function_or_method"), (slice(1, 2), "slice")):
        with pytest.raises(ArgumentError) as caught:
            news.where(desk=unusable)
        assert str(caught.value) == (
            f"`where` takes values: desk='a', or desk=['a', 'b'] (got {kind})."
        )


def test_documents_are_chosen_by_their_columns(corpus):
    assert texts(corpus.where(source=["B", "C"])) == ["Gold fell."]
    assert texts(corpus.where(source="A", section="world")) == ["Oil rose in Tehran."]
    assert texts(corpus.where(section=None)) == ["Tin and oil fell."]
    numbered = Corpus.from_frame(FRAME.assign(year=[2018, 2019, 2020]))
    assert texts(numbered.where(year=2019)) == texts(numbered.where(year="2019")) == ["Gold fell."]
    with pytest.raises(ColumnError) as caught:
        corpus.where(sections="world")
    assert str(caught.value) == (
        "Columns not found: 'sections'; the table has 'doc_id', 'story_id', 'date', 'date_doubt', "
        "'source', 'title', 'text', 'url', 'language', 'section'. Did you mean 'section'?"
    )


def test_a_query_is_asked_of_title_and_text():
    corpus = Corpus.from_frame(FRAME.assign(title=["", "Iran", "Iran and the price of"]))
    assert texts(corpus.matching("iran OR tehran")) == texts(corpus)
    assert texts(corpus.matching("oil AND NOT rose")) == ["Tin and oil fell."]
    with pytest.raises(QueryError):
        corpus.matching("(oil")


def test_what_is_in_another_corpus_can_be_left_out(corpus):
    oil = corpus.matching("oil")
    assert texts(corpus.without(oil)) == ["Gold fell."]
    assert len(corpus.without(corpus)) == 0
    with pytest.raises(ArgumentError) as caught:
        corpus.without(FRAME)
    assert str(caught.value) == "`other` must be a Corpus (got DataFrame)."


@given(st.permutations(range(3)), st.permutations(list(FRAME.columns)))
def test_the_fingerprint_does_not_depend_on_order(rows, columns):
    assert (
        Corpus.from_frame(FRAME.iloc[rows][columns]).fingerprint
        == Corpus.from_frame(FRAME).fingerprint
    )


@pytest.mark.parametrize("column", ["text", "date", "source", "section"])
def test_the_fingerprint_changes_with_any_content(column):
    changed = FRAME.copy()
    changed.loc[1, column] = "2019-06-04" if column == "date" else "other"
    assert Corpus.from_frame(changed).fingerprint != Corpus.from_frame(FRAME).fingerprint


def test_the_fingerprint_is_kept_by_grouping_and_changes_with_a_choice(corpus):
    assert corpus.group_stories().fingerprint == corpus.fingerprint
    assert corpus.where(source="A").fingerprint != corpus.fingerprint
    assert len(corpus.fingerprint) == 64


def test_tokens_are_encoded_once(corpus):
    assert corpus.tokens is corpus.tokens
    assert corpus.tokens.words.lengths.tolist() == [4, 2, 4]


def test_a_profile_counts_by_source(corpus):
    expected = pd.DataFrame(
        {
            "source": ["A", "B"],
            "n_docs": [2, 1],
            "first_date": pd.to_datetime(["2019-06-01 00:00", "2019-06-03 10:00"]).as_unit("us"),
            "last_date": pd.to_datetime(["2019-07-01 00:00", "2019-06-03 10:00"]).as_unit("us"),
            "n_days_missing": [29, 30],
            "n_copies": [0, 0],
            "n_date_doubts": [0, 0],
            "median_tokens": [4.0, 2.0],
        }
    ).astype({"source": "str"})
    pd.testing.assert_frame_equal(corpus.profile(), expected)
    assert corpus.profile(by="section").columns[0] == "section"
    assert corpus.profile(by="section")["n_docs"].tolist() == [1, 1, 1]
    with pytest.raises(ColumnError):
        corpus.profile(by="outlet")


def test_freshness_is_the_age_of_each_source(corpus, monkeypatch):
    monkeypatch.setenv("PRESSGAUGE_AS_OF", "2019-07-02T02:00:00Z")
    late = pd.concat(
        [
            FRAME,
            FRAME.iloc[:1].assign(source="C", date="2019-06-29T02:00:00"),
            FRAME.iloc[:1].assign(source="B", date="2030-01-01"),
        ]
    )
    found = Corpus.from_frame(late).freshness()
    assert found["source"].tolist() == ["A", "B", "C"]
    assert found["state"].tolist() == ["fresh", "stale", "warn"]
    assert found["age"].tolist() == [
        pd.Timedelta("26h"),
        pd.Timedelta("28 days 16h"),
        pd.Timedelta(days=3),
    ]
    assert found["last_date"].iloc[1] == pd.Timestamp("2019-06-03 10:00")


def test_ages_that_make_no_sense_are_errors(corpus):
    with pytest.raises(ArgumentError) as caught:
        corpus.freshness(warn="soon")
    assert (
        str(caught.value) == "`warn` must be a length of time such as '26h' or '3d' (got 'soon')."
    )
    with pytest.raises(ArgumentError) as caught:
        corpus.freshness(warn="4d")
    assert (
        str(caught.value) == "`warn` must not be longer than `error` (got warn='4d', error='3d')."
    )


def test_a_corpus_is_shown_on_one_line_and_escaped_in_html(corpus, tmp_path):
    assert repr(corpus) == "<Corpus: 3 documents, 2019-06-01 to 2019-07-01, 2 sources, 0 problems>"
    (tmp_path / "corpus.toml").write_text('name = "A & B"')
    FRAME.to_csv(tmp_path / "a.csv")
    named = Corpus.read(tmp_path)
    assert repr(named).startswith("<Corpus 'A & B': 3 documents")
    assert "<caption>A &amp; B</caption>" in named._repr_html_()
    assert "<td>2019-06-01 to 2019-07-01</td>" in named._repr_html_()


def about(folder: Path, text: str) -> Path:
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    (folder / "news").mkdir(exist_ok=True)
    FRAME.to_csv(folder / "news" / "a.csv", index=False)
    (folder / "events.csv").write_text("date,label\n2019-07-01,Talks\n2019-06-01,Strike\n")
    return folder


def test_a_folder_says_its_name_notice_articles_and_events(tmp_path):
    corpus = Corpus.read(
        about(
            tmp_path,
            'name = "N"\nnotice = "Made up."\ntopic = "oil"\n'
            'articles = ["news/*.csv"]\nevents = "events.csv"',
        )
    )
    assert (corpus.name, corpus.notice, corpus.topic) == ("N", "Made up.", "oil")
    assert len(corpus) == 3
    assert corpus.events["label"].tolist() == ["Strike", "Talks"]
    assert corpus.problems.empty
    assert corpus.matching("oil").name == "N"
    assert Corpus.from_frame(FRAME).events.columns.tolist() == ["date", "label"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name =", "corpus.toml cannot be read: Invalid value (at end of document)."),
        (
            'nmae = "x"',
            "corpus.toml: unknown key 'nmae'; it takes 'name', 'notice', 'topic', 'articles', "
            "'events'. Did you mean 'name'?",
        ),
        ("name = 3", "corpus.toml: `name` must be text (got 3)."),
        ("articles = 3", "corpus.toml: `articles` must be a list of globs (got 3)."),
        ('articles = ["../*"]', "corpus.toml: `articles` must stay in the folder (got '../*')."),
        ('articles = ["x*"]', "corpus.toml: `articles` has 'x*', which matches no file."),
        ('events = "no.csv"', "corpus.toml: `events` must be a file in the folder (got 'no.csv')."),
        (
            'events = "news/a.csv"',
            "The events file 'a.csv' must have the columns 'date', 'label' (has "
            "'text', 'date', 'source', 'section').",
        ),
    ],
)
def test_a_wrong_corpus_toml_is_an_error(tmp_path, text, message):
    with pytest.raises(InputError) as caught:
        Corpus.read(about(tmp_path, text))
    assert str(caught.value) == message


def test_an_event_without_a_date_is_an_error(tmp_path):
    about(tmp_path, 'events = "events.csv"')
    (tmp_path / "events.csv").write_text("date,label\nsoon,Talks\n")
    with pytest.raises(InputError) as caught:
        Corpus.read(tmp_path)
    assert str(caught.value) == (
        "The events file 'events.csv', row 1: date not understood; ISO dates (2019-08-28) would "
        "do (got 'soon')."
    )


def test_arguments_outside_their_values_are_errors(tmp_path):
    cases = [
        (
            lambda: Corpus.read(".", on_error="stop"),
            "`on_error` must be one of 'collect', 'raise' (got 'stop').",
        ),
        (
            lambda: Corpus.read(".", format="xml"),
            "`format` must be one of 'wire', 'csv', 'tsv', 'json', 'jsonl', "
            "'parquet', 'excel' (got 'xml').",
        ),
        (
            lambda: Corpus.read(FRAME),
            "`path` must be a file, folder, glob or a list of them (got DataFrame); "
            "Corpus.from_frame takes a table.",
        ),
        (lambda: Corpus.from_frame("a.csv"), "`frame` must be a pandas DataFrame (got str)."),
        (lambda: Corpus.from_frame(FRAME, text=3), "`text` must be the name of a column (got 3)."),
        (
            lambda: Corpus.from_frame(FRAME).group_stories(threshold=0),
            "`threshold` must be above 0 and at most 1 (got 0).",
        ),
    ]
    for call, message in cases:
        with pytest.raises(ArgumentError) as caught:
            call()
        assert str(caught.value) == message


def words(*numbers):
    return " ".join(f"w{number}" for number in numbers)


def grouped(rows, **options):
    frame = pd.DataFrame(rows, columns=["text", "date", "source"])
    return Corpus.from_frame(frame).group_stories(**options).stories()


def test_near_copies_share_a_story():
    # 24 words have 20 shingles; with the last word changed 19 are shared of 21: 0.905.
    copy = words(*range(23), 99)
    found = grouped(
        [
            (words(*range(24)), "2019-06-01", "A"),
            (copy, "2019-06-02T12:00:00", "B"),
            ("Oil rose again today.", "2019-06-01", "B"),
        ]
    )
    assert found[["n_copies", "n_sources", "hours_to_last"]].sort_values(
        "n_copies"
    ).to_numpy().tolist() == [[0, 1, 0.0], [1, 2, 36.0]]
    assert (found["story_id"] == found["representative"]).all()
    assert (
        len(
            grouped(
                [(words(*range(24)), "2019-06-01", "A"), (copy, "2019-06-02", "B")], threshold=0.91
            )
        )
        == 2
    )


def test_a_copy_reaching_exactly_the_threshold_is_one():
    # 9 of 10 shingles of 14 words shared, and one more on the other side: 9 / 10 with a prefix.
    long, short = words(*range(14)), words(*range(13))
    assert len(grouped([(long, "2019-06-01", "A"), (short, "2019-06-01", "A")], threshold=0.9)) == 1
    assert (
        len(grouped([(long, "2019-06-01", "A"), (short, "2019-06-01", "A")], threshold=0.901)) == 2
    )


def test_a_copy_after_more_than_seven_days_is_a_story_of_its_own():
    text = words(*range(24))
    assert len(grouped([(text, "2019-06-01", "A"), (text, "2019-06-08", "A")])) == 1
    assert len(grouped([(text, "2019-06-01", "A"), (text, "2019-06-08T00:00:01", "A")])) == 2


def test_copies_of_copies_are_not_chained():
    rows = [
        (words(*range(start, start + 44)), f"2019-06-0{n}", "A")
        for n, start in enumerate((0, 4, 8), 1)
    ]
    # Neighbours share 36 of 44 shingles (0.818), the ends 32 of 48 (0.667).
    found = grouped(rows)
    assert found["n_copies"].tolist() == [1, 0]


def test_short_texts_group_only_when_their_words_are_the_same():
    rows = [
        ("Oil rose.", "2019-06-01", "A"),
        ("OIL ROSE", "2019-06-02", "A"),
        ("Oil fell", "2019-06-02", "A"),
        ("!!!", "2019-06-02", "A"),
        ("!!!", "2019-06-03", "A"),
    ]
    assert sorted(grouped(rows)["n_copies"]) == [0, 0, 0, 1]


def test_a_filtered_corpus_counts_the_copies_that_are_there():
    text = words(*range(24))
    frame = pd.DataFrame(
        {
            "text": [text] * 3,
            "date": ["2019-06-01", "2019-06-02", "2019-06-03"],
            "source": ["A", "B", "B"],
        }
    )
    rest = Corpus.from_frame(frame).group_stories().where(source="B")
    assert rest.stories()["n_copies"].tolist() == [1]
    assert rest.profile()["n_copies"].tolist() == [1]


EVAL = os.environ.get("PRESSGAUGE_EVAL_DATA", "")


@pytest.fixture
def eval_corpora():
    if not EVAL and os.environ.get("PRESSGAUGE_REQUIRE_EVAL") == "1":
        pytest.fail("PRESSGAUGE_EVAL_DATA must be set where PRESSGAUGE_REQUIRE_EVAL is 1")
    if not EVAL:
        pytest.skip("PRESSGAUGE_EVAL_DATA is not set: it names the folder of evaluation data")
    return Path(EVAL) / "corpora"


@pytest.mark.parametrize(
    ("name", "n"),
    [("usnews_1995_2014", 4145), ("wikinews_2019_2021", 295), ("nyt_headlines_1980_2007", 8885)],
)
def test_a_published_corpus_is_read_whole(eval_corpora, name, n):
    corpus = Corpus.read(eval_corpora / f"{name}.csv.gz")
    assert (len(corpus), len(corpus.problems)) == (n, 0)
    assert corpus.documents["doc_id"].is_unique
    assert corpus.documents["date_doubt"].isna().all()


def test_a_mistyped_year_does_not_stretch_the_collection():
    rows = {"text": ["Oil rose.", "Oil fell.", "Oil held."]}
    dates = ["2019-06-03", "2019-06-20", "2109-06-05"]
    corpus = Corpus.from_frame(pd.DataFrame({**rows, "date": dates}))
    assert [f"{day:%Y-%m-%d}" for day in corpus.span] == ["2019-06-03", "2019-06-20"]
    assert len(corpus) == 3
    assert corpus.documents["date_doubt"].notna().tolist() == [False, False, True]
    assert corpus.profile()["n_days_missing"].tolist() == [16]
    assert frequency.trend(corpus, ["oil"])["n_docs"].tolist() == [1, 0, 1]
    assert doubts.silences(corpus)["n_days"].tolist() == []
