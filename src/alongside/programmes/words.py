"""What people call each other, by the kind of programme: mentor and mentee, coach and coachee, peers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alongside.programmes.models import Enrolment, Programme


@dataclass(frozen=True)
class Words:
    """The words for one kind of programme; each stands alone, as a label or a heading."""

    learner: Any
    learners: Any
    guide: Any
    guides: Any
    activity: Any

    def of(self, role: str, *, many: bool = False) -> Any:  # noqa: ANN401  a lazy translation
        """The word for a role: ``learner``, ``guide`` or ``peer``."""
        if role == "guide":
            return self.guides if many else self.guide
        return self.learners if many else self.learner


_MENTORING = Words(_("Mentee"), _("Mentees"), _("Mentor"), _("Mentors"), _("Mentoring"))
_WORDS: dict[str, Words] = {
    Programme.Kind.MENTORING: _MENTORING,
    Programme.Kind.REVERSE: _MENTORING,
    Programme.Kind.GROUP: Words(
        _("Member"),
        _("Members"),
        _("Mentor"),
        _("Mentors"),
        _("Group mentoring"),
    ),
    Programme.Kind.FLASH: _MENTORING,
    Programme.Kind.PEER: Words(
        pgettext_lazy("one of two equals", "Peer"),
        pgettext_lazy("equals", "Peers"),
        pgettext_lazy("one of two equals", "Peer"),
        pgettext_lazy("equals", "Peers"),
        _("Peer mentoring"),
    ),
    Programme.Kind.COACHING: Words(_("Coachee"), _("Coachees"), _("Coach"), _("Coaches"), _("Coaching")),
}


def words_for(kind: str) -> Words:
    """The words for a programme's kind."""
    return _WORDS.get(kind, _MENTORING)


@dataclass(frozen=True)
class Offers:
    """What somebody says who takes a side; ``%(role)s`` is the word for it."""

    learner: Any
    guide: Any


_OFFERS = Offers(_("I look for somebody: %(role)s"), _("I offer my time: %(role)s"))
_OFFERS_BY_KIND: dict[str, Offers] = {
    Programme.Kind.GROUP: Offers(_("I join a circle: %(role)s"), _("I lead a circle: %(role)s")),
    Programme.Kind.REVERSE: Offers(
        _("I want to learn from somebody earlier in their career: %(role)s"),
        _("I pass on what I know to somebody more senior: %(role)s"),
    ),
    Programme.Kind.FLASH: Offers(_("I have questions: %(role)s"), _("I offer short meetings: %(role)s")),
}


def sides(programme: Programme) -> list[tuple[str, Any]]:
    """The sides one can take, each with what somebody would say who takes it."""
    words, offers = words_for(programme.kind), _OFFERS_BY_KIND.get(programme.kind, _OFFERS)
    if programme.kind == Programme.Kind.GROUP and not programme.circle_has_guide:
        return [(Enrolment.Role.LEARNER, _("I join a circle"))]
    return [
        (Enrolment.Role.LEARNER, offers.learner % {"role": words.learner}),
        (Enrolment.Role.GUIDE, offers.guide % {"role": words.guide}),
        (Enrolment.Role.BOTH, _("Both")),
    ]


def sides_of(role: str) -> set[str]:
    """``learner``, ``guide``, or both of them."""
    return {"learner", "guide"} if role == Enrolment.Role.BOTH else {role}
