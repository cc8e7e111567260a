"""One supervised process: starting it tied to us, knowing how it is, collecting it with all it left behind.

Knows nothing of the others and decides nothing; the supervisor does.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from appliance.supervisor import sessions
from appliance.supervisor.sessions import Session

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
STEADY_AFTER_S = 10.0
LOG_LIMIT_BYTES = 1 << 20
_COLLECT_LIMIT_S = 3.0
_AFTER_DEATH_LIMIT_S = 0.7  # it comes before the restart, which must not be late
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """One process to keep alive.

    `env` is added to our own environment. `ready` has about half a second to answer; None means ready once
    started. Without `restart_on_success` exit code 0 means a person closed it, and it is left alone.
    `after_death` is a quick command for the moment between a death and the next start. While `hold_file`
    exists the process, once dead, is not started. A process that dies again and again is given ever more time,
    up to `longest_pause_s`. Without `is_needed` the others are announced and go on when it cannot start.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] | None = None
    restart_on_success: bool = True
    after_death: tuple[str, ...] | None = None
    hold_file: Path | None = None
    longest_pause_s: float = LONGEST_PAUSE_S
    is_needed: bool = True


def answers(url: str, *, timeout_s: float = 0.5) -> Callable[[], bool]:
    """A readiness question: does `url` answer with 200?"""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask() -> bool:
        try:
            with opener.open(url, timeout=timeout_s) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError, ValueError):
            return False

    return ask


def read_pid_file(path: Path) -> Session | None:
    """The process a pid file names, if that very process is alive; otherwise None."""
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        named = Session(int(words["pid"]), int(words["start"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    found = sessions.stat(named.pid)
    is_same = found is not None and found.start_ticks == named.start_ticks and found.state not in "ZX"
    return named if is_same else None


class Running:
    """A started process, leader of its own session and process group, not yet collected.

    Raises OSError when the program cannot be started.
    """

    def __init__(self, spec: ChildSpec, pid_path: Path, log_path: Path) -> None:
        self.spec = spec
        self._pid_path = pid_path
        self._log_path = log_path
        with log_path.open("ab") as log:
            self._log_offset = log.seek(0, os.SEEK_END)
            self._process = subprocess.Popen(
                spec.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **spec.env},
                start_new_session=True,
                preexec_fn=_tie_to_parent(),
            )
        # Even if it has died already its entry stays in /proc until we collect it.
        found = sessions.stat(self._process.pid)
        self.session = Session(self._process.pid, found.start_ticks if found else 0)
        self.started_s = time.monotonic()
        self.is_ready = False
        self.was_called_slow = False
        self._is_in_pid_file = False
        self.say_pid()

    @property
    def age_s(self) -> float:
        """How long it has been alive."""
        return time.monotonic() - self.started_s

    def say_pid(self) -> None:
        """Write the pid file, unless it is written; on a full disk later, and nothing is ended because of it."""
        if not self._is_in_pid_file:
            with suppress(OSError):
                _write_pid_file(self._pid_path, self.session)
                self._is_in_pid_file = True

    def has_ended(self) -> bool:
        """Whether it is dead, without collecting it: the zombie keeps its number from being reused."""
        return os.waitid(os.P_PID, self.session.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def ask_to_end(self) -> None:
        """SIGTERM to the leader; safe, because nobody else can have its number before it is collected."""
        os.kill(self.session.pid, signal.SIGTERM)

    def collect(self) -> tuple[int, bool]:
        """Kill what is left of its session (a worker still holding the port), then take its exit code.

        The second value is False when some process would not die.
        """
        is_clear = sessions.kill_session(self.session)
        code = self._process.wait(timeout=_COLLECT_LIMIT_S)
        self._pid_path.unlink(missing_ok=True)
        return code, is_clear

    def last_words(self, lines: int = 8) -> str:
        """The end of what it has written since it was started."""
        with self._log_path.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            offset = self._log_offset if self._log_offset <= size else 0
            log.seek(max(offset, size - 4000))
            words = log.read().decode("utf-8", errors="replace")
        return "\n".join([line for line in words.splitlines() if line.strip()][-lines:])

    def limit_log(self) -> None:
        """Keep one older part beside the log.

        The process holds the file open to append, so it is emptied in place.
        """
        with suppress(FileNotFoundError):  # whoever removed it wanted the room
            if self._log_path.stat().st_size > LOG_LIMIT_BYTES:
                with suppress(OSError):  # a full disk: the room is worth more than the older part
                    shutil.copyfile(self._log_path, self._log_path.with_suffix(".log.1"))
                os.truncate(self._log_path, 0)


class Child:
    """What the supervisor remembers about one spec over all its lives."""

    def __init__(self, spec: ChildSpec, run_dir: Path, logs_dir: Path) -> None:
        self.spec = spec
        self.log_path = logs_dir / f"{spec.name}.log"
        self.running: Running | None = None
        self.start_at_s = 0.0
        self.was_ready = False
        self.is_left_alone = False
        self.has_died = False
        self._pid_path = run_dir / f"{spec.name}.pid"
        self._deaths = 0

    def start(self) -> Running:
        """Start it. Raises OSError when the program cannot be started."""
        self.running = Running(self.spec, self._pid_path, self.log_path)
        return self.running

    def plan_restart(self, lived_s: float) -> float:
        """Seconds until the next start: none after a steady life, then ever more."""
        self._deaths = 1 if lived_s >= STEADY_AFTER_S else self._deaths + 1
        pause_s = 0.0 if self._deaths == 1 else FIRST_PAUSE_S * 2 ** min(self._deaths - 2, 16)
        pause_s = min(self.spec.longest_pause_s, pause_s)
        self.start_at_s = time.monotonic() + pause_s
        return pause_s

    @property
    def is_held(self) -> bool:
        """Whether somebody wants it to stay down."""
        return self.spec.hold_file is not None and self.spec.hold_file.exists()

    def forgive(self) -> None:
        """A death that was wanted is no reason to wait."""
        self._deaths, self.start_at_s = 0, 0.0

    def mourn(self) -> str | None:
        """Run what follows a death, at most 0.7 s; what went wrong with it, if anything."""
        if self.spec.after_death is None:
            return None
        with self.log_path.open("ab") as log:
            try:
                code = subprocess.run(
                    self.spec.after_death,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, **self.spec.env},
                    timeout=_AFTER_DEATH_LIMIT_S,
                    preexec_fn=_tie_to_parent(),
                ).returncode
            except (OSError, subprocess.TimeoutExpired) as problem:
                return str(problem)
        return f"code {code}" if code else None


def _tie_to_parent() -> Callable[[], None]:
    """What a child runs before its program: die with the supervisor, however that ends (prctl(2))."""
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def tie() -> None:
        # The supervisor has no other thread, so nothing can hold a lock here between fork and exec.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return tie


def _write_pid_file(path: Path, session: Session) -> None:
    fresh = path.with_suffix(".pid.new")
    fresh.write_text(json.dumps({"pid": session.pid, "start": session.start_ticks}) + "\n", encoding="utf-8")
    fresh.replace(path)
