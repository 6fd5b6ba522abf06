"""What the studio shows of a run, read from its rows and put into words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Max, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.matching.models import Proposal, Scenario, ScenarioPair, ScenarioUnmatched
from alongside.matching.reading import questions_by_key
from alongside.matching.reasons import fields_of, reason_tags
from alongside.programmes.criteria import criterion_label, rule_label
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.waiting import Waiting
from alongside.questionnaires.models import Question
from alongside.web.charts import bar, meter

LOW = 0.55
"""A fit below it is drawn in the colour that stands out."""

MOST_TAGS = 3

FLAGS: dict[str, tuple[str, Any]] = {
    "lowest_fit": ("bad", _("Lowest fit")),
    "low_fit": ("warn", _("Low fit")),
    "breaks_rule": ("warn", _("Locked against a rule")),
    "same_department": ("warn", _("Same department")),
    "missing_answers": ("warn", _("Many answers are missing")),
}

LEFT_BECAUSE: dict[str, Any] = {
    "nobody_there": _("There is nobody with a free place on the other side."),
    "kept_apart": _("Places are free only with somebody who helps their own manager or report."),
    "costs_stability": _("A place is free, but only a matching that is not stable could fill it."),
    "no_guide_for_topics": _("No mentor with room for a circle leads one about what they chose."),
    "no_guide_allowed": _(
        "A rule, a conflict or a word of yours keeps them from every mentor of the topics that they chose."
    ),
    "together_in_circles": _(
        "No circle about a topic that both chose has room for them and for whom you keep together with them."
    ),
    "too_few_for_topics": _("Too few people chose the same topics to fill a circle."),
    "circles_full": _("The circles about what they chose are full, and there are too few for one more."),
    "apart_in_circles": _("Whoever is kept apart from them sits in the circles about what they chose."),
    "kept_from_all": _("A rule, a conflict or a word of yours keeps them from everybody."),
    "no_third": _("Whom they could meet is in a group already."),
    "all_have_somebody": _("Everybody whom they could meet has somebody already."),
    "costs_others": _("A place is free, but filling it would take somebody else’s."),
}
"""Why somebody has nobody, where one sentence says it all."""


@dataclass(frozen=True)
class PairRow:
    """A pair in the table: its people, fit, short reasons, what to look at, and since when the learner waited."""

    pair: ScenarioPair
    fit: int
    meter: SafeString
    tags: list[str]
    flags: list[tuple[str, Any]]
    waiting_since: date | None


@dataclass(frozen=True)
class ContributionRow:
    """What one criterion gave, as a bar that begins where the one above it ended; points of 100."""

    label: str
    points: int
    most: int
    lane: SafeString


@dataclass(frozen=True)
class LeftRow:
    """Someone without a match, why, and the change that would mend it."""

    left: ScenarioUnmatched
    why: str
    cure: str
    fit: int
    can_be_made: bool
    waiting_since: date | None


def answers_awaited(programme: Programme) -> Waiting | None:
    """The suggested matches that wait for an answer, for the programme's own page."""
    count = Proposal.objects.waiting().filter(programme=programme).count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d suggested match waits for an answer.",
        "%(count)d suggested matches wait for answers.",
        count,
    )
    url = reverse("programme_proposals", args=[programme.organisation.slug, programme.public_id])
    return Waiting(sentence % {"count": count}, _("See the answers"), url)


def question_texts(programme: Programme) -> dict[str, str]:
    """The programme's questions, their text by key."""
    return texts_of(questions_by_key(programme))


def texts_of(questions: Mapping[str, Question]) -> dict[str, str]:
    """The text of each question, by key."""
    return {key: question.text for key, question in questions.items()}


def newest_run() -> dict[str, Subquery]:
    """Annotations of programmes: state and totals of the newest run."""
    newest = Scenario.objects.filter(programme=OuterRef("pk")).order_by("-number")[:1]
    return {
        "run_state": Subquery(newest.values("state")),
        "run_result": Subquery(newest.values("result")),
    }


def stats(scenario: Scenario) -> dict[str, Any]:
    """The run in four figures, and its proof; swaps made since are in them."""
    totals = scenario.pairs.aggregate(
        pairs=Count("pk"),
        matched=Count("learner", distinct=True),
        mean=Avg("fit"),
        lowest=Min("fit"),
        highest=Max("fit"),
        flagged=Count("pk", filter=~Q(flags=[])),
        locked=Count("pk", filter=Q(is_locked=True)),
    )
    if scenario.programme.is_pool:
        totals["matched"] = people_in_pairs(scenario)
    result = scenario.result
    lower, upper = result.get("half_between", [0, 0])
    return {
        **result,
        **totals,
        "unmatched": scenario.unmatched.count(),
        "mean": in_points(totals["mean"] or 0),
        "lowest": in_points(totals["lowest"] or 0),
        "fit_fewer": in_points(result.get("stability", {}).get("fit_fewer", 0)),
        "is_level": totals["pairs"] > 1 and totals["lowest"] == totals["highest"],
        "lower": in_points(lower),
        "upper": in_points(upper),
        "lowest_pair": scenario.pairs.select_related("learner__person", "guide__person")
        .order_by("fit", "pk")
        .first(),
    }


def people_in_pairs(scenario: Scenario) -> int:
    """How many people the pairs of a run bring together, where they have no sides."""
    pairs = scenario.pairs.order_by()
    in_pairs = Q(pk__in=pairs.values("learner")) | Q(pk__in=pairs.values("guide"))
    return Enrolment.objects.filter(in_pairs).count()


