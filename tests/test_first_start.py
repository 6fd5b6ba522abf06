"""What ./run and ./test do on a fresh machine: find the best Python, and install once, whoever asks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
INSTALL = ". scripts/environment.sh; install_requirements requirements.lock"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that needs no package, so that installing is quick and asks no index."""
    shutil.copytree(HOUSE / "scripts", tmp_path / "scripts")
    (tmp_path / "requirements.lock").touch()
    return tmp_path


def shell(script: str, folder: Path, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["/bin/sh", "-euc", script],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def pretend_python(path: Path) -> Path:
    """The Python of these tests under another name."""
    path.parent.mkdir(parents=True)
    path.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    path.chmod(0o755)
    return path


def test_two_terminals_at_once_install_once_and_both_end_well(checkout: Path) -> None:
    terminals = [shell(INSTALL, checkout, PYTHON=sys.executable) for _ in range(2)]
    said = "".join(terminal.communicate(timeout=120)[1] for terminal in terminals)
    assert [terminal.returncode for terminal in terminals] == [0, 0], said
    assert said.count("Making a virtual environment") == 1
    assert (checkout / ".venv" / "installed-requirements.lock").exists()


def test_an_environment_whose_making_was_interrupted_is_made_again(checkout: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    terminal = shell(f"{INSTALL}; .venv/bin/python -m pip --version", checkout, PYTHON=sys.executable)
    told, said = terminal.communicate(timeout=120)
    assert terminal.returncode == 0, said
    assert told.startswith("pip ")


def test_the_newest_of_several_pythons_is_taken(checkout: Path) -> None:
    versions = checkout / ".pyenv" / "versions"
    for version in ("3.9.18", "3.11.7", "3.14.1", "3.12.1"):
        pretend_python(versions / version / "bin" / "python")
    # Nothing else is found by name: only what pyenv keeps.
    (checkout / "bin").mkdir()
    (checkout / "bin" / "grep").symlink_to(shutil.which("grep") or "/bin/grep")
    terminal = shell(". scripts/environment.sh; find_python", checkout, PATH=str(checkout / "bin"))
    told, said = terminal.communicate(timeout=60)
    assert (told.strip(), said) == (str(versions / "3.14.1" / "bin" / "python"), "")


def test_a_named_python_that_will_not_do_is_refused_by_name(checkout: Path) -> None:
    terminal = shell(INSTALL, checkout, PYTHON="/nowhere/python")
    said = terminal.communicate(timeout=60)[1]
    assert terminal.returncode == 1
    assert "PYTHON=/nowhere/python" in said
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(("ci", "code"), [({}, 0), ({"CI": "1"}, 1)])
def test_without_chromium_its_tests_are_left_out_except_in_ci(
    checkout: Path, ci: dict[str, str], code: int
) -> None:
    script = '. scripts/environment.sh; . scripts/browser.sh; echo "All of it holds$left_out."'
    terminal = shell(script, checkout, PATH="/nowhere", **ci)
    told, said = terminal.communicate(timeout=60)
    assert terminal.returncode == code, said
    assert "Chromium" in said
    assert ("but for the browser tests" in told) is (code == 0)


@pytest.mark.parametrize(("ci", "code", "word"), [({}, 0, "SKIPPED"), ({"CI": "1"}, 1, "ERROR")])
def test_each_browser_test_that_is_left_out_is_named(ci: dict[str, str], code: int, word: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/web/test_behaviours.py"],
        cwd=HOUSE,
        env={"PATH": "/nowhere", **ci},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == code, run.stdout
    assert f"{word} tests/web/test_behaviours.py::test_a_slider_says_its_number" in run.stdout
