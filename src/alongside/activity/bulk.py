"""What a large write owes the reads after it."""

from django.db import connection, models, transaction


def wrote_in_bulk(*tables: type[models.Model]) -> None:
    """Count the tables anew once the transaction is through. Call it inside the transaction that wrote.

    PostgreSQL counts by itself within about a minute. Until then it plans joins as for the tables of before,
    and what takes milliseconds takes minutes where they were empty.
    """
    transaction.on_commit(lambda: count_anew(*tables), robust=True)


def count_anew(*tables: type[models.Model]) -> None:
    """Have PostgreSQL count the rows of these tables now; SQLite plans without counts."""
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")
