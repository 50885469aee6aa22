"""Encoded corpora kept in a folder: opened where whole, made anew where not."""

from __future__ import annotations

import errno
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis import Corpus, Tokens, tone
from analysis.corpus import kept
from analysis.errors import ArgumentError
from analysis.text import encode, packing
from analysis.text.kernels import tone as kernels

TEXTS = ["Oil fell.\n\nTalks in Genève failed, a spokeswoman said.", "…", "Oil rose: oil! 石油"]
TITLES = ["Oil falls", None, "石油 talks"]
DAYS = ["2019-06-01", "2019-06-02", "2019-06-03"]
LOG = "analysis.corpus.kept"


def corpus() -> Corpus:
    frame = pd.DataFrame({"text": TEXTS, "title": TITLES, "date": DAYS})
    return Corpus.from_frame(frame.assign(id=["a", "b", "c"]), doc_id="id")


def same(one: Tokens, other: Tokens) -> bool:
    """Whether two Tokens hold the same numbers and the same types."""
    left, right = packing.packed(one), packing.packed(other)
    return all(np.array_equal(left[name], right[name]) for name in packing.LAYOUT)


def holds(found: Corpus) -> bool:
    expected = corpus()
    return same(found.tokens, expected.tokens) and same(found.titles, expected.titles)


def kept_file(folder: Path) -> Path:
    """The one file in the folder, hidden ones counted."""
    (path,) = folder.iterdir()
    return path


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == LOG]


def never() -> kept.Encoded:
    raise AssertionError("this was to be opened, not encoded")


def test_a_second_call_opens_what_the_first_one_wrote(tmp_path: Path) -> None:
    news = corpus()
    first = news.cached(tmp_path / "deep" / "down")
    opened = kept.kept(tmp_path / "deep" / "down", news.fingerprint, 3, never)
    assert holds(first)
    assert same(opened.texts, news.tokens)
    assert same(opened.titles, news.titles)
    assert tone.vader(news.cached(tmp_path / "deep" / "down")).equals(tone.vader(news))


def test_a_cached_corpus_is_the_same_corpus(tmp_path: Path) -> None:
    news = corpus()
    found = news.cached(tmp_path)
    assert found is not news
    assert "tokens" in vars(found)
    assert found.fingerprint == news.fingerprint
    assert found.documents.equals(news.documents)
    assert (found.span, repr(found)) == (news.span, repr(news))


def test_the_file_is_named_by_content_and_rules(tmp_path: Path) -> None:
    news = corpus()
    news.cached(tmp_path)
    assert kept_file(tmp_path).name == f"{news.fingerprint}-words-3-chunks-1.arrow"


def test_the_file_is_an_uncompressed_arrow_file_of_one_row(tmp_path: Path) -> None:
    news = corpus().cached(tmp_path)
    with pa.memory_map(str(kept_file(tmp_path))) as file:
        table = pa.ipc.open_file(file).read_all()
        assert table.num_rows == 1
        assert table["texts.ids"][0].as_py() == news.tokens.ids.tolist()
        assert table.schema.metadata[b"fingerprint"].decode() == news.fingerprint
    size = sum(
        array.nbytes
        for side in (news.tokens, news.titles)
        for array in packing.packed(side).values()
    )
    assert kept_file(tmp_path).stat().st_size < size + 16_384


def test_opening_copies_nothing(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["oil " * 500_000], "date": DAYS[:1]})
    news = Corpus.from_frame(frame)
    news.cached(tmp_path)
    before = pa.total_allocated_bytes()
    opened = news.cached(tmp_path).tokens
    assert pa.total_allocated_bytes() - before < 100_000
    assert len(opened.ids) == 500_000
    assert not opened.ids.flags.owndata


