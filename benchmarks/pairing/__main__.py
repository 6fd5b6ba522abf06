"""Run the matching library and its peers side by side, and write docs/benchmarks.md.

    python -m benchmarks.pairing                 # the smaller rows, under three minutes once peers are installed
    python -m benchmarks.pairing --large         # all rows; hours with the slowest peers, see --limit
    python -m benchmarks.pairing --only scheme   # one row, on the screen only; may be repeated

Peers are installed from PyPI into environments of their own, in the user's cache folder. Who cannot be installed
or takes too long is named with the reason.
"""

import argparse
import os
from pathlib import Path

from benchmarks.pairing.page import PAGE, Conditions, Done, section, write_page
from benchmarks.pairing.rows import ROWS
from benchmarks.pairing.running import outcome

LIMITS = {False: 15.0, True: 600.0}


def main() -> None:
    """Run the rows that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [row.name for row in ROWS]
    parser.add_argument("--large", action="store_true", help="the large rows too, and patience with peers")
    parser.add_argument("--only", action="append", choices=names, help="a row; may be repeated")
    parser.add_argument(
        "--limit", type=float, help="seconds before a contender is given up (15; 600 with --large)"
    )
    parser.add_argument("--openreview", type=Path, help="a folder with the source of openreview-matcher")
    arguments = parser.parse_args()
    limit, load, done = arguments.limit or LIMITS[arguments.large], os.getloadavg()[0], []
    for row in ROWS:
        if row.name in arguments.only if arguments.only else arguments.large or not row.is_large:
            folder = row.instance()
            outcomes = [
                outcome(each, task, folder, limit, arguments.openreview) for each, task in row.contenders
            ]
            done.append(Done(row, outcomes))
            print(section(done[-1]), flush=True)
            if not arguments.only:
                write_page(done, Conditions(arguments.large, limit, load))
    if not arguments.only:
        print(f"Written: {PAGE}")


if __name__ == "__main__":
    main()
