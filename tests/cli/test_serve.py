"""Serving starts and ends as one: the web server and the worker, by a signal, with nothing left running."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alongside.cli import main as command_line

SOURCE = str(Path(__file__).parents[2] / "src")
PATIENCE = 120


on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux what runs")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"PYTHONPATH": SOURCE, "PATH": "/usr/bin:/bin", "ALONGSIDE_DATA": str(tmp_path)}


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(environment: dict[str, str], port: int, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The real command, as an administrator would start it."""
    with (tmp_path / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside", "serve", "--port", str(port)],
            env=environment,
            stdout=said,
            stderr=said,
        )
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(PATIENCE)


def wait_until(happened: Callable[[], bool], process: "subprocess.Popen[bytes]", said: Path) -> None:
    for _attempt in range(10 * PATIENCE):
        if happened():
            return
        assert process.poll() is None, said.read_text()
        time.sleep(0.1)
    pytest.fail(said.read_text())


def processes() -> Iterator[tuple[int, int]]:
    """Every process that runs, with the one that started it; what is dead and only not yet counted is left out."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            # The name stands in brackets and may hold anything.
            state, parent, *_ = status.read_text().rpartition(")")[2].split()
            if state != "Z":
                yield int(status.parent.name), int(parent)


def children_of(process: int) -> set[int]:
    """Everything that a process started, and what that started."""
    mine = {pid for pid, parent in processes() if parent == process}
    return mine.union(*map(children_of, mine))


def still_there(started: set[int]) -> set[int]:
    return started & {pid for pid, _parent in processes()}


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/") as page:
            return page.status == 200
    except OSError:
        return False


@on_linux
def test_a_signal_ends_server_and_worker_and_leaves_nothing_running(
    serving: "subprocess.Popen[bytes]", environment: dict[str, str], port: int, tmp_path: Path
) -> None:
    said = tmp_path / "said.txt"
    doctor = [sys.executable, "-m", "alongside", "doctor"]

    def hears_the_worker() -> bool:
        told = subprocess.run(doctor, env=environment, capture_output=True, text=True, check=False).stdout
        return "ok   worker: last heard of" in told

    wait_until(lambda: answers(port), serving, said)
    wait_until(hears_the_worker, serving, said)
    started = children_of(serving.pid)
    serving.terminate()
    assert serving.wait(PATIENCE) == 0
    assert len(started) > 2
    assert not still_there(started)
    assert "Traceback" not in said.read_text()


@on_linux
def test_a_signal_that_comes_while_all_is_starting_leaves_nothing_running(
    serving: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    said = tmp_path / "said.txt"
    wait_until(lambda: len(children_of(serving.pid)) > 0, serving, said)
    started = children_of(serving.pid)
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(PATIENCE) == 0
    assert not still_there(started)


def test_what_starts_at_the_same_moment_in_a_fresh_folder_ends_well(environment: dict[str, str]) -> None:
    found = [sys.executable, "-m", "alongside", "organisation", "--admin", "Rosa", "rosa@northfield.example"]
    starting = [
        subprocess.Popen(
            [*found, slug, slug], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for slug in ("northfield", "southgate")
    ]
    said = [process.communicate(timeout=PATIENCE)[1].decode() for process in starting]
    assert [process.returncode for process in starting] == [0, 0], "".join(said)
    assert "".join(said).count("Made a new secret") == 1


@pytest.mark.parametrize("processes", ["0", "-2", "many"])
def test_fewer_than_one_process_is_refused_in_words(
    processes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line(["serve", f"--processes={processes}"])
    assert ended.value.code == 2
    assert "choose 1 or more" in capsys.readouterr().err
