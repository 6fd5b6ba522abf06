"""The same bytes in every process, however many threads it has and however it hashes."""

import os
import subprocess
import sys

PROGRAM = """
import hashlib
import numpy as np
from alongside.pairing import BestTotal, Fairest, Market, Stable
from alongside.pairing.markets.vectors import Vectors

random = np.random.default_rng(5)
fit = Vectors(random.random((60, 6)), random.random((40, 6)))
market = Market(fit, 1, 2, learner_ids=[f"l{row}" for row in range(60)], guide_ids=[f"g{row}" for row in range(40)])
ties = Market(random.integers(0, 3, (30, 20)) / 2, 1, 2)
told = hashlib.sha256()
for solver in (BestTotal(), BestTotal("people"), Fairest(), Fairest(then="total"), Stable(), Stable("guides")):
    for each in (market, ties):
        matching = solver.match(each)
        told.update(matching.pairs.tobytes() + matching.fit.tobytes() + np.float64(matching.bound).tobytes())
print(told.hexdigest())
"""


def told_with(threads: int, hash_seed: int) -> str:
    counts = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | dict.fromkeys(counts, str(threads)) | {"PYTHONHASHSEED": str(hash_seed)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    return ended.stdout


def test_two_processes_with_other_threads_and_hashes_tell_the_same_bytes() -> None:
    assert told_with(threads=1, hash_seed=1) == told_with(threads=4, hash_seed=2)
