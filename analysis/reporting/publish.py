"""Where runs lie: staged beside the reports, published with one rename, kept when they fail."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import RenderError
from analysis.reporting import files
from analysis.reporting.gallery import index

STAGING = ".staging"
FAILED = "_failed"
LATEST = "latest"
INDEX = "index.html"
TRIES = 100  # run ids drawn before giving up; two alike in one second are one in four billion


def stage(out: Path, name: str) -> tuple[str, Path]:
    """A new run id and its empty folder, on the file system of the reports."""
    try:
        (out / STAGING).mkdir(parents=True, exist_ok=True)
        for _ in range(TRIES):
            run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
            folder = out / STAGING / f"{name}.{run_id}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return run_id, folder
    except OSError as error:
        raise RenderError(
            f"The reports folder {str(out)!r} cannot be written: {error.strerror}."
        ) from error
    raise RenderError(f"No free run folder was found in {str(out / STAGING)!r}.")


def publish(staging: Path, out: Path, name: str, period: str, run_id: str) -> Path:
    """Where the run lies once it is published: whole, named by `latest` and listed."""
    target = out / name / period / run_id
    files.move(staging, target)
    files.write(out / name / LATEST, f"{period}/{run_id}\n")
    relist(out)
    return target


def keep(staging: Path, out: Path, name: str, run_id: str) -> Path:
    """Where a run that did not come out is kept; `latest` stays as it was."""
    target = out / FAILED / name / run_id
    files.move(staging, target)
    relist(out)
    return target


def relist(out: Path) -> None:
    """Writes the index of all runs anew, from what lies there."""
    published = list(out.glob("[!._]*/*/*/manifest.json"))
    kept = list(out.glob(f"{FAILED}/*/*/manifest.json"))
    files.write(out / INDEX, index(out, published + kept))
