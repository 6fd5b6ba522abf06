"""Every command explains itself, ends with a code that means something, and shows no traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from alongside.cli import COMMANDS
from alongside.cli import main as command_line

DOCUMENTED = Path(__file__).parents[2] / "docs" / "operations.md"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own, with nothing but these settings."""
    source = str(Path(__file__).parents[2] / "src")
    return subprocess.run(
        [sys.executable, "-m", "alongside", *arguments],
        env={"PYTHONPATH": source, "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line([command, "--help"])
    assert ended.value.code == 0
    assert "alongside" in capsys.readouterr().out.split("Example", 1)[1]


def test_an_unknown_command_is_a_question_of_usage() -> None:
    answer = run("sing")
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_taken_is_said_before_any_work(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = run("serve", "--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "data"))
    assert answer.returncode == 1
    assert "Choose another --port" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_the_doctor_names_a_cure_that_can_be_typed(tmp_path: Path) -> None:
    answer = run("doctor", "--data", str(tmp_path))
    assert answer.returncode == 1
    cure = answer.stdout.partition("Run: ./run ")[2].strip()
    assert cure == f"manage --data {tmp_path} migrate"
    assert run(*cure.split()).returncode == 0
    assert "ok   migrations" in run("doctor", "--data", str(tmp_path)).stdout


def test_an_unreachable_database_is_said_in_words(tmp_path: Path) -> None:
    answer = run("serve", "--data", str(tmp_path), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert answer.returncode == 1
    assert "Check DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_organisation_is_founded_once_and_its_secrets_are_its_owners(tmp_path: Path) -> None:
    words = ("organisation", "northfield", "Northfield Health", "--admin", "Rosa", "rosa@northfield.example")
    first = run(*words, "--data", str(tmp_path))
    assert first.returncode == 0, first.stderr
    assert "/invitations/" in first.stdout
    assert (tmp_path / "secrets" / "secret-key").stat().st_mode & 0o077 == 0
    again = run(*words, "--data", str(tmp_path))
    assert again.returncode == 1
    assert "Choose another short name" in again.stderr


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    import re

    source = (Path(__file__).parents[2] / "src" / "alongside" / "settings.py").read_text()
    used = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source)) | {"ALONGSIDE_SECRET_KEY"}
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCUMENTED.read_text(), re.MULTILINE))
    assert used == documented
