"""Processes that keep compiled kernels in one folder never take each other's place."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from numba.core.caching import IndexDataCacheFile

import alongside.pairing  # noqa: F401  lets processes share kernels

PROCESSES, KERNELS = 6, 20
SORTERS = """
import sys
import numpy as np
from numba import njit
import alongside.pairing

@njit(cache=True)
def by_value(numbers):
    numbers.sort()
    return numbers

@njit(cache=True)
def by_order(numbers):
    return np.argsort(numbers)

given = np.random.default_rng(1).permutation(10_000)
for name in sys.argv[1:]:
    found = {"by_value": by_value, "by_order": by_order}[name](given.copy())
    assert (found == (np.sort if name == "by_value" else np.argsort)(given)).all(), name
"""


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


def test_what_two_processes_have_compiled_works_in_a_third(tmp_path: Path) -> None:
    sorters = tmp_path / "sorters.py"
    sorters.write_text(SORTERS)
    kept = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    for names in (["by_value"], ["by_order"], ["by_order", "by_value"]):
        subprocess.run([sys.executable, sorters, *names], env=kept, check=True, timeout=120)
