"""Serve a believable organisation of 240 people, to look around in. Every person in it is invented.

Example:
    alongside demo --port 8100 --data some/folder
"""

import argparse
import os
from pathlib import Path

from alongside.cli.environment import alone, prepare, start_django, use_data
from alongside.cli.serve import port_number, refuse_taken_port, serve


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to listen and where to keep the demonstration."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=port_number, default=8000, help="the port to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--data", metavar="FOLDER", default="data/demo", help="where it is kept (default: %(default)s)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw away what was changed and build it anew")


def run(arguments: argparse.Namespace) -> int:
    """Build the organisation where there is none yet, then serve it."""
    use_data(arguments.data)
    folder = Path(os.environ["ALONGSIDE_DATA"])
    os.environ["ALONGSIDE_DEMO"] = "1"
    os.environ.setdefault("ALONGSIDE_URL", f"http://{arguments.host}:{arguments.port}")
    os.environ.setdefault("ALONGSIDE_EMAIL_URL", f"filemail://{folder / 'mails'}")
    refuse_taken_port(arguments.host, arguments.port)
    start_django()
    prepare()
    _build(fresh=arguments.fresh)
    print(f"Mails of the demonstration are written to {folder / 'mails'}, and sent to nobody.")
    return serve(arguments.host, arguments.port, processes=1)


def _build(*, fresh: bool) -> None:
    from tqdm import tqdm

    from alongside.demo.build import STEPS, stands, steps

    with alone():
        if stands() and not fresh:
            return
        with tqdm(
            total=STEPS, desc="Building the demonstration", unit="step", leave=False, disable=None
        ) as bar:
            for _ in steps():
                bar.update()
