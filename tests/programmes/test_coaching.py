"""Coaches from inside and outside: their terms, whom they may coach, and who reads a fee."""

from decimal import Decimal

import pytest
from django.utils import translation
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.actions import ask_guide
from alongside.matching.choosing import choosing, guides_of
from alongside.matching.places import places_left
from alongside.people.models import Level
from alongside.programmes.actions.life import change_programme, copy_programme
from alongside.programmes.coaching.actions import describe_coach, set_coach_terms
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.coaching.money import money
from alongside.programmes.forms import RhythmForm
from alongside.programmes.models import Enrolment, Programme

pytestmark = pytest.mark.django_db

FEE = Decimal("180.50")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Two who look for a coach, in two departments, and two coaches."""
    programme = make_matching_programme(cast.organisation, cast.manager, kind="coaching", way="choice")
    enrol(programme, "Noor Al-Sayed", "learner", department="Theatres")
    enrol(programme, "Tom Brandt", "learner", department="Imaging")
    enrol(programme, "Ruth Adeyemi", "guide")
    enrol(programme, "Lars Holm", "guide")
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name__startswith=name)


def names_seen_by(programme: Programme, name: str) -> set[str]:
    learner = choosing(of(programme, name).person).get(programme=programme)
    return {each.person.name for each in guides_of(learner).select_related("person")}


def test_a_coach_is_shown_to_and_asked_by_those_whom_they_may_coach(programme: Programme, cast: Cast) -> None:
    set_coach_terms(of(programme, "Ruth"), by=cast.manager, is_external=True, departments=["Theatres"])
    assert names_seen_by(programme, "Noor") == {"Ruth Adeyemi", "Lars Holm"}
    assert names_seen_by(programme, "Tom") == {"Lars Holm"}
    with pytest.raises(RuleBroken, match="cannot ask Ruth"):
        ask_guide(of(programme, "Ruth"), by=of(programme, "Tom").person, message="Delegating")


def test_levels_narrow_it_too_and_nobody_without_a_level_fits(programme: Programme, cast: Cast) -> None:
    senior = Level.objects.create(organisation=cast.organisation, name="Band 8", rank=8)
    set_coach_terms(of(programme, "Ruth"), by=cast.manager, is_external=False, levels=[senior])
    assert names_seen_by(programme, "Noor") == {"Lars Holm"}
    profile = of(programme, "Noor").person.profile
    profile.level = senior
    profile.save()
    assert names_seen_by(programme, "Noor") == {"Ruth Adeyemi", "Lars Holm"}


def test_the_team_matches_nobody_with_a_coach_who_may_not_coach_them(
    programme: Programme, cast: Cast
) -> None:
    for name in ("Ruth", "Lars"):
        set_coach_terms(of(programme, name), by=cast.manager, is_external=False, departments=["Theatres"])
    Programme.objects.filter(pk=programme.pk).update(way="team")
    [pair] = drafted(Programme.objects.get(pk=programme.pk), cast.manager).pairs.all()
    assert pair.learner == of(programme, "Noor")


def test_only_coaches_from_outside_have_a_fee(programme: Programme, cast: Cast) -> None:
    ruth = of(programme, "Ruth")
    with pytest.raises(RuleBroken, match="no fee"):
        set_coach_terms(ruth, by=cast.manager, is_external=False, fee=FEE)
    assert set_coach_terms(ruth, by=cast.manager, is_external=True, fee=FEE).fee == FEE
    with pytest.raises(RuleBroken, match="Only the coaches"):
        set_coach_terms(of(programme, "Noor"), by=cast.manager, is_external=True)


def test_a_coach_describes_themselves_and_sets_no_terms(programme: Programme, cast: Cast) -> None:
    ruth = of(programme, "Ruth")
    set_coach_terms(ruth, by=cast.manager, is_external=True, fee=FEE)
    describe_coach(ruth, by=ruth.person, credentials="Accredited for ten years")
    assert (CoachTerms.objects.get().credentials, CoachTerms.objects.get().fee) == (
        "Accredited for ten years",
        FEE,
    )
    with pytest.raises(NotAllowed):
        set_coach_terms(ruth, by=ruth.person, is_external=True, fee=FEE * 2)
    with pytest.raises(NotAllowed):
        describe_coach(ruth, by=of(programme, "Noor").person, credentials="")


def test_no_coachee_and_no_other_coach_reads_a_fee(programme: Programme, cast: Cast) -> None:
    set_coach_terms(of(programme, "Ruth"), by=cast.manager, is_external=True, fee=FEE)
    readers = {name: of(programme, name).person for name in ("Noor", "Lars", "Ruth")}
    seen = {name: CoachTerms.objects.visible_to(person).exists() for name, person in readers.items()}
    assert seen == {"Noor": False, "Lars": False, "Ruth": True}
    assert CoachTerms.objects.visible_to(cast.manager).count() == 1


def test_fees_that_stand_keep_their_currency(programme: Programme, cast: Cast) -> None:
    set_coach_terms(of(programme, "Ruth"), by=cast.manager, is_external=True, fee=FEE)
    with pytest.raises(RuleBroken, match="fees in EUR"):
        change_programme(programme, by=cast.manager, step=4, currency="GBP")
    form = RhythmForm({"currency": "GBP"}, instance=Programme.objects.get(pk=programme.pk))
    assert "fees in EUR" in form.errors["currency"][0]


def test_a_copy_keeps_sessions_and_budget(programme: Programme, cast: Cast) -> None:
    Programme.objects.filter(pk=programme.pk).update(session_credits=6, budget=Decimal(9000), currency="GBP")
    copy = copy_programme(Programme.objects.get(pk=programme.pk), by=cast.manager)
    assert (copy.session_credits, copy.budget, copy.currency) == (6, Decimal(9000), "GBP")


def test_sessions_and_budget_are_asked_for_in_coaching_alone(programme: Programme, cast: Cast) -> None:
    assert "budget" in RhythmForm(instance=programme).fields
    assert "budget" not in RhythmForm(instance=cast.mentoring).fields


def test_a_coach_without_terms_coaches_everybody(programme: Programme) -> None:
    assert names_seen_by(programme, "Tom") == {"Ruth Adeyemi", "Lars Holm"}
    assert places_left(Enrolment.objects.filter(pk=of(programme, "Ruth").pk))


def test_money_is_written_as_the_reader_writes_numbers() -> None:
    assert money(Decimal("1234.5"), "EUR") == "1,234.50 EUR"
    assert money(Decimal(120000), "JPY") == "120,000 JPY"
    with translation.override("de"):
        assert money(Decimal("1234.5"), "EUR") == "1.234,50 EUR"
