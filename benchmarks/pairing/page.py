"""The table of a run, for the screen and for docs/benchmarks.md."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.pairing.rows import Row
from benchmarks.pairing.running import Outcome

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"

HEAD = """\
# How fast and how good

Written by `python -m benchmarks.pairing{more}` on {day}: {machine},
{processors} processors, Python {python}, load {load} before the run. Everything in a row ran in this one run, one after
the other, each contender in its own process and its own environment, installed by the script from PyPI. Ratios are more
solid than seconds, which other work on the machine stretches.

Seconds are from the instance in memory to a result, with us to a result with its proof; each proof is then checked,
after the clock has stopped. Reading files and importing are not timed; compiled code is warm. Memory is the process's
peak, its imports, the instance and the check of the proof included. Whoever takes longer than {limit} s is given up.
"""

COLUMNS = "| | seconds | processor seconds | GB | result |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Done:
    """A row with what came of it; ours first."""

    row: Row
    outcomes: Sequence[Outcome]


@dataclass(frozen=True)
class Conditions:
    """How a run was made: whether with large rows, seconds after which a contender is given up, load before it."""

    large: bool
    limit: float
    load: float


def section(done: Done) -> str:
    """A row's table, and where we stand in it."""
    lines = "\n".join(_line(each) for each in done.outcomes)
    return f"## {done.row.work}\n\n{COLUMNS}\n{lines}\n\n{_standing(done)}\n"


def write_page(done: Sequence[Done], conditions: Conditions) -> None:
    """Write docs/benchmarks.md."""
    head = HEAD.format(
        more=" --large" if conditions.large else "",
        day=f"{datetime.now(UTC):%d %B %Y}",
        machine=_processor(),
        processors=os.cpu_count(),
        python=platform.python_version(),
        load=f"{conditions.load:.1f}",
        limit=f"{conditions.limit:g}",
    )
    PAGE.write_text("\n".join([head, *(section(each) for each in done)]))


def _line(outcome: Outcome) -> str:
    found = outcome.found
    if outcome.failure:
        return f"| {outcome.name} | {outcome.failure} | | | |"
    cells = [f"{found['seconds']:.3g}", f"{found['cpu']:.3g}", f"{found['gigabytes']:.2f}", _result(found)]
    return f"| {outcome.name} | {' | '.join(cells)} |"


def _result(found: dict) -> str:
    """What a contender found, in a few words."""
    parts = [f"{found['pairs']:,} pairs"]
    if "learners" in found:
        parts.append(f"{found['learners']:,} mentees and {found['guides']:,} mentors reached")
    if found["total"]:
        parts.append(f"total {found['total']:,.4f}".rstrip("0").rstrip("."))
    if found.get("worst"):
        parts.append(f"worst {found['worst']:.4f}")
    return ", ".join(parts)


def _standing(done: Done) -> str:
    """Whether we keep our promise, and how many times faster than the fastest other we are, or slower."""
    ours, others = done.outcomes[0], [each for each in done.outcomes[1:] if not each.failure]
    if ours.failure:
        return f"We have no result here: {ours.failure}."
    clock, unit = ("cpu", "processor seconds") if done.row.on_processors else ("seconds", "s")
    seconds = ours.found[clock]
    kept = "within" if seconds <= done.row.must else "**over**"
    said = [f"We are {kept} the {done.row.must:g} {unit} that we aim for."]
    if others:
        fastest = min(others, key=lambda each: each.found[clock])
        ratio = fastest.found[clock] / seconds
        said.append(
            f"{ratio:.3g} times faster than {fastest.contender}, the fastest other here."
            if ratio >= 1
            else f"**{fastest.contender} is {1 / ratio:.2g} times faster than we are.**"
        )
    if any(each.found.get("digest") == ours.found["digest"] for each in others if "digest" in ours.found):
        said.append("The pairs are identical.")
    return " ".join(said)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
