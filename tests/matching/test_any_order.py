"""Whatever people do in whatever order, in programmes that share their mentors: nobody is over, nothing is lost."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alongside.activity import jobs
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.matching.actions import (
    accept_proposal,
    ask_guide,
    decline_proposal,
    expire_proposals,
    join_line,
    leave_line,
    publish_scenario,
    take_back_proposal,
    take_back_request,
    tell_first_in_line,
)
from alongside.matching.choosing import MOST_ASKED, in_force
from alongside.matching.models import InLine, Proposal, Scenario
from alongside.matching.weekly.actions import begin_week
from alongside.matching.weekly.models import WeeklyMatching
from alongside.people.actions import update_profile
from alongside.programmes.actions import enrolments
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import complete_relationship, end_relationship
from alongside.relationships.models import Participant, Relationship
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme

pytestmark = pytest.mark.django_db

LEARNERS, GUIDES = ("Noor", "Tom", "Zoe"), ("Ruth", "Lars")
MOST = 3
"""The places that anybody says, of two programmes together, at most."""

which = st.integers(0, 11)
names = st.sampled_from(LEARNERS + GUIDES)


def programmes_of(cast: Cast) -> dict[str, Programme]:
    """One that the team matches and then the clock, one where people ask; the same people in both."""
    found = {
        "team": make_matching_programme(
            cast.organisation, cast.manager, is_matched_weekly=True, guides_per_learner=1
        ),
        "choice": make_matching_programme(
            cast.organisation, cast.manager, way="choice", guides_per_learner=2
        ),
    }
    for programme in found.values():
        for number, name in enumerate(LEARNERS):
            enrol(programme, name, "learner", places=1 + number % 2)
        for number, name in enumerate(GUIDES):
            enrol(programme, name, "guide", places=1 + number, capacity=2 + number)
    return found


class Everybody(RuleBasedStateMachine):
    """What mentees, mentors, the team and the clock may do; the rules refuse what must not happen."""

    cast: Cast
    programmes: dict[str, Programme]

    def __init__(self) -> None:
        super().__init__()
        self.everything = transaction.atomic()
        self.everything.__enter__()
        self.before = taken_now(), promised_now()
        self.kept: Counter[int] = Counter()

    def teardown(self) -> None:
        """What one run did is gone before the next."""
        try:
            nothing_is_lost()
        finally:
            transaction.set_rollback(True)
            self.everything.__exit__(None, None, None)

    def attempt(self, act: Callable[..., object], *given: object, **more: object) -> None:
        """One deed, whether or not the rules let it happen."""
        try:
            act(*given, **more)
        except (RuleBroken, NotAllowed):
            return

    def of(self, way: str, name: str) -> Enrolment:
        rows = Enrolment.objects.select_related("person", "programme")
        return rows.get(programme=self.programmes[way], person__name=name)

    def offered(self, number: int) -> Proposal:
        rows = Proposal.objects.filter(state="offered").order_by("programme", "learner", "guide")
        found = list(rows.select_related("programme", "learner__person", "guide__person"))
        return found[number % len(found)]

    def some_offered(self) -> bool:
        return Proposal.objects.filter(state="offered").exists()

    @rule()
    def the_team_matches(self) -> None:
        scenario = drafted(self.programmes["team"], self.cast.manager)
        self.attempt(publish_scenario, scenario, by=self.cast.manager)

    @rule()
    def the_week_is_matched(self) -> None:
        WeeklyMatching.objects.update(week=timezone.localdate() - timedelta(days=14))
        if self.programmes["team"].scenarios.filter(state="published").exists():
            begin_week(self.programmes["team"])
            job = WeeklyMatching.objects.get().job
            if job:
                jobs.run(job.pk)

    @precondition(some_offered)
    @rule(number=which)
    def both_say_yes(self, number: int) -> None:
        proposal = self.offered(number)
        for person in (proposal.guide.person, proposal.learner.person):
            self.attempt(accept_proposal, proposal, by=person)

    @precondition(some_offered)
    @rule(number=which, is_guide=st.booleans(), act=st.sampled_from([accept_proposal, decline_proposal]))
    def one_answers(self, number: int, is_guide: bool, act: Callable[..., object]) -> None:
        proposal = self.offered(number)
        self.attempt(act, proposal, by=(proposal.guide if is_guide else proposal.learner).person)

    @precondition(some_offered)
    @rule(number=which)
    def it_is_taken_back(self, number: int) -> None:
        proposal = self.offered(number)
        if proposal.is_request:
            self.attempt(take_back_request, proposal, by=proposal.learner.person)
        else:
            self.attempt(take_back_proposal, proposal, by=self.cast.manager)

    @precondition(some_offered)
    @rule(number=which)
    def time_passes(self, number: int) -> None:
        Proposal.objects.filter(pk=self.offered(number).pk).update(expires_at=timezone.now())
        InLine.objects.exclude(told_at=None).update(told_at=timezone.now() - timedelta(days=9))

    @rule(act=st.sampled_from([expire_proposals, tell_first_in_line]))
    def the_clock_strikes(self, act: Callable[[], int]) -> None:
        act()

    @rule(
        learner=st.sampled_from(LEARNERS),
        guide=st.sampled_from(GUIDES),
        act=st.sampled_from([ask_guide, ask_guide, join_line, leave_line]),
    )
    def a_mentee_looks_for_somebody(self, learner: str, guide: str, act: Callable[..., object]) -> None:
        more = {"message": "Why"} if act is ask_guide else {}
        self.attempt(act, self.of("choice", guide), by=self.of("choice", learner).person, **more)

    @rule(
        way=st.sampled_from(["team", "choice"]),
        name=names,
        places=st.integers(1, 2),
        is_paused=st.sampled_from([False, False, True]),
    )
    def places_change(self, way: str, name: str, places: int, is_paused: bool) -> None:
        enrolment = self.of(way, name)
        self.attempt(
            enrolments.change_availability,
            enrolment,
            by=enrolment.person,
            places_as_learner=places,
            places_as_guide=places,
            paused_until=timezone.localdate() + timedelta(days=5) if is_paused else None,
        )

    @rule(name=st.sampled_from(GUIDES), capacity=st.integers(0, MOST))
    def capacity_changes(self, name: str, capacity: int) -> None:
        person = self.of("team", name).person
        update_profile(person, by=person, values={"capacity": capacity})

    @rule(way=st.sampled_from(["team", "choice"]), name=names)
    def somebody_leaves_or_comes_back(self, way: str, name: str) -> None:
        enrolment = self.of(way, name)
        if enrolment.state in enrolments.OVER:
            self.attempt(
                enrolments.enrol,
                enrolment.programme,
                by=self.cast.manager,
                person=enrolment.person,
                role=enrolment.role,
            )
        else:
            self.attempt(enrolments.withdraw, enrolment, by=enrolment.person)

    @rule(way=st.sampled_from(["team", "choice"]), name=names)
    def the_team_decides_again(self, way: str, name: str) -> None:
        enrolment = self.of(way, name)
        act = enrolments.approve if enrolment.state == "declined" else enrolments.decline
        self.attempt(act, enrolment, by=self.cast.manager)

    @rule(number=which, act=st.sampled_from([end_relationship, complete_relationship]))
    def a_pair_ends(self, number: int, act: Callable[..., object]) -> None:
        pairs = list(
            Relationship.objects.open().filter(programme__in=self.programmes.values()).order_by("pk")
        )
        if pairs:
            pair = pairs[number % len(pairs)]
            self.attempt(act, pair, by=pair.participants.order_by("pk")[0].person)

    @invariant()
    def nobody_is_given_more_than_they_have_places_for(self) -> None:
        """Who has more than they say took it before they said less: what grows stays within."""
        taken, promised = taken_now(), promised_now()
        had, was_promised = self.before
        self.before = taken, promised
        for (programme, person), count in promised.items():
            enrolment = Enrolment.objects.select_related("programme", "person__profile").get(
                programme=programme, person=person
            )
            grew = taken[programme, person] > had[programme, person]
            if not grew and count <= was_promised[programme, person]:
                continue
            held = taken if grew else promised
            if enrolment.role == "guide":
                everywhere = sum(held[each] for each in held if each[1] == person)
                assert everywhere <= enrolment.person.profile.capacity
                assert held[programme, person] <= enrolment.places_as_guide
            else:
                assert taken[programme, person] <= enrolment.places_as_learner
                assert taken[programme, person] <= enrolment.programme.guides_per_learner
            assert enrolment.state in Enrolment.TAKING_PART

    @invariant()
    def a_place_is_kept_only_while_there_is_one(self) -> None:
        """Who is told that a place is free finds it free, among those that people of this programme have."""
        kept = in_force().exclude(told_at=None)
        now = Counter(kept.values_list("guide", flat=True))
        for guide in Enrolment.objects.filter(pk__in=now).select_related("programme"):
            grew = now[guide.pk] > self.kept[guide.pk]
            held = promised_now()[guide.programme_id, guide.person_id] + now[guide.pk]
            assert not grew or held <= guide.places_as_guide
        self.kept = now

    @invariant()
    def a_mentee_asks_few_and_none_once_they_are_full(self) -> None:
        waiting = Proposal.objects.waiting().filter(is_request=True)
        for person, count in Counter(waiting.values_list("learner__person", flat=True)).items():
            assert count <= MOST_ASKED, person

    @invariant()
    def matched_is_who_has_somebody(self) -> None:
        have = Relationship.objects.open().values("participants__enrolment")
        matched = Enrolment.objects.filter(state="matched")
        assert set(matched.values_list("pk", flat=True)) == set(
            Enrolment.objects.filter(pk__in=have).values_list("pk", flat=True)
        )

    @invariant()
    def a_run_is_published_whole_or_not_at_all(self) -> None:
        for scenario in Scenario.objects.all():
            suggested = scenario.pairs.count() if scenario.state == "published" else 0
            assert scenario.proposals.count() == suggested


def taken_now() -> Counter[tuple[int, int]]:
    """Pairs that run, by programme and person."""
    rows = Participant.objects.filter(relationship__state__in=Relationship.OPEN_STATES)
    return Counter(rows.values_list("relationship__programme", "person"))


def promised_now() -> Counter[tuple[int, int]]:
    """Pairs that run and suggested matches that wait, by programme and person."""
    waiting = Proposal.objects.waiting()
    promised = taken_now()
    promised.update(waiting.values_list("programme", "guide__person"))
    promised.update(waiting.values_list("programme", "learner__person"))
    return promised


def nothing_is_lost() -> None:
    """Each suggested match waits or has ended once, as its events say; what both accepted is a pair."""
    verbs = Counter(Event.objects.filter(subject_type="proposal").values_list("subject_id", "verb"))
    endings = ("declined", "taken_back", "ended", "expired", "request_taken_back")
    for each in Proposal.objects.all():
        ended = sum(verbs[each.public_id, f"proposal.{verb}"] for verb in endings)
        assert ended == (each.state in {"declined", "expired"})
        both = each.learner_accepted_at and each.guide_accepted_at and each.relationship_id
        assert (each.state == "accepted") == bool(both)


def test_places_hold_and_nothing_is_lost_whatever_people_do(cast: Cast) -> None:
    Everybody.cast, Everybody.programmes = cast, programmes_of(cast)
    run_state_machine_as_test(
        Everybody,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
