"""Speaks with the till: HTTP over its unix socket, one connection for each request.

Only transport and translation; what to say is decided elsewhere.
"""

from __future__ import annotations

import http.client
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson

from appliance.watchdog.streams import AsideMark, Debt, Due, Mark
from appliance.watchdog.view import BadView, Cursor, Json, TillView, cursor, till_view

TIMEOUT_S = 10.0
MOST_BYTES = 16 * 1024 * 1024


class TillGone(Exception):
    """The till does not answer: it is being restarted, or too busy."""


@dataclass(frozen=True, slots=True)
class TillAnswer:
    """What the till said to something it was told; `code` names a refusal."""

    status: int
    body: dict[str, Any]  # JSON of the till; readers take what they need

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        error = self.body.get("error")
        return str(error.get("code", "refused")) if isinstance(error, dict) else "refused"


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout_s: float) -> None:
        super().__init__("till", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class TillLink:
    """The till's unix socket. `interrupt` ends a question that waits, from another thread."""

    def __init__(self, socket_path: Path) -> None:
        self._path = socket_path
        self._lock = threading.Lock()
        self._current: _UnixConnection | None = None
        self._is_cut = False

    def next(self, seen: int | None, wait_s: int) -> TillView:
        """How the till stands, as soon as it differs from `seen`. Raises `TillGone`, `BadView`."""
        asked = {"wait_s": wait_s} if seen is None else {"seen": seen, "wait_s": wait_s}
        status, raw = self._request("GET", f"/next?{urlencode(asked)}", timeout_s=wait_s + TIMEOUT_S)
        if status != 200:
            raise TillGone(f"/next: status {status}")
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise BadView(str(error)) from error
        return till_view(body)

    def batch(self, due: Due, limit: int) -> bytes | None:
        """The exact bytes to push; None if there is nothing. Raises `TillGone`."""
        asked = {"epoch": due.epoch, "after": due.after, "limit": limit}
        if due.is_aside:
            asked["aside"] = 1
        status, raw = self._request("GET", f"/batch?{urlencode(asked)}")
        if status == 204:
            return None
        if status != 200:
            raise TillGone(f"/batch: status {status}")
        return raw

    def catalogue(self) -> bytes:
        """The box's own goods, as the offer's body. Raises `TillGone`."""
        status, raw = self._request("GET", "/catalogue")
        if status != 200:
            raise TillGone(f"/catalogue: status {status}")
        return raw

    def tell_debt(self, debt: Debt) -> TillAnswer:
        """What the back office said of a stream."""
        if isinstance(debt, Mark):
            return self._post("/acked", {"epoch": debt.epoch, "mark": debt.f, "head": debt.head})
        if isinstance(debt, AsideMark):
            return self._post("/aside", {"epoch": debt.epoch, "f": debt.f})
        return self._post("/fork", {"epoch": debt.epoch, "at": debt.at})

    def tell_uplink(self, body: Json) -> TillAnswer:
        return self._post("/uplink", body)

    def tell_enrolment(self, body: Json) -> TillAnswer:
        return self._post("/enrolment", body)

    def tell_wifi(self, body: Json) -> TillAnswer:
        return self._post("/wifi", body)

    def offered(self, generation: str, version: int) -> TillAnswer:
        return self._post("/offered", {"generation": generation, "version": version})

    def changes(self, changes: Json, asked: Cursor) -> tuple[TillAnswer, Cursor | None]:
        """Hand over an answer of the pull; the cursor after it, None if the till did not take it."""
        body = {**changes, "after": asked.version, "asked_generation": asked.generation}
        answer = self._post("/changes", body)
        try:
            return answer, cursor(answer.body["cursor"]) if answer.is_ok else None
        except (KeyError, TypeError, ValueError):
            return answer, None

    def interrupt(self) -> None:
        """For the end: what waits for the till stops waiting, and nothing is asked any more."""
        with self._lock:
            self._is_cut = True
            if self._current is not None and self._current.sock is not None:
                try:
                    self._current.sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # closed meanwhile

    def _post(self, path: str, body: Json) -> TillAnswer:
        status, raw = self._request("POST", path, orjson.dumps(body))
        if status >= 500:
            raise TillGone(f"{path}: status {status}")
        try:
            answer = orjson.loads(raw) if raw else {}
        except orjson.JSONDecodeError:
            answer = {}
        return TillAnswer(status, answer if isinstance(answer, dict) else {})

    def _request(
        self, method: str, path: str, body: bytes | None = None, timeout_s: float = TIMEOUT_S
    ) -> tuple[int, bytes]:
        connection = _UnixConnection(self._path, timeout_s)
        headers = {"Connection": "close"} | ({} if body is None else {"Content-Type": "application/json"})
        try:
            connection.connect()
            with self._lock:
                if self._is_cut:
                    raise TillGone("the watchdog is ending")
                self._current = connection
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            raw = response.read(MOST_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise TillGone(f"{path}: {type(error).__name__}: {error}") from error
        finally:
            with self._lock:
                self._current = None
            connection.close()
        if len(raw) > MOST_BYTES:
            raise TillGone(f"{path}: more than {MOST_BYTES} bytes")
        return response.status, raw
