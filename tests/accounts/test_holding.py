"""Rows are held so that nobody waits in a ring: without their keys."""

import re
from pathlib import Path

import alongside

SOURCE = Path(alongside.__file__).parent
HOLDS = re.compile(r"select_for_update\((.*)")


def test_every_row_is_held_without_its_key() -> None:
    """A mail points to its reader, a pair to its programme: writing them must not wait for who holds these."""
    held = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if HOLDS.search(line)
    ]
    assert len(held) > 30
    assert [line for line in held if "no_key=True" not in line] == []
