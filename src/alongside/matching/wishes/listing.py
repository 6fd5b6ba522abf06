"""Working out the short lists of a round in the background, and telling everybody that theirs waits."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message, record
from alongside.activity.bulk import wrote_in_bulk
from alongside.activity.jobs import report, work
from alongside.activity.models import Job
from alongside.matching.engine import Scoring, score_cohort, short_lists
from alongside.matching.models import Scenario
from alongside.matching.reading import Member, programme_criteria, programme_rules, read_cohort
from alongside.matching.reasons import for_the_pair
from alongside.matching.wishes.models import Shortlist, Wish, WishRound
from alongside.programmes.models import Programme

STEPS = 3
BATCH = 500

Side = Shortlist.Side


def _place(job: Job) -> str:
    """The page of the round, for the page of the job."""
    held = WishRound.objects.select_related("programme__organisation").filter(public_id=job.input["round"])
    programme = held.get().programme
    return reverse("wish_round", args=[programme.organisation.slug, programme.public_id])


@work("matching.shortlists", title=_("Working out the short lists"), place=_place)
def list_people(job: Job) -> dict[str, Any]:
    """Work out the short lists of the round that the job names; a round that has them is left alone."""
    held = WishRound.objects.select_related("programme__organisation").get(public_id=job.input["round"])
    if held.listed_at is None:
        scenario = Scenario(
            programme=held.programme,
            criteria=programme_criteria(held.programme),
            rules=programme_rules(held.programme),
        )
        scoring = score_cohort(scenario, read_cohort(held.programme), with_locks=False)
        report(job, done=1, total=STEPS)
        to_learners, to_guides = short_lists(scoring)
        report(job, done=2, total=STEPS)
        keep(held, scoring, {Side.LEARNER: to_learners, Side.GUIDE: to_guides})
    return {"round": held.public_id}


@transaction.atomic
def keep(held: WishRound, scoring: Scoring, pairs: Mapping[Side, list[tuple[int, int]]]) -> None:
    """Keep the short lists and tell their owners, unless that is done; what was wished before is forgotten."""
    current = WishRound.objects.select_for_update(no_key=True).get(pk=held.pk)
    if current.listed_at is not None:
        return
    Shortlist.objects.filter(round__programme=held.programme).delete()
    lists: list[Shortlist] = []
    wishes: list[Wish] = []
    for side, rows in pairs.items():
        for owner, others in _by_owner(scoring, side, rows).values():
            shortlist = Shortlist(round=current, enrolment=owner.enrolment, side=side)
            lists.append(shortlist)
            wishes += [
                Wish(shortlist=shortlist, other=other.enrolment, position=position, reasons=reasons)
                for position, (other, reasons) in enumerate(others, start=1)
            ]
    Shortlist.objects.bulk_create(lists, batch_size=BATCH)
    Wish.objects.bulk_create(wishes, batch_size=BATCH)
    wrote_in_bulk(Shortlist, Wish)
    current.listed_at = timezone.now()
    current.save(update_fields=["listed_at"])
    people = {shortlist.enrolment.person_id: shortlist.enrolment.person for shortlist in lists}
    record(
        "wishes.listed",
        by=None,
        organisation=held.programme.organisation,
        subject=current,
        tell=[short_list_waits(held.programme, people[key]) for key in sorted(people)],
    )


Listed = dict[int, tuple[Member, list[tuple[Member, list[dict[str, Any]]]]]]


def _by_owner(scoring: Scoring, side: Side, rows: list[tuple[int, int]]) -> Listed:
    """Each owner of a list with the people on it, and the reasons that both may read: no answer of a sign-up yet."""
    found: Listed = {}
    lines: dict[int, list[tuple[Member, list[dict[str, Any]]]]] = defaultdict(list)
    for learner, guide in rows:
        pair = scoring.pair(learner, guide, with_answers=False)
        owner, other = (pair.learner, pair.guide) if side == Side.LEARNER else (pair.guide, pair.learner)
        lines[owner.enrolment.pk].append((other, for_the_pair(pair.reasons)))
        found[owner.enrolment.pk] = owner, lines[owner.enrolment.pk]
    return found


def short_list_waits(programme: Programme, reader: Person) -> Message:
    """To who can put a short list into order: that it waits, and nothing of whom it names."""
    link = settings.PUBLIC_URL + reverse("shortlists", args=[programme.organisation.slug])
    subject = format_lazy(_("Whom would you like? A short list waits for you in {name}"), name=programme.name)
    text = _(
        "Read who is on it and why, and put them into the order you would like. Nobody else reads your order: {link}"
    )
    return Message(reader, subject, format_lazy(text, link=link))
