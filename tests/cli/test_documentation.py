"""docs/command-line.md says what --help says: every command, every option, and examples that are understood."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from alongside.cli import COMMANDS, _parser

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text()
SECTIONS = dict(re.findall(r"^## `(\w+)`: (.+?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def command(name: str) -> argparse.ArgumentParser:
    """The parser of one command, with its options."""
    commands = next(action for action in _parser(loaded=name)._actions if action.dest == "command")
    return commands.choices[name]


def row(action: argparse.Action) -> str:
    """The line of the page that tells of one argument."""
    names = ", ".join(action.option_strings)
    value = "" if action.nargs == 0 else value_of(action)
    return f"| `{' '.join(filter(None, [names, value]))}` | {action.help % vars(action)} |".replace(
        "|}", "\\|}"
    )


def value_of(action: argparse.Action) -> str:
    """What is given with it."""
    if action.metavar is None and action.choices:
        return "{" + ",".join(map(str, action.choices)) + "}"
    metavar = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    return metavar if isinstance(metavar, str) else " ".join(metavar)


def test_every_command_has_a_section_that_begins_with_its_summary() -> None:
    assert list(SECTIONS) == list(COMMANDS)
    for name, summary in COMMANDS.items():
        assert SECTIONS[name].splitlines()[0] == summary


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_as_the_help_tells_it(name: str) -> None:
    actions = [action for action in command(name)._actions if action.dest != "help"]
    told = [line for line in SECTIONS[name].splitlines() if line.startswith("| `")]
    assert told == [row(action) for action in actions], "docs/command-line.md is not what --help says"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_understood(name: str) -> None:
    blocks = re.findall(r"^```sh\n(.+?)^```", SECTIONS[name], re.MULTILINE | re.DOTALL)
    examples = [line for block in blocks for line in block.splitlines() if line.startswith("./run ")]
    assert examples
    for example in examples:
        words = shlex.split(example, comments=True)[1:]
        assert words[0] == name
        _parser(loaded=name).parse_args(words)


def test_every_exit_code_is_told() -> None:
    assert re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE) == ["0", "1", "2", "130"]
