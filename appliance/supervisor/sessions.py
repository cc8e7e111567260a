"""Process sessions: who belongs to one, and ending all of it, grandchildren included.

Run as a program it is the guard of a supervisor: it learns over its standard input which sessions are
alive and, when that pipe closes because the supervisor is gone (even by SIGKILL), ends what is left of them.
It must import nothing but the standard library: the guard runs as a plain file without site-packages.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_POLL_S = 0.01


@dataclass(frozen=True, slots=True)
class Session:
    """A session by its leader: its pid, which is also the session and process-group id, and its start time.

    The start time, in clock ticks, tells the leader from a later process that was given the same number.
    """

    pid: int
    start_ticks: int


@dataclass(frozen=True, slots=True)
class Stat:
    """What `/proc/<pid>/stat` says of one process (proc(5): state 3, session 6, starttime 22)."""

    pid: int
    state: str
    session: int
    start_ticks: int


def stat(pid: int) -> Stat | None:
    """The process `pid`, a zombie too; None when there is none."""
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in parentheses may hold blanks and parentheses itself, so count from the last one.
    fields = text.rpartition(")")[2].split()
    return Stat(pid=pid, state=fields[0], session=int(fields[3]), start_ticks=int(fields[19]))


def members(session: Session) -> list[int]:
    """The living processes of the session; zombies hold neither port nor lock and do not count."""
    leader = stat(session.pid)
    if leader is not None and leader.start_ticks != session.start_ticks:
        # The kernel gives a number away again only when no process is left whose session bears it.
        return []
    found = (stat(int(entry.name)) for entry in PROC.iterdir() if entry.name.isdigit())
    return [one.pid for one in found if one and one.session == session.pid and one.state not in "ZX"]


def kill_session(session: Session, *, limit_s: float = 2.0) -> bool:
    """SIGKILL everything in the session, again until nothing is left; False when `limit_s` was not enough."""
    deadline = time.monotonic() + limit_s
    while alive := members(session):
        for pid in alive:
            _kill(pid)
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_S)
    return True


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def guard(lines: Iterable[str]) -> None:
    """Remember the newest `name pid start` of each name until the lines end, then end those sessions."""
    sessions: dict[str, Session] = {}
    for line in lines:
        name, pid, start_ticks = line.split()
        sessions[name] = Session(int(pid), int(start_ticks))
    for session in sessions.values():
        kill_session(session)


if __name__ == "__main__":
    guard(sys.stdin)
