"""The command line: it parses, calls and prints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

from analysis.errors import AnalysisError, RenderError

DONE, FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
EXAMPLE = """example:
  pressgauge report reports/brief.toml --since 2019-06-01 --set weeks=8

"""
STATUS = """exit status:
  0    done; rows that had to be set aside are counted on stderr
  1    the run failed; the message names the page that explains it
  2    the spec, a parameter or the articles cannot be used
  130  interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of `pressgauge` with these arguments."""
    from analysis.reporting.progress import plain  # kept out of `--help`

    given = _parser().parse_args(arguments)
    try:
        return _report(given)
    except RenderError as error:
        print(f"pressgauge: {plain(error)}", file=sys.stderr)
        return FAILED
    except AnalysisError as error:
        print(f"pressgauge: {plain(error)}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print(
            "pressgauge: interrupted; what there was is kept among the failed runs.",
            file=sys.stderr,
        )
        return INTERRUPTED


def _report(given: argparse.Namespace) -> int:
    from analysis.reporting import assignments, render  # papermill takes a second to import

    period = [f"{end}={value}" for end in ("since", "until") if (value := getattr(given, end))]
    report = render(
        given.spec,
        assignments(given.spec, [*given.set, *period]),
        corpus=given.corpus,
        out=given.out,
        progress=sys.stderr,
    )
    if report.rows_set_aside:
        print(f"pressgauge: {report.rows_set_aside} rows were set aside.", file=sys.stderr)
    print(f"Published: {report.html}")
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pressgauge",
        description="A gauge for the press: reports on dated news, each number with its evidence.",
        epilog=STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"pressgauge {version('pressgauge')}"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    report = commands.add_parser(
        "report",
        help="render a report and publish it",
        description="Run the notebook of a spec and publish it as one self-contained page.",
        epilog=EXAMPLE + STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    report.add_argument("spec", metavar="SPEC", help="a .toml spec, or a notebook")
    report.add_argument(
        "--corpus", metavar="PATH", help="the articles: a file, folder, glob or store"
    )
    report.add_argument("--since", metavar="DAY", help="first day, as in 2019-06-03 or 2019-06")
    report.add_argument("--until", metavar="DAY", help="last day, included")
    report.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a parameter of the notebook; may be given again",
    )
    report.add_argument(
        "--out", metavar="FOLDER", default="reports", help="where reports lie (default: reports)"
    )
    return parser
