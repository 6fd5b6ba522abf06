"""The fairness audit of a run, in words: who gets a match less often, and who gets a worse one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.matching.engine.auditing import least_share
from alongside.matching.models import Scenario
from alongside.matching.overview import in_points, question_texts
from alongside.programmes.criteria import field_name
from alongside.programmes.words import words_for


@dataclass(frozen=True)
class Row:
    """A group in the table; figures of 100 with their interval, None where too few people stand behind them."""

    name: str
    people: int | None
    matched: int | None
    rate: tuple[int, int, int] | None
    mean: tuple[int, int, int] | None
    worst: int | None
    rank: tuple[float, float, float] | None


@dataclass(frozen=True)
class Table:
    """How the groups of one field fare on one side, and what stands out."""

    side: str
    field: str
    rows: list[Row]


@dataclass(frozen=True)
class FairnessAudit:
    """What stands out, in sentences, and the tables behind them."""

    findings: list[str]
    tables: list[Table]


def audit_of(scenario: Scenario) -> FairnessAudit:
    """The audit that was kept with the run; runs of before audits were kept have empty ones."""
    words, texts = words_for(scenario.programme.kind), question_texts(scenario.programme)
    people = {"learner": str(words.learners), "guide": str(words.guides)}
    findings: list[str] = []
    tables: list[Table] = []
    for side, told in scenario.result.get("audit", {}).items():
        for field, groups in told["fields"].items():
            label = field_name(field, texts)
            rows = [_row(name, figures) for name, figures in groups.items()]
            tables.append(Table(people[side], label, [*rows, _row(_("All"), told["everyone"])]))
            findings += _findings(people[side], label, rows, told["everyone"])
    return FairnessAudit(findings, tables)


def _row(name: str, figures: dict[str, Any]) -> Row:
    rank = figures.get("rank")
    return Row(
        name=name or _("Not said"),
        people=figures.get("people"),
        matched=figures.get("matched"),
        rate=_points(figures.get("rate")),
        mean=_points(figures.get("mean")),
        worst=in_points(figures["worst"]) if "worst" in figures else None,
        rank=(rank[0], rank[1], rank[2]) if rank else None,
    )


def _points(interval: list[float] | None) -> tuple[int, int, int] | None:
    if interval is None:
        return None
    value, low, high = (in_points(each) for each in interval)
    return value, low, high


def _findings(people: str, field: str, rows: list[Row], everyone: dict[str, Any]) -> Iterator[str]:
    """Groups whose interval lies wholly below what all the others have."""
    mean = _points(everyone.get("mean"))
    for row in rows:
        if row.people is None or row.matched is None or row.rate is None:
            continue
        others, found = everyone["people"] - row.people, everyone["matched"] - row.matched
        named = {"people": people, "field": field, "group": row.name}
        if others and row.rate[2] < in_points(least_share(found, others)):
            sentence = ngettext(
                "%(people)s, %(field)s %(group)s: %(matched)d of %(whole)d has a match; "
                "others: %(found)d of %(others)d.",
                "%(people)s, %(field)s %(group)s: %(matched)d of %(whole)d have a match; "
                "others: %(found)d of %(others)d.",
                row.matched,
            )
            yield sentence % {
                **named,
                "matched": row.matched,
                "whole": row.people,
                "found": found,
                "others": others,
            }
        if row.mean and mean and row.mean[2] < mean[0]:
            sentence = _("%(people)s, %(field)s %(group)s: their mean fit is %(mean)d, that of all %(all)d.")
            yield sentence % {**named, "mean": row.mean[0], "all": mean[0]}
