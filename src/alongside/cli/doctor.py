"""Check database, migrations, mail, storage, secrets, clock and worker; say the cure of what is wrong.

Example:
    alongside doctor --data /var/lib/alongside

Exits with 0 when all is well and with 1 when something needs attention.
"""

import argparse
import os
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from alongside.cli.environment import start_django, use_data


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, and what is the case or how to mend it."""

    subject: str
    is_well: bool
    words: str


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the data is."""
    parser.add_argument(
        "--data", metavar="FOLDER", help="where everything is kept (default: ALONGSIDE_DATA or ./data)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each finding; 1 when one of them is not well."""
    use_data(arguments.data)
    start_django()
    findings = list(examine())
    for finding in findings:
        print(f"{'ok  ' if finding.is_well else 'FIX '} {finding.subject}: {finding.words}")
    return 0 if all(finding.is_well for finding in findings) else 1


def examine() -> Iterator[Finding]:
    """Every check, in the order in which one would mend things; without a database the rest says nothing."""
    checks: tuple[Callable[[], Finding], ...] = (
        check_database,
        check_migrations,
        check_secrets,
        check_storage,
        check_static_files,
        check_mail,
        check_clock,
        check_worker,
    )
    for check in checks:
        finding = _outcome(check)
        yield finding
        if finding.subject in {"database", "migrations"} and not finding.is_well:
            return


def _command(name: str, words: str = "") -> str:
    """A command as it is typed for the data that was looked at."""
    folder = shlex.quote(os.environ["ALONGSIDE_DATA"]) if "ALONGSIDE_DATA" in os.environ else "data"
    return " ".join(filter(None, ["./run", name, f"--data {folder}", words]))


def _outcome(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as problem:
        subject = check.__name__.removeprefix("check_").replace("_", " ")
        return Finding(subject, is_well=False, words=f"{type(problem).__name__}: {problem}")


def check_database() -> Finding:
    """Can it be reached and read?"""
    from django.db import connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as problem:
        cure = "Check DATABASE_URL, and that the server runs."
        return Finding("database", is_well=False, words=f"{problem}. {cure}")
    return Finding("database", is_well=True, words=f"{connection.vendor} answers")


def check_migrations() -> Finding:
    """Is the database as new as the program?"""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            "migrations", is_well=False, words=f"{len(waiting)} wait. Run: {_command('manage', 'migrate')}"
        )
    return Finding("migrations", is_well=True, words="all applied")


def check_secrets() -> Finding:
    """Does only the owner read the secret files?"""
    from django.conf import settings

    folder = settings.DATA / "secrets"
    open_files = [file for file in folder.glob("*") if file.stat().st_mode & 0o077]
    if open_files:
        names = ", ".join(str(file) for file in open_files)
        return Finding("secrets", is_well=False, words=f"others can read {names}. Run: chmod 600 {names}")
    return Finding("secrets", is_well=True, words="readable by their owner only")


def check_storage() -> Finding:
    """Can files be written and read back?"""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("doctor.txt", ContentFile(b"well"))
    try:
        with default_storage.open(name) as file:
            is_well = file.read() == b"well"
    finally:
        default_storage.delete(name)
    return Finding("storage", is_well=is_well, words="files can be written and read back")


def check_static_files() -> Finding:
    """Are the stylesheets gathered?"""
    from django.conf import settings

    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        return Finding("static files", is_well=True, words="gathered")
    cure = _command("manage", "collectstatic --no-input")
    return Finding("static files", is_well=False, words=f"not gathered. Run: {cure}")


def check_mail() -> Finding:
    """Does the mail server take a connection?"""
    from django.conf import settings
    from django.core.mail import get_connection

    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend in {"console", "dummy", "locmem"}:
        cure = "Set ALONGSIDE_EMAIL_URL, as smtp+tls://user:password@mail.example:587"
        return Finding("mail", is_well=settings.DEMO, words=f"goes nowhere ({backend}). {cure}")
    connection = get_connection()
    connection.open()
    connection.close()
    return Finding("mail", is_well=True, words=f"{backend} answers")


def check_clock() -> Finding:
    """Does the clock of this machine agree with the clock of the database?"""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return Finding("clock", is_well=True, words="the database uses this machine's own")
        cursor.execute("SELECT now()")
        apart = abs(cursor.fetchone()[0] - datetime.now(UTC))
    is_well = apart < timedelta(seconds=30)
    return Finding("clock", is_well=is_well, words=f"{apart.total_seconds():.1f} s from the database's")


def check_worker() -> Finding:
    """Was a worker heard of within the last minutes?"""
    from django.utils import timezone
    from django.utils.timesince import timesince

    from alongside.activity.jobs import SILENCE, last_heard

    heard = last_heard()
    cure = f"Run: {_command('serve')} (or {_command('worker')} beside a server that runs)"
    if heard is None:
        return Finding("worker", is_well=False, words=f"none was ever heard of. {cure}")
    silent_for = timezone.now() - heard
    if silent_for > SILENCE:
        age = timesince(heard).replace("\xa0", " ")
        return Finding("worker", is_well=False, words=f"last heard of {age} ago. {cure}")
    seconds = max(0, round(silent_for.total_seconds()))
    return Finding("worker", is_well=True, words=f"last heard of {seconds} s ago")
