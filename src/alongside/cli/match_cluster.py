"""`alongside match --cluster`: scoring and the search for candidates on the machines of a Dask cluster."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from alongside.cli import Problem
from alongside.pairing import Forecast, Scored, forecast
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.proofs.matching import Solver
from alongside.pairing.total.thinning import Thinned, match_thinned

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local:"
SECONDS_TO_ANSWER = 20
SECONDS_WORTH_TELLING = 90


def configure_cluster(parser: argparse.ArgumentParser) -> None:
    """Where to search, how much to keep, and where to go on from."""
    cluster = parser.add_argument_group("markets for more than one machine (needs alongside[scale])")
    cluster.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="search each mentee's best mentors there: a Dask scheduler, as tcp://machine:8786, or local:2 "
        "for two processes of this machine",
    )
    cluster.add_argument(
        "--candidates", type=int, default=50, metavar="N", help="how many are kept for each (50)"
    )
    cluster.add_argument(
        "--work",
        type=Path,
        metavar="FOLDER",
        help="keep here what was found, so that a search that is interrupted goes on where it stood",
    )


def thinned_on_cluster(
    arguments: argparse.Namespace, scored: Scored, places: list[list[int]], solver: Solver
) -> Thinned:
    """The matching on each learner's best guides, and what leaving out the others can have cost."""
    market = scored.market(*places)
    vectors = market.fit if isinstance(market.fit, Vectors) else scored.vectors()
    market = market.changed(fit=vectors)
    with _client(arguments.cluster) as client, _folder(arguments.work) as folder:
        processors = max(1, sum(client.nthreads().values()))
        tell_forecast(forecast(market, keep=arguments.candidates, processors=processors))
        from alongside.pairing.total.cluster import ClusterSearch

        with tqdm(desc="Searching", total=market.learners, unit="person", leave=False, disable=None) as bar:

            def progress(done: int, total: int) -> None:
                bar.n, bar.total = done, total
                bar.refresh()

            search = partial(ClusterSearch(client, folder, progress).best, vectors)
            return match_thinned(market, keep=arguments.candidates, solver=solver, search=search)


def tell_forecast(needed: Forecast) -> None:
    """Say how long a matching will take, where that is long; raises PairingError where it cannot fit."""
    needed.check()
    if needed.seconds >= SECONDS_WORTH_TELLING:
        minutes = ceil(needed.seconds / 60)
        gigabytes = needed.bytes / 2**30
        tqdm.write(f"This takes about {minutes} minutes and {gigabytes:.1f} GB of memory.", file=sys.stderr)


@contextmanager
def _client(address: str) -> Iterator["Client"]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise Problem("--cluster needs more than is installed: pip install 'alongside[scale]'.") from None
    if address.startswith(LOCAL):
        workers = _workers(address)
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER)
    except (OSError, ValueError, TimeoutError) as wrong:
        raise Problem(
            f"No Dask scheduler answers at {address} ({type(wrong).__name__}). Start one, or use local:2."
        ) from None
    with client:
        yield client


def _workers(address: str) -> int:
    number = address.removeprefix(LOCAL)
    if not number.isdigit() or not int(number):
        raise Problem(f"--cluster {address} names no number of processes: write it as local:2.")
    return int(number)


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
        yield Path(folder)
