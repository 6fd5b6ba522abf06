"""The report of a matching: one page to keep, with everything in it and nothing to load."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from django.template import Context, Engine
from django.utils.safestring import mark_safe

import alongside.web
from alongside.pairing import Contribution, Unmatched
from alongside.pairing.view import Side

if TYPE_CHECKING:
    from alongside.cli.match import Result

TEMPLATES = Path(__file__).parent / "templates"
WEB = Path(alongside.web.__file__).parent


def write_report(result: "Result", learners_file: str, guides_file: str) -> bytes:
    """The report as HTML, styles included."""
    engine = Engine(dirs=[str(TEMPLATES)])
    matching = result.matching
    context = {
        "styles": mark_safe(_styles()),  # noqa: S308 (our own stylesheets)
        "learners_file": learners_file,
        "guides_file": guides_file,
        "words": {"learner": result.rules.learners.called, "guide": result.rules.guides.called},
        "pairs": list(_pairs(result)),
        "alone": [_person(result, each) for each in _left(result, "learner") if not each.places_filled],
        "wanting": [_person(result, each) for each in _left(result, "learner") if each.places_filled],
        "idle": [_person(result, each) for each in _left(result, "guide")],
        "without_guide": len(matching.unmatched_learners),
        "learners": result.market.learners,
        "helped": result.market.learners - len(matching.unmatched_learners),
        "mean": round(100 * float(np.mean(matching.fit))) if len(matching) else 0,
        "lowest": round(100 * float(np.min(matching.fit))) if len(matching) else 0,
        "total": f"{matching.total:.4f}",
        "bound": f"{matching.bound:.4f}",
        "gap": f"{matching.gap:.6g}",
        "is_proved": matching.gap == 0,
        "people_first": result.rules.solver.first == "people",
        "criteria": _criteria(result),
        "rules": [rule.name for rule in result.rules.rules],
        "seconds": f"{result.seconds:.2f}",
    }
    template = engine.get_template("match_report.html")
    # Without localisation: Django's would ask for settings.
    return template.render(Context(context, use_l10n=False, use_tz=False)).encode()


def _styles() -> str:
    """Every stylesheet that the pages of the web link to, in their order."""
    links = (WEB / "templates" / "web" / "styles.html").read_text(encoding="utf-8")
    names = re.findall(r'"web/styles/([\w-]+\.css)"', links)
    return "\n".join((WEB / "static" / "web" / "styles" / name).read_text(encoding="utf-8") for name in names)


def _pairs(result: "Result") -> Iterator[dict[str, Any]]:
    """Each pair, the best fit first."""
    scored = result.scored
    order = np.argsort(-result.matching.fit, kind="stable")
    for learner, guide in result.matching.pairs[order].tolist():
        given = scored.contributions(learner, guide)
        yield {
            "learner": scored.learners.called(learner),
            "guide": scored.guides.called(guide),
            "fit": round(100 * float(result.market.fit[learner, guide])),
            "contributions": [_contribution(each) for each in given],
        }


def _contribution(given: Contribution) -> dict[str, Any]:
    return {
        "name": given.criterion.name,
        "points": round(100 * given.points),
        "sentence": given.reason.sentence(),
        "counts": given.answered and given.value > 0,
    }


def _left(result: "Result", side: Side) -> list[Unmatched]:
    return [each for each in result.unmatched if each.side == side]


def _person(result: "Result", person: Unmatched) -> dict[str, Any]:
    is_learner = person.side == "learner"
    table = result.scored.learners if is_learner else result.scored.guides
    return {
        "name": table.called(person.row),
        "left": person.places_left,
        "reason": person.reason.sentence(),
        "change": person.changes[0].reason.sentence() if person.changes else "",
    }


def _criteria(result: "Result") -> list[dict[str, Any]]:
    whole = sum(criterion.weight for criterion in result.rules.criteria) or 1
    return [
        {
            "name": criterion.name,
            "kind": criterion.kind.replace("_", " "),
            "method": criterion.method,
            "share": round(100 * criterion.weight / whole),
            "learners": learners,
            "guides": guides,
        }
        for criterion, learners, guides in result.scored.unanswered()
    ]
