"""The guides of a programme as a learner who asks for themselves finds them: searched, narrowed, recommended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString

from alongside.matching import engine
from alongside.matching.choosing import free_for, guides_of, in_force
from alongside.matching.models import FirstChat, Proposal, Recommendation
from alongside.matching.places import guide_limit
from alongside.matching.searching.words import Found, found_by_words
from alongside.people.models import PersonSkill, Profile
from alongside.programmes.models import Enrolment, EnrolmentQuerySet
from alongside.programmes.reasons import reason_sentences
from alongside.relationships.models import Participant, Relationship
from alongside.web.charts import places
from alongside.web.languages import language_name

OFFERED = PersonSkill.Direction.OFFERED


@dataclass(frozen=True)
class GuideCard:
    """A guide as the learner sees them: what they can help with, their places, and where the two stand.

    free: places that the learner may ask for. standing: ``together``, ``asked``, ``kept`` (a place is kept for
    the learner), ``in_line``, ``free`` or ``full``. because: what of the profile fits the words that were searched
    for. hours: working hours that the two share each day.
    """

    guide: Enrolment
    skills: list[str]
    free: int
    most: int
    standing: str
    reasons: list[str] = field(default_factory=list)
    request: Proposal | None = None
    because: str = ""
    hours: int | None = None

    @property
    def drawn(self) -> SafeString:
        """Each place as a mark, the free ones open."""
        return places(self.most - self.free, self.most)


def find_guides(learner: Enrolment, wanted: Mapping[str, Any]) -> EnrolmentQuerySet:
    """The guides whom the learner may look at and who fit the words and filters, by name."""
    found = narrowed(learner, wanted)
    if wanted.get("q"):
        found = found.filter(pk__in=[each.pk for each in found_by_words(learner, found, wanted["q"])])
    return found.order_by("person__name", "pk")


def directory(learner: Enrolment, wanted: Mapping[str, Any]) -> list[Found]:
    """The same guides in the order wished for; closest to the words first, or by name where there are none.

    The same few queries however many guides.
    """
    among = narrowed(learner, wanted)
    if wanted.get("q"):
        found = found_by_words(learner, among, wanted["q"])
    else:
        found = [Found(pk) for pk in among.order_by("person__name", "pk").values_list("pk", flat=True)]
    return ordered(learner, among, found, wanted.get("order") or "")


def narrowed(learner: Enrolment, wanted: Mapping[str, Any]) -> EnrolmentQuerySet:
    """The guides whom the learner may look at and who fit the filters, whatever the words."""
    found = guides_of(learner)
    if wanted.get("skill"):
        offered = PersonSkill.objects.filter(
            person=OuterRef("person"), direction=OFFERED, skill__name=wanted["skill"]
        )
        found = found.filter(Exists(offered))
    if wanted.get("level"):
        found = found.filter(person__profile__level=wanted["level"])
    if wanted.get("language"):
        found = found.filter(person__in=_speakers(found, wanted["language"]))
    if wanted.get("hours"):
        shared = hours_by_zone(learner, found)
        zones = [zone for zone, hours in shared.items() if hours >= int(wanted["hours"])]
        found = found.filter(person__time_zone__in=zones)
    if wanted.get("free"):
        found = found.filter(pk__in=[pk for pk, free in free_for(learner, found).items() if free])
    return found


def ordered(learner: Enrolment, guides: EnrolmentQuerySet, found: list[Found], order: str) -> list[Found]:
    """What was found by name, by free places or by hours in common; among equals as it was found."""
    if order == "name":
        names = dict(guides.order_by().values_list("pk", "person__name"))
        return sorted(found, key=lambda each: names[each.pk].casefold())
    if order == "places":
        free = free_for(learner, guides)
        return sorted(found, key=lambda each: -free[each.pk])
    if order == "hours":
        zones, shared = _zones(guides), hours_by_zone(learner, guides)
        return sorted(found, key=lambda each: -shared.get(zones[each.pk], 0))
    return found


def hours_by_zone(learner: Enrolment, guides: EnrolmentQuerySet) -> dict[str, int]:
    """Working hours that the learner shares each day with the guides in each of their time zones."""
    return engine.hours_in_common(learner.person.time_zone, _zones(guides).values())


def cards(learner: Enrolment, guides: Iterable[Enrolment | Found]) -> list[GuideCard]:
    """These guides as the learner sees them, in the order given; the same few queries however many."""
    shown = list(guides)
    rows = Enrolment.objects.filter(pk__in=[guide.pk for guide in shown])
    by_pk = {row.pk: row for row in rows.select_related("person__profile__level", "programme")}
    free, skills, standing = free_for(learner, rows), skills_of(rows), _standing(learner)
    asked = {each.guide_id: each for each in _asked(learner)}
    shared = engine.hours_in_common(
        learner.person.time_zone, [row.person.time_zone for row in by_pk.values()]
    )
    return [
        GuideCard(
            guide=by_pk[pk],
            skills=skills[by_pk[pk].person_id],
            free=free[pk],
            most=guide_limit(by_pk[pk], by_pk[pk].programme),
            standing=standing.get(pk) or ("free" if free[pk] else "full"),
            request=asked.get(pk),
            because=getattr(guide, "because", ""),
            hours=shared.get(by_pk[pk].person.time_zone),
        )
        for pk, guide in ((guide.pk, guide) for guide in shown)
    ]


def recommended(learner: Enrolment) -> list[GuideCard]:
    """The guides recommended to the learner who have a free place and are not asked yet, with the reasons."""
    rows = Recommendation.objects.visible_to(learner.person).filter(
        learner=learner, guide__in=guides_of(learner)
    )
    found = list(rows.select_related("guide").order_by("rank"))
    reasons = {row.guide_id: row.reasons for row in found}
    return [
        _with_reasons(card, learner, reasons[card.guide.pk])
        for card in cards(learner, [row.guide for row in found])
        if card.standing in {"free", "kept"}
    ]


def card_of(learner: Enrolment, guide: Enrolment, reasons: Sequence[Mapping[str, Any]]) -> GuideCard:
    """One guide, with the reasons that speak for the two."""
    return _with_reasons(cards(learner, [guide])[0], learner, reasons)


def skills_offered(learner: Enrolment) -> list[str]:
    """What the guides of the programme can help with."""
    people = guides_of(learner).order_by().values("person")
    rows = PersonSkill.objects.filter(person__in=people, direction=OFFERED)
    return sorted(set(rows.values_list("skill__name", flat=True)), key=str.casefold)


def languages_spoken(learner: Enrolment) -> list[tuple[str, str]]:
    """The languages of the guides, as code and name."""
    people = guides_of(learner).order_by().values("person")
    rows = Profile.objects.filter(person__in=people).values_list("languages", flat=True)
    codes = {code for codes in rows for code in codes}
    return sorted(((code, language_name(code)) for code in codes), key=lambda each: each[1].casefold())


def skills_of(guides: EnrolmentQuerySet) -> dict[int, list[str]]:
    """What these guides can help with, best first, by person."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = PersonSkill.objects.filter(person__in=guides.order_by().values("person"), direction=OFFERED)
    for person, name in rows.order_by("-strength", "skill__name").values_list("person", "skill__name"):
        found[person].append(name)
    return found


