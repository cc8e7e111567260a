"""The power button on the box, under a finger of the workbench. Knows only where its pretended pin listens."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

LOG = logging.getLogger(__name__)


class PowerButton:
    """Nobody at the other end is no error: a box without power does not mind its button."""

    def __init__(self, socket_path: Path) -> None:
        self._address = str(socket_path)

    def press(self, is_down: bool) -> None:
        """Press it, or let go of it."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as finger:
            finger.setblocking(False)
            try:
                finger.sendto(b"down" if is_down else b"up", self._address)
            except OSError as problem:
                LOG.info("nobody feels the power button: %s", problem)
