"""Run one of Django's own management commands.

Example:
    alongside manage migrate
"""

import argparse

from alongside.cli.environment import start_django


def configure(parser: argparse.ArgumentParser) -> None:
    """Whatever follows is Django's."""
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="...", help="the command and its arguments"
    )


def run(arguments: argparse.Namespace) -> int:
    """Hand over to Django."""
    start_django()
    from django.core.management import ManagementUtility

    ManagementUtility(["alongside manage", *arguments.words]).execute()
    return 0
