"""What is done by the clock: each piece of work is safe to run twice, and at any time."""

from dataclasses import dataclass

from django_q.models import Schedule


@dataclass(frozen=True)
class Clockwork:
    """A function that the worker calls every so many minutes."""

    function: str
    minutes: int


EVERY: tuple[Clockwork, ...] = (
    Clockwork("alongside.activity.channels.send_waiting", minutes=1),
    Clockwork("alongside.activity.jobs.recover", minutes=1),
    Clockwork("alongside.matching.actions.expire_proposals", minutes=10),
    Clockwork("alongside.matching.by_link.reminding.remind_of_waiting", minutes=60),
    Clockwork("alongside.matching.wishes.reminding.remind_of_wishes", minutes=60),
    Clockwork("alongside.matching.circles.reminding.remind_of_circles", minutes=60),
    Clockwork("alongside.matching.circles.answering.expire_circles", minutes=10),
    Clockwork("alongside.matching.chemistry.ending.expire_chats", minutes=10),
    Clockwork("alongside.matching.actions.tell_first_in_line", minutes=5),
    Clockwork("alongside.matching.weekly.actions.match_weekly", minutes=10),
    Clockwork("alongside.matching.recommending.recommend_everywhere", minutes=5),
    Clockwork("alongside.matching.searching.keeping.keep_meanings", minutes=5),
    Clockwork("alongside.relationships.actions.close_short_relationships", minutes=60),
    Clockwork("alongside.accounts.keeping.forget_old", minutes=60),
    Clockwork("alongside.people.importing.forget_unconfirmed", minutes=60),
)


def keep_schedule() -> None:
    """Let the database's schedule be exactly this list; what ran before keeps its next turn."""
    names = [clockwork.function for clockwork in EVERY]
    for clockwork in EVERY:
        Schedule.objects.update_or_create(
            name=clockwork.function,
            defaults={
                "func": clockwork.function,
                "schedule_type": Schedule.MINUTES,
                "minutes": clockwork.minutes,
            },
        )
    Schedule.objects.filter(func__startswith="alongside.").exclude(name__in=names).delete()
