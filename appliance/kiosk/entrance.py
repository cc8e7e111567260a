"""The way into the till: is it there, and which token opens it. Knows nothing of windows."""

from __future__ import annotations

import logging
import os
import stat
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

log = logging.getLogger(__name__)

ASK_EVERY_S = 0.25
_ANSWER_LIMIT_S = 1.0


class TokenRefused(Exception):
    """The token file can be read by others than its user, so what it holds is no secret."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """The till's address and the file with the token that makes a session."""

    origin: str
    token_file: Path | None
    token_writers: frozenset[int] = frozenset()

    def address(self) -> str | None:
        """Where to go in; None as long as the till does not answer or has not written its token."""
        if not self._answers():
            return None
        if self.token_file is None:
            return f"{self.origin}/"
        token = read_token(self.token_file, self.token_writers)
        return f"{self.origin}/enter?token={quote(token, safe='')}" if token else None

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.origin}/healthz", timeout=_ANSWER_LIMIT_S) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError, ValueError):
            return False


def read_token(path: Path, writers: frozenset[int] = frozenset()) -> str | None:
    """The token, or None when there is no file yet. Raises TokenRefused when others could have read it.

    It is for us when we own it and nobody else may read it, or when one of `writers` (user ids) gave it to our
    group and nobody else may.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise TokenRefused(f"{path}: {problem.strerror}") from problem
    with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
        about = os.fstat(descriptor)
        mode = stat.S_IMODE(about.st_mode)
        is_ours = about.st_uid == os.geteuid() and not mode & 0o077
        is_given = about.st_uid in writers and about.st_gid == os.getegid() and not mode & 0o037
        if not (is_ours or is_given):
            raise TokenRefused(f"{path} must belong to this user and be readable by nobody else (mode 0600)")
        return file.read(1000).strip() or None


class Doorman:
    """A thread that keeps asking for the address and passes every answer on."""

    def __init__(self, entrance: Entrance, tell: Callable[[str | None], object]) -> None:
        self._entrance = entrance
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask_on, name="kiosk-doorman")
        self._complained = ""

    def start(self) -> None:
        """Begin asking."""
        self._thread.start()

    def stop(self) -> None:
        """End, within the limit of one question."""
        self._stop.set()
        self._thread.join(timeout=2 * _ANSWER_LIMIT_S + ASK_EVERY_S)

    def _ask_on(self) -> None:
        while not self._stop.wait(ASK_EVERY_S):
            try:
                self._tell(self._entrance.address())
            except TokenRefused as problem:
                if self._complained != str(problem):
                    self._complained = str(problem)
                    log.error("the till cannot be entered: %s", problem)
                self._tell(None)
