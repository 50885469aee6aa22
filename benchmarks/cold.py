"""From nothing: a new Python, the import, the first score of one article."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
IMPORT = "import analysis"
TONE = """
import logging
logging.basicConfig(level=logging.INFO)
import pandas as pd
from analysis import Corpus, tone
text = "Talks resumed on Monday. Two tankers were seized, and the price of oil rose."
score = tone.score(Corpus.from_frame(pd.DataFrame({"text": [text], "date": ["2019-06-01"]})))
assert len(score) == 1
"""
SPENT = "\nimport time; print(time.process_time())"
ANNOUNCED = "compiling once"


def measure(name: str, deadline: float) -> dict[str, Any]:
    """Processor seconds of a whole Python process, from its start.

    Raises:
        subprocess.TimeoutExpired: past the deadline.
        subprocess.CalledProcessError: where the process fails.
    """
    if name == "import":
        return _timed(IMPORT, {}, deadline)
    if name == "first_tone":
        _timed(TONE, {}, 10 * deadline)  # whatever the compiler keeps is there from here on
        return _timed(TONE, {}, deadline)
    with tempfile.TemporaryDirectory() as empty:
        return _timed(TONE, {"NUMBA_CACHE_DIR": empty}, deadline)


def _timed(code: str, settings: dict[str, str], deadline: float) -> dict[str, Any]:
    clock = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", code + SPENT],
        cwd=ROOT, env=os.environ | settings, timeout=deadline,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    wall, said = time.perf_counter() - clock, ANNOUNCED in ran.stdout + ran.stderr
    return {
        "seconds": float(ran.stdout.split()[-1]),
        "wall": wall,
        "extra": None,
        "found": int(said),
    }
