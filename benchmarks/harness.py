"""Works measured in processes of their own, one after the other, as often as asked."""

from __future__ import annotations

import json
import os
import re
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

from benchmarks import cold, corpora

# One thread each, and code compiled by numba kept where it would be kept for a user.
ONE_THREAD = dict.fromkeys(
    ["POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS",
     "MKL_NUM_THREADS", "RAYON_NUM_THREADS"],
    "1",
)  # fmt: skip
PREPARING = 90  # seconds on the clock for loading and the first call, beside the deadlines
# Nobody needs these but the benchmarks; without anything else the environment is broken.
OPTIONAL = ("polars", "duckdb", "sklearn")
_ABSENT = re.compile(rf"ModuleNotFoundError: No module named '(?:{'|'.join(OPTIONAL)})[.']")


class Measure(NamedTuple):
    """One work of one tool ("polars.count") on a corpus of one size ("20k")."""

    name: str
    size: str


@dataclass
class Measured:
    """What came of the repeats.

    Attributes:
        status: "ok"; "slow", past the deadline; "missing", not installed; or "failed".
        seconds: processor seconds of each repeat.
        extra: growth of the peak of memory in each repeat, bytes.
        words: words that were read, 0 for a cold start.
        found: a figure of the result (rows, hits).
        said: why it failed.
    """

    status: Literal["ok", "slow", "missing", "failed"] = "ok"
    seconds: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    words: int = 0
    found: int = 0
    said: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def memory(self) -> float:
        return statistics.median(self.extra)

    @property
    def spread(self) -> float:
        """Slowest less fastest repeat, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.median if self.median else 0.0

    def record(self) -> dict[str, Any]:
        return asdict(self)


def run(
    measures: Sequence[Measure],
    *,
    repeats: int,
    deadline: float,
    lanes: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[Measure, Measured]:
    """Every measure, `repeats` times, in rounds: what slows the machine for a while hits all.

    `lanes` are measured at a time; above one they disturb each other a little.
    """
    for size in sorted({each.size for each in measures if each.size}):
        tell(f"corpus {size}: {corpora.about(size)['n_words']:,} words")
    # What starts from nothing takes longest: with lanes it had better not come last.
    ordered = sorted(set(measures), key=lambda each: (bool(each.size) or lanes == 1, each))
    results = {each: Measured() for each in ordered}

    def once(turn: int, measure: Measure) -> None:
        result = results[measure]
        if result.status == "ok":
            _add(measure, result, deadline)
            shown = f"{result.seconds[-1]:8.3f} s" if result.status == "ok" else result.status
            tell(f"{turn}/{repeats} {measure.name:32} {measure.size:8} {shown}")

    for turn in range(1, repeats + 1):
        with ThreadPoolExecutor(lanes) as pool:
            list(pool.map(lambda each, turn=turn: once(turn, each), ordered))
    return results


def _add(measure: Measure, result: Measured, deadline: float) -> None:
    """One more repeat."""
    if measure.size:
        result.words = corpora.about(measure.size)["n_words"]
    try:
        said = _started(measure, deadline)
    except subprocess.TimeoutExpired:
        result.status, result.said = "slow", f"not done in {deadline:g} s"
        return
    except subprocess.CalledProcessError as error:
        result.said = (str(error.stderr or "").strip() or str(error)).splitlines()[-1]
        if error.returncode == -signal.SIGALRM:
            result.status, result.said = "slow", f"not done in {deadline:g} s"
        else:
            result.status = "missing" if _ABSENT.match(result.said) else "failed"
        return
    result.seconds.append(said["seconds"])
    result.wall.append(said["wall"])
    if said["extra"] is not None:
        result.extra.append(said["extra"])
    result.found = said["found"]
    result.words = said.get("words") or result.words


def _started(measure: Measure, deadline: float) -> dict[str, Any]:
    tool, _, work = measure.name.partition(".")
    if tool == "start":
        return cold.measure(work, deadline)
    command = [sys.executable, "-m", "benchmarks.child", *measure, str(deadline)]
    done = subprocess.run(
        command,
        cwd=corpora.ROOT, env=os.environ | ONE_THREAD, timeout=2 * deadline + PREPARING,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said
