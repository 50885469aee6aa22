"""The manifest of a run: time, versions and hashes, which the page itself must not show."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeAlias

from analysis.reporting import files
from analysis.reporting.recorder import CONTEXT, as_json
from analysis.reporting.spec import Job

SCHEMA = 1
NAME = "manifest.json"
LIBRARIES = (
    "pressgauge ipykernel matplotlib nbclient nbconvert nltk numpy pandas papermill pyarrow scipy"
).split()
GIT_SECONDS = 10  # a git that waits for anything is not worth waiting for

Manifest: TypeAlias = dict[str, Any]  # Any: what JSON holds


def started(job: Job, run_id: str, title: str) -> Manifest:
    """The manifest of a run that begins, in state "running"."""
    return {
        "schema": SCHEMA,
        "name": job.name,
        "title": title,
        "run": run_id,
        "period": job.period,
        "state": "running",
        "parameters": job.values,
        "corpus": None,
        "started": now(),
        "finished": None,
        "libraries": _versions(),
        "python": platform.python_version(),
        "commit": _commit(job.notebook.parent),
        "files": {},
    }


def ended(manifest: Manifest, state: str, folder: Path) -> Manifest:
    """The manifest of a run that ended: its state, its corpus, the hashes of its files."""
    return manifest | {
        "state": state,
        "finished": now(),
        "corpus": _context(folder) or manifest["corpus"],
        "files": {
            path.name: "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.iterdir())
            if path.is_file() and path.name not in {NAME, CONTEXT}
        },
    }


def write(manifest: Manifest, folder: Path) -> None:
    """Puts the manifest in the folder of its run."""
    files.write(folder / NAME, as_json(manifest))


def read(path: Path) -> Manifest | None:
    """The manifest in the file, or None where it is none of ours."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    wanted = ("name", "title", "period", "state", "started")
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        return None
    return content if all(isinstance(content.get(key), str) for key in wanted) else None


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _commit(folder: Path) -> str | None:
    command = ["git", "-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=GIT_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


def _context(folder: Path) -> Manifest | None:
    try:
        content = json.loads((folder / CONTEXT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
