"""Why a date may be wrong, and the one clock by which that is judged."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from analysis.corpus import dates
from analysis.errors import ArgumentError

AS_OF = "PRESSGAUGE_AS_OF"
EARLIEST = np.datetime64("1600-01-01", "us")  # the first newspapers are of 1605
FUTURE = "in the future"
EARLY = "before 1600, when there was no press"
CLUMP = 4  # documents of one source at one midnight; fewer happen by chance
TIMED = 0.8  # share of a source's documents with a time of day, from which midnight looks odd


def now() -> pd.Timestamp:
    """The moment by which dates are judged, in UTC without a zone.

    PRESSGAUGE_AS_OF stands for the clock where it is set; a day means the end of that day.

    Raises:
        ArgumentError: where PRESSGAUGE_AS_OF is no date.
    """
    given = os.environ.get(AS_OF, "").strip()
    if not given:
        return pd.Timestamp(datetime.now(UTC).replace(tzinfo=None))
    moment = dates.instant(given)
    if isinstance(moment, str):
        raise ArgumentError(
            f"{AS_OF} must be a date such as 2019-08-28 or 2019-08-28T06:00:00Z (got {given!r})."
        )
    if len(given) <= len("2019-08-28"):
        moment += timedelta(days=1, microseconds=-1)
    return pd.Timestamp(moment)


def find(date: pd.Series[pd.Timestamp], source: pd.Series[str]) -> pd.Series[str]:
    """What is odd about each date, missing where nothing is.

    In the future; before 1600; or one of 4 or more documents of a source at exactly 00:00:00 of
    one day, where 80% of the source's documents carry a time of day.
    """
    reasons = np.full(len(date), None, dtype=object)
    moments = date.to_numpy(dtype="datetime64[us]")
    reasons[moments > now().to_datetime64()] = FUTURE
    reasons[moments < EARLIEST] = EARLY
    timed = moments != moments.astype("datetime64[D]")
    held = pd.DataFrame({"source": source.to_numpy(), "date": moments, "timed": timed})
    usual = held.groupby("source")["timed"].transform("mean").ge(TIMED)
    clumped = held[usual & ~held["timed"]]
    sizes = clumped.groupby(["source", "date"])["timed"].transform("size")
    clumps = sizes[sizes >= CLUMP]
    days = clumped.loc[clumps.index, "date"].dt.strftime("%Y-%m-%d")
    for row, n, day in zip(clumps.index.to_numpy(), clumps, days, strict=True):
        said = f"midnight: {n} documents of this source share {day} 00:00 exactly"
        reasons[row] = f"{reasons[row]}; {said}" if reasons[row] else said
    return pd.Series(reasons, index=date.index, dtype="str")


def believed(documents: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    """The dates that a newspaper can have; all of them where none can.

    One mistyped year would otherwise stretch the collection by decades of empty periods.
    """
    kept = documents["date"][_possible(documents)]
    return kept if len(kept) else documents["date"]


def dated(documents: pd.DataFrame) -> bool:
    """Whether any date is one that a newspaper can have."""
    return bool(_possible(documents).any())


def _possible(documents: pd.DataFrame) -> pd.Series[bool]:
    said = documents["date_doubt"].fillna("")
    return ~said.str.contains(FUTURE) & ~said.str.contains(EARLY)
