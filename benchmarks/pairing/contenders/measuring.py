"""What every contender prints: seconds, processor seconds, memory and what came out, as a line of JSON.

A contender is run as `python CONTENDER.py TASK FOLDER`. Reading the instance is not timed, and each may solve a
tiny one first, so that nobody is measured compiling.
"""

import json
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter, process_time

import numpy as np


def run(package, tasks):
    """Time the task that the command line names. tasks: by name, each returns a function to time."""
    task, folder = sys.argv[1], Path(sys.argv[2])
    prepared = tasks[task](Instance(folder))
    cpu, start = process_time(), perf_counter()
    result = prepared()
    seconds, cpu = perf_counter() - start, process_time() - cpu
    found = {
        "version": version_of(package),
        "seconds": seconds,
        "cpu": cpu,
        "gigabytes": peak() / 2**20,
    }
    print(json.dumps({**found, **described(result)}))


def peak():
    """The most memory this process has held, in KiB; what getrusage says begins with that of the process before it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])


def version_of(package):
    """The installed version; empty for a package that runs from its source."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


class Instance:
    """The arrays of an instance by name, each a file of its folder."""

    def __init__(self, folder):
        self.folder = folder

    def __getattr__(self, name):
        return np.load(self.folder / f"{name}.npy")

    def dense(self):
        """Every fit as 32-bit numbers, and which pairs are allowed: scored as numpy does it best."""
        fit = self.learners.astype(np.float32) @ self.guides.astype(np.float32).T
        allowed = np.ones(fit.shape, bool)
        for rule in range(int(self.rules)):
            table, one, other = (
                getattr(self, f"{part}_{rule}") for part in ("table", "learner_codes", "guide_codes")
            )
            allowed &= ~table[one][:, other]
        return fit, allowed


def described(result):
    """Pairs, total and worst fit. result: learners, guides and fit of the pairs, or such a summary already."""
    if isinstance(result, dict):
        return result
    learners, guides, fit = (np.asarray(each) for each in result)
    order = np.lexsort((guides, learners))
    digest = int(
        np.bitwise_xor.reduce(
            (learners[order] * 1_000_003 + guides[order]) * 2_654_435_761 % 2**61, initial=0
        )
    )
    worst = float(fit.min()) if len(fit) else 0.0
    return {"pairs": len(fit), "total": float(fit.sum(dtype=np.float64)), "worst": worst, "digest": digest}
