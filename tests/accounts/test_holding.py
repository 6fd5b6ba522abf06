"""Rows are held so that nobody waits in a ring: without their keys, and people in one order."""

import re
from pathlib import Path

import alongside

SOURCE = Path(alongside.__file__).parent
HOLDS = re.compile(r"select_for_update\(([^)]*\)?)\)")


def test_every_row_is_held_without_its_key() -> None:
    """A mail points to its reader, a pair to its programme: writing them must not wait for who holds these."""
    held = {
        f"{path.relative_to(SOURCE)}: {each.group()}": "no_key=True" in each.group()
        for path in SOURCE.rglob("*.py")
        for each in HOLDS.finditer(path.read_text(encoding="utf-8"))
    }
    assert len(held) > 30
    assert [where for where, is_without_key in held.items() if not is_without_key] == []