def _zones(guides: EnrolmentQuerySet) -> dict[int, str]:
    return dict(guides.order_by().values_list("pk", "person__time_zone"))


def _speakers(guides: EnrolmentQuerySet, code: str) -> list[int]:
    rows = Profile.objects.filter(person__in=guides.order_by().values("person"))
    return [person for person, codes in rows.values_list("person", "languages") if code in codes]


def _asked(learner: Enrolment) -> list[Proposal]:
    return list(Proposal.objects.waiting().filter(learner=learner))


def _standing(learner: Enrolment) -> dict[int, str]:
    """Where the learner and some guides stand, by the guide's enrolment; the firmest last, which wins."""
    line = in_force().filter(learner=learner).values_list("guide", "told_at")
    found = {guide: "kept" if told else "in_line" for guide, told in line}
    found.update((each.guide_id, "asked") for each in _asked(learner))
    chats = FirstChat.objects.open().filter(learner=learner)
    found.update(dict.fromkeys(chats.values_list("guide", flat=True), "asked"))
    together = Participant.objects.filter(
        role__in=[Participant.Role.GUIDE, Participant.Role.PEER],
        relationship__programme=learner.programme_id,
        relationship__state__in=Relationship.OPEN_STATES,
        relationship__participants__enrolment=learner,
    )
    found.update((guide, "together") for guide in together.values_list("enrolment", flat=True))
    return found


def _with_reasons(card: GuideCard, learner: Enrolment, reasons: Sequence[Mapping[str, Any]]) -> GuideCard:
    names = {"learner": learner.person.short_name, "guide": card.guide.person.short_name}
    return replace(card, reasons=reason_sentences(reasons, reader="learner", **names))
