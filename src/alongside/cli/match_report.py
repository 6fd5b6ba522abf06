"""The report of a matching: one page to keep, with everything in it and nothing to load."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from django.template import Context, Engine
from django.utils.safestring import mark_safe

import alongside.web
from alongside.cli.match_asking import Answers, Explained
from alongside.cli.match_charts import audit_chart, fits_chart, ranks_chart, turns_chart
from alongside.cli.match_result import Result
from alongside.cli.match_telling import beside_told, effect_told, kept_told, proof, what_if_told
from alongside.pairing import BestTotal, Contribution, PairExplained, PlacePrice, Unmatched
from alongside.pairing.telling.effect import NO_EFFECT
from alongside.pairing.telling.view import Side
from alongside.web.charts import bar

TEMPLATES = Path(__file__).parent / "templates"
WEB = Path(alongside.web.__file__).parent
MOST_PRICES = 8


def write_report(result: Result, answers: Answers, learners_file: str, guides_file: str) -> bytes:
    """The report as HTML, styles included."""
    context = {
        "styles": mark_safe(_styles()),  # noqa: S308 (our own stylesheets)
        "learners_file": learners_file,
        "guides_file": guides_file,
        "words": {"learner": result.learner, "guide": result.guide},
        **_figures(result),
        **_charts(result, answers),
        "pairs": list(_pairs(result)),
        "not_explained": result.alone - sum(not each.places_filled for each in _left(result, "learner")),
        "alone": [_person(result, each) for each in _left(result, "learner") if not each.places_filled],
        "wanting": [_person(result, each) for each in _left(result, "learner") if each.places_filled],
        "idle": [_person(result, each) for each in _left(result, "guide")],
        "explained": [_explained(result, each) for each in answers.explained],
        "asked": list(_asked(result, answers)),
        "criteria": _criteria(result),
        "rules": [rule.name for rule in result.rules.rules],
        "seconds": f"{result.seconds:.2f}",
    }
    template = Engine(dirs=[str(TEMPLATES)]).get_template("match_report.html")
    # Without localisation: Django's would ask for settings.
    return template.render(Context(context, use_l10n=False, use_tz=False)).encode()


def _styles() -> str:
    """Every stylesheet that the pages of the web link to, in their order."""
    links = (WEB / "templates" / "web" / "styles.html").read_text(encoding="utf-8")
    names = re.findall(r'"web/styles/([\w-]+\.css)"', links)
    return "\n".join((WEB / "static" / "web" / "styles" / name).read_text(encoding="utf-8") for name in names)


def _figures(result: Result) -> dict[str, Any]:
    """The headline: how many, how well, and what is proved."""
    matching, fit = result.matching, result.fit
    return {
        "without_guide": len(matching.unmatched_learners),
        "learners": result.market.learners,
        "helped": result.helped,
        "mean": round(100 * float(np.mean(fit))) if len(fit) else 0,
        "lowest": round(100 * float(np.min(fit))) if len(fit) else 0,
        "median": round(100 * float(np.median(fit))) if len(fit) else 0,
        "total": f"{result.total:.4f}",
        "bound": f"{result.total + matching.gap:.4f}",
        "gap": f"{matching.gap:.6g}",
        "is_proved": matching.gap == 0,
        "of_total": isinstance(result.solver, BestTotal) and not result.thinned,
        "proof": proof(result),
        "kept": kept_told(result),
        "people_first": isinstance(result.solver, BestTotal) and result.solver.first == "people",
    }


def _charts(result: Result, answers: Answers) -> dict[str, Any]:
    prices = sorted(
        (price for price in answers.places if price.is_full and price.one_more > NO_EFFECT),
        key=lambda price: price.one_more,
        reverse=True,
    )
    return {
        "fits": fits_chart(result),
        "ranks": ranks_chart(result),
        "audits": [audit_chart(result, column, found) for column, found in answers.audits.items()],
        "prices": [_price(result, price) for price in prices[:MOST_PRICES]],
        "more_prices": max(0, len(prices) - MOST_PRICES),
        "rule_prices": [
            {
                "name": price.rule.name,
                "forbids": f"{price.alone_forbids:,}",
                "gain": effect_told(price.set_aside),
                "lane": bar(price.alone_forbids / max(1, result.market.learners * result.market.guides)),
            }
            for price in answers.rules
        ],
    }


def _price(result: Result, price: PlacePrice) -> dict[str, Any]:
    return {
        "name": result.scored.guides.called(price.row),
        "places": price.places,
        "more": effect_told(price.one_more),
        "fewer": effect_told(price.one_fewer) if price.one_fewer else "",
    }


def _asked(result: Result, answers: Answers) -> Iterator[dict[str, Any]]:
    """What another file or a change would mean, each with a heading, lines and who fares better or worse."""
    if answers.compared:
        beside = answers.compared.beside
        yield {
            "heading": f"With {answers.compared.file} instead",
            "lines": list(beside_told(result, beside)),
            "chart": turns_chart(beside),
        }
    for tried in answers.what_ifs:
        yield {
            "heading": f"What if {tried.text}",
            "lines": list(what_if_told(result, tried)),
            "chart": turns_chart(tried.beside),
        }


def _explained(result: Result, explained: Explained) -> dict[str, Any]:
    is_learner = explained.side == "learner"
    table = result.scored.learners if is_learner else result.scored.guides
    left = explained.left
    return {
        "name": table.called(explained.row),
        "word": result.learner if is_learner else result.guide,
        "pairs": [_pair_explained(result, pair, is_learner=is_learner) for pair in explained.pairs],
        "left": [left.reason.sentence(), *(each.reason.sentence() for each in left.changes)] if left else [],
    }


def _pair_explained(result: Result, pair: PairExplained, *, is_learner: bool) -> dict[str, Any]:
    scored = result.scored
    return {
        "other": scored.guides.called(pair.guide) if is_learner else scored.learners.called(pair.learner),
        "fit": round(100 * float(result.plain.fit_of(pair.learner, pair.guide))),
        "contributions": [_contribution(each) for each in pair.contributions],
        "reasons": [reason.sentence() for reason in pair.reasons],
    }


def _pairs(result: Result) -> Iterator[dict[str, Any]]:
    """Each pair, the best fit first."""
    scored = result.scored
    for place in np.argsort(-result.fit, kind="stable"):
        learner, guide = result.matching.pairs[place].tolist()
        given = scored.contributions(learner, guide)
        yield {
            "learner": scored.learners.called(learner),
            "guide": scored.guides.called(guide),
            "fit": round(100 * float(result.fit[place])),
            "contributions": [_contribution(each) for each in given],
        }


def _contribution(given: Contribution) -> dict[str, Any]:
    return {
        "name": given.criterion.name,
        "points": round(100 * given.points),
        "sentence": given.reason.sentence(),
        "counts": given.answered and given.value > 0,
    }


def _left(result: Result, side: Side) -> list[Unmatched]:
    return [each for each in result.unmatched if each.side == side]


def _person(result: Result, person: Unmatched) -> dict[str, Any]:
    is_learner = person.side == "learner"
    table = result.scored.learners if is_learner else result.scored.guides
    return {
        "name": table.called(person.row),
        "left": person.places_left,
        "reason": person.reason.sentence(),
        "change": person.changes[0].reason.sentence() if person.changes else "",
    }


def _criteria(result: Result) -> list[dict[str, Any]]:
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
