"""Processes that are killed outright, as a machine that loses its power would."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = ("INSERT", "UPDATE", "DELETE")


def in_a_worker_that_is_killed(do: Callable[[Callable[[], None]], object]) -> None:
    """Run something in a process of its own, and kill it outright as soon as it calls what it is given."""
    reached, tell = os.pipe()
    connection.close()  # two processes must not share one
    worker = os.fork()
    if worker == 0:

        def wait_to_be_killed() -> None:
            os.write(tell, b"!")
            time.sleep(60)

        try:
            do(wait_to_be_killed)
        finally:
            os._exit(1)
    os.close(tell)
    assert os.read(reached, 1) == b"!"
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    os.close(reached)


def kill_after_each_write(do: Callable[[], object], *, is_through: Callable[[], bool]) -> int:
    """Do it and kill it right after the first thing that it writes; then after the second, and so on.

    After each kill ``is_through`` looks at what is left, and puts things back as they were, or says that it was
    through already. Returns how often it was killed until then.
    """
    number = 0
    while True:
        number += 1

        def until_that_write(wait_to_be_killed: Callable[[], None], number: int = number) -> None:
            with _calling_after(number, wait_to_be_killed):
                do()
            wait_to_be_killed()

        in_a_worker_that_is_killed(until_that_write)
        if is_through():
            return number


@contextmanager
def _calling_after(number: int, call: Callable[[], None]) -> Iterator[None]:
    written = 0

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal written
        result = execute(sql, *rest)
        written += sql.lstrip().startswith(WRITES)
        if written == number and sql.lstrip().startswith(WRITES):
            call()
        return result

    with connection.execute_wrapper(look):
        yield
