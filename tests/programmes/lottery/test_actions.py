"""A lottery: declared before, drawn once, open to everybody, and no way past it."""

import pytest
from tests.cast import Cast, make_person, make_programme

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery, Event
from alongside.programmes.actions import enrolments
from alongside.programmes.lottery.actions import declare_lottery, draw_lottery, withdraw_lottery
from alongside.programmes.lottery.drawing import digest, drawn_in_order, written
from alongside.programmes.lottery.models import Lottery
from alongside.programmes.models import Enrolment, Programme

pytestmark = pytest.mark.django_db

SEEKING = ("Ada Lind", "Bo Ek", "Cleo Lund", "Dan Moss", "Eve Sand")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(cast.organisation, cast.manager, "mentoring", "Northfield Onwards")
    programme.state, programme.needs_approval = Programme.State.OPEN, False
    programme.save()
    return programme


def sign_up(programme: Programme, *names: str, role: str = "learner") -> list[Enrolment]:
    people = [make_person(programme.organisation, name) for name in names]
    return [enrolments.apply(programme, by=person, role=role, answers={}) for person in people]


def states(programme: Programme) -> list[str]:
    return sorted(programme.enrolments.values_list("state", flat=True))


def test_who_seeks_waits_for_the_lot_and_who_helps_is_in(programme: Programme, cast: Cast) -> None:
    declare_lottery(programme, by=cast.manager, places=2)
    [seeks] = sign_up(programme, "Ada Lind")
    [helps] = sign_up(programme, "Rolf Berg", role="guide")
    assert (seeks.state, helps.state) == ("applied", "approved")


def test_so_many_as_were_promised_are_drawn_and_the_others_wait(programme: Programme, cast: Cast) -> None:
    lottery = declare_lottery(programme, by=cast.manager, places=2)
    sign_up(programme, *SEEKING)
    lottery = draw_lottery(lottery, by=cast.manager)
    assert states(programme) == ["approved"] * 2 + ["waiting"] * 3
    drawn = lottery.lots.filter(is_drawn=True)
    assert {lot.enrolment.state for lot in drawn} == {"approved"}
    told = Delivery.objects.filter(event__verb="lottery.drawn").values_list("subject", flat=True)
    assert sorted(told) == ["You were drawn, and take part"] * 2 + ["You were not drawn this time"] * 3


def test_what_was_promised_before_is_what_was_drawn_by(programme: Programme, cast: Cast) -> None:
    lottery = declare_lottery(programme, by=cast.manager, places=2)
    promised = lottery.commitment
    assert lottery.opened_seed == ""
    sign_up(programme, *SEEKING)
    lottery = draw_lottery(lottery, by=cast.manager)
    entries = [lot.entry for lot in lottery.lots.all()]
    assert digest(lottery.opened_seed) == lottery.commitment == promised
    assert digest(written(entries)) == lottery.list_hash
    assert drawn_in_order(lottery.seed, entries) == entries


def test_it_is_drawn_once_and_asking_again_is_written_down(programme: Programme, cast: Cast) -> None:
    lottery = declare_lottery(programme, by=cast.manager, places=2)
    sign_up(programme, *SEEKING)
    draw_lottery(lottery, by=cast.manager)
    before = list(lottery.lots.values_list("number", "position"))
    with pytest.raises(RuleBroken, match="drawn once"):
        draw_lottery(lottery, by=cast.manager)
    lottery.refresh_from_db()
    assert lottery.draws_refused == 1
    assert Event.objects.filter(verb="lottery.draw_refused", actor=cast.manager).count() == 1
    assert list(lottery.lots.values_list("number", "position")) == before


def test_who_was_not_drawn_goes_first_in_the_next(programme: Programme, cast: Cast) -> None:
    sign_up(programme, *SEEKING)
    Enrolment.objects.filter(programme=programme).update(state=Enrolment.State.APPLIED)
    draw_lottery(declare_lottery(programme, by=cast.manager, places=2), by=cast.manager)
    waited = set(programme.enrolments.filter(state="waiting").values_list("pk", flat=True))
    second = declare_lottery(programme, by=cast.manager, places=3)
    sign_up(programme, "Fay Holm", "Gus Berg")
    second = draw_lottery(second, by=cast.manager)
    assert set(second.lots.filter(is_drawn=True).values_list("enrolment", flat=True)) == waited


@pytest.mark.parametrize(
    "way_past",
    [
        lambda enrolment, by: enrolments.approve(enrolment, by=by),
        lambda enrolment, by: enrolments.put_on_waiting_list(enrolment, by=by),
        lambda enrolment, by: enrolments.enrol(
            enrolment.programme, by=by, person=enrolment.person, role="learner"
        ),
    ],
    ids=["approving", "the waiting list", "adding"],
)
def test_there_is_no_way_past_it(programme: Programme, cast: Cast, way_past) -> None:
    declare_lottery(programme, by=cast.manager, places=2)
    [seeks] = sign_up(programme, "Ada Lind")
    with pytest.raises(RuleBroken, match="drawn by lot"):
        way_past(seeks, cast.manager)
    seeks.refresh_from_db()
    assert seeks.state == "applied"


def test_withdrawing_needs_a_reason_opens_the_seed_and_stays_in_the_ledger(
    programme: Programme, cast: Cast
) -> None:
    lottery = declare_lottery(programme, by=cast.manager, places=2)
    [seeks] = sign_up(programme, "Ada Lind")
    with pytest.raises(RuleBroken, match="Say why"):
        withdraw_lottery(lottery, by=cast.manager, because=" ")
    lottery = withdraw_lottery(lottery, by=cast.manager, because="There are places for all.")
    assert lottery.opened_seed
    assert enrolments.approve(seeks, by=cast.manager).state == "approved"
    declare_lottery(programme, by=cast.manager, places=2)
    assert programme.lotteries.count() == 2, "declaring again hides nothing"
    with pytest.raises(RuleBroken, match="over"):
        draw_lottery(lottery, by=cast.manager)


def test_declaring_twice_is_once_and_no_other_stands_beside_it(programme: Programme, cast: Cast) -> None:
    assert declare_lottery(programme, by=cast.manager, places=2) == declare_lottery(
        programme, by=cast.manager, places=2
    )
    with pytest.raises(RuleBroken, match="declared already"):
        declare_lottery(programme, by=cast.manager, places=3)
    assert Lottery.objects.count() == 1


def test_an_empty_draw_is_no_draw(programme: Programme, cast: Cast) -> None:
    lottery = declare_lottery(programme, by=cast.manager, places=2)
    with pytest.raises(RuleBroken, match="nothing to draw"):
        draw_lottery(lottery, by=cast.manager)
    lottery.refresh_from_db()
    assert lottery.is_declared


def test_only_who_runs_the_programme_declares_draws_and_withdraws(programme: Programme, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        declare_lottery(programme, by=cast.admin, places=2)
    lottery = declare_lottery(programme, by=cast.manager, places=2)
    for act in (draw_lottery, lambda *asked, **by: withdraw_lottery(*asked, **by, because="No.")):
        with pytest.raises(NotAllowed):
            act(lottery, by=cast.mentee)
