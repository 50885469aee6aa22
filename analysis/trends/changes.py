"""When the level of a series changed for good, and how sure the date is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.stats import level_breaks
from analysis.trends.points import enough, points

MIN_SIZE = 7  # periods of a level: fewer are an event
COLUMNS = ("date", "lower", "upper", "before", "after")
PLACES = {"date": "place", "lower": "lower", "upper": "upper"}


def find(series: pd.DataFrame, *, value: str = "mean") -> pd.DataFrame:
    """The changes of level in a series, one row per change, in order.

    Columns: date (first day of the last period at the old level, as published tables date
    breaks), lower, upper (its 95% bounds), before, after (the mean of the periods from the change
    before, and up to the next; unit of `value`). No change: no rows.

    Dynamic programming on the series with its lag-one memory taken out, at least 7 periods a
    level, and a penalty that is BIC's or, if higher, calibrated on redrawn series without changes,
    so that a series without any shows one in about 5% (`stats.level_breaks`; Bai & Perron 2003;
    bounds by Bai 1997). Periods without a value are passed over: a change in a gap is dated to
    the last period before it. Incomplete periods do not count. Every period counts the same.

    Not for slow drift, which is cut in steps (`trends.test`), not for short events
    (`bursts.find`), not for a wandering series, whose every turn is a change.

    attrs: `memory` (what was taken out), `penalty` (what a change had to earn).

    Raises ArgumentError for fewer than 15 whole periods with a value, several rows a period, or
    values that are not finite; ColumnError for missing columns.

    >>> series = pd.DataFrame({
    ...     "period": pd.date_range("2019-01-07", periods=24, freq="W-MON"),
    ...     "mean": [0.1, 0.2, 0.0] * 4 + [0.5, 0.6, 0.4] * 4})
    >>> print(find(series)[["date", "before", "after"]].to_string(index=False))
          date  before  after
    2019-03-25     0.1    0.5
    """
    found = points(series, value)
    enough(found, 2 * MIN_SIZE + 1, what="a change of level")
    when = found.period[found.known]
    breaks = level_breaks(found.value[found.known], min_size=MIN_SIZE)
    rows = breaks.found
    dates = {name: [getattr(row, at) for row in rows] for name, at in PLACES.items()}
    table = pd.DataFrame(
        {name: when[np.array(places, dtype=np.int64)] for name, places in dates.items()}
        | {
            "before": np.array([row.before for row in rows], dtype=np.float64),
            "after": np.array([row.after for row in rows], dtype=np.float64),
        },
        columns=list(COLUMNS),
    )
    table.attrs = {"memory": breaks.memory, "penalty": breaks.penalty}
    return table
