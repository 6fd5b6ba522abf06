"""Do the background work: mails, matchings, imports, what is due by the clock.

Example:
    alongside worker
"""

import argparse

from alongside.cli.environment import start_django, use_data


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the data is."""
    parser.add_argument(
        "--data", metavar="FOLDER", help="where everything is kept (default: ALONGSIDE_DATA or ./data)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until asked to stop."""
    use_data(arguments.data)
    start_django()
    from django.core.management import call_command
    from django_q.tasks import async_task

    from alongside.matching.engine import warm_up

    # Its first piece of work: what the last worker left is looked after, and `alongside doctor` hears of this one.
    async_task("alongside.activity.jobs.recover")
    warm_up()
    call_command("qcluster", verbosity=0)
    return 0
