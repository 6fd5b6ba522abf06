"""The list of promises that people read names every test of a promise, and no other."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_the_list_and_the_tests_are_the_same() -> None:
    listed = re.findall(r"`(test_\w+\.py)`", (HERE.parents[1] / "docs" / "promises.md").read_text())
    kept = {path.name for path in HERE.glob("test_*.py")} - {Path(__file__).name}
    assert sorted(listed) == sorted(kept)
