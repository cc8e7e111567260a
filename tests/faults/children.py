"""Child processes of a rig, forked without a new interpreter: milliseconds each, so hundreds fit a test run.

The rig's own process stays single-threaded (forking is safe) and never opens a store itself: what a child
opened is closed by its end, so its disk can be unmounted however badly the child fared.
"""

import contextlib
import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any


def start(work: Callable[..., object], *arguments: object) -> int:
    """Run `work` in a forked child and return its process id. It ends with status 0, or 1 and a traceback."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work(*arguments)
        status = 0
    except BaseException:  # the child's top: whatever happened is told, then the child is gone
        traceback.print_exc()
    finally:
        os._exit(status)


def wait(pid: int, timeout_s: float) -> int | None:
    """The exit status (negative: the signal that ended it); None if it was late and had to be killed."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    kill(pid)
    return None


def kill(pid: int) -> None:
    """SIGKILL a child of ours and collect it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def ask(work: Callable[..., Any], *arguments: object, timeout_s: float = 60.0) -> Any:
    """Run `work` in a child and return its JSON answer; `{"error": text}` if it raised, died or hung."""
    reading, writing = os.pipe()

    def answer() -> None:
        os.close(reading)
        try:
            text = json.dumps(work(*arguments))
        except Exception:  # reported as the answer: a store that cannot be opened is a finding
            text = json.dumps({"error": traceback.format_exc(limit=-6)})
        with os.fdopen(writing, "w") as pipe:
            pipe.write(text)

    pid = start(answer)
    os.close(writing)
    text = read_until_end(reading, timeout_s)
    status = wait(pid, 5.0 if text is not None else 0.0)
    if not text:
        return {"error": f"the child gave no answer within {timeout_s} s (status {status})"}
    return json.loads(text)


def read_until_end(descriptor: int, timeout_s: float) -> bytes | None:
    """Everything written to a pipe until its last writer closed it; None after the time limit."""
    deadline = time.monotonic() + timeout_s
    pieces: list[bytes] = []
    try:
        while True:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return None
            piece = os.read(descriptor, 1 << 16)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
    finally:
        os.close(descriptor)
