"""A run is published whole or kept with its reason; in between there is nothing."""

import hashlib
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.errors import InputError, RenderError
from analysis.reporting import engine, publish, render

PARAMETERS = 'corpus: str = ""  # the articles\ntopic: str = "Iran"  # query\nn: int = 1'
WORK = "from analysis import reporting\nreporting.say('{n} articles on {topic}.', n=n, topic=topic)"
CONTEXT = """
class Corpus:
    name, notice, fingerprint, span = "Sample", "A sample.", "f" * 64, ("2019-06-01", "2019-06-30")
    def __len__(self): return 5
reporting.heading(Corpus())"""
RESULTS = "from analysis import reporting\nreporting.results()"
HOSTILE = '<script>alert(1)</script>"; import os; os._exit(3) #'


def notebook(path: Path, *work: str, results: bool = True) -> Path:
    cells = [
        new_markdown_cell("# Coverage rose"),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
    ]
    cells += [new_code_cell(source) for source in work]
    if results:
        cells.append(new_code_cell(RESULTS, metadata={"tags": ["results"]}))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)
    return path


def tree(out: Path) -> list[str]:
    return sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())


def kept(out: Path, name: str = "brief") -> Path:
    (folder,) = (out / "_failed" / name).iterdir()
    return folder


def state(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text())["state"])


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A published report: the notebook and the reports folder; tests only add to it."""
    base = tmp_path_factory.mktemp("house {braces}")
    path = notebook(
        base / "notebooks" / "brief.ipynb", WORK, CONTEXT, "open('../here', 'w').close()"
    )
    (base / "news").mkdir()
    (base / "reports").mkdir()
    spec = base / "reports" / "brief.toml"
    spec.write_text('title = "Brief"\nnotebook = "../notebooks/brief.ipynb"\ncorpus = "../news"\n')
    before = dict(os.environ), Path.cwd()
    report = render(spec, {"topic": HOSTILE, "n": 1200}, out=base / "out")
    assert (dict(os.environ), Path.cwd()) == before
    assert report.folder.is_dir()
    return path, base / "out"


def latest(out: Path) -> Path:
    return out / "brief" / (out / "brief" / "latest").read_text().strip()


def test_a_report_is_published_whole(good: tuple[Path, Path]) -> None:
    path, out = good
    folder = latest(out)
    assert folder.parent == out / "brief" / "all"
    assert sorted(p.name for p in folder.iterdir()) == [
        "executed.ipynb",
        "manifest.json",
        "report.html",
        "results.json",
        "run.log",
    ]
    assert list((out / ".staging").iterdir()) == []
    assert (path.parent.parent / "here").exists()  # the kernel worked in the notebook's folder


def test_parameters_reach_the_notebook_as_values_never_as_code(good: tuple[Path, Path]) -> None:
    html = (latest(good[1]) / "report.html").read_text()
    assert "1,200 articles on &lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    entries = json.loads((latest(good[1]) / "results.json").read_text())["entries"]
    assert [(entry["name"], entry["value"]) for entry in entries] == [("n", 1200)]


def test_the_manifest_says_what_the_page_must_not(good: tuple[Path, Path]) -> None:
    path, out = good
    manifest = json.loads((latest(out) / "manifest.json").read_text())
    news = str(path.parent.parent / "news")
    assert manifest["parameters"] == {"corpus": news, "topic": HOSTILE, "n": 1200}
    assert manifest["corpus"]["name"] == "Sample"
    assert manifest["corpus"]["fingerprint"] == "f" * 64
    assert (manifest["schema"], manifest["state"], manifest["title"]) == (1, "complete", "Brief")
    assert manifest["files"] == {
        name: "sha256:" + hashlib.sha256((latest(out) / name).read_bytes()).hexdigest()
        for name in ("executed.ipynb", "report.html", "results.json", "run.log")
    }
    page = (latest(out) / "report.html").read_text()
    assert str(path.parent.parent) not in page
    assert manifest["run"] not in page


def test_the_log_has_a_line_a_cell_with_its_duration(good: tuple[Path, Path]) -> None:
    # The kernel may add a line of its own when it is asked to stop, on a busy machine.
    log = (latest(good[1]) / "run.log").read_text().splitlines()
    lines = [line for line in log if not line.startswith("[IPKernelApp]")]
    assert [line.split(" in ")[0] for line in lines] == [f"cell {n} of 5 done" for n in range(1, 6)]
    assert all(line.endswith(" s: Coverage rose") for line in lines)


def test_the_same_run_gives_the_same_bytes(good: tuple[Path, Path]) -> None:
    path, out = good
    first = latest(out)
    again = render(
        path.parent.parent / "reports" / "brief.toml", {"topic": HOSTILE, "n": 1200}, out=out
    )
    assert latest(out) == again.folder != first
    assert again.html.read_bytes() == (first / "report.html").read_bytes()
    assert again.results.read_bytes() == (first / "results.json").read_bytes()


def test_a_failing_cell_leaves_the_last_good_report_alone(good: tuple[Path, Path]) -> None:
    path, out = good
    before = latest(out)
    files = {p: p.read_bytes() for p in before.iterdir()}
    bad = notebook(
        path.parent / "bad" / "brief.ipynb", WORK, "value = '<b>x</b>'\nraise ValueError(value)"
    )
    with pytest.raises(RenderError) as error:
        render(bad, out=out)
    folder = kept(out)
    assert str(error.value) == (
        "The report 'brief' was not made. The run stopped in cell 3 (Coverage rose): "
        f"ValueError: <b>x</b>.\nKept for you: {folder / 'failed.html'}"
    )
    assert latest(out) == before
    assert {p: p.read_bytes() for p in before.iterdir()} == files
    assert state(folder) == "failed"
    html = (folder / "failed.html").read_text()
    assert "ValueError: &lt;b&gt;x&lt;/b&gt;" in html
    assert "value = &#x27;&lt;b&gt;x&lt;/b&gt;&#x27;" in html
    assert "executed.ipynb" in html
    assert 'class="state-failed">failed' in (out / "index.html").read_text()


def test_a_kernel_that_dies_is_a_failed_run(tmp_path: Path) -> None:
    path = notebook(tmp_path / "brief.ipynb", "import os\nos._exit(0)")
    with pytest.raises(RenderError) as error:
        render(path, out=tmp_path / "out")
    assert "cell 2 (Coverage rose): DeadKernel: the kernel died." in str(error.value)
    assert state(kept(tmp_path / "out")) == "failed"
    assert "os._exit(0)" in (kept(tmp_path / "out") / "failed.html").read_text()
    assert not (tmp_path / "out" / "brief").exists()


def test_a_notebook_without_a_results_cell_fails(tmp_path: Path) -> None:
    path = notebook(tmp_path / "brief.ipynb", WORK, results=False)
    with pytest.raises(RenderError) as error:
        render(path, out=tmp_path / "out")
    assert str(error.value).splitlines()[0] == (
        "The report 'brief' was not made. The notebook wrote no results; its last cell, tagged "
        "`results`, must be `reporting.results()`."
    )


def test_our_own_error_in_a_notebook_comes_out_as_itself(tmp_path: Path) -> None:
    work = "from analysis.errors import InputError\nraise InputError('Nothing readable in x.')"
    path = notebook(tmp_path / "brief.ipynb", work)
    with pytest.raises(InputError) as error:
        render(path, out=tmp_path / "out")
    assert str(error.value) == "Nothing readable in x."
    assert (kept(tmp_path / "out") / "failed.html").is_file()


def test_a_kernel_that_does_not_start_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "KERNEL", "no-such-kernel")
    with pytest.raises(RenderError) as error:
        render(notebook(tmp_path / "brief.ipynb", WORK), out=tmp_path / "out")
    assert str(error.value).splitlines()[0] == (
        "The report 'brief' was not made. The kernel 'no-such-kernel' did not start: "
        "No such kernel named no-such-kernel. Try `jupyter kernelspec list`; see run.log."
    )
    assert state(kept(tmp_path / "out")) == "failed"


def executed(node, output, parameters, *, folder, environment, progress):
    """Stands in for the kernel where only what follows a run is at stake."""
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
    run = Path(environment["PRESSGAUGE_RUN_FOLDER"])
    (run / "results.json").write_text('{"schema": 1, "entries": []}')
    nbformat.write(node, output)
    progress.note("ran")
    return node


def test_a_cell_that_did_not_run_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(node, *given, **named):
        done = executed(node, *given, **named)
        done.cells[-1].execution_count = None
        return done

    monkeypatch.setattr(engine, "execute", half)
    with pytest.raises(
        RenderError, match=r"cell 3 \(Coverage rose\): NotRun: the cell has not run"
    ):
        render(notebook(tmp_path / "brief.ipynb", WORK), out=tmp_path / "out")


def test_invalid_results_are_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(node, *given, **named):
        done = executed(node, *given, **named)
        folder = Path(named["environment"]["PRESSGAUGE_RUN_FOLDER"])
        (folder / "results.json").write_text('{"schema": 1, "entries": [')
        return done

    monkeypatch.setattr(engine, "execute", wrong)
    with pytest.raises(RenderError, match=r"results.json is not valid: it is not JSON: Expecting"):
        render(notebook(tmp_path / "brief.ipynb", WORK), out=tmp_path / "out")


def test_a_disk_that_fills_up_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "execute", executed)
    monkeypatch.setattr(publish, "publish", full)
    out = tmp_path / "out"
    with pytest.raises(RenderError, match="No space left on device"):
        render(notebook(tmp_path / "brief.ipynb", WORK), out=out)
    assert state(kept(out)) == "failed"
    assert [name for name in tree(out) if not name.startswith("_failed/")] == ["index.html"]
    assert "report.html" not in {p.name for p in kept(out).iterdir()}


def test_an_interrupted_run_is_kept_as_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "execute", stopped)
    with pytest.raises(KeyboardInterrupt):
        render(notebook(tmp_path / "brief.ipynb", WORK), out=tmp_path / "out")
    assert state(kept(tmp_path / "out")) == "interrupted"
    html = (kept(tmp_path / "out") / "failed.html").read_text()
    assert "<h1>This run was interrupted</h1>" in html


def test_the_manifest_says_running_while_the_kernel_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watched(node, *given, **named):
        seen.append(state(Path(named["environment"]["PRESSGAUGE_RUN_FOLDER"])))
        return executed(node, *given, **named)

    monkeypatch.setattr(engine, "execute", watched)
    report = render(notebook(tmp_path / "brief.ipynb", WORK), out=tmp_path / "out")
    assert (seen, state(report.folder), report.state) == (["running"], "complete", "complete")
    assert report.rows_set_aside == 0
