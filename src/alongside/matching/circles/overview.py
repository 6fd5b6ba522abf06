"""Circles in words: for the team who sits where and why, for a member what it is about and who else is asked."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from alongside.accounts.models import Person
from alongside.matching.circles.latecomers import FreeSeats, LateSeat
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.moving import Move
from alongside.matching.forms import DeclineForm
from alongside.matching.models import PairConstraint, Scenario
from alongside.matching.overview import in_points, left_rows, rules_kept
from alongside.matching.reading import questions_by_key, read_counts
from alongside.matching.reasons import reason_tags
from alongside.programmes.models import Programme
from alongside.programmes.reasons import reason_sentence
from alongside.programmes.waiting import Waiting
from alongside.programmes.words import words_for

LEFT_SHOWN = 10
TO_THEMSELVES: dict[str, Any] = {
    "first_choice": gettext_lazy("“%(topic)s” is your first choice."),
    "second_choice": gettext_lazy("“%(topic)s” is your second choice."),
    "third_choice": gettext_lazy("“%(topic)s” is your third choice."),
    "later_choice": gettext_lazy("“%(topic)s” is among the topics that you put in order."),
    "ticked": gettext_lazy("You ticked “%(topic)s” when you signed up."),
    "open_to_all": gettext_lazy("You named no topic, so any can suit you."),
    "wants_skill": gettext_lazy("You would like to learn it, your profile says."),
    "offers_skill": gettext_lazy("You can help others with it, your profile says."),
}
TO_THE_TEAM: dict[str, Any] = {
    "first_choice": gettext_lazy("first choice"),
    "second_choice": gettext_lazy("second choice"),
    "third_choice": gettext_lazy("third choice"),
    "later_choice": gettext_lazy("a later choice"),
    "ticked": gettext_lazy("ticked it"),
    "open_to_all": gettext_lazy("open to every topic"),
    "wants_skill": gettext_lazy("wants to learn it"),
    "offers_skill": gettext_lazy("can help with it"),
}
CHOICES: dict[str, Any] = {
    "1": ngettext_lazy("%(n)d first choice", "%(n)d first choices", "n"),
    "2": ngettext_lazy("%(n)d second choice", "%(n)d second choices", "n"),
    "3": ngettext_lazy("%(n)d third choice", "%(n)d third choices", "n"),
    "later": ngettext_lazy("%(n)d later choice", "%(n)d later choices", "n"),
}
TONES = {"offered": "now", "accepted": "good", "declined": "bad", "expired": "idle", "drafted": "idle"}


@dataclass(frozen=True)
class SeatRow:
    """A seat as the team sees it: who, their side, why, and how they answered."""

    seat: Seat
    role: str
    why: str
    tone: str
    reason: str
    kept_with: list[str]


@dataclass(frozen=True)
class CircleRow:
    """A circle as the team sees it; fit in points of 100."""

    circle: Circle
    title: str
    fit: int
    members: int
    seats: list[SeatRow]


def studio_of(scenario: Scenario) -> dict[str, Any]:
    """What the studio shows of a run of circles; the circles themselves come a page at a time."""
    result, sizes = scenario.result, Count("seats", filter=Q(seats__is_guide=False))
    counted = list(scenario.circles.annotate(members=sizes).values_list("members", flat=True))
    left = scenario.unmatched.select_related("enrolment__person__profile")
    questions = questions_by_key(scenario.programme)
    return {
        "scenario": scenario,
        "programme": scenario.programme,
        "words": words_for(scenario.programme.kind),
        "stats": {
            **result,
            "unmatched": left.count(),
            "smallest": min(counted, default=0),
            "largest": max(counted, default=0),
            "mean": in_points(result["mean"]),
            "lowest": in_points(result["lowest"]),
            "moves": result.get("moves", 0),
            "short": in_points(result["gap"] or 0),
            "first": result.get("choices", {}).get("1", 0),
            "ranked": sum(result.get("choices", {}).values()),
            "choices": choices_in_words(result.get("choices", {})),
        },
        "left": left_rows(scenario, left[:LEFT_SHOWN], questions),
        "kept": rules_kept(scenario, questions),
        "can_move": can_move_in(scenario),
        "is_published": scenario.state == Scenario.State.PUBLISHED,
        "counts": read_counts(scenario.programme),
    }


def can_move_in(scenario: Scenario) -> bool:
    """Whether somebody can be moved to another circle of the run; peers in threes have no topic to move to."""
    is_open = scenario.state == Scenario.State.SOLVED and not scenario.programme.is_pool
    return is_open and scenario.circles.count() > 1


def choices_in_words(choices: dict[str, int]) -> list[str]:
    """How many meet about their first, second, third and a later choice, as far as anybody does."""
    return [str(CHOICES[key] % {"n": choices[key]}) for key in CHOICES if choices.get(key)]


def circle_rows(circles: list[Circle], reader: Person) -> list[CircleRow]:
    """The circles with everybody in them; their seats and people are fetched already.

    Who runs the programme and sits in a circle reads no reason that was given there: it may be about themselves.
    """
    kept = _kept_together(circles)
    return [
        CircleRow(
            circle,
            title_of(circle),
            in_points(circle.fit),
            sum(not seat.is_guide for seat in circle.seats.all()),
            [
                _seat_row(seat, is_told=not _is_in(circle, reader), kept_with=kept.get(seat.enrolment_id, []))
                for seat in circle.seats.all()
            ],
        )
        for circle in circles
    ]


def _kept_together(circles: list[Circle]) -> dict[int, list[str]]:
    """With whom the team keeps each person of these circles, by enrolment row. One query."""
    people = [seat.enrolment_id for circle in circles for seat in circle.seats.all()]
    words = PairConstraint.objects.filter(kind=PairConstraint.Kind.LOCK, learner__in=people)
    kept: dict[int, list[str]] = defaultdict(list)
    for word in words.select_related("learner__person", "guide__person").order_by("pk"):
        kept[word.learner_id].append(word.guide.person.name)
        kept[word.guide_id].append(word.learner.person.name)
    return kept


def title_of(circle: Circle) -> str:
    """What it is about; of peers, who meet about no topic, their names."""
    names = sorted(seat.enrolment.person.short_name for seat in circle.seats.all())
    return circle.topic or get_text_list(names, _("and"))


def _is_in(circle: Circle, person: Person) -> bool:
    return any(seat.enrolment.person_id == person.pk for seat in circle.seats.all())


def _seat_row(seat: Seat, *, is_told: bool, kept_with: list[str]) -> SeatRow:
    words = words_for(seat.circle.programme.kind)
    return SeatRow(
        seat,
        str(words.of("guide" if seat.is_guide else "learner")),
        in_words(seat.reasons),
        TONES[seat.state],
        seat.decline_reason if is_told else "",
        kept_with,
    )


def _to_the_team(reason: Any) -> list[str]:  # noqa: ANN401  a key, or between peers a reason of two
    """Why somebody is in a circle, in a few words."""
    return reason_tags(reason) if isinstance(reason, dict) else [str(TO_THE_TEAM[reason])]


def _between(seat: Seat) -> list[str]:
    """What peers bring each other, to one of them; of those who are still asked."""
    others = {other.enrolment.public_id: other.enrolment.person.short_name for other in seat.others()}
    me = seat.enrolment.person.short_name
    sentences = [
        reason_sentence(reason, learner=me, guide=others[reason["with"]], reader="learner")
        for reason in seat.reasons
        if reason.get("with") in others
    ]
    return list(dict.fromkeys(filter(None, sentences)))


@dataclass(frozen=True)
class MoveRow:
    """A move as the team reads it; points of 100 of all members together."""

    move: Move
    choice: str
    instead: str
    before: int
    points: int

    @property
    def after(self) -> int:
        """The points of all members together afterwards."""
        return self.before + self.points

    @property
    def loss(self) -> int:
        """The points as a cost."""
        return -self.points


def move_rows(seat: Seat, moves: list[Move]) -> list[MoveRow]:
    """Each move with its cost, and which choice the topics are of those who move."""
    fits = Seat.objects.filter(circle__scenario=seat.circle.scenario_id, is_guide=False)
    before = in_points(sum(fits.values_list("fit", flat=True)))
    return [
        MoveRow(
            move,
            in_words(move.sitting.reasons),
            in_words(move.instead_sitting.reasons) if move.instead_sitting else "",
            before,
            in_points(move.change),
        )
        for move in moves
    ]


@dataclass(frozen=True)
class LateRow:
    """A free seat as the team reads it: whom it would be offered to, which of their choices it is, who sits there."""

    seat: LateSeat
    choice: str
    others: list[Person]

    @property
    def person(self) -> Person:
        """Whom it would be offered to."""
        return self.seat.sitting.member.enrolment.person


def late_rows(found: FreeSeats) -> list[LateRow]:
    """The seats that could be offered, by topic."""
    seats = sorted(found.seats, key=lambda late: (late.circle.topic, late.circle.pk))
    return [LateRow(late, in_words(late.sitting.reasons), people_in(late.circle)) for late in seats]


def people_in(circle: Circle) -> list[Person]:
    """Who meets there today; nobody before it has begun."""
    meets = circle.relationship
    return [row.person for row in meets.participants.all()] if meets else []


def in_words(reasons: list[Any]) -> str:
    """Why somebody sits at a topic, or among peers, to the team."""
    return ", ".join(dict.fromkeys(word for reason in reasons for word in _to_the_team(reason)))


def why_you(seat: Seat) -> list[str]:
    """Why this circle, to the one whom it is offered to."""
    if seat.circle.programme.is_pool:
        return _between(seat)
    sentences = [str(TO_THEMSELVES[key]) % {"topic": seat.circle.topic} for key in seat.reasons]
    if seat.is_guide:
        sentences.append(_("You lead it, and the others chose the same topic."))
    return sentences


def about_seat(own: Seat, form: DeclineForm | None = None) -> dict[str, Any]:
    """What the page of a seat shows to whom it is offered; form: a no that could not be read."""
    others = own.others() if own.state in Seat.HOLDING else []
    accepted = [seat for seat in own.circle.seats.all() if seat.state == Seat.State.ACCEPTED]
    return {
        "seat": own,
        "programme": own.circle.programme,
        "others": others,
        "said_yes": sum(not seat.is_guide for seat in accepted),
        "reasons": why_you(own),
        "form": form or DeclineForm(),
    }


def circles_awaited(programme: Programme) -> Waiting | None:
    """The seats that wait for an answer, for the programme's own page."""
    seats = Seat.objects.waiting().filter(circle__scenario__programme=programme)
    count = seats.count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)d person has not answered their circle yet.",
        "%(count)d people have not answered their circles yet.",
        count,
    )
    newest = seats.select_related("circle__scenario").order_by("-pk")[0].circle.scenario
    arguments = [programme.organisation.slug, programme.public_id, newest.public_id]
    return Waiting(sentence % {"count": count}, _("See the answers"), reverse("scenario", args=arguments))
