"""Serve the pages and do the background work, until interrupted.

Example:
    alongside serve --host 0.0.0.0 --port 8000 --data /var/lib/alongside
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from alongside.cli import Problem
from alongside.cli.environment import prepare, start_django, use_data


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to listen and where to keep the data."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port", type=port_number, default=8000, help="the port to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--data", metavar="FOLDER", help="where everything is kept (default: ALONGSIDE_DATA or ./data)"
    )
    parser.add_argument(
        "--processes", type=number_of_processes, default=1, help="server processes (default: %(default)s)"
    )


def port_number(text: str) -> int:
    """A port as it may be listened on."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; choose a number from 1 to 65535")
    return int(text)


def number_of_processes(text: str) -> int:
    """At least one process."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} processes cannot serve anybody; choose 1 or more")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Prepare, then keep the server and the worker alive until a signal comes."""
    use_data(arguments.data)
    refuse_taken_port(arguments.host, arguments.port)
    start_django()
    prepare()
    return serve(arguments.host, arguments.port, arguments.processes)


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before any work is done when something else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Problem(
                f"Cannot listen on {host}:{port}: {problem.strerror}. Choose another --port."
            ) from problem


def serve(host: str, port: int, processes: int) -> int:
    """Run the server and the worker as two children; the end of either is the end of both."""
    refuse_taken_port(host, port)  # somebody may have come first while this one prepared
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += [
        "--workers",
        str(processes),
        "--blocking-threads",
        "4",
        "--no-ws",
        # Granian's own worker misses a signal that comes while it starts, and would be waited for without end.
        "--workers-kill-timeout",
        "5",
        "alongside.wsgi:application",
    ]
    worker = [sys.executable, "-m", "alongside", "worker"]
    # Before the children: a signal that comes while they start has to end them too.
    stopping = _stop_on_signals()
    # Each leads a group of its own, so that Ctrl+C reaches this process alone and what it stops is whole.
    children = [subprocess.Popen(command, process_group=0) for command in (server, worker)]  # noqa: S603  our own commands
    print(f"Alongside is at http://{host}:{port}/  (Ctrl+C stops it)", flush=True)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    return _end(children, asked=bool(stopping))


def _stop_on_signals() -> list[int]:
    """A list that is empty until this process is asked to stop, or its terminal is closed."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup wants it
            signal.signal(number, note)
    return asked


def _end(children: list[subprocess.Popen[bytes]], *, asked: bool) -> int:
    """Let both finish what they are at; after 15 seconds end them with all that they started."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if asked:
        return 0
    raise Problem("The server or the worker stopped by itself; its own message stands above.")
