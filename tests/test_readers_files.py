"""Files of every format, packed, damaged and strange."""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import lzma
from datetime import date

import numpy as np
import pandas as pd
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import Corpus
from analysis.corpus.readers.decoding import decode
from analysis.errors import ColumnError, InputError

ROWS = [
    {
        "text": "Oil rose. “Sharply,” he said.",
        "date": "2019-08-27",
        "source": "A",
        "title": "Oil",
        "section": "x",
    },
    {
        "text": "Gold fell.\n\nSo did tin, zinc; lead|more\ttabs.",
        "date": "2019-08-28",
        "source": "B",
        "title": "Gold",
        "section": "007",
    },
    {
        "text": "Élan, naïve — „Straße“ 東京",
        "date": "2019-08-28",
        "source": "B",
        "title": None,
        "section": None,
    },
]
COMPARED = ["doc_id", "date", "source", "title", "text", "section"]


def write(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problems_of(corpus):
    table = corpus.problems
    rows = [None if pd.isna(row) else row for row in table["row"]]
    return list(zip(table["origin"], rows, table["reason"], table["excerpt"], strict=True))


WRITERS = {
    "a.csv": lambda frame, path: frame.to_csv(path, index=False),
    "a.tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t"),
    "semicolon.csv": lambda frame, path: frame.to_csv(path, index=False, sep=";"),
    "pipe.csv": lambda frame, path: frame.to_csv(path, index=False, sep="|"),
    "a.csv.gz": lambda frame, path: frame.to_csv(path, index=False),
    "a.csv.zst": lambda frame, path: frame.to_csv(path, index=False),
    "a.json": lambda frame, path: frame.to_json(path, orient="records"),
    "a.jsonl": lambda frame, path: frame.to_json(path, orient="records", lines=True),
    "lines.json": lambda frame, path: frame.to_json(path, orient="records", lines=True),
    "a.jsonl.bz2": lambda frame, path: frame.to_json(path, orient="records", lines=True),
    "a.json.xz": lambda frame, path: frame.to_json(path, orient="records"),
    "a.parquet": lambda frame, path: frame.to_parquet(path),
    "a.xlsx": lambda frame, path: frame.to_excel(path, index=False),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_rows_are_the_same_documents_in_every_format(tmp_path, name):
    frame = pd.DataFrame(ROWS)
    WRITERS[name](frame, tmp_path / name)
    read, expected = Corpus.read(tmp_path / name), Corpus.from_frame(frame)
    pd.testing.assert_frame_equal(read.documents[COMPARED], expected.documents[COMPARED])
    assert read.fingerprint == expected.fingerprint
    assert read.problems.empty


# What Excel cannot hold (controls, over 32,767 characters, a formula's = at the start) is left out.
WORDS = st.text(
    st.characters(codec="utf-8", min_codepoint=0x20, exclude_characters="=\x7f\ufffe\uffff"),
    min_size=1,
    max_size=30,
).map(lambda text: "w " + text)
FRAMES = st.lists(
    st.fixed_dictionaries(
        {
            "text": WORDS,
            "date": st.dates(date(1900, 1, 1), date(2019, 1, 1)).map(str),
            "source": WORDS,
            "title": st.none() | WORDS,
            "extra": st.none() | WORDS,
        }
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet", "a.xlsx"])
@given(rows=FRAMES)
@settings(max_examples=25, deadline=None)
def test_any_table_comes_back_from_a_file_as_it_went(tmp_path_factory, name, rows):
    frame = pd.DataFrame(rows).astype("str")
    path = tmp_path_factory.mktemp("trip") / name
    WRITERS[name](frame, path)
    expected = Corpus.from_frame(frame).documents
    pd.testing.assert_frame_equal(Corpus.read(path).documents, expected)


def test_wire_text_gives_date_source_and_paragraphs_and_no_title(tmp_path):
    path = write(
        tmp_path,
        "one.txt",
        "\ufeff date 2019-08-28 The Daily News\r\n\r\nOil rose.\r\n\r\nGold fell.\r\n",
    )
    [found] = Corpus.read(path).documents.to_dict("records")
    assert (found["date"], found["source"]) == (pd.Timestamp("2019-08-28"), "The Daily News")
    assert found["text"] == "Oil rose.\n\nGold fell."
    assert pd.isna(found["title"])


def test_a_text_without_its_first_line_is_a_problem(tmp_path):
    write(tmp_path, "a.txt", "date 2019-08-28 A\n\nOil rose.")
    write(tmp_path, "b.txt", "Oil rose\nagain.")
    write(tmp_path, "c.txt", "date 2019-02-30 A\n\nOil rose.")
    write(tmp_path, "d.txt", "date 2019-08-28 A\n\n \n")
    write(tmp_path, "e.txt", b"")
    assert problems_of(Corpus.read(tmp_path)) == [
        ("b.txt", None, "the first line is not `date YYYY-MM-DD Source`", "Oil rose"),
        ("c.txt", 1, "date not understood; ISO dates (2019-08-28) would do", "2019-02-30"),
        ("d.txt", 1, "no text", ""),
        ("e.txt", None, "the first line is not `date YYYY-MM-DD Source`", ""),
    ]


def test_ragged_rows_are_problems_row_by_row(tmp_path):
    path = write(
        tmp_path,
        "a.csv",
        'date,text\n2019-08-28,"Oil\n\nrose"\n2019-08-28\n\n'
        "2019-08-28,Oil, gold\n2019-08-29,Tin,,\n",
    )
    corpus = Corpus.read(path)
    assert corpus.documents["text"].tolist() == ["Oil\n\nrose", "Tin"]
    assert problems_of(corpus) == [
        ("a.csv", 2, "1 fields where the header has 2", "2019-08-28"),
        ("a.csv", 3, "3 fields where the header has 2", "2019-08-28,Oil, gold"),
    ]


def test_an_unclosed_quotation_mark_costs_its_line_alone(tmp_path):
    path = write(
        tmp_path, "a.csv", 'date,text\n2019-08-28,"Oil rose\n2019-08-29,Gold fell\n2019-08-30,Tin\n'
    )
    corpus = Corpus.read(path)
    assert corpus.documents["text"].tolist() == ["Gold fell", "Tin"]
    assert problems_of(corpus) == [
        ("a.csv", 1, "a quotation mark is opened and never closed", '2019-08-28,"Oil rose')
    ]


def test_two_unclosed_quotation_marks_do_not_join_two_articles(tmp_path):
    lines = ["date,text", '2019-08-28,"Oil rose', '2019-08-29,"Gold fell', "2019-08-30,Tin", ""]
    corpus = Corpus.read(write(tmp_path, "a.csv", "\n".join(lines)))
    assert corpus.documents["text"].tolist() == ["Tin"]
    assert corpus.problems["row"].tolist() == [1, 2]


def test_a_file_of_unclosed_quotation_marks_is_a_problem_as_a_whole(tmp_path):
    path = write(tmp_path, "a.csv", "date,text\n" + '2019-08-28,"Oil\n' * 300)
    with pytest.raises(InputError) as caught:
        Corpus.read(path)
    assert "200 times a quotation mark is opened and never closed (1 time)" in str(caught.value)


def test_a_field_may_be_ten_megabytes_and_the_limit_of_csv_is_put_back(tmp_path):
    before = csv.field_size_limit()
    path = write(tmp_path, "a.csv", "date,text\n2019-08-28," + "oil " * 2_500_000 + "\n")
    assert Corpus.read(path).documents["text"].str.len().tolist() == [9_999_999]
    assert csv.field_size_limit() == before


def test_three_thousand_columns_are_docvars(tmp_path):
    names = [f"c{n}" for n in range(3000)]
    path = write(
        tmp_path, "a.csv", f"date,text,{','.join(names)}\n2019-08-28,Oil,{','.join(names)}\n"
    )
    found = Corpus.read(path).documents
    assert found.columns[9:].tolist() == names
    assert found.iloc[0, 9:].tolist() == names


def test_zero_bytes_are_removed_and_numbers_stay_as_written(tmp_path):
    path = write(
        tmp_path, "a.csv", b"id,date,text,n\n1,2019-08-28,O\0il,007\n,2019-08-28,Gold,1.0\n"
    )
    found = Corpus.read(path).documents.set_index("text")
    assert found.loc["Oil", "id"] == "1"
    assert found.loc[["Oil", "Gold"], "n"].tolist() == ["007", "1.0"]


@pytest.mark.parametrize(
    ("value", "n"),
    [
        ([{"text": "Oil", "date": "2019-08-28"}, {"text": "Tin", "date": "2019-08-28"}], 2),
        ({"status": "ok", "tags": ["x"], "articles": [{"text": "Oil", "date": "2019-08-28"}]}, 1),
        ({"response": {"meta": {"n": 1}, "docs": [{"text": "Oil", "date": "2019-08-28"}]}}, 1),
        ({"anything": [{"text": "Oil", "date": "2019-08-28"}]}, 1),
        ({"text": "Oil", "date": "2019-08-28", "tags": [{"a": 1}]}, 1),
    ],
)
def test_json_is_an_array_an_object_with_one_or_an_article(tmp_path, value, n):
    assert len(Corpus.read(write(tmp_path, "a.json", json.dumps(value)))) == n


def test_nested_values_give_the_name_that_a_reader_sees(tmp_path):
    article = {
        "source": {"id": None, "name": "Reuters"},
        "title": "Oil",
        "publishedAt": "2019-08-28T10:00:00Z",
        "content": "Oil rose.",
        "description": "On oil",
        "tags": ["a", "b"],
        "id": 7.0,
    }
    [found] = Corpus.read(write(tmp_path, "a.json", json.dumps([article]))).documents.to_dict(
        "records"
    )
    assert (found["source"], found["text"], found["description"]) == (
        "Reuters",
        "Oil rose.",
        "On oil",
    )
    assert found["tags"] == '["a", "b"]'


def test_a_broken_line_costs_that_line(tmp_path):
    lines = [
        '{"text": "Oil\u2028rose", "date": "2019-08-28"}',
        "",
        '{"text": ',
        "[1]",
        '{"text": "Tin", "date": "x"}',
    ]
    corpus = Corpus.read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert corpus.documents["text"].tolist() == ["Oil\nrose"]
    assert problems_of(corpus) == [
        ("a.jsonl", 2, "broken JSON", '{"text":'),
        ("a.jsonl", 3, "not a JSON object", "[1]"),
        ("a.jsonl", 4, "date not understood; ISO dates (2019-08-28) would do", "x"),
    ]


def test_parquet_and_excel_dates_and_types_are_kept(tmp_path):
    frame = pd.DataFrame(
        {
            "text": ["Oil", "Tin"],
            "date": pd.to_datetime(["2019-08-28 10:11", "2019-08-29 00:00"]),
            "n": [1, 2],
            "x": [0.5, np.nan],
        },
        index=["p", "q"],
    )
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    for name in ("a.parquet", "a.xlsx"):
        found = Corpus.read(tmp_path / name).documents
        assert found["date"].tolist() == frame["date"].tolist()
        assert (found["n"].dtype, found["x"].dtype) == ("int64", "float64")
        assert found["source"].tolist() == ["a", "a"]


def test_every_sheet_of_a_workbook_is_read(tmp_path):
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        pd.DataFrame(ROWS[:1]).to_excel(book, sheet_name="one", index=False)
        pd.DataFrame(ROWS[1:]).to_excel(book, sheet_name="two", index=False)
        pd.DataFrame({"notes": ["made by hand"]}).to_excel(book, sheet_name="notes", index=False)
    corpus = Corpus.read(tmp_path / "a.xlsx")
    assert len(corpus) == 3
    assert problems_of(corpus) == [
        (
            "a.xlsx[notes]",
            None,
            "no text column; the columns are 'notes'; name it with text='…'",
            "",
        )
    ]


GOOD = "date,text\n2019-08-28,Oil rose\n"
DAMAGED = {
    "binary.csv": (bytes(range(256)) * 40, "not text: the file is binary"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + b"a" * 50, "not text: the file is binary"),
    "cut.csv.gz": (
        gzip.compress(GOOD.encode() * 50)[:-20],
        "damaged .gz file, cut short or of another kind",
    ),
    "false.csv.gz": (GOOD.encode(), "damaged .gz file, cut short or of another kind"),
    "cut.csv.bz2": (
        bz2.compress(GOOD.encode() * 50)[:-9],
        "damaged .bz2 file, cut short or of another kind",
    ),
    "cut.csv.xz": (
        lzma.compress(GOOD.encode() * 50)[:-9],
        "damaged .xz file, cut short or of another kind",
    ),
    "cut.csv.zst": (
        zstandard.compress(GOOD.encode() * 50)[:-9],
        "damaged .zst file, cut short or of another kind",
    ),
    "empty.csv": (b"", "the file is empty"),
    "header.csv": (b"date,text\n", "a header line and no rows"),
    "names.csv": (b"a,b\n1,2\n", "no text column; the columns are 'a', 'b'; name it with text='…'"),
    "dateless.csv": (
        b"text,b\nOil,2\n",
        "no date column; the columns are 'text', 'b'; name it with date='…'",
    ),
    "broken.json": (b'{"text": ', "broken JSON: Expecting value: line 1 column 9 (char 8)"),
    "scalar.json": (b"3", "JSON without an array of objects, one per article"),
    "deep.json": (b"[" * 100_000, "JSON nested too deeply"),
    "empty.jsonl": (b"\n \n", "the file is empty"),
    "bad.parquet": (b"PAR1 nothing PAR1", "not a Parquet file, or damaged"),
    "bad.xlsx": (b"PK\x03\x04 nothing", "not an Excel workbook, or damaged"),
    "secret.xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "a password-protected or old Excel file; save it as .xlsx without a password",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_a_problem_beside_others_and_an_error_alone(tmp_path, name):
    content, reason = DAMAGED[name]
    path = write(tmp_path / "in", name, content)
    with pytest.raises(InputError) as caught:
        Corpus.read(path)
    assert (
        str(caught.value)
        == f"No usable article in {str(path)!r}; 1 problem: {reason} (1 time). First: {name}."
    )
    write(tmp_path / "in", "good.csv", GOOD)
    corpus = Corpus.read(tmp_path / "in")
    assert corpus.documents["text"].tolist() == ["Oil rose"]
    assert problems_of(corpus) == [(name, None, reason, "")]


def test_packed_files_are_read_whole(tmp_path):
    zst = zstandard.compress(GOOD.encode())
    for name, content in {
        "a.csv.xz": lzma.compress(GOOD.encode()),
        "b.csv.zst": zst + zstandard.compress(b"2019-08-29,Tin\n"),
    }.items():
        write(tmp_path, name, content)
    assert Corpus.read(tmp_path / "b.csv.zst").documents["text"].tolist() == ["Oil rose", "Tin"]
    assert Corpus.read(tmp_path / "a.csv.xz").documents["source"].tolist() == ["a"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252"],
)
def test_an_encoding_is_recognised(encoding):
    text = "date,text\n2019-08-28,Iran’s “élan” — naïve café talk of the town, he said\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1251",
            "Нефть подорожала на фоне новостей из Ирана, сообщили в среду в министерстве.\n",
        ),
        ("cp1250", "Źródła w Warszawie mówią, że cena ropy wzrosła. Następnie spadła w piątek.\n"),
        ("shift_jis", "イラン情勢を受けて原油価格が上昇した。東京市場は続落した。\n"),
        ("gb18030", "受伊朗局势影响，国际油价周三上涨，分析人士表示市场情绪谨慎。\n"),
    ],
)
def test_a_legacy_encoding_is_detected(encoding, text):
    assert decode((text * 5).encode(encoding)) == text * 5


def test_a_damaged_byte_does_not_turn_utf8_into_another_encoding():
    data = "Élan, naïve, café, Straße. ".encode() * 50
    damaged = data[:301] + b"\xff" + data[301:]
    assert decode(damaged).count("�") <= 2
    assert decode(damaged).startswith("Élan, naïve")


def test_a_long_file_is_not_split_inside_a_character(tmp_path):
    text = "東京" * 200_000
    path = write(tmp_path, "a.csv", f"date,text\n2019-08-28,{text}\n")
    assert Corpus.read(path).documents["text"].tolist() == [text]


def test_a_folder_is_read_in_order_without_hidden_files_and_companions(tmp_path):
    write(tmp_path, "b/two.csv", "date,text\n2019-08-28,Tin\n")
    write(tmp_path, "a.csv", GOOD)
    write(tmp_path, ".hidden/x.csv", GOOD)
    write(tmp_path, ".x.csv", GOOD)
    write(tmp_path, "README.txt", "nothing")
    write(tmp_path, "LICENSE", "nothing")
    write(tmp_path, "b/pic.jpg", b"\xff\xd8\xff")
    corpus = Corpus.read(tmp_path)
    assert sorted(corpus.documents["source"]) == ["a", "two"]
    assert problems_of(corpus) == [("b/pic.jpg", None, "unknown kind of file (suffix .jpg)", "")]


def test_globs_and_lists_are_read_and_a_file_named_twice_once(tmp_path):
    write(tmp_path, "a1.csv", GOOD)
    write(tmp_path, "a2.csv", GOOD)
    assert len(Corpus.read(str(tmp_path / "a*.csv"))) == 2
    assert len(Corpus.read([tmp_path / "a1.csv", str(tmp_path / "a?.csv")])) == 2


def test_a_format_can_be_named_where_the_suffix_does_not_tell(tmp_path):
    path = write(tmp_path, "a.dat", GOOD)
    assert len(Corpus.read(path, format="csv")) == 1
    with pytest.raises(InputError) as caught:
        Corpus.read(path)
    assert str(caught.value) == (
        f"No usable article in {str(path)!r}; 1 problem: unknown kind of file (suffix .dat) "
        "(1 time). First: a.dat."
    )


LIST = (
    "Article files are .txt (wire text), .csv, .tsv, .json, .jsonl, .parquet and .xlsx, "
    "also with .gz, .bz2, .xz or .zst."
)


def test_paths_without_articles_are_errors(tmp_path):
    (tmp_path / "empty").mkdir()
    write(tmp_path, "pics/a.jpg", b"x")
    write(tmp_path, "pics/b.jpg", b"x")
    write(tmp_path, "pics/c.png", b"x")
    cases = {
        str(
            tmp_path / "no.csv"
        ): "No such file or folder: {}. Name a file, a folder, a glob such as "
        "'data/*.csv', or a list of these.",
        str(tmp_path / "no*.csv"): "Nothing matches {}. Name a file, a folder or another glob.",
        str(tmp_path / "pics/*"): "{} matches no article files (found 2 .jpg, 1 .png). " + LIST,
        str(tmp_path / "empty"): "The folder {} holds no files. " + LIST,
        str(tmp_path / "pics"): "The folder {} holds no article files (found 2 .jpg, 1 .png). "
        + LIST,
        "": "`path` names nothing (got {}); name a file, folder or glob.",
    }
    for path, message in cases.items():
        with pytest.raises(InputError) as caught:
            Corpus.read(path)
        assert str(caught.value) == message.format(repr(path))
    with pytest.raises(InputError) as caught:
        Corpus.read([])
    assert str(caught.value) == "`path` is an empty list; name at least one file, folder or glob."


def test_when_every_row_is_set_aside_the_error_counts_the_reasons(tmp_path):
    path = write(tmp_path, "a.csv", "date,text\nsoon,Oil\nlater,Tin\n2019-08-28,\n")
    with pytest.raises(InputError) as caught:
        Corpus.read(path)
    assert str(caught.value) == (
        f"No usable article in {str(path)!r}; 3 problems: date not understood; ISO dates "
        "(2019-08-28) would do (2 times); no text (1 time). First: a.csv, row 1: 'soon'."
    )


def test_the_first_unusable_row_can_be_an_error(tmp_path):
    path = write(tmp_path, "a.csv", "date,text\n2019-08-28,Oil\n01/02/2019,Tin\n")
    assert len(Corpus.read(path)) == 1
    with pytest.raises(InputError) as caught:
        Corpus.read(path, on_error="raise")
    assert str(caught.value) == (
        "a.csv, row 2: day and month cannot be told apart in this file; ISO dates (2019-08-28) "
        "would do (found '01/02/2019')."
    )


def test_a_named_column_that_no_file_has_is_an_error(tmp_path):
    path = write(tmp_path, "a.csv", GOOD)
    with pytest.raises(InputError) as caught:
        Corpus.read(path, text="body")
    assert str(caught.value) == (
        f"No usable article in {str(path)!r}; 1 problem: no column 'body'; the columns are "
        "'date', 'text' (1 time). First: a.csv."
    )
    with pytest.raises(ColumnError) as wrong:
        Corpus.from_frame(pd.DataFrame(ROWS), text="texts")
    assert str(wrong.value) == (
        "Columns not found: 'texts'; the table has 'text', 'date', 'source', 'title', 'section'. "
        "Did you mean 'text'?"
    )
