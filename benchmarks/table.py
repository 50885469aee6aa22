"""Results to lines of a table: what came out beside what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.harness import Measure, Measured
from benchmarks.works import AT_LEAST, Claim

HEAD = ["work", "ours", "other", "figure", "asked", "reached", "spread", "what the other does"]
Results = Mapping[Measure, Measured]


class Value(NamedTuple):
    """A figure, known exactly ("=") or from one side: "<" or ">" where something was not done."""

    sign: str
    number: float


def rows(
    claims: Sequence[Claim], results: Results, deadline: float, n_bytes: Mapping[str, int]
) -> list[dict[str, Any]]:
    """One row per claim, as they are kept in JSON and shown."""
    return [_row(claim, results, deadline, n_bytes) for claim in claims]


def text(table: Sequence[Mapping[str, Any]]) -> str:
    """The rows for a terminal, the notes left out."""
    cells = [HEAD[:-1], *(_cells(row)[:-1] for row in table)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    shown = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    return "\n".join([shown[0], "-" * len(shown[0]), *shown[1:]])


def markdown(table: Sequence[Mapping[str, Any]]) -> str:
    """The rows as a Markdown table, notes included."""
    lines = [HEAD, ["---", *["---:"] * (len(HEAD) - 2), "---"], *map(_cells, table)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(
    claim: Claim, results: Results, deadline: float, n_bytes: Mapping[str, int]
) -> dict[str, Any]:
    ours = results[claim.ours]
    peer = results[claim.peer] if claim.peer else None
    value = _value(claim, ours, peer, deadline, n_bytes)
    return {
        "work": claim.work,
        "label": claim.label,
        "size": claim.ours.size,
        "figure": claim.figure,
        "sign": value.sign if value else None,
        "value": value.number if value else None,
        "asked": claim.asked,
        "aim": claim.aim,
        "at_least": claim.figure in AT_LEAST,
        "reached": _reached(claim, value),
        "ours": _shown(claim, ours, n_bytes),
        "peer": _shown(claim, peer, n_bytes, ours.words) if peer else "",
        "spread": max((each.spread for each in (ours, peer) if each and each.seconds), default=0.0),
        "note": claim.note,
    }


def _value(
    claim: Claim, ours: Measured, peer: Measured | None, deadline: float, n_bytes: Mapping[str, int]
) -> Value | None:
    sides = [each for each in (ours, peer) if each]
    if any(each.status in ("missing", "failed") for each in sides):
        return None
    slow = [each.status == "slow" for each in sides]
    if claim.figure in ("of its memory", "of the text"):
        if any(slow) or not all(each.extra for each in sides):
            return None
        under = peer.memory if peer else n_bytes[claim.ours.size]
        return Value("=", ours.memory / under) if under else None
    if claim.figure == "said":
        return None if slow[0] else Value("=", ours.found)
    if claim.figure == "seconds":
        return Value(">", deadline) if slow[0] else Value("=", ours.median)
    if peer is None or all(slow):
        return None
    mine, other = (_per_word(each, deadline) for each in (ours, peer))
    number = other / mine if claim.figure == "times faster" else mine / other
    # Per word the figure grows with ours, else with the other's time.
    grows = slow[0] if claim.figure == "per word" else slow[1]
    return Value(">" if grows else "<" if any(slow) else "=", number)


def _per_word(measured: Measured, deadline: float) -> float:
    seconds = deadline if measured.status == "slow" else measured.median
    return max(seconds, 1e-9) / max(measured.words, 1)


def _reached(claim: Claim, value: Value | None) -> str:
    """ "yes", "no", "" where nothing is asked, "?" where it cannot be told."""
    if claim.asked is None:
        return ""
    if value is None:
        return "?"
    sign, number = value
    if claim.figure in AT_LEAST:
        enough, sure = number >= claim.asked, ">" if number >= claim.asked else "<"
    else:
        enough, sure = number <= claim.asked, "<" if number <= claim.asked else ">"
    return ("yes" if enough else "no") if sign in ("=", sure) else "?"


def _shown(claim: Claim, side: Measured, n_bytes: Mapping[str, int], words: int = 0) -> str:
    """The seconds or bytes of one side; "≈" where seconds are scaled up to that many words."""
    if side.status != "ok":
        return {"slow": side.said, "missing": "not installed", "failed": "failed"}[side.status]
    if claim.figure in ("of its memory", "of the text"):
        return f"{side.memory / 1e6:,.0f} MB"
    if claim.figure == "said":
        return "yes" if side.found else "no"
    if claim.figure == "per word":
        return f"{_per_word(side, 0) * 1e9:,.0f} ns/word"
    if side.words < words:
        return f"≈ {side.median * words / side.words:.3g} s"
    rate = ""
    if claim.work == "encode" and side.median:
        rate = f" ({n_bytes[claim.ours.size] / side.median / 1e6:,.0f} MB/s)"
    return f"{side.median:.3g} s{rate}"


def _cells(row: Mapping[str, Any]) -> list[str]:
    value, asked = "?", ""
    unit = {"times faster": "x", "seconds": " s"}.get(row["figure"], "")
    if row["value"] is not None:
        sign = "" if row["sign"] == "=" else f"{row['sign']} "
        value = f"{sign}{row['value']:.3g}{unit}"
    if row["asked"] is not None:
        asked = f"{'≥' if row['at_least'] else '≤'} {row['asked']:g}{unit}"
        asked += f" (aim {row['aim']:g})" if row["aim"] is not None else ""
    elif row["aim"] is not None:
        asked = f"aim {row['aim']:g}{unit}"
    if row["figure"] == "said":
        value, asked = row["ours"], "yes"
    spread = f"{row['spread']:.0%}"
    return [
        row["label"],
        row["ours"],
        row["peer"],
        value,
        asked,
        row["reached"],
        spread,
        row["note"],
    ]
