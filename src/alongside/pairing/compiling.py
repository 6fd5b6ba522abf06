"""Kept kernels, shared by several processes: read and written by one at a time.

What numba compiles it keeps in files beside the source. Two processes that compile the same function for
different arrays at the same moment may otherwise choose the same file, and a third would then run code that
was compiled for other arrays. The lock makes them take turns; nothing else of numba is changed.
"""

import fcntl
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from numba.core.caching import IndexDataCacheFile


def _in_turn(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, while no other process is at the files of this function."""

    @wraps(work)
    def done(files: Any, *given: Any) -> Any:  # noqa: ANN401  what numba keeps
        with Path(f"{files._index_path}.lock").open("w") as turn:  # noqa: SLF001  numba names it nowhere else
            fcntl.flock(turn, fcntl.LOCK_EX)
            return work(files, *given)

    return done


def take_turns() -> None:
    """Let every kernel of this process be kept and fetched in turn; called before any is compiled."""
    for name in ("save", "load"):
        work = getattr(IndexDataCacheFile, name)
        if not hasattr(work, "__wrapped__"):
            setattr(IndexDataCacheFile, name, _in_turn(work))
