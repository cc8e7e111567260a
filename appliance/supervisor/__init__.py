"""A small supervisor for `make run`: starts a few processes, restarts what dies, leaves nothing behind.

On the box systemd does this job; the shape is the same. It must not know what the processes do: it gets
command lines, and for some a question that tells whether they are ready.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from appliance.supervisor import sessions
from appliance.supervisor.child import Child, ChildSpec, Running, answers, read_pid_file

__all__ = ["ChildSpec", "Supervisor", "answers", "read_pid_file"]

REFUSES_CONFIGURATION = 2
STOP_LIMIT_S = 3.0
SLOW_AFTER_S = 20.0
UNNEEDED_LIMIT_S = 5.0  # that long the announcement waits for what the others can do without
_ASK_EVERY_S = 0.1
_LOOK_EVERY_S = 2.0
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Keeps the processes of `specs` alive until it is told to stop; used from the main thread only."""

    def __init__(
        self, specs: Sequence[ChildSpec], run_dir: Path, logs_dir: Path, say: Callable[[str], object] = print
    ) -> None:
        self._children = [Child(spec, run_dir, logs_dir) for spec in specs]
        self._directories = (run_dir, logs_dir)
        self._say_aloud = say
        self._stops_asked = 0
        self._wake_fd = -1

    def run(self, on_ready: Callable[[], object] | None = None) -> int:
        """Start all, watch them, stop all; `on_ready` is called once, when all that are needed were ready.

        Who is not needed is waited for a moment, and not once it has died. Returns 0 after Ctrl-C, SIGTERM or
        SIGHUP, 2 when a process that is needed refuses its configuration, 1 when a program is missing.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("signals and parent-death signals need the main thread")
        for directory in self._directories:
            directory.mkdir(parents=True, exist_ok=True)
        with self._signals(), _Guard() as guard:
            try:
                return self._watch(guard, on_ready)
            finally:
                self._stop_all()

    def _watch(self, guard: _Guard, on_ready: Callable[[], object] | None) -> int:
        is_announced = False
        ready_s: float | None = None
        while not self._stops_asked:
            for child in self._children:
                code = self._look_after(child, guard)
                if code is not None:
                    return code
            if ready_s is None and all(
                _is_settled(child) for child in self._children if child.spec.is_needed
            ):
                ready_s = time.monotonic()
            if not is_announced and ready_s is not None and self._is_time_to_announce(ready_s):
                is_announced = True
                if on_ready is not None:
                    on_ready()
            self._sleep(self._pause_s())
        return 0

    def was_ready(self, name: str) -> bool:
        """Whether a process has been ready at least once."""
        return any(child.was_ready for child in self._children if child.spec.name == name)

    def _is_time_to_announce(self, ready_s: float) -> bool:
        waits = [child for child in self._children if not _is_settled(child) and not child.has_died]
        return not waits or time.monotonic() - ready_s > UNNEEDED_LIMIT_S

    def _look_after(self, child: Child, guard: _Guard) -> int | None:
        """One round for one child; an exit code when everything has to stop because of it."""
        running = child.running
        if running is None:
            is_due = not child.is_left_alone and time.monotonic() >= child.start_at_s
            return self._start(child, guard) if is_due and not child.is_held else None
        if running.has_ended():
            return self._bury(child, running)
        if not running.is_ready:
            self._ask(child, running)
        running.limit_log()
        running.say_pid()
        return None

    def _start(self, child: Child, guard: _Guard) -> int | None:
        try:
            running = child.start()
        except OSError as problem:
            self._say(f"{child.spec.name} cannot be started: {problem}")
            return 1
        guard.learn(running)
        return None

    def _ask(self, child: Child, running: Running) -> None:
        running.is_ready = child.spec.ready is None or child.spec.ready()
        if running.is_ready:
            if child.was_ready and child.spec.ready is not None:
                self._say(f"{child.spec.name} answers again after {running.age_s:.1f} s.")
            elif child.has_died or running.was_called_slow:
                self._say(f"{child.spec.name} answers now.")
            child.was_ready = True
        elif running.age_s > SLOW_AFTER_S and not running.was_called_slow:
            running.was_called_slow = True
            self._say(f"{child.spec.name} does not answer yet; what it says is in {child.log_path}")

    def _bury(self, child: Child, running: Running) -> int | None:
        """Collect a dead child and decide what follows."""
        name = child.spec.name
        child.has_died = True
        problem = child.mourn()  # first: it is what tells people of the death
        code = self._collect(child, running)
        if problem is not None:
            self._say(f"What follows the end of {name} went wrong: {problem}")
        if code == REFUSES_CONFIGURATION and not child.spec.is_needed:
            child.is_left_alone = True
            self._say(f"{name} refuses its configuration and stays down:\n{running.last_words()}")
            return None
        if code == REFUSES_CONFIGURATION:
            self._say(f"{name} refuses its configuration:\n{running.last_words()}")
            return REFUSES_CONFIGURATION
        if code == 0 and not child.spec.restart_on_success:
            child.is_left_alone = True
            self._say(f"{name} was closed.")
            return None
        if child.is_held:
            child.forgive()
            self._say(f"{name} {_how_it_ended(code)} and is held down.")
            return None
        pause_s = child.plan_restart(running.age_s)
        when = f"in {pause_s:.1f} s" if pause_s else "at once"
        self._say(f"{name} {_how_it_ended(code)}; starting it again {when}.")
        return None

    def _collect(self, child: Child, running: Running) -> int:
        code, is_clear = running.collect()
        child.running = None
        if not is_clear:
            self._say(f"{child.spec.name}: some of its processes cannot be killed.")
        return code

    def _stop_all(self) -> None:
        """Ask all to end, the newest first; after `STOP_LIMIT_S`, or a second Ctrl-C, end them."""
        alive = [(child, child.running) for child in reversed(self._children) if child.running]
        for _, running in alive:
            running.ask_to_end()
        stops_asked = max(1, self._stops_asked)
        deadline_s = time.monotonic() + STOP_LIMIT_S
        while self._stops_asked <= stops_asked and time.monotonic() < deadline_s:
            if all(running.has_ended() for _, running in alive):
                break
            self._sleep(_ASK_EVERY_S)
        for child, running in alive:
            self._collect(child, running)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """While running: stop signals are counted; they and the death of a child end the current sleep."""
        self._wake_fd, wake_write_fd = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        before_fd = signal.set_wakeup_fd(wake_write_fd, warn_on_full_buffer=False)
        before = {number: signal.signal(number, self._on_stop) for number in _STOP_SIGNALS}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(before_fd)
            os.close(self._wake_fd)
            os.close(wake_write_fd)

    def _on_stop(self, number: int, frame: object) -> None:
        self._stops_asked += 1

    def _pause_s(self) -> float:
        now_s = time.monotonic()
        waits = [_LOOK_EVERY_S]
        for child in self._children:
            if child.running is not None and not child.running.is_ready:
                waits.append(_ASK_EVERY_S)
            elif child.running is None and child.is_held:
                waits.append(_ASK_EVERY_S)
            elif child.running is None and not child.is_left_alone:
                waits.append(max(0.0, child.start_at_s - now_s))
        return min(waits)

    def _sleep(self, limit_s: float) -> None:
        readable, _, _ = select.select([self._wake_fd], [], [], limit_s)
        if readable:
            os.read(self._wake_fd, 4096)

    def _say(self, words: str) -> None:
        # When the terminal is gone there is nobody to tell; that is no reason to leave processes behind.
        with suppress(OSError):
            self._say_aloud(words)


def _is_settled(child: Child) -> bool:
    return child.was_ready or child.is_left_alone


class _Guard:
    """A process that outlives us by a moment and ends the sessions we had to leave.

    The parent-death signal reaches only direct children; grandchildren such as a server's worker need this.
    """

    def __init__(self) -> None:
        # Isolated and without site-packages: it starts in some 15 ms and depends on no environment.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", sessions.__file__], stdin=subprocess.PIPE, start_new_session=True
        )

    def __enter__(self) -> _Guard:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(BrokenPipeError):
            self._pipe.close()
        try:
            self._process.wait(timeout=STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=STOP_LIMIT_S)

    def learn(self, running: Running) -> None:
        """Tell it of a new session; it forgets the former one of the same name."""
        session = running.session
        # Should somebody have killed the guard, the children still have their parent-death signal.
        with suppress(BrokenPipeError):
            self._pipe.write(f"{running.spec.name} {session.pid} {session.start_ticks}\n".encode())
            self._pipe.flush()

    @property
    def _pipe(self) -> IO[bytes]:
        if self._process.stdin is None:
            raise RuntimeError("the guard was started without its pipe")
        return self._process.stdin


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"
