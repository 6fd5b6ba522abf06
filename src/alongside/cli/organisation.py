"""Found an organisation with its first admin, and show the link that opens the admin's account.

Example:
    alongside organisation northfield "Northfield Health" --admin "Rosa Delgado" rosa@northfield.example
"""

import argparse

from alongside.cli import Problem
from alongside.cli.environment import prepare, start_django, use_data


def configure(parser: argparse.ArgumentParser) -> None:
    """What it is called and who looks after it."""
    parser.add_argument("slug", help="the short name in addresses, as northfield")
    parser.add_argument("name", help="the name that people see")
    parser.add_argument("--admin", nargs=2, metavar=("NAME", "EMAIL"), required=True, help="its first admin")
    parser.add_argument("--time-zone", default="UTC", help="as Europe/London (default: %(default)s)")
    parser.add_argument(
        "--data", metavar="FOLDER", help="where everything is kept (default: ALONGSIDE_DATA or ./data)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Found it, and print where the admin begins."""
    use_data(arguments.data)
    start_django()
    prepare()
    from alongside.accounts.actions import found_organisation
    from alongside.activity.actions import RuleBroken

    name, email = arguments.admin
    try:
        organisation, admin, link = found_organisation(
            slug=arguments.slug,
            name=arguments.name,
            admin_name=name,
            admin_email=email,
            time_zone=arguments.time_zone,
        )
    except RuleBroken as broken:
        raise Problem(str(broken.message)) from broken
    print(f"{organisation.name} stands. {admin.name} opens the account here, once:\n{link}")
    return 0
