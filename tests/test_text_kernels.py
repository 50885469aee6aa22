"""Compiling: said once, not in a report, and right where nothing can be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import analysis
from analysis.reporting.engine import KERNEL_ENVIRONMENT
from analysis.text.kernels.jit import QUIET

CALL = "from analysis.text import encode; print(encode(['Oil fell. Oil']).ids.tolist())"
SAID = "pressgauge: compiling once, about 10 seconds\n"


def encoded(folder: Path, **environment: str) -> tuple[str, str]:
    given = {**os.environ, "NUMBA_CACHE_DIR": str(folder), **environment}
    done = subprocess.run(
        [sys.executable, "-c", CALL], env=given, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr


def test_compiling_is_said_once_and_not_again_when_it_is_kept(tmp_path: Path) -> None:
    assert encoded(tmp_path) == ("[0, 1, 0]\n", SAID)
    assert encoded(tmp_path) == ("[0, 1, 0]\n", "")


def test_a_report_does_not_show_that_something_was_compiled(tmp_path: Path) -> None:
    assert QUIET in KERNEL_ENVIRONMENT
    assert encoded(tmp_path, **{QUIET: "1"}) == ("[0, 1, 0]\n", "")


def test_a_kernel_is_compiled_anew_when_one_that_it_calls_has_changed(tmp_path: Path) -> None:
    copied = tmp_path / "analysis"
    shutil.copytree(
        Path(analysis.__file__).parent, copied, ignore=shutil.ignore_patterns("__pycache__")
    )
    called = copied / "text" / "kernels" / "table.py"
    given = {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"}
    assert encoded(tmp_path / "kept", **given) == ("[0, 1, 0]\n", SAID)
    called.write_text(called.read_text().replace("n_types += 1", "n_types += 2"))
    assert encoded(tmp_path / "kept", **given) == ("[0, 2, 0]\n", SAID)


@pytest.mark.skipif(os.name != "posix", reason="folders are made read-only by their mode")
def test_without_a_folder_to_write_to_every_process_compiles(tmp_path: Path) -> None:
    # A file where the folder should be: no folder can be made there, by root neither.
    blocked = tmp_path / "file"
    blocked.write_text("")
    given = {"HOME": str(blocked), "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator"}
    for _ in range(2):
        assert encoded(blocked / "cache", **given) == ("[0, 1, 0]\n", SAID)
