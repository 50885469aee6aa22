"""Running a notebook with papermill: our own engine, and what counts as having run."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import papermill
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.errors import RenderError
from analysis.reporting.notebook import Failure, code_cells, copied, has_code, locate
from analysis.reporting.progress import Progress, plain

ENGINE = "pressgauge"
KERNEL = "python3"
AUTOSAVE = 2  # seconds of a running cell's output that a kill may cost
SOCKET_ROOM = 90  # a socket's path holds 103 bytes at most on macOS, 107 on Linux; ours adds a few
# What a report shows must not depend on the shell around the run, nor on what has been compiled.
KERNEL_ENVIRONMENT = {
    "PRESSGAUGE_COMPILES_QUIETLY": "1",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}

logger = logging.getLogger("analysis.reporting.kernel")
logger.addHandler(logging.NullHandler())
logger.propagate = False


class KernelError(RenderError):
    """A kernel that did not start, or died; `failure` is the cell it was in."""

    def __init__(self, message: str, failure: Failure | None) -> None:
        super().__init__(message)
        self.failure = failure


class Engine(NBClientEngine):  # type: ignore[misc]  # papermill is untyped
    """papermill's engine with the kernel's environment, folder and sockets chosen by us."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, run: Run, **kwargs: Any
    ) -> None:  # Any: papermill is untyped
        """Runs the notebook in a kernel of its own."""
        run.nb = nb_man.nb
        with _config() as config:
            client = PapermillNotebookClient(
                nb_man,
                kernel_name=kernel_name,
                config=config,
                log=logger,
                startup_timeout=kwargs.get("start_timeout", 60),
                timeout=None,
                on_notebook_start=run.on_start,
                on_cell_execute=run.on_cell,
                on_cell_executed=run.on_executed,
            )
            log = run.progress.log
            client.execute(env=run.environment, cwd=str(run.folder), stdout=log, stderr=log)


papermill_engines.register(ENGINE, Engine)


class Run:
    """What the engine needs to know of one run, and what it says back."""

    def __init__(self, folder: Path, environment: Mapping[str, str], progress: Progress) -> None:
        self.folder, self.progress = folder, progress
        self.environment = {**os.environ, **KERNEL_ENVIRONMENT, **environment}
        self.kernel_started = False
        self.index: int | None = None  # of the cell that is running
        self.nb: NotebookNode | None = None

    def on_start(self, notebook: NotebookNode) -> None:
        """The kernel answers."""
        self.kernel_started = True
        self.progress.open(sum(1 for _ in code_cells(notebook)))

    def on_cell(self, cell: NotebookNode, cell_index: int) -> None:
        """A cell begins."""
        self.index = cell_index if self.nb is not None and has_code(cell) else None
        if self.nb is not None and self.index is not None:
            self.progress.cell(*locate(self.nb, cell_index))

    def on_executed(self, cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
        """A cell ended; Any: a message of the kernel."""
        if self.index is not None:
            well = execute_reply["content"]["status"] == "ok"
            self.progress.done("done" if well else "failed")
        self.index = None

    def stopped(self) -> Failure | None:
        """The cell that was running when the kernel went away."""
        if self.nb is None or self.index is None:
            return None
        self.progress.done("died")
        number, heading = locate(self.nb, self.index)
        source = self.nb.cells[self.index].source
        return Failure(number, heading, source, "DeadKernel", "the kernel died", "")


def execute(
    node: NotebookNode,
    output: Path,
    parameters: Mapping[str, object],
    *,
    folder: Path,
    environment: Mapping[str, str],
    progress: Progress,
) -> NotebookNode:
    """The notebook as run: every output, saved to `output` as it grows.

    Raises RenderError where the kernel does not start or dies. A cell's own error does not raise:
    `failure` finds it in what comes back.
    """
    run = Run(folder, environment, progress)
    try:
        papermill.execute_notebook(
            _runnable(node),
            str(output).replace("{", "{{").replace("}", "}}"),  # papermill fills in braces
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            autosave_cell_every=AUTOSAVE,
            run=run,
        )
    except PapermillExecutionError:
        pass
    except Exception as error:
        raise _broken(run, error) from error
    finally:
        progress.close()
    if run.nb is None:
        raise KernelError("The run broke off before it began; see run.log.", None)
    return _without_notes(run.nb)


def _runnable(node: NotebookNode) -> NotebookNode:
    # papermill gives loaded files these fields, and expects them of notebooks handed to it.
    ready = copied(node)
    ready.metadata["papermill"] = {"default_parameters": {}, "parameters": {}}
    ready.metadata["kernelspec"] = {
        "name": KERNEL,
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    for cell in ready.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata["papermill"] = {}
    return ready


def _without_notes(notebook: NotebookNode) -> NotebookNode:
    # Where the staging folder was says nothing once the run is published.
    notebook.metadata.get("papermill", {}).pop("output_path", None)
    notebook.metadata.get("papermill", {}).pop("input_path", None)
    return notebook


def _broken(run: Run, error: Exception) -> KernelError:
    said = plain(error).strip().rstrip(".") or type(error).__name__
    stopped = run.stopped()
    if stopped is not None:
        return KernelError(f"{stopped}. It may have run out of memory; see run.log.", stopped)
    if run.kernel_started:
        return KernelError(f"The run broke off: {said}. See run.log.", None)
    return KernelError(
        f"The kernel {KERNEL!r} did not start: {said}. Try `jupyter kernelspec list`; see run.log.",
        None,
    )


@contextmanager
def _config() -> Iterator[Config]:
    # Ports of parallel runs collide; sockets in a folder of our own cannot.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    config = Config()
    config.ConnectionFileMixin.connection_file = str(folder / "k.json")
    if os.name == "posix" and len(os.fsencode(folder)) <= SOCKET_ROOM:
        config.ConnectionFileMixin.transport = "ipc"
    try:
        yield config
    finally:
        shutil.rmtree(folder, ignore_errors=True)
