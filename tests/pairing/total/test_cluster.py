"""A search on a cluster finds what one machine finds, whatever happens to the workers."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from alongside.pairing.markets.candidates import Best
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.total import cluster
from alongside.pairing.total.cluster import ClusterSearch
from tests.pairing.markets.test_vectors import made

LEARNERS, GUIDES = 60, 90


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Two workers, each a process of its own."""
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=str(tmp_path_factory.mktemp("dask")),
        ) as two_workers,
        Client(two_workers) as client,
    ):
        yield client


@pytest.fixture(autouse=True)
def _small_blocks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PAIRS_A_TASK", 5 * GUIDES)
    client.wait_for_workers(2)


@pytest.fixture
def market() -> Vectors:
    return made(3, LEARNERS, GUIDES, steps=1)


def same(one: Best, other: Best) -> bool:
    return np.array_equal(one.columns, other.columns) and np.array_equal(one.gain, other.gain)


def test_a_cluster_finds_what_one_machine_finds(client: Client, tmp_path: Path, market: Vectors) -> None:
    price = np.arange(GUIDES) * 10**7
    search = ClusterSearch(client, tmp_path)
    assert same(search.best(market, 7), market.best(7))
    assert same(search.best(market, 7, price=price), market.best(7, price=price))


@pytest.mark.parametrize("how_many", [1, 2], ids=["one", "all"])
def test_workers_that_are_killed_cost_nothing(
    client: Client, tmp_path: Path, market: Vectors, how_many: int
) -> None:
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if not killed:
            killed.extend(list(client.run(os.getpid).values())[:how_many])
            for process in killed:
                os.kill(process, signal.SIGKILL)

    assert same(ClusterSearch(client, tmp_path, kill).best(market, 7), market.best(7))
    assert len(killed) == how_many


def test_a_search_that_was_interrupted_asks_only_for_what_is_missing(
    client: Client, tmp_path: Path, market: Vectors
) -> None:
    def stop(done: int, total: int) -> None:
        if done >= 4 * 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ClusterSearch(client, tmp_path, stop).best(market, 7)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.npz")}
    told: list[int] = []
    best = ClusterSearch(client, tmp_path, lambda done, total: told.append(done)).best(market, 7)
    assert same(best, market.best(7))
    assert len(before) == 4
    assert all(file.stat().st_mtime_ns == when for file, when in before.items())
    assert told == sorted(told)
    assert told[-1] == LEARNERS


def test_another_market_is_searched_anew(client: Client, tmp_path: Path) -> None:
    one, other = made(3, LEARNERS, GUIDES), made(4, LEARNERS, GUIDES)
    ClusterSearch(client, tmp_path).best(one, 7)
    assert same(ClusterSearch(client, tmp_path).best(other, 7), other.best(7))
