"""Progress moves on a terminal, is plain in a log, and obeys no escape sequence."""

import io

from analysis.reporting.progress import Progress, plain


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO) -> tuple[str, str]:
    log = io.StringIO()
    progress = Progress(log, stream)
    progress.open(2)
    progress.cell(1, "Load\x1b[2J")
    progress.done("done")
    progress.cell(2, "Tone")
    progress.done("failed")
    progress.close()
    return log.getvalue(), stream.getvalue()


def test_a_log_has_one_plain_line_a_cell() -> None:
    log, stream = run(io.StringIO())
    assert stream == log
    assert [line.split(" in ")[0] for line in log.splitlines()] == [
        "cell 1 of 2 done",
        "cell 2 of 2 failed",
    ]
    assert [line.split(": ")[1] for line in log.splitlines()] == ["Load", "Tone"]
    assert "\x1b" not in log


def test_a_terminal_has_one_line_that_is_gone_at_the_end() -> None:
    log, stream = run(Terminal())
    assert len(log.splitlines()) == 2
    assert "\n" not in stream
    assert "cell 2 of 2 · 0:00 · Tone" in stream
    assert "\x1b[2J" not in stream
    assert stream.endswith("\r\x1b[K")


def test_nothing_that_steers_a_terminal_is_left() -> None:
    assert plain("a\x1b[31mb\x1b]0;t\x07c\u202ed\x9be\rf\n") == "abcdef\n"
