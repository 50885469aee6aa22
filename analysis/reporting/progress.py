"""How far a run is: one moving line on a terminal, plain lines in a log."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from typing import TextIO

BAR = 20  # characters; leaves room for a heading in 80 columns
HEADING_SHOWN = 40
TICK = 1.0  # seconds between two looks at the clock on a terminal


def plain(text: object) -> str:
    r"""The text without what steers a terminal: escape sequences, controls, bidi overrides.

    >>> plain("a\x1b[31mb\rc")
    'abc'
    """
    without = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?", "", str(text))
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", without)


@dataclass
class Progress:
    """Says where a run is to a log and, where there is one, a terminal or another stream."""

    log: TextIO
    stream: TextIO | None = None
    total: int = 0
    number: int = 0
    heading: str = ""
    started: float = field(default_factory=time.monotonic)
    cell_started: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _ticker: threading.Thread | None = None

    def open(self, total: int) -> None:
        """Begins a run of that many code cells."""
        self.total = total
        if self._live:
            self._ticker = threading.Thread(target=self._tick, daemon=True)
            self._ticker.start()

    def cell(self, number: int, heading: str) -> None:
        """The cell with this number, under this heading, begins."""
        self.number, self.heading = number, plain(heading)
        self.cell_started = time.monotonic()
        self._draw()

    def done(self, outcome: str) -> None:
        """The current cell ended: one line in the log."""
        seconds = time.monotonic() - self.cell_started
        line = f"cell {self.number} of {self.total} {outcome} in {seconds:.1f} s: {self.heading}"
        self.note(line)
        self._draw()

    def note(self, line: str) -> None:
        """One plain line in the log, and on a stream that is no terminal."""
        print(plain(line), file=self.log, flush=True)
        if self.stream and not self._live:
            print(plain(line), file=self.stream, flush=True)

    def close(self) -> None:
        """Ends the moving line, whatever became of the run."""
        self._stop.set()
        if self._ticker:
            self._ticker.join()
            self._ticker = None
        if self.stream and self._live:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    @property
    def _live(self) -> bool:
        return self.stream is not None and self.stream.isatty()

    def _tick(self) -> None:
        while not self._stop.wait(TICK):
            self._draw()

    def _draw(self) -> None:
        if self.stream and self._live:
            self.stream.write("\r\x1b[K" + self.line())
            self.stream.flush()

    def line(self) -> str:
        """The moving line: a bar, the cell's number and heading, the time so far."""
        filled = BAR * max(self.number - 1, 0) // max(self.total, 1)
        minutes, seconds = divmod(int(time.monotonic() - self.started), 60)
        bar = "█" * filled + "·" * (BAR - filled)
        where = f"cell {self.number} of {self.total}" if self.number else "starting"
        return f"{bar} {where} · {minutes}:{seconds:02d} · {self.heading[:HEADING_SHOWN]}"
