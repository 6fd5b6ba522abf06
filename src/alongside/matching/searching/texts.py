"""What of guides can be found: what whoever looks for somebody reads of them, and nothing else."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from alongside.people.models import PersonSkill
from alongside.programmes.models import EnrolmentQuerySet

MOST_SENTENCES = 12
"""Of what somebody says about themselves so many sentences are looked at."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass
class GuideTexts:
    """What a guide can be found by. In texts, what can be close in meaning: job title, skills, sentences."""

    pk: int
    name: str
    department: str
    texts: list[str] = field(default_factory=list)

    @property
    def everything(self) -> str:
        """All of it as one text, for words to be looked for."""
        return "\n".join([self.name, self.department, *self.texts]).casefold()


def texts_of(guides: EnrolmentQuerySet) -> list[GuideTexts]:
    """What each of these guides can be found by, by name; two queries however many guides."""
    skills: dict[int, list[str]] = defaultdict(list)
    rows = PersonSkill.objects.filter(
        person__in=guides.order_by().values("person"), direction=PersonSkill.Direction.OFFERED
    )
    for person, name in rows.order_by("-strength", "skill__name").values_list("person", "skill__name"):
        skills[person].append(name)
    profiles = guides.order_by("person__name", "pk").values_list(
        "pk",
        "person",
        "person__name",
        "person__profile__department",
        "person__profile__job_title",
        "person__profile__biography",
    )
    return [
        GuideTexts(pk, name, department or "", _worth_reading(job_title, skills[person], biography))
        for pk, person, name, department, job_title, biography in profiles
    ]


def _worth_reading(job_title: str | None, skills: list[str], biography: str | None) -> list[str]:
    sentences = _SENTENCE_ENDS.split((biography or "").strip())[:MOST_SENTENCES]
    return [text for text in (each.strip() for each in [job_title or "", *skills, *sentences]) if text]
