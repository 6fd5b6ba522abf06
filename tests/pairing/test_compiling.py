"""Processes that keep compiled kernels at the same moment never take each other's place."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from numba.core.caching import IndexDataCacheFile

import alongside.pairing  # noqa: F401  lets processes take turns

PROCESSES, KERNELS = 6, 20


def files(folder: str) -> IndexDataCacheFile:
    return IndexDataCacheFile(folder, "kernel", "the same source")


def keep(folder: str, process: int) -> None:
    for number in range(KERNELS):
        files(folder).save((process, number), f"compiled {process} {number}")


def test_each_process_finds_what_it_has_kept(tmp_path: Path) -> None:
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        list(pool.map(keep, [str(tmp_path)] * PROCESSES, range(PROCESSES)))
    for process in range(PROCESSES):
        for number in range(KERNELS):
            assert files(str(tmp_path)).load((process, number)) == f"compiled {process} {number}"
