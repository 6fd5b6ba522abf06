"""How fast and how good `alongside match` is, on 500 + 500 people and beyond; beside it an exact solver.

    python -m benchmarks.match_large            # the cohort, one each and three each; made cohorts up to 2,000
    python -m benchmarks.match_large --people 5000

Scoring is part of our time and not of the other solver's, which gets the finished fits. Times depend on the
machine; the ratio, from one run, does not much.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment
from tests.cohorts import POINTS, RULES, Cohort, cohort, made_cohort

from alongside.pairing import BestTotal, Market, Matching
from alongside.tables import write_csv

Result = TypeVar("Result")
ROW = "{:<34}{:>9}{:>9}{:>9}{:>12}{:>8}{:>10}{:>10}{:>8}"


def main() -> None:
    """Print a row for each market."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, action="append", help="size of a made cohort; may be repeated")
    sizes = parser.parse_args().people or [1000, 2000]
    people = cohort("large")
    name = "published cohort" if people.published else "made cohort"
    print(
        ROW.format("market", "pairs", "mentees", "mentors", "points", "gap", "ours, s", "scipy, s", "ratio")
    )
    show(f"{name} 500, one each", people, 1, "places")
    show(f"{name} 500, three each", people, 3, "people")
    for size in sizes:
        show(f"made cohort {size:,}, one each", made_cohort(size), 1, "places")
    print(f"\nThe whole command for 500, one each, files and report included: {whole_command(people):.2f} s")


def whole_command(people: Cohort) -> float:
    """Seconds of the whole command on files: start, reading, matching, explaining, pairs and report written."""
    with TemporaryDirectory() as folder:
        files = []
        for side, table in (("mentees", people.learners), ("mentors", people.guides)):
            columns = {
                "email address": table.ids,
                "first name": table.ids,
                "last name": table.ids,
                **table.columns,
            }
            content = write_csv(list(columns), zip(*columns.values(), strict=True))
            files.append(Path(folder, f"{side}.csv"))
            files[-1].write_bytes(content)
        written = ["--out", f"{folder}/pairs.csv", "--report", f"{folder}/report.html"]
        command = [sys.executable, "-m", "alongside", "match", *files, "--rules", RULES, *written]
        seconds, _ = timed(lambda: subprocess.run(command, check=True, capture_output=True))
        return seconds


def show(name: str, people: Cohort, places: int, first: str) -> None:
    """Match one cohort, check the proof, and print what came out and how long it took."""
    ours, (market, matching) = timed(lambda: matched(people, places, first))
    matching.verify(market)
    reached = [len(set(matching.pairs[:, side])) for side in (0, 1)]
    other, ratio = "", ""
    if places == 1:
        seconds, best = timed(lambda: hungarian(market))
        if (len(matching), round(matching.total, 6)) < (best[0], round(best[1], 6)):
            raise SystemExit(f"{name}: scipy found a better matching: {best}")
        other, ratio = f"{seconds:.2f}", f"{seconds / ours:.1f}"
    points = f"{matching.total * POINTS:,.0f}"
    print(ROW.format(name, len(matching), *reached, points, matching.gap, f"{ours:.2f}", other, ratio))


def matched(people: Cohort, places: int, first: str) -> tuple[Market, Matching]:
    """Score and match."""
    market = people.scored().market(places, places)
    return market, BestTotal(first).match(market)


def hungarian(market: Market) -> tuple[int, float]:
    """Pairs and total fit by scipy's assignment solver, most pairs first."""
    worth = np.where(market.allowed, 1000 + np.nan_to_num(market.fit), 0)
    chosen = market.fit[linear_sum_assignment(worth, maximize=True)]
    return int((~np.isnan(chosen)).sum()), float(np.nansum(chosen))


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds, and what came out."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


if __name__ == "__main__":
    main()
