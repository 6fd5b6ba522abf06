"""The rows of the table: a piece of work, its instance, and who does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cohorts import shared_data

from benchmarks.pairing import instances
from benchmarks.pairing.peers import (
    ALGMATCH,
    LAPJV,
    LAPX,
    MATCHING,
    MENTOR_MATCH,
    NUMPY,
    OPENREVIEW,
    ORTOOLS,
    OURS,
    SCIPY,
    Contender,
)


@dataclass(frozen=True)
class Row:
    """Work for contenders, each with the name of its task; must: seconds that we promise to stay within.

    on_processors: whether these are processor seconds, of all processors together.
    """

    name: str
    work: str
    instance: Callable[[], Path]
    contenders: Sequence[tuple[Contender, str]]
    must: float
    is_large: bool = False
    on_processors: bool = False


def _all(task: str, *contenders: Contender) -> list[tuple[Contender, str]]:
    return [(each, task) for each in (OURS, *contenders)]


def _floor(*contenders: tuple[Contender, str]) -> list[tuple[Contender, str]]:
    return [(OURS, "floor"), *contenders]


COHORT = "Published cohort" if shared_data() else "Made cohort"
FAIRFLOW, MINMAX = (OPENREVIEW, "floor_fairflow"), (OPENREVIEW, "floor_minmax")

ROWS = (
    Row(
        "scheme",
        f"{COHORT} 500 × 500, scoring included, one each",
        lambda: instances.scheme(500),
        _all("scheme_once", MENTOR_MATCH),
        0.3,
    ),
    Row(
        "scheme-three",
        "The same, up to three each",
        lambda: instances.scheme(500),
        _all("scheme_thrice", MENTOR_MATCH),
        1,
    ),
    Row(
        "scheme-1000",
        "Made cohort 1,000 × 1,000, scoring included, one each",
        lambda: instances.scheme(1000),
        _all("scheme_once", MENTOR_MATCH),
        0.5,
    ),
    Row(
        "floor-1000",
        "Best worst-off, then the highest total, 1,000 × 1,200",
        lambda: instances.clustered(1000, 1200),
        _floor(FAIRFLOW, MINMAX),
        0.3,
    ),
    Row(
        "floor-2000",
        "Best worst-off, then the highest total, 2,000 × 2,400",
        lambda: instances.clustered(2000, 2400),
        _floor(),
        1,
    ),
    Row(
        "dense-2000",
        "Dense 2,000 × 2,000, proved, scoring included",
        lambda: instances.clustered(2000, 2000),
        _all("dense", SCIPY, LAPX, LAPJV),
        1,
    ),
    Row(
        "machol-wien",
        "Machol-Wien, n = 2,000",
        lambda: instances.machol_wien(2000),
        _all("machol_wien", ORTOOLS, SCIPY, LAPJV, LAPX),
        2,
    ),
    Row(
        "sparse-10k",
        "Sparse 10,000 × 2,500 × 51, proved",
        lambda: instances.sparse(10_000, 2_500, 51),
        _all("sparse", ORTOOLS),
        0.5,
    ),
    Row(
        "late-10k",
        "Ten late joiners one after the other, sparse 10,000 × 2,500 × 51, exact",
        lambda: instances.sparse(10_000, 2_500, 51),
        [(OURS, "late")],
        0.1,
    ),
    Row(
        "stable-1000",
        "Stable, 1,000 × 250, lists of 20",
        lambda: instances.stable(1000, 250),
        _all("stable", MATCHING, ALGMATCH),
        0.04,
    ),
    Row(
        "stable-3000",
        "Stable, 3,000 × 750, lists of 20",
        lambda: instances.stable(3000, 750),
        _all("stable", MATCHING, ALGMATCH),
        0.04,
    ),
    Row(
        "best-10k",
        "Exact top 50 under all rules, 10,000 × 10,000",
        lambda: instances.clustered(10_000, 10_000),
        _all("best", NUMPY),
        0.7,
    ),
    Row(
        "dense-10k",
        "Dense 10,000 × 10,000, proved, scoring included",
        lambda: instances.clustered(10_000, 10_000),
        _all("dense", SCIPY, LAPX, LAPJV),
        7.5,
        is_large=True,
    ),
    Row(
        "best-100k",
        "Exact top 50 under all rules, 100,000 × 25,000",
        lambda: instances.clustered(100_000, 25_000, one_each=False),
        _all("best", NUMPY),
        13,
        is_large=True,
    ),
    Row(
        "sparse-100k",
        "Sparse 100,000 × 25,000 × 51, proved",
        lambda: instances.sparse(100_000, 25_000, 51),
        _all("sparse", ORTOOLS),
        5,
        is_large=True,
        on_processors=True,
    ),
    Row(
        "sparse-1m",
        "Sparse 1,000,000 × 250,000 × 19, proved",
        lambda: instances.sparse_by_topic(1_000_000, 250_000, 19),
        _all("sparse", ORTOOLS),
        40,
        is_large=True,
        on_processors=True,
    ),
    Row(
        "floor-100k",
        "Best worst-off, sparse 100,000 × 25,000 × 51",
        lambda: instances.sparse(100_000, 25_000, 51),
        [(OURS, "floor_sparse")],
        10,
        is_large=True,
    ),
    Row(
        "late-100k",
        "Ten late joiners one after the other, sparse 100,000 × 25,000 × 51, exact",
        lambda: instances.sparse(100_000, 25_000, 51),
        [(OURS, "late")],
        0.1,
        is_large=True,
    ),
    Row(
        "stable-100k",
        "Stable, 100,000 × 25,000, lists of 51, ranks included",
        lambda: instances.stable(100_000, 25_000, 51),
        _all("stable"),
        3,
        is_large=True,
    ),
    Row(
        "dense-100k",
        "Dense 100,000 × 25,000 with places, certified gap",
        lambda: instances.clustered(100_000, 25_000, one_each=False),
        _all("dense"),
        100,
        is_large=True,
    ),
)
