"""The command line: exit status, one clear message, and the path of what was published."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis import cli
from analysis.errors import InputError, RenderError
from analysis.reporting import rendering

CELL = 'corpus: str = ""  # the articles\ntopic: str = "Iran"\nsince: str = ""\nuntil: str = ""'
GOOD = "from analysis import reporting\nreporting.record('rows_set_aside', 3)\nreporting.results()"


def notebook(path: Path, work: str) -> Path:
    cells = [
        new_markdown_cell("# Coverage"),
        new_code_cell(CELL, metadata={"tags": ["parameters"]}),
        new_code_cell(work),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)


def test_a_report_ends_with_the_path_of_its_page(tmp_path: Path) -> None:
    path = notebook(tmp_path / "brief.ipynb", GOOD)
    done = command(
        "report", path, "--set", "topic=007", "--since", "2019-06", "--out", tmp_path / "out",
        "--corpus", tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    label, _, page = done.stdout.strip().splitlines()[-1].partition(": ")
    assert label == "Published"
    assert Path(page).is_file()
    assert Path(page).parent.parent == tmp_path / "out" / "brief" / "from-2019-06"
    assert "<td>007</td>" in Path(page).read_text()
    assert done.stderr.splitlines()[-1] == "pressgauge: 3 rows were set aside."
    assert "\x1b" not in done.stderr


def test_an_interrupt_exits_130_and_keeps_the_run(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "brief.ipynb", "open('began', 'w').close()\nimport time\ntime.sleep(60)"
    )
    line = [sys.executable, "-m", "analysis", "report", str(path), "--out", str(tmp_path / "out")]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        deadline = time.monotonic() + 60
        while not (tmp_path / "began").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(run.pid, signal.SIGINT)
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert errors.splitlines()[-1] == (
        "pressgauge: interrupted; what there was is kept among the failed runs."
    )
    (kept,) = (tmp_path / "out" / "_failed" / "brief").iterdir()
    assert '"state": "interrupted"' in (kept / "manifest.json").read_text()


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (InputError("Only images\x1b[2J in x."), 2, "pressgauge: Only images in x.\n"),
        (RenderError("Not made.\nKept for you: y"), 1, "pressgauge: Not made.\nKept for you: y\n"),
    ],
)
def test_an_error_is_one_clear_message(
    error: Exception,
    status: int,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("analysis.reporting.render", fails)
    path = notebook(tmp_path / "brief.ipynb", GOOD)
    assert cli.main(["report", str(path)]) == status
    assert capsys.readouterr() == ("", message)


def test_an_unusable_spec_exits_2_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = notebook(tmp_path / "brief.ipynb", GOOD)
    assert cli.main(["report", str(path), "--set", "topics=x"]) == 2
    assert capsys.readouterr().err == (
        "pressgauge: brief.ipynb declares no parameter 'topics'; it has 'corpus', 'topic', "
        "'since', 'until'. Did you mean 'topic'?\n"
    )
    assert cli.main(["report", str(path), "--corpus", "nowhere"]) == 2
    assert capsys.readouterr().err == (
        f"pressgauge: There is no corpus at {str(tmp_path / 'nowhere')!r}; "
        "its folder has 'brief.ipynb'.\n"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_help_tells_the_exit_status_and_an_unknown_command_exits_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["report", "--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert "130  interrupted" in shown
    assert "--set NAME=VALUE" in shown
    with pytest.raises(SystemExit) as stop:
        cli.main(["reprot"])
    assert stop.value.code == 2


def test_help_and_the_notebook_side_load_without_papermill() -> None:
    code = (
        "import sys; from analysis import cli, reporting; reporting.say; reporting.table; "
        "cli._parser(); print([m for m in ('papermill', 'nbconvert', 'nbclient', 'nh3') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_reporting_names_are_what_they_claim() -> None:
    from analysis import reporting

    assert dir(reporting) == sorted(reporting.__all__)
    assert reporting.render is rendering.render
    for name in reporting.__all__:
        assert callable(getattr(reporting, name))
    with pytest.raises(AttributeError) as error:
        reporting.rendr  # noqa: B018
    assert str(error.value) == "module 'analysis.reporting' has no attribute 'rendr'"
