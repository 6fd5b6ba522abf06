"""The command line: one module a command, each with ``configure(parser)`` and ``run(arguments) -> int``.

Exit codes: 0 done, 1 a problem that the message explains, 2 the command was not understood, 130 interrupted.
"""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from alongside import __version__

COMMANDS = {
    "demo": "serve a believable organisation, to look around in",
    "serve": "serve Alongside: the pages and the background work, in one go",
    "organisation": "found an organisation with its first admin",
    "worker": "do the background work only",
    "match": "match two files, without any database",
    "import": "bring people in from a file",
    "doctor": "check that everything is as it should be, and say the cure",
    "manage": "run one of Django's own management commands",
}


class Problem(Exception):
    """Something that the person at the keyboard can mend; the message says how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Shows tracebacks only with ``--debug``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = next((word for word in given if word in COMMANDS), None)
    parser = _parser(loaded=name)
    options = parser.parse_args(given)
    logging.captureWarnings(capture=True)
    try:
        return int(_module(options.command).run(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; the null device takes what is still buffered.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        if options.debug:
            raise
        print(f"alongside {options.command}: {_in_words(problem)}", file=sys.stderr)
        return 1


def _parser(*, loaded: str | None) -> argparse.ArgumentParser:
    """The parser of all commands; only the one that is used is imported, so that help is quick."""
    parser = argparse.ArgumentParser(
        prog="alongside",
        description="Coaching and mentoring programmes, run by the organisation itself.",
        epilog="Example: alongside demo --port 8100. Each command has its own --help.",
    )
    parser.add_argument("--version", action="version", version=f"alongside {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        child = commands.add_parser(name, help=summary, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name == loaded:
            module = _module(name)
            child.description = module.__doc__
            module.configure(child)
    return parser


def _module(command: str) -> ModuleType:
    # "import" is a word of Python's, so its module is import_.
    return importlib.import_module(f"alongside.cli.{'import_' if command == 'import' else command}")


def _in_words(problem: Exception) -> str:
    if isinstance(problem, Problem):
        return str(problem)
    return f"{type(problem).__name__}: {problem}\nThis should not happen. Run it with --debug to see where."
