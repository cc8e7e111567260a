"""Snapshots to the screens by Socket.IO: at most 12, WebSocket only, the newest one wins.

Each socket pins one of the server's 32 threads, so the cap keeps enough of them free for selling.
Knows nothing of what a snapshot holds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError, SocketIO

from appliance.domain.errors import TillError
from appliance.web.answers import SocketJson
from appliance.web.guards import Door, check_paired

MAX_SCREENS = 12
log = logging.getLogger(__name__)


class Screens:
    """The connected screens and the one thread that tells them what changed."""

    def __init__(self, app: Flask, door: Door, snapshot: Callable[[], Mapping[str, Any]]) -> None:
        self._socketio = SocketIO(
            app,
            async_mode="threading",
            json=SocketJson,
            transports=["websocket"],
            serve_client=False,
            manage_session=False,
            ping_interval=10,
            ping_timeout=10,
        )
        self._door = door
        self._snapshot = snapshot
        self._connected: set[str] = set()
        self._lock = threading.Lock()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._socketio.on_event("connect", self._connect)
        self._socketio.on_event("disconnect", self._disconnect)
        self._thread = threading.Thread(target=self._tell, name="screens", daemon=True)
        self._thread.start()

    def changed(self) -> None:
        """Say that the snapshot changed; returns at once, many calls become one message."""
        self._changed.set()

    def stop(self) -> None:
        """End the thread within a second."""
        self._stopped.set()
        self._changed.set()
        self._thread.join(timeout=1)

    def _connect(self) -> None:
        sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO adds it to the request
        try:
            self._door.check_host(request)
            self._door.check_origin(request)
            check_paired()
        except TillError as refusal:
            raise ConnectionRefusedError(refusal.code) from refusal
        with self._lock:
            if len(self._connected) >= MAX_SCREENS:
                raise ConnectionRefusedError("too_many_screens")
            self._connected.add(sid)
        self._socketio.emit("snapshot", self._snapshot(), to=sid)

    def _disconnect(self, _reason: object = None) -> None:
        with self._lock:
            self._connected.discard(request.sid)  # type: ignore[attr-defined]  # as above

    def _tell(self) -> None:
        while not self._stopped.is_set():
            if not self._changed.wait(timeout=1):
                continue
            self._changed.clear()
            if self._stopped.is_set():
                return
            try:
                if self._connected:
                    self._socketio.emit("snapshot", self._snapshot())
            except Exception:  # the thread's top: one bad snapshot must not silence all later ones
                log.exception("a snapshot could not be sent to the screens")
