"""A process of the box as the power plug sees it: found by its pid file, struck only when surely that process.

A pid alone proves nothing: after a restart it may belong to anybody. So the file names the start time too
(field 22 of /proc/<pid>/stat), and the signal goes through a pidfd, which cannot come to mean another one.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from pathlib import Path

_PARENT_FIELD, _START_FIELD = 1, 19  # counted from the state letter that follows the program's name


class NotTheTill(Exception):
    """Nobody was struck: the pid file does not name a living process. `reason` is a log key's last word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def stat_fields(pid: int, proc: Path = Path("/proc")) -> list[str]:
    """What /proc/<pid>/stat says after the program's name, which may hold spaces; OSError if gone."""
    return (proc / str(pid) / "stat").read_text().rpartition(")")[2].split()


def start_ticks(pid: int) -> int:
    """When the process began, in clock ticks since boot."""
    return int(stat_fields(pid)[_START_FIELD])


def read_pid_file(path: Path) -> tuple[int, int]:
    """(pid, start ticks) from `{"pid": N, "start": ticks}`. Raises NotTheTill when there is no such thing."""
    try:
        content = json.loads(path.read_text())
        pid, start = content["pid"], content["start"]
    except FileNotFoundError as gone:
        raise NotTheTill("no_file") from gone
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise NotTheTill("bad_file") from broken
    if type(pid) is not int or type(start) is not int or pid <= 1:
        raise NotTheTill("bad_file")
    return pid, start


def kill_till(pid_file: Path) -> int:
    """SIGKILL the till and the workers it started, as a power cut would; its pid. Raises NotTheTill."""
    return send_signal(pid_file, signal.SIGKILL)


def end_till(pid_file: Path) -> int:
    """SIGTERM to the same, as systemd does when the machine is switched off; its pid. Raises NotTheTill."""
    return send_signal(pid_file, signal.SIGTERM)


def send_signal(pid_file: Path, number: signal.Signals) -> int:
    """Signal the process a pid file names and all it started; its pid. Raises NotTheTill."""
    pid, start = read_pid_file(pid_file)
    with contextlib.ExitStack() as open_fds:
        try:
            master = os.pidfd_open(pid)
        except OSError as gone:
            raise NotTheTill("not_running") from gone
        open_fds.callback(os.close, master)
        with contextlib.suppress(OSError):
            if start_ticks(pid) != start:
                raise NotTheTill("another_process")
        workers = []
        for child in _descendants(pid):
            with contextlib.suppress(OSError):
                workers.append(os.pidfd_open(child))
                open_fds.callback(os.close, workers[-1])
        # The master first: it would replace a worker that dies before it.
        for process in [master, *workers]:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(process, number)
    return pid


def _descendants(ancestor: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(entry.name)] = int(stat_fields(int(entry.name))[_PARENT_FIELD])
    found: list[int] = []
    ring = {ancestor}
    while ring:
        ring = {child for child, parent in parents.items() if parent in ring}
        found.extend(sorted(ring))
    return found
