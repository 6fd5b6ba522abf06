"""What people call each other, by the kind of programme: mentor and mentee, coach and coachee, peers."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alongside.programmes.models import Enrolment, Programme


@dataclass(frozen=True)
class Words:
    """The words for one kind of programme; each stands alone, as a label, a heading or a sentence.

    A word is never put into a sentence: languages decline it, and some write it with a capital.
    """

    learner: Any
    learners: Any
    guide: Any
    guides: Any
    activity: Any
    pair: Any
    find: Any
    as_learner: Any
    as_guide: Any

    def of(self, role: str, *, many: bool = False) -> Any:  # noqa: ANN401  a lazy translation
        """The word for a role: ``learner``, ``guide`` or ``peer``."""
        if role == "guide":
            return self.guides if many else self.guide
        return self.learners if many else self.learner

    def as_yours(self, role: str) -> Any:  # noqa: ANN401  a lazy translation
        """What somebody in this role would be to whom they are suggested to, as a sentence."""
        return self.as_guide if role == "guide" else self.as_learner


_MENTORING = Words(
    learner=_("Mentee"),
    learners=_("Mentees"),
    guide=_("Mentor"),
    guides=_("Mentors"),
    activity=_("Mentoring"),
    pair=_("Mentee and mentor"),
    find=_("Find a mentor"),
    as_learner=_("As your mentee."),
    as_guide=_("As your mentor."),
)
_GROUP = replace(
    _MENTORING,
    learner=_("Member"),
    learners=_("Members"),
    activity=_("Group mentoring"),
    pair=_("Member and mentor"),
    as_learner=_("As a member of your circle."),
)
_PEER = Words(
    learner=pgettext_lazy("one of two equals", "Peer"),
    learners=pgettext_lazy("equals", "Peers"),
    guide=pgettext_lazy("one of two equals", "Peer"),
    guides=pgettext_lazy("equals", "Peers"),
    activity=_("Peer mentoring"),
    pair=pgettext_lazy("two equals", "Peer and peer"),
    find=_("Find a peer"),
    as_learner=_("As your peer."),
    as_guide=_("As your peer."),
)
_COACHING = Words(
    learner=_("Coachee"),
    learners=_("Coachees"),
    guide=_("Coach"),
    guides=_("Coaches"),
    activity=_("Coaching"),
    pair=_("Coachee and coach"),
    find=_("Find a coach"),
    as_learner=_("As your coachee."),
    as_guide=_("As your coach."),
)
_WORDS: dict[str, Words] = {
    Programme.Kind.GROUP: _GROUP,
    Programme.Kind.PEER: _PEER,
    Programme.Kind.COACHING: _COACHING,
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
    if programme.is_pool:
        return [(Enrolment.Role.BOTH, _("I meet somebody who is as far as I am"))]
    return [
        (Enrolment.Role.LEARNER, offers.learner % {"role": words.learner}),
        (Enrolment.Role.GUIDE, offers.guide % {"role": words.guide}),
        (Enrolment.Role.BOTH, _("Both")),
    ]


def sides_of(role: str) -> set[str]:
    """``learner``, ``guide``, or both of them."""
    return {"learner", "guide"} if role == Enrolment.Role.BOTH else {role}
