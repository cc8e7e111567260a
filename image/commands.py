"""Runs the programs that do the work, with their words in a log and an end to every wait.

The whole build lives in mount and process namespaces of its own (see `in_namespaces`): whatever ends it, and
however, the kernel takes its mounts and its children away. So `rm -r` on a root never reaches anything of the builder.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import NoReturn

ISOLATED = "TILLBOX_IMAGE_ISOLATED"
HOUR_S = 3600


class Failed(Exception):
    """A program failed. The message names it and the end of what it said."""


class Stopped(Exception):
    """Somebody wants the build to end."""


def in_namespaces(arguments: list[str]) -> int | None:
    """Start this program again inside namespaces of its own and return how it ended; None when inside already.

    Ctrl-C and the like end the namespaces, and the kernel everything in them at once: a build has nothing to tidy up,
    its marks say what is finished.
    """
    if os.environ.get(ISOLATED):
        return None
    command = (
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "--propagation",
        "private",
    )
    inside = subprocess.Popen(
        (*command, sys.executable, "-m", "image", *arguments),
        env={**os.environ, ISOLATED: "1"},
        start_new_session=True,  # the keyboard's signals are for us
    )
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        return inside.wait()
    except Stopped:
        inside.kill()
        inside.wait()
        raise


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


class Commands:
    """Runs programs and appends what they say to one log."""

    def __init__(self, log: Path, epoch_s: int) -> None:
        self.log = log
        self.epoch_s = epoch_s
        self._environment = {
            **os.environ,
            "SOURCE_DATE_EPOCH": str(epoch_s),
            "E2FSPROGS_FAKE_TIME": str(epoch_s),
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "TZ": "UTC",
        }

    def at_time(self, epoch_s: int) -> Commands:
        """The same with another time for what is made."""
        return Commands(self.log, epoch_s)

    def run(
        self,
        *command: str | Path,
        feed: str = "",
        cwd: Path | None = None,
        extra: Mapping[str, str] | None = None,
        timeout_s: int = HOUR_S,
    ) -> None:
        """Run to the end. Raises Failed with the last lines of the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
            log.flush()
            began = log.tell()
            try:
                code = subprocess.run(
                    [str(part) for part in command], input=feed.encode(), stdout=log, stderr=log, cwd=cwd,
                    env={**self._environment, **(extra or {})}, timeout=timeout_s, check=False,
                ).returncode  # fmt: skip
            except subprocess.TimeoutExpired:
                raise Failed(f"{command[0]} did not end within {timeout_s} s ({self.log})") from None
            except FileNotFoundError:
                raise Failed(f"{command[0]} is not installed here") from None
        if code != 0:
            raise Failed(f"{command[0]} ended with {code}:\n{self._end(began)}\nAll of it: {self.log}")

    def in_root(self, root: Path, *command: str, timeout_s: int = HOUR_S) -> None:
        """Run a program of the root inside it, with a /proc that goes away with the program."""
        self.run(
            "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child",
            f"--mount-proc={root}/proc", "chroot", root, *command,
            extra={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "TMPDIR": "/tmp"},  # noqa: S108 - the root's
            timeout_s=timeout_s,
        )  # fmt: skip

    def _end(self, began: int) -> str:
        with self.log.open("rb") as log:
            log.seek(began)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-12:])
