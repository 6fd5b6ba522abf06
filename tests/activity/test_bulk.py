"""PostgreSQL knows at once how many rows a large write has brought."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection, transaction
from tests.cast import Cast

from alongside.accounts.models import Person
from alongside.activity.bulk import wrote_in_bulk

Commits = Callable[..., AbstractContextManager[list[object]]]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without counts")
def test_a_large_write_is_counted_when_it_is_through(
    cast: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        Person.objects.bulk_create(
            Person(organisation=cast.organisation, email=f"{number}@bulk.example", name=f"Person {number}")
            for number in range(700)
        )
        wrote_in_bulk(Person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'accounts_person'")
        assert cursor.fetchone() == (Person.objects.count(),)
