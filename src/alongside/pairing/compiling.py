"""Kept kernels, shared by several processes.

What numba compiles it keeps in files beside the source, and two things go wrong when several processes keep
kernels in one folder, as workers and servers do:

- Two that compile the same function for different arrays at the same moment choose the same file, and a third
  runs code that was compiled for other arrays. A lock makes them take turns.
- Every process counts from 1 what it compiles, and the count is part of the name by which compiled functions
  call each other. Of two functions of the same name and number, as the parts of a sort and of an argsort can
  be, a process that fetches both calls the one for the other. Each process counts from a number of its own.
"""

import fcntl
from collections.abc import Callable
from functools import wraps
from itertools import count
from pathlib import Path
from secrets import randbits
from typing import Any

from numba.core.bytecode import FunctionIdentity
from numba.core.caching import IndexDataCacheFile


def share_kernels() -> None:
    """Let this process keep and fetch kernels beside others; called once, before any is compiled."""
    FunctionIdentity._unique_ids = count(randbits(60))  # noqa: SLF001  numba offers no other way
    for name in ("save", "load"):
        setattr(IndexDataCacheFile, name, _in_turn(getattr(IndexDataCacheFile, name)))


def _in_turn(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, while no other process is at the files of this function."""

    @wraps(work)
    def done(files: Any, *given: Any) -> Any:  # noqa: ANN401  what numba keeps
        with Path(f"{files._index_path}.lock").open("w") as turn:  # noqa: SLF001  numba names it nowhere else
            fcntl.flock(turn, fcntl.LOCK_EX)
            return work(files, *given)

    return done
