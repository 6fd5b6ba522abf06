"""Keeping what texts mean, in the background: worked out once, found in every search, forgotten with the text."""

import hashlib
from typing import Any

from django.db import transaction

from alongside.accounts.models import Organisation
from alongside.activity import jobs
from alongside.activity.models import Job
from alongside.matching import engine
from alongside.matching.searching.models import TextMeaning
from alongside.matching.searching.texts import texts_of
from alongside.programmes.models import Enrolment, Programme

KIND = "matching.keep_meanings"
AT_ONCE = 200
"""Vectors worked out between two writings: some seconds of work."""


def keep_meanings() -> int:
    """Start the work where texts of guides came or went, unless it is under way; returns for how many. By the clock."""
    if not engine.model_is_installed():
        return 0
    programmes = Programme.objects.filter(way__in=Programme.PEOPLE_ASK) | Programme.objects.filter(
        kind=Programme.Kind.FLASH
    )
    organisations = Organisation.objects.filter(pk__in=programmes.order_by().values("organisation"))
    return sum(start_keeping(each) for each in organisations.order_by("pk"))


@transaction.atomic
def start_keeping(organisation: Organisation) -> bool:
    """Start the work for one organisation if something is to do; whether it was started."""
    unfinished = [Job.State.QUEUED, Job.State.RUNNING]
    if Job.objects.filter(organisation=organisation, kind=KIND, state__in=unfinished).exists():
        return False
    if set(_texts(organisation)) == _kept(organisation):
        return False
    jobs.start(KIND, by=None, organisation=organisation, input={})
    return True


@jobs.work(KIND)
def keep_meanings_of(job: Job) -> dict[str, Any]:
    """Work out what is missing, a few at a time, and forget what belongs to nobody any more."""
    texts, kept = _texts(job.organisation), _kept(job.organisation)
    missing = sorted(texts.keys() - kept)
    for begin in range(0, len(missing), AT_ONCE):
        jobs.report(job, done=begin, total=len(missing))
        rows = [
            TextMeaning(organisation=job.organisation, digest=digest, vector=engine.vector_of(texts[digest]))
            for digest in missing[begin : begin + AT_ONCE]
        ]
        TextMeaning.objects.bulk_create(rows, ignore_conflicts=True)
    gone = sorted(kept - texts.keys())
    for begin in range(0, len(gone), AT_ONCE):
        job.organisation.text_meanings.filter(digest__in=gone[begin : begin + AT_ONCE]).delete()
    return {"worked_out": len(missing), "forgotten": len(gone)}


def digest_of(text: str) -> str:
    """By which a text's vector is found again; another model is another vector."""
    return hashlib.sha256(f"{engine.MODEL}\n{text}".encode()).hexdigest()[:32]


def _texts(organisation: Organisation) -> dict[str, str]:
    """What the guides of all programmes in which people find somebody themselves say, by digest."""
    live = [Programme.State.OPEN, Programme.State.RUNNING]
    finding = organisation.programmes.filter(state__in=live)
    finding = finding.filter(way__in=Programme.PEOPLE_ASK) | finding.filter(kind=Programme.Kind.FLASH)
    sides = [Enrolment.Role.GUIDE, Enrolment.Role.BOTH]
    guides = Enrolment.objects.taking_part().filter(
        programme__in=finding.order_by(), role__in=sides, person__left_at=None
    )
    return {digest_of(text): text for guide in texts_of(guides) for text in guide.texts}


def _kept(organisation: Organisation) -> set[str]:
    return set(organisation.text_meanings.values_list("digest", flat=True))
