"""From a spec or a notebook to a published report, or to a kept failure; nothing in between."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from nbformat import NotebookNode

from analysis.errors import (
    SHOWN,
    AnalysisError,
    ArgumentError,
    InputError,
    QueryError,
    RenderError,
    SpecError,
)
from analysis.reporting import engine, files, manifest, notebook, page, publish, recorder, spec
from analysis.reporting.engine import KernelError
from analysis.reporting.notebook import Failure
from analysis.reporting.progress import Progress

HTML = "report.html"
FAILED_HTML = "failed.html"
EXECUTED = "executed.ipynb"
LOG = "run.log"
SET_ASIDE = "rows_set_aside"  # the recorded name that the command line passes on


# What a notebook raises because of its input or parameters: the message is all the user needs.
USER_ERRORS: dict[str, type[AnalysisError]] = {
    kind.__name__: kind for kind in (InputError, SpecError, QueryError, ArgumentError)
}


@dataclass(frozen=True)
class Report:
    """A published report: where it lies, and how long it took in seconds."""

    name: str
    folder: Path
    html: Path
    results: Path
    manifest: Path
    state: str
    duration: float

    @property
    def rows_set_aside(self) -> int:
        """How many rows of the input the notebook says it could not use."""
        entries = json.loads(self.results.read_text(encoding="utf-8"))["entries"]
        found = (entry["value"] for entry in entries if entry["name"] == SET_ASIDE)
        value = next(found, 0)
        return value if isinstance(value, int) else 0


class NotebookError(RenderError):
    """A cell that failed; `failure` says which, and what it said."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"The run stopped in {failure}")
        self.failure = failure


@dataclass(frozen=True)
class _Stage:
    """A run under way: its job, its folder and the manifest it began with."""

    job: spec.Job
    out: Path
    run_id: str
    folder: Path
    title: str
    manifest: manifest.Manifest


def render(
    spec_or_notebook: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    corpus: str | Path | None = None,
    out: str | Path = "reports",
    progress: TextIO | None = None,
) -> Report:
    """The report that a spec or a notebook gives, published under `out`.

    `parameters` win over the spec's, `corpus` over both; `progress` is a stream to say on how far
    the run is. Raises SpecError before anything runs, RenderError where the run does not come out
    whole, and the notebook's own error where that is one of ours (InputError and the like). What
    did not come out is kept under `out/_failed`; what was published before stays as it was.
    """
    begun = time.monotonic()
    stage = _begin(spec.plan(spec_or_notebook, parameters, corpus), Path(out).absolute())
    try:
        folder = _made(stage, progress)
    except KeyboardInterrupt as stop:
        _keep(stage, "interrupted", stop)
        raise
    except Exception as error:
        raise _failed(stage, error) from error
    return Report(
        name=stage.job.name,
        folder=folder,
        html=folder / HTML,
        results=folder / recorder.RESULTS,
        manifest=folder / manifest.NAME,
        state="complete",
        duration=round(time.monotonic() - begun, 3),
    )


def _begin(job: spec.Job, out: Path) -> _Stage:
    run_id, folder = publish.stage(out, job.name)
    title = job.title or page.heading(job.node) or job.name
    first = manifest.started(job, run_id, title)
    manifest.write(first, folder)
    return _Stage(job, out, run_id, folder, title, first)


def _made(stage: _Stage, stream: TextIO | None) -> Path:
    job, folder = stage.job, stage.folder
    with (folder / LOG).open("a", encoding="utf-8") as log:
        node = engine.execute(
            job.node,
            folder / EXECUTED,
            job.given,
            folder=job.notebook.parent,
            environment={recorder.RUN_FOLDER: str(folder)},
            progress=Progress(log, stream),
        )
    _check(node, folder)
    html = page.report(node, title=job.title, declared=job.declared, values=job.values)
    files.write(folder / HTML, html)
    files.write(folder / EXECUTED, notebook.as_text(node))
    last = manifest.ended(stage.manifest, "complete", folder)
    (folder / recorder.CONTEXT).unlink(missing_ok=True)
    manifest.write(last, folder)
    return publish.publish(folder, stage.out, job.name, job.period, stage.run_id)


def _check(node: NotebookNode, folder: Path) -> None:
    """Success is evidence, not the absence of complaint."""
    failure = notebook.failure(node)
    if failure is not None:
        raise NotebookError(failure)
    path = folder / recorder.RESULTS
    if not path.is_file():
        raise RenderError(
            "The notebook wrote no results; its last cell, tagged `results`, "
            "must be `reporting.results()`."
        )
    try:
        faults = recorder.faults(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        faults = [f"it is not JSON: {error}"]
    if faults:
        raise RenderError(f"{recorder.RESULTS} is not valid: {'; '.join(faults[:SHOWN])}.")


def _failed(stage: _Stage, error: Exception) -> AnalysisError:
    """What the caller is told, once all there is has been kept."""
    kept = _keep(stage, "failed", error)
    if isinstance(error, NotebookError):
        own = USER_ERRORS.get(error.failure.error)
        if own is not None:
            told = own(error.failure.message)
            told.add_note(f"Raised in {error.failure.where}; kept for you: {kept}")
            return told
    said = str(error) or type(error).__name__
    said += "" if said.endswith((".", "!", "?")) else "."
    name = stage.job.name
    return RenderError(f"The report {name!r} was not made. {said}\nKept for you: {kept}")


def _keep(stage: _Stage, state: str, error: BaseException) -> Path:
    """Moves what there is to the failed runs, with a page that explains it."""
    failure = error.failure if isinstance(error, NotebookError | KernelError) else None
    said = str(error) or {"interrupted": "It was stopped by hand"}.get(state, type(error).__name__)
    folder = stage.folder
    try:
        names = sorted(p.name for p in folder.iterdir() if p.name not in {recorder.CONTEXT, HTML})
        was = "was interrupted" if state == "interrupted" else state
        files.write(folder / FAILED_HTML, page.failed(stage.title, was, said, failure, names))
        manifest.write(manifest.ended(stage.manifest, state, folder), folder)
        for name in (recorder.CONTEXT, HTML):
            (folder / name).unlink(missing_ok=True)
        folder = publish.keep(folder, stage.out, stage.job.name, stage.run_id)
    except OSError:
        # A full disk: what the run itself died of must be what the caller reads.
        return folder
    return folder / FAILED_HTML
