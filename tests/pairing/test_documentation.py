"""The tutorial runs as it stands, and on the published cohort it says what it says."""

import re
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.pairing import Table
from alongside.tables import write_csv
from tests.cohorts import RULES, Cohort, cohort

DOCUMENT = Path(__file__).parents[2] / "docs" / "pairing.md"
BLOCK = re.compile(r"```python\n(?P<code>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?", re.DOTALL)
COMMAND = re.compile(r"^alongside (?P<words>.*)$", re.MULTILINE)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """The cohort as the files that the tutorial reads, in the current folder."""
    monkeypatch.chdir(tmp_path)
    found = cohort("large")
    for name, table in (("mentees.csv", found.learners), ("mentors.csv", found.guides)):
        (tmp_path / name).write_bytes(as_file(table))
    (tmp_path / "mentoring-scheme.toml").write_text(RULES.read_text())
    return found


def as_file(table: Table) -> bytes:
    ids = list(table.ids)
    columns = {"first name": ids, "last name": ids, "email address": ids, **table.columns}
    return write_csv(list(columns), zip(*columns.values(), strict=True))


def test_every_block_of_code_runs_and_says_what_is_written_below_it(
    people: Cohort, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, object] = {}
    blocks = list(BLOCK.finditer(DOCUMENT.read_text()))
    assert len(blocks) >= 7
    for block in blocks:
        exec(compile(block["code"], DOCUMENT.name, "exec"), names)
        told = capsys.readouterr().out
        if people.published and block["output"]:
            assert told == block["output"]


def test_every_command_runs(people: Cohort, capsys: pytest.CaptureFixture[str]) -> None:
    commands = [found["words"] for found in COMMAND.finditer(DOCUMENT.read_text())]
    assert commands
    for words in commands:
        arguments = [one or other for one, other in re.findall(r'"([^"]*)"|(\S+)', words)]
        if people.published or "@gov.uk" not in words:
            assert main(arguments) == 0, capsys.readouterr().err
