"""Holding people to the end of a transaction, so that what is counted of them stays true until it is written.

Whatever moves somebody's places or their part in a programme holds things in one order, so that no two actions
wait for each other in a ring: the programme, then everybody it concerns by ``hold_people``, then suggested matches
or relationships, then enrolments, each by their row numbers.

A row is held without its key (``no_key=True``), here and everywhere: whoever writes a row that points to it, as a
mail points to its reader, goes on meanwhile.
"""

from collections.abc import Iterable

from alongside.accounts.models import Person


def hold_people(people: Iterable[int]) -> None:
    """Hold the rows of these people, given by their keys, in the one order in which everybody takes them."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(rows.order_by("pk").values_list("pk"))
