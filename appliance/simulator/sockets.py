"""Small TCP servers for virtual devices: bounded, with named threads and timeouts; closing never raises.

Knows nothing of any device.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable

LOG = logging.getLogger(__name__)

TURN_S = 0.2  # how long a read or accept waits before it looks whether it should stop
SEND_S = 2.0


class Connection:
    """One peer. `receive` waits a turn; `send` may be called from any thread."""

    def __init__(self, peer: socket.socket, stop: threading.Event) -> None:
        self._peer = peer
        self._stop = stop
        self._send_lock = threading.Lock()
        self._closed = threading.Event()
        peer.settimeout(TURN_S)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def is_closed(self) -> bool:
        """True once either side has ended it."""
        return self._closed.is_set()

    def receive(self) -> bytes | None:
        """Bytes that came, `b""` when none came for a moment, None when the connection is over."""
        if self._stop.is_set() or self.is_closed:
            return None
        try:
            data = self._peer.recv(65536)
        except TimeoutError:
            return b""
        except OSError:
            return None
        return data or None

    def send(self, data: bytes) -> bool:
        """False when the peer is gone or does not take the bytes within two seconds."""
        with self._send_lock:
            if self.is_closed:
                return False
            try:
                self._peer.settimeout(SEND_S)
                self._peer.sendall(data)
                self._peer.settimeout(TURN_S)
            except OSError:
                self.close()
                return False
        return True

    def close(self) -> None:
        """End it; never raises."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._peer.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            self._peer.close()


class Listener:
    """Accepts peers on one port and gives each its own thread running `serve(connection)`."""

    def __init__(
        self, name: str, host: str, port: int, serve: Callable[[Connection], None], *, most: int = 8
    ) -> None:
        self._name = name
        self._serve = serve
        self._most = most
        self._stop = threading.Event()
        self._refusing = False
        self._lock = threading.Condition()
        self._live: dict[Connection, threading.Thread] = {}
        self._socket = socket.create_server((host, port), backlog=16)
        self._socket.settimeout(TURN_S)
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name=f"sim-{name}-accept", daemon=True)

    @property
    def connections(self) -> int:
        """How many peers are connected now."""
        with self._lock:
            return len(self._live)

    def wait_connected(self, timeout_s: float) -> bool:
        """Wait for the first peer; False when none came."""
        with self._lock:
            return self._lock.wait_for(lambda: bool(self._live), timeout_s)

    def start(self) -> None:
        """Begin to accept."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; returns within about two seconds."""
        self._stop.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread
        if self._thread.is_alive():
            self._thread.join(1.0)
        self._socket.close()
        with self._lock:
            live = list(self._live.items())
        for connection, _thread in live:
            connection.close()
        for _connection, thread in live:
            thread.join(0.5)

    def refuse(self, on: bool) -> None:
        """With `on`, hang up on everyone and on whoever comes, like a pulled network cable."""
        with self._lock:
            self._refusing = on
            live = list(self._live)
        if on:
            for connection in live:
                connection.close()

    def broadcast(self, data: bytes) -> int:
        """Send to every peer; how many took it."""
        with self._lock:
            live = list(self._live)
        return sum(1 for connection in live if connection.send(data))

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                peer, _address = self._socket.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with self._lock:
                welcome = not self._refusing and len(self._live) < self._most
                if welcome:
                    connection = Connection(peer, self._stop)
                    thread = threading.Thread(
                        target=self._run, args=(connection,), name=f"sim-{self._name}-peer", daemon=True
                    )
                    self._live[connection] = thread
                    self._lock.notify_all()
                    thread.start()
            if not welcome:
                peer.close()

    def _run(self, connection: Connection) -> None:
        try:
            self._serve(connection)
        except Exception:
            LOG.exception("the virtual %s stopped serving a connection", self._name)
        finally:
            connection.close()
            with self._lock:
                self._live.pop(connection, None)
