"""A root shell inside the emulated box, over a serial line.

It exists only because the harness asked for it on the kernel's command line (`boards.kernel_words`). Knows nothing
of tills.
"""

from __future__ import annotations

import base64
import hashlib
import shlex
import textwrap
from dataclasses import dataclass

from tests.system.boot.serial_line import NotSaid, SerialLine

CHUNK = 2400  # base64 letters a line; a terminal takes 4095 bytes at once
HELLO_S = 5.0
LIMIT_S = 120.0
# No echo, no prompts, no colours, no pager.
PLAIN = b"stty -echo -onlcr; PS1=; PS2=; export TERM=dumb SYSTEMD_COLORS=0 SYSTEMD_PAGER=cat NO_COLOR=1"


class Failed(AssertionError):
    """A command inside ended badly; its exit code and words."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and all it said."""

    code: int
    words: str


class Shell:
    """Commands one after the other; `wait` first, whenever the board was started."""

    def __init__(self, line: SerialLine) -> None:
        self._line = line
        self._number = 0

    def wait(self, limit_s: float) -> None:
        """Until the shell is there and answers; then it echoes nothing and prompts nothing. Raises NotSaid."""
        left = max(1, int(limit_s / HELLO_S))
        for attempt in range(left):
            # The answer is a sum, so that an echo of the question is not taken for it.
            self._line.send(b"\nexec /bin/sh\n %s; echo is-$((6*7))-%d\n" % (PLAIN, attempt))
            try:
                self._line.expect(f"is-42-{attempt}\n", HELLO_S)
                return
            except NotSaid:
                if attempt == left - 1:
                    raise

    def run(self, command: str, limit_s: float = LIMIT_S) -> str:
        """What a command says. Raises Failed when it ends with another code than 0."""
        ended = self.attempt(command, limit_s)
        if ended.code != 0:
            raise Failed(f"{command!r} ended with {ended.code}:\n{ended.words[-1500:]}")
        return ended.words

    def attempt(self, command: str, limit_s: float = LIMIT_S) -> Ended:
        """Run a command, whatever its exit code."""
        self._number += 1
        begin, end = f"<<{self._number}", f"{self._number}>>"
        wrapped = f"printf '%s\\n' '{begin}'; ( {command}\n) </dev/null 2>&1; printf '\\n%d {end}\\n' $?\n"
        self._line.send(wrapped.encode())
        self._line.expect(f"{begin}\r?\n", limit_s)
        words, found = self._line.read_to(f"\r?\n(\\d+) {end}\r?\n", limit_s)
        return Ended(int(found[1]), words.decode(errors="replace").replace("\r\n", "\n").strip("\n"))

    def start(self, command: str) -> None:
        """Start something whose words are then read with the line's own `expect`; `run` must wait until it ended."""
        self._line.send(f"{command} </dev/null 2>&1\n".encode())

    def put(self, path: str, data: bytes, mode: str = "0600") -> None:
        """Write a file inside, and prove that it arrived whole."""
        letters = base64.b64encode(data).decode()
        place = shlex.quote(path)
        self.run(f"umask 077; : > {place}.b64")
        for piece in textwrap.wrap(letters, CHUNK):
            self.run(f"printf %s {piece} >> {place}.b64")
        told = self.run(
            f"base64 -d {place}.b64 > {place} && rm {place}.b64 && chmod {mode} {place} && sha256sum < {place}"
        )
        assert told.split()[0] == hashlib.sha256(data).hexdigest(), f"{path} did not arrive whole"

    def read(self, path: str) -> bytes:
        """A file from inside."""
        return base64.b64decode(self.run(f"base64 -w 0 {shlex.quote(path)}"))
