"""Two cohorts in the file format of a government mentoring scheme: the published ones, or made alike.

The published files are used when they are found beside the repository (shared/data) or in the folder that
ALONGSIDE_SHARED_DATA names. Elsewhere cohorts of the same size and format are made, so no test runs on nothing.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from alongside import tables
from alongside.pairing import Scored, Table, score
from alongside.pairing.files.rules_file import RulesFile, read_rules

ROOT = Path(__file__).parents[1]
RULES = ROOT / "docs" / "examples" / "mentoring-scheme.toml"
POINTS = 28  # of the scheme, for a fit of 1

GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
ORGANISATIONS = [f"Department of {name}" for name in ("Peace", "Truth", "Love", "Plenty", "Fun", "Sleep")]
PROFESSIONS = ["Policy", "Security", "DDaT", "Finance", "Legal", "Property"]
IDENTITIES = ["Non-binary", "Gay", "Transgender", "Parent", "Deaf", "Carer", ""]


@dataclass(frozen=True)
class Cohort:
    """Mentees and mentors with the scheme's rules; published: whether these are the published files."""

    learners: Table
    guides: Table
    rules: RulesFile
    published: bool

    def scored(self) -> Scored:
        """Every pair, scored by the scheme's rules."""
        return score(self.learners, self.guides, self.rules.criteria, self.rules.rules)


def shared_data() -> Path | None:
    """The folder with real input for tests, if there is one."""
    named = os.environ.get("ALONGSIDE_SHARED_DATA")
    places = [Path(named)] if named else [folder / "shared" / "data" for folder in ROOT.parents]
    return next((place for place in places if place.is_dir()), None)


def cohort(size: str = "large") -> Cohort:
    """The cohort of 50 + 50 (small) or 500 + 500 (large)."""
    rules = read_rules(RULES.read_text())
    data = shared_data()
    folder = data / "mentor-match" / size if data else None
    if folder and folder.is_dir():
        return Cohort(
            _read(folder / "mentees.csv", rules), _read(folder / "mentors.csv", rules), rules, published=True
        )
    return made_cohort({"small": 50, "large": 500}[size])


def made_cohort(people: int, seed: int = 1) -> Cohort:
    """As many mentees and mentors as asked for, in the scheme's format; the same for a seed on every run."""
    random = np.random.default_rng(seed)
    rules = read_rules(RULES.read_text())
    sides = [_made(random, side, people) for side in ("mentee", "mentor")]
    return Cohort(*sides, rules, published=False)


def _read(path: Path, rules: RulesFile) -> Table:
    file = tables.read(path)
    columns = {name: file.column(name) for name in file.columns}
    return rules.learners.table(columns, [row.number for row in file.rows], path.name)


def _made(random: np.random.Generator, side: str, people: int) -> Table:
    own = "characteristics" if side == "mentor" else "identity to match"
    columns = {
        "grade": random.choice(GRADES, people).tolist(),
        "organisation": random.choice(ORGANISATIONS, people).tolist(),
        "profession": random.choice(PROFESSIONS, people).tolist(),
        own: random.choice(IDENTITIES, people).tolist(),
    }
    return Table([f"{side}.{row:05}@example.org" for row in range(people)], columns, name=side)
