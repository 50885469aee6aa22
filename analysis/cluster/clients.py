"""The one place that knows Dask, which is there when the extra `cluster` is installed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from analysis.errors import AnalysisError, ArgumentError

AHEAD = 2  # tasks for each thread of a worker: one at work, one that waits there

Task = TypeVar("Task")
Result = TypeVar("Result")


def mapped(
    client: object, work: Callable[[Task], Result], tasks: Sequence[Task]
) -> Iterator[Result]:
    """The results of the tasks in their order, from the workers of a Dask client.

    Few tasks are out at a time, so that the scheduler holds little. A task stands whole in what
    the scheduler knows: when its worker dies another one does it again.

    Raises:
        AnalysisError: where Dask is not installed.
        ArgumentError: for anything but a synchronous Dask client.
    """
    try:
        import dask
        from distributed import Client, Future
    except ImportError as error:
        raise AnalysisError(
            "A client needs Dask, which is not installed: pip install 'pressgauge[cluster]'."
        ) from error
    if not isinstance(client, Client) or client.asynchronous:
        raise ArgumentError(
            "`client` must be a dask.distributed Client that is not asynchronous"
            f" (got {type(client).__name__})."
        )
    room = AHEAD * max(1, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]
    out: deque[Future[Result]] = deque()
    quiet = {"distributed.admin.large-graph-warning-threshold": "1 TiB"}
    try:
        for task in tasks:
            with dask.config.set(quiet):
                out.append(client.submit(work, task, pure=False))
            if len(out) == room:
                yield out.popleft().result()
        while out:
            yield out.popleft().result()
    finally:
        client.cancel(list(out))  # type: ignore[no-untyped-call]
