"""Who may sign up by themselves, by what the directory says of them; the team may let in others by hand."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.people.models import Level, Profile
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import sides_of, words_for

if TYPE_CHECKING:
    from alongside.accounts.models import Person


@dataclass(frozen=True)
class Facts:
    """What the directory says of somebody; ``level`` is the row of their level."""

    department: str = ""
    location: str = ""
    level: int | None = None
    years: int | None = None


class Eligibility:
    """To whom a programme is open; asked as often as one likes, it reads the levels once."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.levels = {
            "learner": _levels(programme, programme.learner_levels),
            "guide": _levels(programme, programme.guide_levels),
        }

    def stands_against(self, facts: Facts, sides: set[str]) -> tuple[str, str] | None:
        """The field that keeps somebody from these sides, and the side where it is one; None where nothing does."""
        programme = self.programme
        if programme.departments and facts.department not in programme.departments:
            return "department", ""
        if programme.locations and facts.location not in programme.locations:
            return "location", ""
        for side in sorted(sides):
            if self.levels[side] and facts.level not in self.levels[side]:
                return "level", side
        least = programme.guide_least_years or 0
        if "guide" in sides and least > (facts.years or 0):
            return "years_of_experience", "guide"
        return None

    def why_not(self, facts: Facts, sides: set[str]) -> str:
        """Why somebody may not sign up for these sides, to them, and what they can do; empty where they may."""
        against = self.stands_against(facts, sides)
        if against is None:
            return ""
        field, side = against
        people = words_for(self.programme.kind).of(side, many=True) if side else ""
        return {
            "department": self._departments,
            "location": self._locations,
            "level": lambda: self._levels(side, people),
            "years_of_experience": lambda: self._years(people),
        }[field]()

    def _departments(self) -> str:
        return _("This programme is for other departments. Ask its team whether you can join all the same.")

    def _locations(self) -> str:
        sentence = _(
            "This programme is for people who work in %(places)s. Ask its team whether you can join all the same."
        )
        return sentence % {"places": get_text_list(self.programme.locations, _("or"))}

    def _levels(self, side: str, people: Any) -> str:  # noqa: ANN401  a lazy word
        sentence = _(
            "Open here to these levels: %(levels)s (%(people)s). Take the other side if you like, or ask the "
            "programme team whether you can join all the same."
        )
        return sentence % {"people": people, "levels": ", ".join(self.levels[side].values())}

    def _years(self, people: Any) -> str:  # noqa: ANN401  a lazy word
        least = self.programme.guide_least_years or 0
        sentence = ngettext(
            "This needs %(count)d year of experience (%(people)s). Write in your profile how many you have, or ask "
            "the programme team whether you can join all the same.",
            "This needs %(count)d years of experience (%(people)s). Write in your profile how many you have, or ask "
            "the programme team whether you can join all the same.",
            least,
        )
        return sentence % {"count": least, "people": people}


def facts_of(person: "Person") -> Facts:
    """What the directory says of a person; somebody may have no profile yet."""
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return Facts()
    return Facts(profile.department, profile.location, profile.level_id, profile.years_of_experience)


def why_not_join(programme: Programme, person: "Person", role: str) -> str:
    """Why this person may not sign up in this role; empty where they may. Who has a side already keeps it."""
    standing = programme.enrolments.filter(person=person).exclude(state__in=Enrolment.OVER).first()
    wanted = sides_of(role) - (sides_of(standing.role) if standing else set())
    return Eligibility(programme).why_not(facts_of(person), wanted) if wanted else ""


def _levels(programme: Programme, public_ids: list[str]) -> dict[int, str]:
    if not public_ids:
        return {}
    rows = Level.objects.filter(organisation=programme.organisation_id, public_id__in=public_ids)
    return dict(rows.order_by("rank").values_list("pk", "name"))