def pair_rows(pairs: Iterable[ScenarioPair]) -> list[PairRow]:
    """The rows of the table of pairs."""
    return [
        PairRow(
            pair=pair,
            fit=in_points(pair.fit),
            meter=meter(pair.fit, tone="k3" if pair.fit < LOW else "k4"),
            tags=[tag for reason in pair.reasons for tag in reason_tags(reason)][:MOST_TAGS],
            flags=[FLAGS[flag] for flag in pair.flags if flag in FLAGS],
            waiting_since=_waiting_since(pair.scenario, pair),
        )
        for pair in pairs
    ]


def contribution_rows(pair: ScenarioPair, questions: Mapping[str, Question]) -> list[ContributionRow]:
    """What each criterion gave, adding up to the fit; criteria on answers that nobody reads are one row."""
    texts = texts_of(questions)
    labelled: dict[str, list[float]] = {}
    for row in pair.contributions:
        label = (
            str(_("Answers that nobody reads"))
            if _is_hidden(row, questions)
            else criterion_label(row["kind"], row["settings"], texts)
        )
        points, most = labelled.get(label, [0.0, 0.0])
        labelled[label] = [points + row["points"], most + row["most"]]
    return _added_up(labelled)


def rules_kept(scenario: Scenario, questions: Mapping[str, Question]) -> list[str]:
    """The rules of the run that are switched on, in words."""
    texts = texts_of(questions)
    return [
        rule_label(row["kind"], row["settings"], texts) for row in scenario.rules if row.get("is_on", True)
    ]


def left_rows(
    scenario: Scenario, rows: Iterable[ScenarioUnmatched], questions: Mapping[str, Question]
) -> list[LeftRow]:
    """Who has nobody, in words; one query for all the people that the changes name."""
    rows = list(rows)
    texts = texts_of(questions)
    ids = {row.cure["guide"] for row in rows if row.cure}
    people = Enrolment.objects.filter(public_id__in=ids).select_related("person")
    guides = {enrolment.public_id: enrolment for enrolment in people}
    return [
        LeftRow(
            left=row,
            why=_why(row.reason, scenario, texts),
            cure=_cure(row, guides.get(row.cure.get("guide", "")), scenario, texts),
            fit=in_points(row.cure.get("fit", 0)),
            can_be_made=bool(row.cure) and not row.cure.get("needs_asking"),
            waiting_since=_waiting_since(scenario, row),
        )
        for row in rows
    ]


def in_points(fit: float) -> int:
    """A fit as the studio shows it, 0 to 100."""
    return round(100 * fit)


def _waiting_since(scenario: Scenario, row: ScenarioPair | ScenarioUnmatched) -> date | None:
    """When a published run first left the learner over, as it was known when this run was solved."""
    waiting = scenario.result.get("waiting")
    if not waiting:
        return None
    learner = row.learner if isinstance(row, ScenarioPair) else row.enrolment
    return date.fromisoformat(waiting[learner.public_id]) if learner.public_id in waiting else None


def _is_hidden(row: Mapping[str, Any], questions: Mapping[str, Question]) -> bool:
    keys = [name.rpartition(":")[2] for name in fields_of(row["settings"])]
    return any(key in questions and questions[key].reader == Question.Reader.NOBODY for key in keys)


def _added_up(labelled: Mapping[str, list[float]]) -> list[ContributionRow]:
    """Rows rounded so that their points add up to the rounded fit."""
    rows, begin = [], 0.0
    for label, (points, most) in labelled.items():
        shown = in_points(begin + points) - in_points(begin)
        rows.append(ContributionRow(label, shown, max(shown, in_points(most)), bar(points, begin=begin)))
        begin += points
    return rows


def _why(reason: Mapping[str, Any], scenario: Scenario, texts: Mapping[str, str]) -> str:
    """Why somebody has nobody, as a sentence for the programme team."""
    match reason.get("key"):
        case "nobody_allowed":
            sentence = ngettext(
                "“%(rule)s” rules out the only person there is.",
                "“%(rule)s” rules out %(forbidden)d of %(others)d people.",
                reason["others"],
            )
            return sentence % {**reason, "rule": _rule_in_words(reason["rule"], scenario, texts)}
        case "competition" | "competition_of_many":
            sentence = ngettext(
                "All who could help are full: %(wanted)d places are wanted where there is %(places)d.",
                "All who could help are full: %(wanted)d places are wanted where there are %(places)d.",
                reason["places"],
            )
            return sentence % reason
    return str(LEFT_BECAUSE.get(reason.get("key", ""), _("Nobody fits under these rules.")))


def _cure(
    row: ScenarioUnmatched, guide: Enrolment | None, scenario: Scenario, texts: Mapping[str, str]
) -> str:
    """The smallest change as a sentence; empty when there is none, or the person it names has gone."""
    if not guide:
        return ""
    rules = ", ".join(_rule_in_words(rule, scenario, texts) for rule in row.cure["rules"])
    names = {"guide": guide.person.name, "rules": rules}
    if row.cure["one_more_place"] and rules:
        return _("Give %(guide)s one more place, and set “%(rules)s” aside for this pair") % names
    if rules:
        return _("Set “%(rules)s” aside for this pair with %(guide)s") % names
    if row.cure.get("needs_asking"):
        return _("Ask %(guide)s to take one more") % names
    return _("Give %(guide)s one more place") % names


def _rule_in_words(label: str, scenario: Scenario, texts: Mapping[str, str]) -> str:
    """A rule by the position that the engine labelled it with."""
    if label.isdigit() and int(label) < len(scenario.rules):
        row = scenario.rules[int(label)]
        return rule_label(row["kind"], row["settings"], texts)
    return str(_("kept apart"))
