"""How groups of people fare in several runs, from the fairness audits that were kept with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.matching.auditing import FairnessAudit, Row, audit_of
from alongside.matching.models import Scenario


@dataclass(frozen=True)
class GroupBeside:
    """One group of one field on one side, and for each run its title and the group's figures there."""

    side: str
    field: str
    name: str
    cells: list[tuple[str, Row]]

    @property
    def spread(self) -> int:
        """By how many points the runs differ at most, in the share who have a match or in the mean fit."""
        figures = [[(row.rate or (0,))[0] for _run, row in self.cells]]
        figures.append([row.mean[0] for _run, row in self.cells if row.mean])
        return max((max(values) - min(values) for values in figures if values), default=0)


def groups_beside(scenarios: Sequence[Scenario]) -> list[GroupBeside]:
    """Groups that do not fare alike in all these runs, the greatest difference first.

    A group is told where the audit of every run tells it: one that is too small in any is in none.
    """
    titles = [scenario.title for scenario in scenarios]
    audits = [_told(audit_of(scenario)) for scenario in scenarios]
    groups = [
        GroupBeside(*key, list(zip(titles, [rows[key] for rows in audits], strict=True)))
        for key in audits[0]
        if all(key in rows for rows in audits)
    ]
    return sorted((group for group in groups if group.spread), key=lambda group: -group.spread)


def _told(audit: FairnessAudit) -> dict[tuple[str, str, str], Row]:
    """The groups that an audit tells, by side, field and name; not the last row, which is everybody."""
    return {
        (table.side, table.field, row.name): row
        for table in audit.tables
        for row in table.rows[:-1]
        if row.people is not None
    }
