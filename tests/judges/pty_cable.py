"""A cable that looks like a node in /dev: a pseudo-terminal whose other end is carried to a printer's TCP port.

Pulled, it hangs up like an unplugged USB device: who has the node open is told, and the node is gone.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

from appliance.simulator.usb import Pty

TURN_S = 0.1


class PtyCable:
    """`node` leads to the printer while it is plugged in; the same three moves as `printers.Cable`."""

    def __init__(self, port: int, node: Path) -> None:
        self._target = ("127.0.0.1", port)
        self.node = node
        self._lock = threading.Lock()
        self._pull_after_bytes: int | None = None
        self._line: Pty | None = None
        self._threads: list[threading.Thread] = []
        self.plug_in()

    def plug_in(self) -> None:
        with self._lock:
            self._pull_after_bytes = None
            line = self._line = Pty()
        self.node.symlink_to(line.path)
        printer = socket.create_connection(self._target, timeout=2)
        printer.settimeout(TURN_S)
        for carry in (self._to_printer, self._from_printer):
            thread = threading.Thread(target=carry, args=(line, printer), name="pty-cable", daemon=True)
            self._threads.append(thread)
            thread.start()

    def pull(self) -> None:
        with self._lock:
            line, self._line = self._line, None
        if line is not None:
            self.node.unlink()
            line.close()

    def pull_after(self, count: int) -> None:
        """Pull it once this many more bytes went to the printer."""
        with self._lock:
            self._pull_after_bytes = count

    def stop(self) -> None:
        self.pull()
        for thread in self._threads:
            thread.join(2)

    def _to_printer(self, line: Pty, printer: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while (data := line.receive()) is not None:
                with self._lock:
                    left = self._pull_after_bytes
                    if left is not None:
                        self._pull_after_bytes = left - len(data)
                printer.sendall(data if left is None else data[: max(0, left)])
                if left is not None and left <= len(data):
                    self.pull()
        with contextlib.suppress(OSError):
            printer.shutdown(socket.SHUT_RDWR)
        printer.close()

    def _from_printer(self, line: Pty, printer: socket.socket) -> None:
        while not line.is_closed:
            try:
                data = printer.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                return
            if not data:
                return
            line.send(data)
