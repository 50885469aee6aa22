"""Files and folders are whole or absent; the index lists what lies there."""

import os
from pathlib import Path

import pytest

from analysis.errors import RenderError
from analysis.reporting import files, publish
from analysis.reporting.recorder import as_json


def manifest(title: str, state: str = "complete") -> str:
    fields = {"name": "brief", "period": "2019-06_2019-06", "started": "2019-07-01T05:00:00Z"}
    return as_json({"schema": 1, "title": title, "state": state} | fields)


def run(out: Path, where: str, text: str, page: str = "report.html") -> None:
    folder = out / where
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(text)
    (folder / page).write_text("")


def test_a_write_that_breaks_off_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "latest"
    files.write(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "a", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_two_runs_in_one_second_have_two_folders(tmp_path: Path) -> None:
    runs = [publish.stage(tmp_path, "brief") for _ in range(20)]
    assert len({run_id for run_id, _ in runs}) == 20
    assert all(folder.parent == tmp_path / ".staging" for _, folder in runs)


def test_a_reports_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(RenderError) as error:
        publish.stage(tmp_path / "out", "brief")
    assert str(error.value) == (
        f"The reports folder {str(tmp_path / 'out')!r} cannot be written: Not a directory."
    )


def test_a_published_run_is_whole_named_and_listed(tmp_path: Path) -> None:
    run_id, staging = publish.stage(tmp_path, "brief")
    (staging / "report.html").write_text("page")
    (staging / "manifest.json").write_text(manifest("Brief"))
    target = publish.publish(staging, tmp_path, "brief", "all", run_id)
    assert (target / "report.html").read_text() == "page"
    assert (tmp_path / "brief" / "latest").read_text() == f"all/{run_id}\n"
    assert f'href="brief/all/{run_id}/report.html"' in (tmp_path / "index.html").read_text()
    assert list((tmp_path / ".staging").iterdir()) == []


def test_the_index_lists_every_run_newest_first_and_survives_broken_ones(tmp_path: Path) -> None:
    run(tmp_path, "brief/2019/20190701T050000Z-aa", manifest("<b>June</b>"))
    run(tmp_path, "brief/2019/20190801T050000Z-aa", manifest("July", "alert(1)"))
    run(tmp_path, "_failed/brief/20190901T050000Z-aa", manifest("August", "failed"), "failed.html")
    run(tmp_path, "other/all/20191001T050000Z-aa", '{"schema": 1, "title": 3')
    run(tmp_path, "other/all/20191101T050000Z-aa", '["not", "ours"]')
    publish.relist(tmp_path)
    html = (tmp_path / "index.html").read_text()
    order = ["other/all/20191101", "other/all/20191001", "August", "July", "&lt;b&gt;June"]
    assert [html.index(text) for text in order] == sorted(html.index(text) for text in order)
    assert html.count('class="state-broken">broken') == 2
    assert html.count("<tr>") == 6
    assert '<a href="_failed/brief/20190901T050000Z-aa/failed.html">August</a>' in html
    assert "2019‑06 to 2019‑06" in html
    assert "2019-07-01 05:00:00 UTC" in html
    assert "<td>alert(1)</td>" in html
    assert "<b>June" not in html


def test_an_empty_folder_has_an_index_too(tmp_path: Path) -> None:
    publish.relist(tmp_path)
    assert "No report has been made yet." in (tmp_path / "index.html").read_text()
