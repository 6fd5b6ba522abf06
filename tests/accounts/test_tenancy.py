"""An organisation exists only for its own people."""

from tests.cast import Cast

from alongside.accounts.models import Person


def test_nobody_sees_people_of_another_organisation(cast: Cast) -> None:
    seen = Person.objects.visible_to(cast.outsider)
    assert set(seen) == {cast.outsider}


def test_an_admin_sees_everyone_of_the_own_organisation(cast: Cast) -> None:
    assert Person.objects.visible_to(cast.admin).count() == 7
