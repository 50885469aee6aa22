"""The one place that knows numba's compiler: cached on disk where that is possible."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numba
import numpy as np
import numpy.typing as npt
from numba.core import event

# Set for the kernels of reports: what a report shows must not depend on what has been compiled.
QUIET = "PRESSGAUGE_COMPILES_QUIETLY"

Kernel = TypeVar("Kernel", bound=Callable[..., object])
Number = TypeVar("Number", bound=np.generic)

_SOURCES = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
).digest()


def kernel(function: Kernel) -> Kernel:
    """The function compiled at its first call, without Python's lock.

    The compiled code is kept beside the module or in the user's cache folder. Where neither can be
    written numba raises at import; then every process compiles anew, which is slower but right.
    """
    # NUMBA_DISABLE_JIT=1 measures coverage; whole numbers wrap around as they do when compiled.
    if vars(numba.config)["DISABLE_JIT"]:
        interpreted: Kernel = np.errstate(over="ignore")(function)
        return interpreted
    try:
        compiled: Kernel = numba.njit(function, cache=True, nogil=True)
    except RuntimeError:  # "no locator available": no folder to write to
        compiled = numba.njit(function, nogil=True)
    else:
        # numba asks whether the kernel's own module is what it was. Others are compiled into it:
        # what was kept before they changed would go on running, with what was mended in them.
        compiled._cache._cache_file._source_stamp = _SOURCES  # type: ignore[attr-defined]
    return compiled


class _Saying(event.Listener):
    """Says once in a process that compiling takes a moment; compiled code is kept after that."""

    said = False

    def on_start(self, event: event.Event) -> None:
        ours = event.data["dispatcher"].py_func.__module__.startswith("analysis.")
        if ours and not self.said and not os.environ.get(QUIET):
            self.said = True
            print("pressgauge: compiling once, about 10 seconds", file=sys.stderr, flush=True)

    def on_end(self, event: event.Event) -> None:
        """Nothing is left to say."""


event.register("numba:compile", _Saying())  # type: ignore[no-untyped-call]  # numba


def frozen(array: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """A read-only view: a kernel compiled for it takes memory-mapped and Arrow data as well.

    numba compiles one version for writable arrays and another for read-only ones; inputs are
    always passed as read-only, so that there is one.
    """
    view = array.view()
    view.flags.writeable = False
    return view
