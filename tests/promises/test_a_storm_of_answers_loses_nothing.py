"""Hundreds answer, change their places, leave and are matched at the same moment: nothing is lost or overfilled."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.matching.cohort import enrol, make_matching_programme, published

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event, Job
from alongside.matching.actions import (
    accept_proposal,
    ask_guide,
    decline_proposal,
    draft_matching,
    expire_proposals,
    join_line,
    publish_scenario,
    read_audit,
    solve_again,
    take_back_proposal,
    tell_first_in_line,
)
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.ending import expire_chats
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.talking import choose_guide, end_chat
from alongside.matching.models import Proposal, Scenario
from alongside.matching.weekly.actions import match_weekly
from alongside.matching.weekly.models import WeeklyMatching
from alongside.people.actions import update_profile
from alongside.programmes.actions.enrolments import (
    approve,
    change_availability,
    decline,
    put_on_waiting_list,
    withdraw,
)
from alongside.programmes.actions.enrolments import (
    enrol as add_to_programme,
)
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import complete_relationship, end_relationship
from alongside.relationships.models import Participant, Relationship

pytestmark = pytest.mark.django_db(transaction=True)

CALLS = 500
THREADS = 12
GUIDES, LEARNERS = 8, 12
MOST = 3
"""What a guide says at most, of learners in all programmes together; some go down to 1 and up again meanwhile."""

Deed = Callable[[], object]


class Storm:
    """Four programmes that share their guides: matched by the team, every week, asking oneself, after first chats."""

    def __init__(self, cast: Cast, seed: int) -> None:
        """Everybody signed up; two matchings published, their answers awaited."""
        self.cast, self.chance = cast, random.Random(seed)
        ways = {
            "team": {},
            "weekly": {"is_matched_weekly": True},
            "choice": {"way": "choice"},
            "chats": {"way": "chats", "first_chat_minutes": 15},
        }
        self.programmes = {
            name: make_matching_programme(cast.organisation, cast.manager, name=name, **fields)
            for name, fields in ways.items()
        }
        for programme in self.programmes.values():
            for number in range(GUIDES):
                enrol(programme, f"Guide {number}", "guide", places=2, capacity=MOST)
            for number in range(LEARNERS):
                enrol(programme, f"{programme.name} {number}", "learner")
        for name in ("team", "weekly"):
            published(self.programmes[name], cast.manager)

    def deeds(self, count: int) -> list[Deed]:
        """As many deeds in an order of chance, the likelier ones more often."""
        weights = {
            self.accept: 30,
            self.decline: 8,
            self.overdue: 4,
            self.places: 8,
            self.capacity: 8,
            self.ask: 14,
            self.wait_in_line: 4,
            self.talk: 14,
            self.leave: 2,
            self.put_off: 3,
            self.let_in: 4,
            self.part: 5,
            self.take_back: 2,
            self.match: 3,
            self.publish: 3,
            self.match_the_week: 2,
        }
        return self.chance.choices(list(weights), list(weights.values()), k=count)

    def one(self, rows: list[int]) -> int | None:
        return self.chance.choice(rows) if rows else None

    def proposal(self) -> Proposal | None:
        pk = self.one(list(Proposal.objects.filter(state="offered").values_list("pk", flat=True)))
        rows = Proposal.objects.select_related("programme", "learner__person", "guide__person")
        return rows.filter(pk=pk).first()

    def enrolment(self, **only: object) -> Enrolment:
        rows = Enrolment.objects.filter(programme__in=self.programmes.values(), **only)
        pk = self.one(list(rows.order_by("pk").values_list("pk", flat=True)))
        return Enrolment.objects.select_related("programme", "person__profile").get(pk=pk)

    def accept(self) -> None:
        proposal = self.proposal()
        if proposal:
            for person in (proposal.guide.person, proposal.learner.person):
                accept_proposal(proposal, by=person)

    def decline(self) -> None:
        proposal = self.proposal()
        if proposal:
            decline_proposal(proposal, by=proposal.guide.person, reason="No time")

    def take_back(self) -> None:
        proposal = self.proposal()
        if proposal:
            take_back_proposal(proposal, by=self.cast.manager)

    def overdue(self) -> None:
        proposal = self.proposal()
        if proposal:
            Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now())
        expire_proposals()

    def places(self) -> None:
        enrolment = self.enrolment()
        paused = timezone.localdate() + timedelta(days=9) if self.chance.random() < 0.2 else None
        change_availability(
            enrolment,
            by=enrolment.person,
            places_as_learner=1,
            places_as_guide=self.chance.randint(1, 2),
            paused_until=paused,
        )

    def capacity(self) -> None:
        person = self.enrolment(role="guide").person
        update_profile(person, by=person, values={"capacity": self.chance.randint(1, MOST)})

    def ask(self) -> None:
        learner, guide = (self.enrolment(role=role, programme__way="choice") for role in ("learner", "guide"))
        ask_guide(guide, by=learner.person, message="Delegating")

    def wait_in_line(self) -> None:
        learner, guide = (self.enrolment(role=role, programme__way="choice") for role in ("learner", "guide"))
        join_line(guide, by=learner.person)
        tell_first_in_line()

    def talk(self) -> None:
        """One step of a first chat: to ask, to have talked, to choose, to end; or of the clock."""
        one_of_two = {"programme__way": "chats"}
        pk = self.one(list(FirstChat.objects.open().values_list("pk", flat=True)))
        chat = (
            FirstChat.objects.select_related("programme", "learner__person", "guide__person")
            .filter(pk=pk)
            .first()
        )
        if chat is None or self.chance.random() < 0.4:
            learner, guide = (self.enrolment(role=role, **one_of_two) for role in ("learner", "guide"))
            soon = timezone.now() + timedelta(days=1)
            ask_for_chat(guide, by=learner.person, message="Delegating", times=[soon])
            return
        if self.chance.random() < 0.2:
            end_chat(chat, by=self.chance.choice([chat.learner, chat.guide]).person)
            return
        expire_chats()
        FirstChat.objects.filter(pk=chat.pk, state="asked").update(state="held", held_at=timezone.now())
        choose_guide(chat, by=chat.learner.person)

    def leave(self) -> None:
        enrolment = self.enrolment()
        withdraw(enrolment, by=enrolment.person)

    def put_off(self) -> None:
        act = self.chance.choice([decline, put_on_waiting_list])
        act(self.enrolment(), by=self.cast.manager)

    def let_in(self) -> None:
        enrolment = self.enrolment()
        if enrolment.state in {"withdrawn", "completed"}:
            add_to_programme(
                enrolment.programme,
                by=self.cast.manager,
                person=enrolment.person,
                role=enrolment.role,
                places_as_guide=2,
            )
        else:
            approve(enrolment, by=self.cast.manager)

    def part(self) -> None:
        pk = self.one(list(Relationship.objects.open().values_list("pk", flat=True)))
        pair = Relationship.objects.filter(pk=pk, programme__in=self.programmes.values()).first()
        if pair:
            person = self.chance.choice([each.person for each in pair.participants.select_related("person")])
            self.chance.choice([end_relationship, complete_relationship])(pair, by=person)

    def match(self) -> None:
        scenario = Scenario.objects.exclude(state="draft").order_by("?").first()
        if scenario:
            solve_again(scenario, by=self.cast.manager)
        else:
            draft_matching(self.programmes["team"], by=self.cast.manager)

    def publish(self) -> None:
        scenario = Scenario.objects.filter(state="solved").order_by("-pk").first()
        if scenario:
            read_audit(scenario, by=self.cast.manager)
            publish_scenario(scenario, by=self.cast.manager)

    def match_the_week(self) -> None:
        WeeklyMatching.objects.update(week=timezone.localdate() - timedelta(days=14))
        match_weekly()


def at_once(deeds: list[Deed]) -> list[str]:
    """Do all of it, many at a time, each thread on a connection of its own; what went wrong beyond a broken rule."""

    def run(deed: Deed) -> str | None:
        try:
            deed()
        except (RuleBroken, NotAllowed):
            return None
        except Exception as problem:
            return f"{deed} {problem!r}"
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(THREADS) as pool:
        return [problem for problem in pool.map(run, deeds) if problem]


def nobody_is_overfilled() -> None:
    """Nobody guides more than they ever said, here or in all, nor has two where one is what they have."""
    open_ones = Participant.objects.filter(relationship__state__in=Relationship.OPEN_STATES)
    guiding = open_ones.filter(role="guide").values_list("person", "relationship__programme")
    assert max(Counter(guiding).values()) <= 2
    assert max(Counter(person for person, _programme in guiding).values()) <= MOST
    learning = open_ones.filter(role="learner").values_list("person", "relationship__programme")
    assert max(Counter(learning).values()) == 1


def states_tell_the_truth() -> None:
    """Matched is who has somebody, and nobody else."""
    have = Relationship.objects.open().values("participants__enrolment")
    storming = Enrolment.objects.filter(state__in=["matched"])
    assert set(storming.values_list("pk", flat=True)) == set(
        Enrolment.objects.filter(pk__in=have).values_list("pk", flat=True)
    )


def no_proposal_is_lost() -> None:
    """Each was answered once or waits; each that both accepted is a pair; each published pair was suggested."""
    verbs = Counter(Event.objects.filter(subject_type="proposal").values_list("subject_id", "verb"))
    endings = ("declined", "taken_back", "ended", "expired", "request_taken_back")
    for each in Proposal.objects.all():
        ended = sum(verbs[each.public_id, f"proposal.{verb}"] for verb in endings)
        assert ended == (each.state in {"declined", "expired"}), each.state
        assert (each.state == "accepted") == bool(
            each.relationship_id and each.learner_accepted_at and each.guide_accepted_at
        )
    for scenario in Scenario.objects.all():
        suggested = scenario.proposals.count()
        assert suggested == (scenario.pairs.count() if scenario.state == "published" else 0)


def all_work_went_well() -> None:
    """No job met anything but a rule that it tells of."""
    assert not Job.objects.filter(error__contains="on our side").exists()


def test_five_hundred_at_once_overfill_nobody_and_lose_nothing() -> None:
    storm = Storm(make_cast(), seed=4)
    offered_before = Proposal.objects.count()
    assert at_once(storm.deeds(CALLS)) == []
    nobody_is_overfilled()
    states_tell_the_truth()
    no_proposal_is_lost()
    all_work_went_well()
    assert Proposal.objects.count() > offered_before
    assert Proposal.objects.filter(state="accepted").count() > LEARNERS
