"""Rules on who people are to each other: oneself, managers and reports, conflicts, locked pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from alongside.pairing.errors import SettingsError
from alongside.pairing.markets.comparison import Comparison
from alongside.pairing.people.answers import Answer, Table
from alongside.pairing.reasons import Reason
from alongside.pairing.rules.base import Rule, forbidden, id_key, rows_by_id, rule


@dataclass(frozen=True, kw_only=True)
class NotThemselves(Rule):
    """Nobody is their own guide. Always in force."""

    kind: ClassVar[str] = "not_themselves"
    may_be_relaxed: ClassVar[bool] = False

    def forbids(self, learners: Table, guides: Table) -> Comparison | None:
        own = set(rows_by_id(learners)) & set(rows_by_id(guides))
        return forbidden(learners, guides, [(each, each) for each in own]) if own else None

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("themselves")


@rule
@dataclass(frozen=True, kw_only=True)
class NotInLine(Rule):
    """Forbids one's own manager or report, either way; with managers_manager also one step further.

    field: the column with the manager's id, the same kind of id as the tables' own. line: who manages whom
    beyond the two tables, if known.
    """

    kind: ClassVar[str] = "not_in_line"
    may_be_relaxed: ClassVar[bool] = False

    field: str = "manager"
    managers_manager: bool = False
    line: Mapping[str, str] | None = None

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        managers = managers_of(self.field, learners, guides, self.line)
        above = list(managers.items())
        if self.managers_manager:
            above += [
                (report, managers[manager]) for report, manager in managers.items() if manager in managers
            ]
        both_ways = above + [(manager, report) for report, manager in above]
        return forbidden(learners, guides, both_ways)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("manages_manager" if self.managers_manager else "manages")


@rule
@dataclass(frozen=True, kw_only=True)
class NoGuideSharedWithManager(Rule):
    """A manager and their own report never have the same guide.

    field: the column of learners with the manager's id.
    """

    kind: ClassVar[str] = "no_guide_shared_with_manager"
    may_be_relaxed: ClassVar[bool] = False

    field: str = "manager"

    def separates(self, learners: Table, guides: Table) -> list[tuple[int, int]]:
        row = rows_by_id(learners)
        managers = learners.read(self.field, id_key)
        pairs = [(place, row[manager]) for place, manager in enumerate(managers) if manager in row]
        return [(report, manager) for report, manager in pairs if report != manager]


@dataclass(frozen=True, kw_only=True)
class PairsRule(Rule):
    """A rule about listed pairs of ids."""

    pairs: Sequence[Sequence[str]] = ()

    def __post_init__(self) -> None:
        for pair in self.pairs:
            if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
                raise SettingsError(f"pairs holds {pair!r}: write two ids for each pair.")


@rule
@dataclass(frozen=True, kw_only=True)
class Conflicts(PairsRule):
    """Forbids declared conflicts, such as a selection panel and its candidates, whoever is the guide."""

    kind: ClassVar[str] = "conflicts"
    may_be_relaxed: ClassVar[bool] = False

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        both_ways = [*self.pairs, *((other, one) for one, other in self.pairs)]
        return forbidden(learners, guides, both_ways)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("conflict")


@rule
@dataclass(frozen=True, kw_only=True)
class Excluded(PairsRule):
    """Forbids listed pairs of a learner and a guide."""

    kind: ClassVar[str] = "excluded"
    may_be_relaxed: ClassVar[bool] = False

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        return forbidden(learners, guides, self.pairs)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("excluded")


@rule
@dataclass(frozen=True, kw_only=True)
class Locked(PairsRule):
    """Fixes listed pairs of a learner and a guide: every matching holds them."""

    kind: ClassVar[str] = "locked"

    def fixes(self, learners: Table, guides: Table) -> list[tuple[int, int]]:
        learner_row, guide_row = rows_by_id(learners), rows_by_id(guides)
        for learner, guide in self.pairs:
            if id_key(learner) not in learner_row or id_key(guide) not in guide_row:
                stranger = guide if id_key(learner) in learner_row else learner
                raise SettingsError(
                    f"The locked pair {learner}, {guide} names {stranger}, who is not in the market."
                )
        return [(learner_row[id_key(learner)], guide_row[id_key(guide)]) for learner, guide in self.pairs]


def managers_of(
    field: str, learners: Table, guides: Table, line: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Who manages whom: from a person's id to their manager's id."""
    managers = {id_key(report): id_key(manager) for report, manager in (line or {}).items()}
    for table in (learners, guides):
        if field in table.columns:
            for each, manager in zip(table.ids, table.read(field, id_key), strict=True):
                if manager:
                    managers[id_key(each)] = manager
    if not managers:
        learners.column(field)  # says which columns there are, if this one is unknown
    return managers
