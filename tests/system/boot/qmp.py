"""QEMU's own control line (QMP): commands to the emulator, and what it reports by itself.

Knows nothing of what runs inside. Used from one thread.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # a QMP message is JSON

COMMAND_LIMIT_S = 60.0


class Refused(Exception):
    """QEMU did not do what it was told; its words."""


class Qmp:
    """A connected control line; `events` holds everything reported and not yet waited for."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(COMMAND_LIMIT_S)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._rest = b""
        self.events: list[dict[str, Any]] = []
        self._message(time.monotonic() + COMMAND_LIMIT_S)  # the greeting
        self.command("qmp_capabilities")

    def command(self, name: str, arguments: Mapping[str, object] | None = None) -> Any:
        """Do one thing and answer what QEMU returned. Raises Refused; OSError when QEMU has gone."""
        asked = {"execute": name, "arguments": dict(arguments or {})}
        self._socket.settimeout(COMMAND_LIMIT_S)
        self._socket.sendall(json.dumps(asked).encode() + b"\n")
        deadline = time.monotonic() + COMMAND_LIMIT_S
        while True:
            message = self._message(deadline)
            if "event" in message:
                self.events.append(message)
            elif "error" in message:
                raise Refused(f"{name}: {message['error']['desc']}")
            elif "return" in message:
                return message["return"]

    def monitor(self, line: str) -> str:
        """A command of the human monitor, such as `xp /1wx 0x3f200034`."""
        answer: str = self.command("human-monitor-command", {"command-line": line})
        return answer

    def event(self, name: str, limit_s: float) -> dict[str, Any]:
        """Wait until QEMU reports an event, or take it when it already did. Raises TimeoutError."""
        deadline = time.monotonic() + limit_s
        while True:
            for place, message in enumerate(self.events):
                if message["event"] == name:
                    return self.events.pop(place)
            message = self._message(deadline)
            if "event" in message:
                self.events.append(message)

    def word_at(self, address: int) -> int:
        """32 bits of the board's physical memory or registers, read from outside."""
        return int(self.monitor(f"xp /1wx {address:#x}").split(":")[1], 16)

    def link(self, device: str, is_up: bool) -> None:
        """Plug the network cable in, or pull it."""
        self.command("set_link", {"name": device, "up": is_up})

    def keys(self, codes: list[str], hold_ms: int = 20) -> None:
        """Press keys one after the other, as a scanner or a hand would; `codes` are QKeyCode names."""
        for code in codes:
            pressed = [{"type": "qcode", "data": part} for part in code.split("+")]
            self.command("send-key", {"keys": pressed, "hold-time": hold_ms})
            time.sleep(2 * hold_ms / 1000)  # QEMU drops what comes while keys are still held

    def picture(self, path: Path) -> None:
        """What the board's screen shows, as PNG."""
        self.command("screendump", {"filename": str(path), "format": "png"})

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _message(self, deadline: float) -> dict[str, Any]:
        while b"\n" not in self._rest:
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise TimeoutError("QEMU said nothing in time")
            self._socket.settimeout(left_s)
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionResetError("QEMU has gone")
            self._rest += data
        line, self._rest = self._rest.split(b"\n", 1)
        message: dict[str, Any] = json.loads(line)
        return message