def test_kernels_take_what_is_opened_without_compiling_anew(tmp_path: Path) -> None:
    news = corpus()
    tone.vader(news)
    compiled = len(kernels.vader.signatures)  # type: ignore[attr-defined]
    corpus().cached(tmp_path)
    opened = corpus().cached(tmp_path)
    tone.vader(opened)
    arrays = packing.packed(opened.tokens).values()
    assert not any(array.flags.writeable for array in arrays)
    assert len(kernels.vader.signatures) == compiled  # type: ignore[attr-defined]


def test_an_empty_corpus_is_kept_too(tmp_path: Path) -> None:
    news = Corpus.from_frame(pd.DataFrame({"text": [], "date": []}))
    news.cached(tmp_path)
    opened = kept.kept(tmp_path, news.fingerprint, 0, never)
    assert (len(opened.texts), len(opened.texts.ids), len(opened.titles)) == (0, 0, 0)


def test_a_choice_of_documents_is_kept_as_if_it_stood_alone(tmp_path: Path) -> None:
    texts = ["Gas rose in Genève.", "Oil\n\nfell.", "Oil rose."]
    frame = pd.DataFrame({"text": texts, "title": "Oil", "date": DAYS})
    news = Corpus.from_frame(frame)
    _ = news.tokens, news.titles
    chosen = news.matching("text* OR oil").without(news.matching("gas")).cached(tmp_path)
    alone = Corpus.from_frame(news.documents[1:])
    assert list(chosen.tokens.vocabulary) == ["Oil", "fell.", "rose."]
    assert same(chosen.tokens, alone.tokens)
    assert same(chosen.titles, alone.titles)
    opened = kept.kept(tmp_path, alone.fingerprint, 2, never)
    assert same(opened.texts, alone.tokens)


def test_types_are_numbered_by_first_appearance_in_what_is_kept() -> None:
    tokens = encode(["oil gas", "gas oil", "oil"])
    assert packing.compact(tokens) is tokens
    later = packing.compact(tokens.part(1, 3))
    assert same(later, encode(["gas oil", "oil"]))


def other_corpus(path: Path) -> None:
    """The file of other articles under this name."""
    folder = path.parent / "elsewhere"
    Corpus.from_frame(pd.DataFrame({"text": ["Snow."] * 3, "date": DAYS})).cached(folder)
    kept_file(folder).replace(path)
    folder.rmdir()


def other_table(path: Path) -> None:
    table = pa.table({"a": [1, 2]})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def rewritten(path: Path, change: Callable[[pa.RecordBatch], pa.RecordBatch]) -> None:
    """The same file with a changed batch."""
    with pa.OSFile(str(path)) as file:
        batch = change(pa.ipc.open_file(file).get_batch(0))
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)


def other_version(path: Path) -> None:
    def older(batch: pa.RecordBatch) -> pa.RecordBatch:
        return batch.replace_schema_metadata({**batch.schema.metadata, b"tokenizer": b"words-2"})

    rewritten(path, older)


def two_batches(path: Path) -> None:
    with pa.OSFile(str(path)) as file:
        batch = pa.ipc.open_file(file).get_batch(0)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)
        writer.write_batch(batch)


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("these are not the tokens you are looking for\n" * 9),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "without its last byte": lambda path: os.truncate(path, path.stat().st_size - 1),
    "its head alone": lambda path: os.truncate(path, 8),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "of other articles": other_corpus,
    "of another program": other_table,
    "of another version": other_version,
    "of two batches": two_batches,
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_file_that_is_not_whole_is_made_anew_with_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    corpus().cached(tmp_path)
    path = kept_file(tmp_path)
    whole = path.read_bytes()
    BROKEN[how](path)
    assert path.read_bytes() != whole
    assert holds(corpus().cached(tmp_path))
    (said,) = lines(caplog)
    assert said.startswith(f"Encoded anew, for the file kept cannot be used: {path} (")
    assert kept_file(tmp_path).read_bytes() == whole


