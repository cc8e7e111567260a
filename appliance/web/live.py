"""Snapshots to the screens by Socket.IO: at most 12, WebSocket only, the newest one wins.

Each socket pins one of the server's 32 threads, so the cap keeps enough of them free for selling.
Knows nothing of what a snapshot holds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError, SocketIO

from appliance.domain.errors import TillError
from appliance.web.answers import SocketJson
from appliance.web.errors import refuse
from appliance.web.guards import Door, check_paired

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MAX_SCREENS = 12
MAX_SOCKETS = (
    16  # a few more than screens: a screen that reconnects, and one told politely that there is no room
)
log = logging.getLogger(__name__)


class Gate:
    """Judges a socket before it is opened: each one holds a thread until it ends, said hello or not."""

    def __init__(self, app: Flask, door: Door) -> None:
        self._app = app
        self._inner = app.wsgi_app
        self._door = door
        self._places = threading.Semaphore(MAX_SOCKETS)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith("/socket.io"):
            return self._inner(environ, start_response)
        try:
            with self._app.request_context(environ):
                self._door.check_host(request)
                self._door.check_origin(request)
                check_paired()
            if not self._places.acquire(blocking=False):
                raise TillError("too_many_screens")
        except TillError as refusal:
            return refuse(refusal)(environ, start_response)
        try:
            return self._inner(environ, start_response)
        finally:
            self._places.release()


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
        app.wsgi_app = Gate(app, door)  # type: ignore[method-assign]  # Flask's own way to wrap an application
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
