"""What a relationship does to the enrolments behind it; the relationship's own action records the event."""

from django.utils import timezone

from alongside.programmes.models import Enrolment


def mark_matched(enrolment: Enrolment) -> None:
    """The person has somebody; whatever they waited for is over."""
    _move(enrolment, Enrolment.State.MATCHED)


def look_again(enrolment: Enrolment) -> None:
    """Back among those whom the next matching considers."""
    if enrolment.state in {Enrolment.State.MATCHED, Enrolment.State.COMPLETED}:
        _move(enrolment, Enrolment.State.APPROVED)


def finish(enrolment: Enrolment) -> None:
    """They met, and it is over: nothing more is looked for."""
    if enrolment.state == Enrolment.State.MATCHED:
        enrolment.ended_at = timezone.now()
        _move(enrolment, Enrolment.State.COMPLETED)


def _move(enrolment: Enrolment, state: Enrolment.State) -> None:
    if state != Enrolment.State.COMPLETED:
        enrolment.ended_at = None
    enrolment.state = state
    enrolment.save(update_fields=["state", "ended_at"])
