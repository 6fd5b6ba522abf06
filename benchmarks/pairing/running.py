"""Running one contender in a process of its own, within a time limit."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.pairing.peers import CannotInstall, Contender, command


@dataclass(frozen=True)
class Outcome:
    """What came of a contender: what it measured of itself, or why there is nothing."""

    contender: str
    task: str
    found: dict[str, Any]
    failure: str = ""

    @property
    def name(self) -> str:
        """The contender and its version; of two methods of one contender, which."""
        method = self.task.partition("_")[2] if self.contender == "openreview-matcher" else ""
        return " ".join(each for each in (self.contender, self.found.get("version", ""), method) if each)


def outcome(contender: Contender, task: str, folder: Path, limit: float, source: Path | None) -> Outcome:
    """Run the task on the instance in the folder; limit: seconds. source: of a peer that is not on PyPI."""
    try:
        program, environment = command(contender, source)
        done = subprocess.run(
            [*program, task, str(folder)],
            check=False,
            capture_output=True,
            text=True,
            timeout=limit,
            env=environment,
        )
    except CannotInstall as reason:
        return Outcome(contender.name, task, {}, f"not installed: {reason}")
    except subprocess.TimeoutExpired:
        return Outcome(contender.name, task, {}, f"over {limit:g} s")
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        return Outcome(contender.name, task, {}, f"failed: {said[-1][:200]}")
    return Outcome(contender.name, task, json.loads(done.stdout.splitlines()[-1]))
