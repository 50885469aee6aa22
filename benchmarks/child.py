"""One work of one tool in this process alone: `python -m benchmarks.child polars.count 20k 60`.

Prints one line of JSON. Only the work is timed: texts are loaded, modules imported and kernels
compiled before. A work that takes longer than the third argument, seconds on the clock, is killed.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module

from benchmarks import memory
from benchmarks.tasks import TINY, Job


def main(name: str, size: str, deadline: float) -> None:
    tool, work = name.split(".")
    prepare: Callable[[str], Job] = getattr(import_module(f"benchmarks.tools.with_{tool}"), work)
    first = prepare(TINY)
    first.count(first.run())
    job = prepare(size)
    del first
    gc.collect()
    before = memory.reset()
    # Nothing handles the signal: the system ends the process, whatever it is in the middle of.
    signal.setitimer(signal.ITIMER_REAL, deadline)
    wall, cpu = time.perf_counter(), time.process_time()
    result = job.run()
    seconds, elapsed = time.process_time() - cpu, time.perf_counter() - wall
    signal.setitimer(signal.ITIMER_REAL, 0)
    said = {
        "seconds": seconds,
        "wall": elapsed,
        "extra": memory.peak() - before,
        "found": job.count(result),
        "words": job.words,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
