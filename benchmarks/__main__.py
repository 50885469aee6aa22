"""`python -m benchmarks`: measure, print the table, keep the figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import runs, sizes, works


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 where a measure failed, 0 whatever was reached."""
    asked = _parser().parse_args(arguments)
    if asked.markdown is not None:
        run = json.loads(Path(asked.markdown).read_text()) if asked.markdown else runs.newest()
        print(runs.markdown(run) if run else "Nothing is kept yet: run `make bench` first.")
        return 0 if run else 1
    plan = runs.QUICK if asked.quick else runs.FULL
    given = {
        "main": asked.size,
        "repeats": asked.repeats,
        "deadline": asked.deadline,
        "lanes": asked.lanes,
        "only": tuple(asked.only or ()),
    }
    changed = {name: value for name, value in given.items() if value}
    plan = replace(plan, **changed, kind="part" if asked.only or asked.size else plan.kind)
    run = runs.measure(plan, tell=lambda line: print(line, file=sys.stderr, flush=True))
    print(runs.text(run))
    print(f"Kept in {runs.keep(run, Path(asked.results))}")
    failed = [each for each in run["measures"] if each["status"] == "failed"]
    for each in failed:
        print(f"{each['name']} failed: {each['said']}", file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    add = made.add_argument
    add("--quick", action="store_true", help="small corpora, once, two measures at a time")
    add("--only", nargs="+", choices=works.WORKS, metavar="WORK", help=", ".join(works.WORKS))
    add("--size", type=_size, help="articles of the main corpus: 20k, 500x80 (of 80 words)")
    add("--repeats", type=int, help="of every measure; the median is shown")
    add("--deadline", type=float, help="seconds on the clock that one work may take")
    add("--lanes", type=int, help="measures at a time")
    add("--results", default=runs.RESULTS, help="folder for the figures")
    add(
        "--markdown", nargs="?", const="", metavar="FILE",
        help="measure nothing: print a kept run (the last full one) as a Markdown table",
    )  # fmt: skip
    return made


def _size(name: str) -> str:
    try:
        return sizes.parse(name).name
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
