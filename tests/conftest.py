"""What several test files share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def evaluation() -> Path:
    """The folder of labelled news and published numbers; without it the test is skipped."""
    given = os.environ.get("PRESSGAUGE_EVAL_DATA", "")
    if given and Path(given).is_dir():
        return Path(given)
    reason = f"PRESSGAUGE_EVAL_DATA names no folder (it is {given!r})"
    if os.environ.get("PRESSGAUGE_REQUIRE_EVAL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
