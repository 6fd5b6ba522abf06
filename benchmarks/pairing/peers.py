"""Peers' own environments, installed from PyPI into the cache: some install modules of the same name."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pairing.instances import CACHE

CONTENDERS = Path(__file__).parent / "contenders"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Contender:
    """A program of `contenders/` and what it needs; requirements: empty for our own. folder: of its source."""

    name: str
    program: str
    requirements: tuple[str, ...] = ()
    source: str = ""


OURS = Contender("Alongside", "alongside_pairing")
SCIPY = Contender("scipy", "scipy_assignment", ("scipy",))
LAPX = Contender("lapx", "lapx_assignment", ("lapx",))
LAPJV = Contender("lapjv", "lapjv_assignment", ("lapjv",))
ORTOOLS = Contender("OR-Tools", "ortools_flow", ("ortools",))
NUMPY = Contender("numpy", "numpy_search", ("numpy",))
MENTOR_MATCH = Contender("mentor-match", "mentor_match_scheme", ("mentor-match", "numpy"))
MATCHING = Contender("matching", "matching_stable", ("matching",))
ALGMATCH = Contender("algmatch", "algmatch_stable", ("algmatch",))
OPENREVIEW = Contender(
    "openreview-matcher",
    "openreview_floor",
    ("numpy<2.3", "ortools", "scipy", "sortedcontainers", "gurobipy", "cffi", "openreview-py", "psutil"),
    source="it is not on PyPI: name a folder with its source by --openreview FOLDER",
)


class CannotInstall(Exception):
    """A peer cannot be had here; the message says why."""


def command(contender: Contender, source: Path | None) -> tuple[list[str], dict[str, str]]:
    """What runs a contender, and its environment; installs it first if it is not there."""
    program = str(CONTENDERS / f"{contender.program}.py")
    if not contender.requirements:
        return [sys.executable, program], {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    if contender.source and not source:
        raise CannotInstall(contender.source)
    python = _installed(contender)
    paths = {"PYTHONPATH": str(source)} if contender.source else {}
    return [str(python), program], {**{k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, **paths}


def _installed(contender: Contender) -> Path:
    folder = CACHE / "environments" / contender.name
    python = folder / "bin" / "python"
    if not (folder / "done").exists():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run(
            [
                str(python),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--only-binary",
                ":all:",
                *contender.requirements,
            ]
        )
        (folder / "done").touch()
    return python


def _run(arguments: list[str]) -> None:
    done = subprocess.run(arguments, check=False, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise CannotInstall(said[-1])