def test_no_flipped_byte_changes_a_result(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    news = corpus()
    news.cached(tmp_path)
    path = kept_file(tmp_path)
    whole = path.read_bytes()
    expected = kept.Encoded(news.tokens, news.titles)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        found = kept.kept(tmp_path, news.fingerprint, 3, lambda: expected)
        assert same(found.texts, expected.texts), place
        assert same(found.titles, expected.titles), place
    assert len(lines(caplog)) > len(whole) / 2  # the rest is between the arrays, and read by none


def test_arrays_that_do_not_fit_are_refused_whatever_their_checksum(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    news = corpus()
    ids = news.tokens.ids.copy()
    ids[2] = 1_000_000
    odd = Tokens(ids, news.tokens.offsets, news.tokens.breaks, news.tokens.types)
    news.cached(tmp_path)
    kept._write(kept_file(tmp_path), news.fingerprint, kept.Encoded(odd, news.titles))
    assert holds(news.cached(tmp_path))
    assert lines(caplog)[-1].endswith(
        "(The arrays are not those of encoded texts: ids cannot be right.)"
    )


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [("ids", 0, -1), ("offsets", 1, 99), ("offsets", 0, 1), ("breaks", 0, 4_000),
     ("places", 1, 10_000), ("sizes", 0, 900), ("sizes", 0, 0)],
)  # fmt: skip
def test_numbers_that_a_loop_could_not_trust_are_named(name: str, place: int, value: int) -> None:
    arrays = {key: array.copy() for key, array in packing.packed(corpus().tokens).items()}
    assert same(packing.unpacked(arrays), corpus().tokens)
    arrays[name][place] = value
    with pytest.raises(ArgumentError) as error:
        packing.unpacked(arrays)
    wrong = "places, sizes" if name == "places" else name
    assert str(error.value) == (
        f"The arrays are not those of encoded texts: {wrong} cannot be right."
    )


def test_a_folder_that_cannot_be_made_costs_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file")
    assert holds(corpus().cached(tmp_path / "taken"))
    (said,) = lines(caplog)
    assert said.startswith(f"Encoded, but not kept in {tmp_path / 'taken'} (")
    assert (tmp_path / "taken").read_text() == "a file"


def test_a_full_disk_costs_one_line_and_leaves_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert holds(corpus().cached(tmp_path))
    assert lines(caplog) == [
        f"Encoded, but not kept in {tmp_path} ([Errno 28] No space left on device)"
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_is_being_written_is_not_seen_before_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: int) -> None:
        assert [path.suffix for path in tmp_path.iterdir()] != [".arrow"]
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        corpus().cached(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_many_writers_at_once_leave_one_whole_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    news = corpus()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: news.cached(tmp_path), range(32)))
    assert all(holds(each) for each in found)
    assert lines(caplog) == []
    opened = kept.kept(tmp_path, news.fingerprint, 3, never)
    assert kept_file(tmp_path).suffix == ".arrow"
    assert same(opened.texts, news.tokens)


def test_other_processes_write_the_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": TEXTS, "title": TITLES, "date": DAYS, "id": ["a", "b", "c"]})
    frame.to_csv(tmp_path / "news.csv", index=False)
    code = (
        "import sys; from analysis import Corpus;"
        " Corpus.read(sys.argv[1], source='id').cached(sys.argv[2])"
    )
    for name in ("one", "two"):
        command = [sys.executable, "-c", code, tmp_path / "news.csv", tmp_path / name]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        assert ran.stderr == ""
    one, two = kept_file(tmp_path / "one"), kept_file(tmp_path / "two")
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("folder", ["", 7, None])
def test_something_that_is_no_folder_is_refused(folder: object) -> None:
    with pytest.raises(ArgumentError) as error:
        corpus().cached(folder)  # type: ignore[arg-type]
    assert str(error.value) == f"`folder` must be the path of a folder (got {folder!r})."


def test_the_module_has_a_log_of_its_own() -> None:
    assert kept.logger is logging.getLogger(LOG)
