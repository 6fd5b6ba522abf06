"""A short list as its owner sees it, and what one press of a button makes of its order."""

from dataclasses import dataclass

from alongside.accounts.models import Person
from alongside.matching.wishes.models import Shortlist, Wish
from alongside.people.models import PersonSkill, Profile
from alongside.programmes.reasons import reason_sentences


@dataclass(frozen=True)
class Line:
    """Somebody on the list: who, what they offer or seek, and why, in the reader's own words."""

    wish: Wish
    person: Person
    profile: Profile | None
    skills: list[str]
    reasons: list[str]


def lines_of(shortlist: Shortlist) -> list[Line]:
    """The people on the list in its order, in a constant number of queries."""
    wishes = shortlist.wishes.standing().select_related("other__person__profile__level")
    rows = wishes.prefetch_related("other__person__skills__skill")
    is_learner = shortlist.side == Shortlist.Side.LEARNER
    direction = PersonSkill.Direction.OFFERED if is_learner else PersonSkill.Direction.WANTED
    own = shortlist.enrolment.person.short_name
    lines = []
    for wish in rows:
        other = wish.other.person
        learner, guide = (own, other.short_name) if is_learner else (other.short_name, own)
        skills = [row.skill.name for row in other.skills.all() if row.direction == direction]
        reasons = reason_sentences(wish.reasons, learner=learner, guide=guide, reader=shortlist.side)
        lines.append(Line(wish, other, getattr(other, "profile", None), skills, reasons))
    return lines


def moved(shortlist: Shortlist, move: str) -> tuple[list[str], list[str]]:
    """The order after one press: ``up:<wish>``, ``down:<wish>``, ``not:<wish>``, ``back:<wish>``, or as it is."""
    rows = list(shortlist.wishes.standing())
    order = [wish.public_id for wish in rows if not wish.is_unwanted]
    rather_not = [wish.public_id for wish in rows if wish.is_unwanted]
    what, _colon, public_id = move.partition(":")
    if public_id in order:
        place = order.index(public_id)
        if what == "not":
            return [one for one in order if one != public_id], [*rather_not, public_id]
        target = {"up": max(0, place - 1), "down": place + 1}.get(what, place)
        order.insert(target, order.pop(place))
    elif public_id in rather_not and what == "back":
        return [*order, public_id], [one for one in rather_not if one != public_id]
    return order, rather_not
