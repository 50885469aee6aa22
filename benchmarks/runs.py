"""Runs: what is measured in one go, kept as a JSON file, shown as text or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import corpora, harness, machine, table, works

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Plan:
    """How large, how often, how long at most.

    Attributes:
        kind: "full" or "quick"; "part" where some works alone or another size are measured.
        main, long, short: sizes of corpora: for most works; for growth; for growth and memory.
        repeats: of every measure.
        deadline: seconds on the clock that one work may take.
        lanes: measures at a time.
        only: the works; all where it is empty.
    """

    kind: str
    main: str
    long: str
    short: str
    repeats: int
    deadline: float
    lanes: int = 1
    only: tuple[str, ...] = ()


FULL = Plan("full", "20k", "100k", "1mx60", repeats=3, deadline=180)
QUICK = Plan("quick", "2k", "10k", "100kx60", repeats=1, deadline=15, lanes=2)


def measure(plan: Plan, tell: Callable[[str], None]) -> dict[str, Any]:
    """Everything that the plan names, as it is kept."""
    made = works.claims(plan.main, plan.long, plan.short)
    claims = [claim for claim in made if not plan.only or claim.work in plan.only]
    sides = [side for claim in claims for side in (claim.ours, claim.peer) if side]
    began = datetime.now(UTC)
    results = harness.run(
        sides, repeats=plan.repeats, deadline=plan.deadline, lanes=plan.lanes, tell=tell
    )
    about = {size: corpora.about(size) for size in sorted({side.size for side in sides} - {""})}
    n_bytes = {size: facts["n_bytes"] for size, facts in about.items()}
    return {
        "kind": plan.kind,
        "began": began.isoformat(timespec="seconds"),
        "minutes": round((datetime.now(UTC) - began).total_seconds() / 60, 2),
        "repeats": plan.repeats,
        "deadline": plan.deadline,
        "lanes": plan.lanes,
        "machine": machine.described(),
        "versions": machine.versions(),
        "corpora": about,
        "measures": [
            {"name": side.name, "size": side.size, **found.record()}
            for side, found in results.items()
        ],
        "claims": table.rows(claims, results, plan.deadline, n_bytes),
    }


def keep(run: dict[str, Any], folder: Path = RESULTS) -> Path:
    """Where the run was written."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = run["began"].replace(":", "").replace("+0000", "Z")
    path = folder / f"{run['kind']}-{moment}.json"
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    return path


def newest(folder: Path = RESULTS) -> dict[str, Any] | None:
    """The last full run that is kept, else the last run of any kind."""
    for kind in ("full", "*"):
        found = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime)
        if found:
            run: dict[str, Any] = json.loads(found[-1].read_text(encoding="utf-8"))
            return run
    return None


def text(run: dict[str, Any]) -> str:
    """The table for a terminal, with what it was measured on."""
    return "\n".join([table.text(run["claims"]), "", *_facts(run), _verdict(run["claims"])])


def markdown(run: dict[str, Any]) -> str:
    """The table as Markdown, with what it was measured on."""
    return "\n".join([*_facts(run), "", table.markdown(run["claims"]), "", _verdict(run["claims"])])


def _facts(run: dict[str, Any]) -> list[str]:
    on, versions = run["machine"], run["versions"]
    sizes = [
        f"{size}: {facts['n_docs']:,} articles, {facts['n_words']:,} words,"
        f" {facts['n_bytes'] / 1e6:,.0f} MB"
        for size, facts in run["corpora"].items()
    ]
    origins = sorted({facts["origin"] for facts in run["corpora"].values()})
    return [
        f"A {run['kind']} run of {run['began'][:10]}: processor seconds of one thread, median of"
        f" {run['repeats']}; spread is slowest less fastest over the median"
        f"{'; two measures at a time' if run['lanes'] > 1 else ''}.",
        f"{on['processor']}, {on['cores']} cores, {on['memory_gb']:g} GB, {on['system']};"
        f" {', '.join(f'{name} {version}' for name, version in versions.items())}.",
        f"Corpora redrawn from {', '.join(origins) or 'nothing'} ({'; '.join(sizes)}).",
    ]


def _verdict(claims: Sequence[dict[str, Any]]) -> str:
    said = [claim["reached"] for claim in claims if claim["reached"]]
    missed = [claim["label"] for claim in claims if claim["reached"] not in ("", "yes")]
    rest = f"; not: {'; '.join(missed)}" if missed else ""
    return f"Reached {said.count('yes')} of {len(said)}{rest}."
