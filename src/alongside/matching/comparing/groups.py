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
    def fares_alike(self) -> bool:
        """Whether a reader could tell no run from another by this group."""
        return len({_shown(row) for _title, row in self.cells}) == 1


def groups_beside(scenarios: Sequence[Scenario]) -> list[GroupBeside]:
    """Groups that do not fare alike in all these runs.

    A group is told where the audit of every run tells it: one that is too small in any is in none.
    """
    titles = [scenario.title for scenario in scenarios]
    audits = [_told(audit_of(scenario)) for scenario in scenarios]
    groups = [
        GroupBeside(*key, list(zip(titles, [rows[key] for rows in audits], strict=True)))
        for key in audits[0]
        if all(key in rows for rows in audits)
    ]
    return [group for group in groups if not group.fares_alike]


def _told(audit: FairnessAudit) -> dict[tuple[str, str, str], Row]:
    """The groups that an audit tells, by side, field and name."""
    return {
        (table.side, table.field, row.name): row
        for table in audit.tables
        for row in table.rows
        if row.people is not None
    }


def _shown(row: Row) -> tuple[int | None, int | None, int | None]:
    """The figures as the page rounds them."""
    return row.rate and row.rate[0], row.mean and row.mean[0], row.worst
