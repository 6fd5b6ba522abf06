"""Two people with a declared conflict are never matched, whoever declares it and however often."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.apart import kept_apart
from alongside.people.actions import declare_conflict
from alongside.people.models import Conflict
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_conflict_is_declared_by_address_and_keeps_the_two_apart(cast: Cast) -> None:
    given = {"one": cast.mentee.email.upper(), "other": cast.mentor.email}
    assert cast.client("admin").post(cast.address("conflicts/"), given).status_code == 302
    apart = kept_apart(cast.mentoring)
    assert apart[cast.mentee.pk, cast.mentor.pk] in {"conflict", "running"}
    assert Conflict.objects.count() == 1


def test_declaring_it_twice_or_the_other_way_round_is_once(cast: Cast) -> None:
    first = declare_conflict(by=cast.admin, one=cast.mentee, other=cast.coach)
    assert declare_conflict(by=cast.manager, one=cast.coach, other=cast.mentee) == first


def test_taking_it_back_lets_them_be_matched(cast: Cast) -> None:
    conflict = declare_conflict(by=cast.admin, one=cast.stranger, other=cast.mentor)
    address = cast.address(f"conflicts/{conflict.public_id}/withdrawal/")
    assert cast.client("manager").post(address).status_code == 302
    assert not Conflict.objects.exists()


def test_an_unknown_address_is_named_beside_its_field(cast: Cast) -> None:
    page = cast.client("admin").post(
        cast.address("conflicts/"), {"one": "x@y.example", "other": cast.mentor.email}
    )
    assert b"Nobody in the directory has this address" in page.content
    assert not Conflict.objects.exists()


def test_nobody_conflicts_with_themselves_or_across_organisations(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        declare_conflict(by=cast.admin, one=cast.mentee, other=cast.mentee)
    with pytest.raises(NotAllowed):
        declare_conflict(by=cast.admin, one=cast.mentee, other=cast.outsider)


def test_a_member_does_not_see_the_list(cast: Cast) -> None:
    assert cast.client("mentee").get(cast.address("conflicts/")).status_code == 403
