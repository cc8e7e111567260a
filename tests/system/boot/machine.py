"""One emulated board from power-on to pulled plug. Knows QEMU; knows nothing of what the box inside does."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tests.system.boot.boards import Board, BoardFiles, kernel_words
from tests.system.boot.card import Card
from tests.system.boot.qmp import Qmp
from tests.system.boot.serial_line import SerialLine

LISTEN_LIMIT_S = 60.0
END_LIMIT_S = 30.0
LOOK_AGAIN_S = 0.05


class Machine:
    """A board with a card in it. Start it, talk to it, pull its plug, start it again."""

    def __init__(self, board: Board, card: Card, logs: Path, more_kernel_words: str = "") -> None:
        self.board, self.card = board, card
        self._logs, self._more = logs, more_kernel_words
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: dict[str, SerialLine] = {}
        self._qmp: Qmp | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.started_at = 0.0
        self.starts = 0

    def __enter__(self) -> Machine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self, *devices: str) -> None:
        """Power on: the kernel, initrd, device tree and command line are those the card's firmware names now."""
        assert self._process is None, "it runs already"
        self._folder = tempfile.TemporaryDirectory(prefix="boot-")  # short: a socket's path has 108 bytes
        work = Path(self._folder.name)
        self._logs.mkdir(parents=True, exist_ok=True)
        found = self.card.boot_files(work)
        words = kernel_words(self.board, found.cmdline, self._more)
        files = BoardFiles(found.kernel, found.initrd, found.device_tree, words, self.card.path)
        # The board dies with whoever started it, however that ends.
        command = ["setpriv", "--pdeathsig", "KILL", *self.board.command(files, work), *devices]
        self._errors = self._logs / "qemu.log"
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
        self.started_at = time.monotonic()
        self.starts += 1
        self._connect(work)

    def _connect(self, work: Path) -> None:
        deadline = time.monotonic() + LISTEN_LIMIT_S
        while self._qmp is None:
            try:
                self._qmp = Qmp(work / "qmp")
            except OSError as not_yet:
                if not self.is_on or time.monotonic() > deadline:
                    words = self._errors.read_text(errors="replace")[-800:]
                    raise AssertionError(f"QEMU did not start: {words}") from not_yet
                time.sleep(LOOK_AGAIN_S)
        for port in dict.fromkeys((self.board.console, self.board.shell)):
            self._lines[port] = SerialLine(port, work / port, self._logs / f"{port}.log")

    @property
    def is_on(self) -> bool:
        """Whether it has power: nobody pulled the plug, and the board has not switched itself off."""
        return self._process is not None and self._process.poll() is None

    @property
    def qmp(self) -> Qmp:
        """QEMU's control line."""
        assert self._qmp is not None, "it is off"
        return self._qmp

    @property
    def console(self) -> SerialLine:
        """Where the kernel speaks."""
        return self._lines[self.board.console]

    @property
    def shell_line(self) -> SerialLine:
        """Where the root shell is."""
        return self._lines[self.board.shell]

    @property
    def folder(self) -> Path:
        """For further sockets of this run."""
        assert self._folder is not None, "it is off"
        return Path(self._folder.name)

    def limit_s(self, quick_s: float) -> float:
        """A limit for what takes so long on the quick board of a quiet machine; a busy one needs four times that."""
        return quick_s * self.board.slowness * 4

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """The board stops for a moment, with everything it has written on the card, so that the card can be read."""
        if not self.is_on:
            yield
            return
        self.qmp.command("stop")
        try:
            yield
        finally:
            self.qmp.command("cont")

    def kill(self) -> bool:
        """Pull the plug (SIGKILL to the emulator). True when it was running until that moment."""
        process, self._process = self._process, None
        if process is None:
            return False
        process.kill()
        was_running = process.wait(END_LIMIT_S) == -signal.SIGKILL
        self._put_away()
        return was_running

    def stop(self, limit_s: float) -> None:
        """Press the power button and wait until the board has switched itself off."""
        self.qmp.command("system_powerdown")
        self.qmp.event("SHUTDOWN", limit_s)
        assert self._process is not None
        self._process.wait(END_LIMIT_S)
        self._process = None
        self._put_away()

    def _put_away(self) -> None:
        for line in self._lines.values():
            line.close()
        self._lines.clear()
        if self._qmp is not None:
            self._qmp.close()
            self._qmp = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
