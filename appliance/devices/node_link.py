"""A device behind a node in /dev: a file descriptor that never blocks, read and written with deadlines.

Knows poll and errno; what kind of node it is, its subclasses know. Whatever the node does, the answer comes in time.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from abc import ABC, abstractmethod

from appliance.devices.links import LinkError

GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL
EMPTY_ANSWER_S = 0.02  # a printer that answers with empty packets must not make us spin


class NodeLink(ABC):
    """The common half of `UsbLp` and `Serial`; they say how a node is opened and let go."""

    def __init__(self, node: str) -> None:
        self.node = node
        self._fd: int | None = None

    @property
    def name(self) -> str:
        return self.node

    @property
    def is_open(self) -> bool:
        return self._fd is not None

    def open(self, timeout_s: float) -> None:
        """Opens at once or not at all, so the limit is never needed."""
        if self._fd is None:
            try:
                self._fd = self._open_node()
            except (OSError, ValueError) as error:
                raise LinkError("not_reached", f"{self.name}: {error}") from error

    def write(self, data: bytes, timeout_s: float) -> int:
        fd = self._connected()
        deadline = time.monotonic() + timeout_s
        sent = 0
        while sent < len(data):
            if not self._is_ready(fd, select.POLLOUT, max(0.0, deadline - time.monotonic())):
                break
            try:
                sent += os.write(fd, data[sent:])
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    break
                select.select([], [], [], EMPTY_ANSWER_S)
            except OSError as error:
                raise self._broken(error) from error
        return sent

    def read(self, max_bytes: int, timeout_s: float) -> bytes:
        fd = self._connected()
        if not self._is_ready(fd, select.POLLIN, timeout_s):
            return b""
        try:
            data = os.read(fd, max_bytes)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._broken(error) from error
        if not data and timeout_s > 0:
            select.select([], [], [], min(EMPTY_ANSWER_S, timeout_s))
        return data

    def close(self) -> None:
        fd, self._fd = self._fd, None
        if fd is not None:
            # A handle kept on a device that is gone would give its next plug another name.
            with contextlib.suppress(OSError):
                self._close_node(fd)

    @abstractmethod
    def _open_node(self) -> int:
        """Open the node without waiting; its descriptor."""

    def _close_node(self, fd: int) -> None:
        os.close(fd)

    def _is_ready(self, fd: int, wanted: int, timeout_s: float) -> bool:
        poll = select.poll()
        poll.register(fd, wanted)
        try:
            happened = poll.poll(timeout_s * 1000)
        except (OSError, ValueError) as error:
            raise self._broken(error) from error
        if not happened:
            return False
        if happened[0][1] & GONE:
            raise self._broken(None)
        return True

    def _connected(self) -> int:
        if self._fd is None:
            raise LinkError("broken", f"{self.name}: not open")
        return self._fd

    def _broken(self, error: Exception | None) -> LinkError:
        self.close()
        return LinkError("broken", f"{self.name}: {error or 'unplugged'}")
