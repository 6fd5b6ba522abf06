"""Match a million mentees with 250,000 mentors from Parquet to Parquet on two processes of this machine.

    python -m benchmarks.cluster                         # 1,000,000 × 250,000, 19 mentors kept for each
    python -m benchmarks.cluster --people 20000 5000     # smaller
    python -m benchmarks.cluster --kill                  # one worker is killed on the way

Prints what `alongside match` says, the time, and the most memory that all its processes held together.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars
import psutil

SOURCE = Path(__file__).parents[1] / "src"
SKILLS, TOPICS, CITIES, LEVELS = 48, 12, 40, 5
RULES = """\
[learners]
id = "id"
[guides]
id = "id"
places = {column = "places", otherwise = 1}
[[criteria]]
kind = "skills"
wanted = "skills"
offered = "skills"
weight = 5
[[criteria]]
kind = "same"
field = "city"
weight = 2
[[criteria]]
kind = "near"
field = "years"
reach = 20
[[criteria]]
kind = "level_gap"
field = "level"
best = 2
"""
EVERY = 1.0  # second: how often memory is looked at


def main() -> None:
    """Make the files, match them, and say what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--people",
        type=int,
        nargs=2,
        default=(1_000_000, 250_000),
        metavar=("MENTEES", "MENTORS"),
        help="how many",
    )
    parser.add_argument("--keep", type=int, default=19, metavar="N", help="mentors kept for each mentee (19)")
    parser.add_argument("--kill", action="store_true", help="kill a worker once it has found something")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make(folder, *arguments.people)
        seconds, gigabytes = match(folder, arguments.keep, kill=arguments.kill)
    print(f"{seconds:.0f} s from file to file, {gigabytes:.1f} GB at most.")


def make(folder: Path, mentees: int, mentors: int) -> None:
    """The two tables and the rules, the same on every run."""
    random = np.random.default_rng(7)
    of_mentors = _people(random, mentors, "mentor") | {"places": random.integers(3, 8, mentors)}
    polars.DataFrame(_people(random, mentees, "mentee")).write_parquet(folder / "mentees.parquet")
    polars.DataFrame(of_mentors).write_parquet(folder / "mentors.parquet")
    (folder / "rules.toml").write_text(RULES)


def _people(random: np.random.Generator, count: int, called: str) -> dict[str, object]:
    """People whose skills lie near a topic, in cities of very different sizes."""
    topic = random.integers(0, TOPICS, (count, 1))
    skills = (topic * (SKILLS // TOPICS) + random.integers(0, 8, (count, 3))) % SKILLS
    return {
        "id": [f"{called} {number}" for number in range(count)],
        "skills": [";".join(f"skill {skill}" for skill in sorted(set(each))) for each in skills.tolist()],
        "city": random.zipf(1.4, count) % CITIES,
        "level": random.integers(1, 1 + LEVELS, count),
        "years": np.round(random.gamma(2, 5, count), 1),
    }


def match(folder: Path, keep: int, *, kill: bool) -> tuple[float, float]:
    """Seconds, and the most gigabytes of all processes together."""
    command = [sys.executable, "-m", "alongside", "match", "mentees.parquet", "mentors.parquet"]
    options = ["--rules", "rules.toml", "--cluster", "local:2", "--work", "found", "--candidates", str(keep)]
    began, most = time.monotonic(), 0
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    whole = [*command, *options, "--out", "pairs.parquet"]
    with subprocess.Popen(whole, cwd=folder, env=environment) as running:
        while running.poll() is None:
            processes = _all_of(running.pid)
            most = max(most, sum(_held(each) for each in processes))
            if kill and any((folder / "found").rglob("*.npz")):
                max(processes[1:], key=_held).kill()
                kill = False
            time.sleep(EVERY)
    if running.returncode:
        raise SystemExit(running.returncode)
    return time.monotonic() - began, most / 2**30


def _all_of(pid: int) -> list[psutil.Process]:
    """A process and those that it started; none when it has just ended."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _held(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    main()
