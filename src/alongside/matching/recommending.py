"""Recommendations in the background: worked out again when people join or leave, or places change."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity import jobs
from alongside.activity.bulk import wrote_in_bulk
from alongside.activity.models import Job
from alongside.matching import engine
from alongside.matching.models import Recommendation, Recommending
from alongside.matching.places import places_left
from alongside.matching.reading import programme_criteria, programme_rules
from alongside.matching.reasons import for_the_pair
from alongside.programmes.models import Programme

AT_LEAST_EVERY = timedelta(days=1)
"""Profiles and answers change too; what was worked out longer ago is worked out again."""

STEPS = engine.RECOMMENDING_STEPS + 1
"""The engine's, and keeping the result."""

BATCH = 500


def recommend_everywhere() -> int:
    """Start the work for each programme whose people or places changed; returns for how many. By the clock."""
    live = [Programme.State.OPEN, Programme.State.RUNNING]
    finding = Q(way__in=Programme.PEOPLE_ASK) | Q(kind=Programme.Kind.FLASH)
    programmes = Programme.objects.filter(finding, state__in=live)
    return sum(start_recommending(each) for each in programmes.select_related("organisation"))


@transaction.atomic
def start_recommending(programme: Programme, *, by: Person | None = None) -> bool:
    """Start the work unless it is under way, or nothing changed since; whether it was started."""
    Recommending.objects.get_or_create(programme=programme)
    held = (
        Recommending.objects.select_for_update(of=("self",), no_key=True)
        .select_related("job")
        .get(programme=programme)
    )
    if (held.job and not held.job.is_over) or not _is_stale(held, digest_of(programme)):
        return False
    held.job = jobs.start(
        "matching.recommend",
        by=by,
        organisation=programme.organisation,
        input={"programme": programme.public_id},
    )
    held.save(update_fields=["job"])
    return True


@jobs.work("matching.recommend")
def recommend_guides(job: Job) -> dict[str, Any]:
    """Work the recommendations of a programme out, and put them in the place of the earlier ones at once."""
    programme = Programme.objects.get(public_id=job.input["programme"])
    digest = digest_of(programme)
    found = engine.recommend(programme, lambda done: jobs.report(job, done=done, total=STEPS))
    with transaction.atomic():
        held = Recommending.objects.select_for_update(no_key=True).get(programme=programme)
        Recommendation.objects.filter(learner__programme=programme).delete()
        rows = [_row(each) for each in found]
        Recommendation.objects.bulk_create(rows, batch_size=BATCH)
        wrote_in_bulk(Recommendation)
        held.digest, held.worked_out_at = digest, timezone.now()
        held.save(update_fields=["digest", "worked_out_at"])
    return {"recommendations": len(found)}


def digest_of(programme: Programme) -> str:
    """Who takes part, with how many places, and what counts, as one short text that changes with any of them."""
    enrolments = programme.enrolments.taking_part().filter(person__left_at=None)
    seeking = places_left(enrolments, with_waiting=False)
    free = places_left(enrolments)
    people = sorted((pk, left.as_learner, free[pk].as_guide) for pk, left in seeking.items())
    words = sorted(programme.pair_constraints.values_list("kind", "learner", "guide"))
    everything = [people, words, programme_criteria(programme), programme_rules(programme)]
    return hashlib.sha256(json.dumps(everything, default=str).encode()).hexdigest()


def _is_stale(held: Recommending, digest: str) -> bool:
    if held.worked_out_at is None or held.digest != digest:
        return True
    return held.worked_out_at < timezone.now() - AT_LEAST_EVERY


def _row(found: engine.Recommended) -> Recommendation:
    pair = found.pair
    return Recommendation(
        learner=pair.learner.enrolment,
        guide=pair.guide.enrolment,
        fit=pair.fit,
        reasons=for_the_pair(pair.reasons),
        rank=found.rank,
    )
