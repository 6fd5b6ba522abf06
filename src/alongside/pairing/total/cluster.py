"""The best guides of each learner, searched by the workers of a Dask cluster.

Scoring is cut into blocks of learners; each block is one task, and what it finds is kept in a folder. A
worker that dies costs the block it was at. A search that was interrupted goes on where it stood: started
again over the same vectors and the same folder, it asks only for the blocks that are missing.

Needs the extra ``alongside[scale]``.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import cloudpickle
import numpy as np
from distributed import CancelledError, Client, Future, as_completed

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.markets.candidates import Best
from alongside.pairing.markets.vectors import Vectors

Progress = Callable[[int, int], None]
Asked = tuple[
    Integers | None, Integers | None
]  # the guides' prices, and above what each learner's gain must be

PAIRS_A_TASK = 2_000_000_000  # some seconds of work for one processor
ATTEMPTS = 5  # to give the vectors to workers anew
TASKS_AHEAD = 3  # for each worker, so that it never waits; what they find must fit in memory


@dataclass(frozen=True)
class ClusterSearch:
    """Where to search, where to keep what was found, and whom to tell how far it has come.

    client: a Dask client, of a cluster of any size. folder: for what each block found; it may be emptied
    afterwards. progress(done, total): told after each block, in learners.
    """

    client: Client
    folder: Path
    progress: Progress = lambda done, total: None

    def best(
        self,
        vectors: Vectors,
        count: int,
        *,
        price: Integers | None = None,
        least: Integers | None = None,
        units: int = 10**9,
    ) -> Best:
        """What ``vectors.best`` finds, found by the cluster.

        Raises PairingError when a block fails on every worker that tries it.
        """
        learners = vectors.shape[0]
        count = min(count, vectors.shape[1])
        best = Best(np.full((learners, count), -1, np.int32), np.zeros((learners, count), np.int64))
        vectors = _without_answers(vectors)
        asked = price, least
        kept = self.folder / _digest(vectors, count, asked, units)
        kept.mkdir(parents=True, exist_ok=True)
        done = 0
        for rows, found in self._blocks(vectors, count, asked, units, kept):
            best.columns[rows], best.gain[rows] = found
            done += rows.stop - rows.start
            self.progress(done, learners)
        return best

    def _blocks(
        self, vectors: Vectors, count: int, asked: Asked, units: int, kept: Path
    ) -> Iterator[tuple[slice, Best]]:
        """Rows and what was found for them: those that are kept first, then the others as they come."""
        missing = []
        for rows in _parts(*vectors.shape):
            if (held := _held(kept, rows)) is None:
                missing.append(rows)
            else:
                yield rows, held
        for _attempt in range(ATTEMPTS):
            if not missing:
                return
            everywhere = self.client.scatter([vectors, asked], broadcast=True, hash=False)
            for rows, found in self._searched(everywhere, count, units, list(missing)):
                _keep(kept, rows, found)
                missing.remove(rows)
                yield rows, found
        if missing:
            raise PairingError("The cluster lost all its workers again and again. What it found is kept.")

    def _searched(
        self, everywhere: list[Future], count: int, units: int, missing: list[slice]
    ) -> Iterator[tuple[slice, Best]]:
        """Blocks as they come; ends early when every worker that knew the vectors has died."""
        ahead = TASKS_AHEAD * max(1, len(self.client.scheduler_info()["workers"]))
        waiting = iter(missing)

        def ask(rows: slice) -> Future:
            return self.client.submit(_search, *everywhere, rows, count, units, pure=False)

        asked = as_completed([ask(rows) for rows in islice(waiting, ahead)])
        for future in asked:
            if future.status == "error":
                raise PairingError(f"A block failed on the cluster: {future.exception()}")
            if future.status != "finished":
                return
            try:
                yield future.result()
            except CancelledError:
                return
            for rows in islice(waiting, 1):
                asked.add(ask(rows))


def _search(vectors: Vectors, asked: Asked, rows: slice, count: int, units: int) -> tuple[slice, Best]:
    """One block, on a worker."""
    price, least = asked
    return rows, vectors.best(count, rows=rows, price=price, least=least, units=units)


def _without_answers(vectors: Vectors) -> Vectors:
    """The same fits, without what was answered: workers need only what it is worth."""
    tables, forbidding = (
        [replace(each, learner_answers=(), guide_answers=()) for each in comparisons]
        for comparisons in (vectors.tables, vectors.forbidding)
    )
    return replace(vectors, tables=tables, forbidding=forbidding)


def _parts(learners: int, guides: int) -> Iterator[slice]:
    step = max(1, PAIRS_A_TASK // max(1, guides))
    return (slice(start, min(start + step, learners)) for start in range(0, learners, step))


def _digest(vectors: Vectors, count: int, asked: Asked, units: int) -> str:
    """A name for this search, by which an interrupted one is found again."""
    seen = hashlib.blake2b(digest_size=12)
    search = (vectors, count, asked, units)
    seen.update(cloudpickle.dumps(search, 5, buffer_callback=lambda numbers: seen.update(numbers.raw())))
    return seen.hexdigest()


def _keep(kept: Path, rows: slice, found: Best) -> None:
    """Under its name only once it is whole."""
    target = kept / f"{rows.start}-{rows.stop}.npz"
    with target.with_suffix(".part").open("wb") as file:
        np.savez(file, columns=found.columns, gain=found.gain)
    target.with_suffix(".part").replace(target)


def _held(kept: Path, rows: slice) -> Best | None:
    target = kept / f"{rows.start}-{rows.stop}.npz"
    if not target.exists():
        return None
    with np.load(target) as held:
        return Best(held["columns"], held["gain"])
