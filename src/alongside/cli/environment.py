"""Getting Django ready for a command, and the database and files ready for Django."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alongside.cli import Problem


def use_data(folder: str | None) -> None:
    """Let this process and its children keep everything in the folder."""
    if folder is not None:
        os.environ["ALONGSIDE_DATA"] = str(Path(folder).resolve())


def start_django() -> None:
    """Load the settings and features."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings")
    try:
        django.setup()
    except OSError as problem:
        raise Problem(f"The data folder cannot be used: {problem}. Name another with --data.") from problem


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time in the data folder: who starts at the same moment waits until the other is through."""
    from django.conf import settings

    folder = os.open(settings.DATA, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def prepare() -> None:
    """Bring the database up to date and gather the static files; nothing to do is done quickly."""
    with alone():
        _prepare()


def _prepare() -> None:
    from django.core.management import call_command
    from django.db.utils import OperationalError

    from alongside.schedule import keep_schedule

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as problem:
        raise Problem(f"The database cannot be reached: {problem}. Check DATABASE_URL.") from problem
    call_command("createcachetable", verbosity=0)
    keep_schedule()
    call_command("collectstatic", verbosity=0, interactive=False)
