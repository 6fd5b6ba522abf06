"""Run one of Django's own management commands.

Example:
    alongside manage --data /var/lib/alongside migrate
"""

import argparse

from alongside.cli.environment import start_django, use_data


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the data is; whatever follows is Django's."""
    parser.add_argument(
        "--data", metavar="FOLDER", help="where everything is kept (default: ALONGSIDE_DATA or ./data)"
    )
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="...", help="the command and its arguments"
    )


def run(arguments: argparse.Namespace) -> int:
    """Hand over to Django."""
    use_data(arguments.data)
    start_django()
    from django.core.management import ManagementUtility

    ManagementUtility(["alongside manage", *arguments.words]).execute()
    return 0
