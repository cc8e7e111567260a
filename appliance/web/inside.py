"""What the watchdog and the backup stick may ask and say: HTTP over a unix socket, with routes that TCP does not have.

Only processes of allowed users are heard (SO_PEERCRED). Knows no network: what is sent to the back office leaves
through the watchdog. Each request has a thread of its own, at most eight at once.
"""

from __future__ import annotations

import logging
import os
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from appliance.domain.errors import TillError, is_disk_full
from appliance.ports import Document, Store, StreamPart
from appliance.till.back_office import BackOffice
from appliance.till.stick import Stick
from appliance.till.wifi import Wifi
from appliance.web.errors import status_of

MAX_BODY_BYTES = 16 << 20  # a snapshot of 20,000 items is about 6 MB
LARGEST_BATCH_BYTES = 512 << 10
MOST_FACTS = 1000
MAX_REQUESTS = 8
LONGEST_WAIT_S = 25.0
READ_LIMIT_S = 10.0
BUSY_FOR_S = 5.0  # after the last touch: somebody is being served
log = logging.getLogger(__name__)


class Inside:
    """The server; `changed` wakes whoever waits in `/next`."""

    def __init__(
        self,
        path: Path,
        office: BackOffice,
        report: Callable[[], Mapping[str, Any]],
        store: Store,
        *,
        uids: frozenset[int],
        wifi: Wifi | None = None,
        stick: Stick | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._office = office
        self._wifi = wifi
        self._stick = stick
        self._report = report
        self._store = store
        self._monotonic = monotonic
        self._busy_until_s = monotonic()
        self._rev = 0
        self._seen = self._concern()
        self._news = threading.Condition()
        self._stopped = False
        self.waiting = 0  # how many questions wait for news
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._server = _Server(path, self._answer, uids)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, name="inside", daemon=True
        )

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Let waiting requests go and close; within a second."""
        with self._news:
            self._stopped = True
            self._news.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=1)

    def look(self) -> None:
        """Something changed on the till: wake the watchdog if it concerns it, which a tap on a ticket does not."""
        seen = self._concern()
        if seen != self._seen:
            self._seen = seen
            self.changed()

    def _concern(self) -> tuple[object, ...]:
        state = self._store.state()
        return state.epoch, state.durable_fact, state.problem

    def touched(self) -> None:
        """Somebody is being served: sales go before a backlog."""
        self._busy_until_s = self._monotonic() + BUSY_FOR_S

    def changed(self) -> None:
        """There is something new to do or to report."""
        with self._news:
            self._rev += 1
            self._news.notify_all()

    def _answer(self, method: str, target: str, body: bytes) -> tuple[int, str, bytes]:
        """(status, content type, body) of one request."""
        address = urlsplit(target)
        asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
        try:
            if (method, address.path) == ("GET", "/batch"):
                limit = min(_number(asked, "limit"), MOST_FACTS)
                part = self._store.stream_part(
                    _number(asked, "epoch"), _number(asked, "after"), limit, LARGEST_BATCH_BYTES
                )
                if part is None:
                    return 204, "text/plain", b""
                return 200, "application/octet-stream", push_body(part, is_aside=asked.get("aside") == "1")
            return 200, "application/json", orjson.dumps(self._route(method, address.path, asked, body))
        except TillError as refusal:
            error = {"code": refusal.code, "field": refusal.field, "allowed": refusal.allowed}
            return status_of(refusal.code), "application/json", orjson.dumps({"error": error})
        except (KeyError, ValueError, TypeError) as problem:
            log.warning("%s %s is not understood: %r", method, address.path, problem)
            error = {"code": "bad_request", "field": str(problem), "allowed": None}
            return 400, "application/json", orjson.dumps({"error": error})

    def _route(self, method: str, path: str, asked: Mapping[str, str], body: bytes) -> Document:
        office = self._office
        if method == "GET":
            if path == "/next":
                return self._next(int(asked.get("seen", -1)), float(asked.get("wait_s", 0)))
            if path == "/catalogue":
                return office.goods()
            if path == "/stick" and self._stick is not None:
                waited = self._wait(int(asked.get("seen", -1)), float(asked.get("wait_s", 0)))
                return {**waited, **self._stick.todo()}
            if path == "/stick/state" and self._stick is not None:
                return self._stick.tables()
            raise TillError("not_found")
        said: Document = orjson.loads(body)
        if path == "/acked":
            office.acked(int(said["epoch"]), int(said["mark"]), str(said["head"]))
        elif path == "/aside":
            office.aside(int(said["epoch"]), int(said["f"]))
        elif path == "/fork":
            office.forked(int(said["epoch"]))
        elif path == "/uplink":
            office.said(said)
        elif path == "/enrolment":
            office.enrolment(said)
        elif path == "/changes":
            return {"cursor": office.changes(said)}
        elif path == "/offered":
            office.offered(str(said["generation"]))
        elif path == "/wifi" and self._wifi is not None:
            return {"ok": True, "is_wished": self._wifi.said(said)}
        elif path == "/stick" and self._stick is not None:
            self._stick.said(said)
        else:
            raise TillError("not_found")
        return {"ok": True}

    def _next(self, seen: int, wait_s: float) -> Document:
        waited = self._wait(seen, wait_s)
        wish = None if self._wifi is None else self._wifi.todo()
        return {**waited, **self._office.todo(self._report()), "wifi": wish}

    def _wait(self, seen: int, wait_s: float) -> Document:
        """As soon as something changed since `seen`: `rev`, and whether somebody is being served (`busy`)."""
        with self._news:
            self.waiting += 1
            try:
                self._news.wait_for(
                    lambda: self._rev != seen or self._stopped, min(max(wait_s, 0.0), LONGEST_WAIT_S)
                )
            finally:
                self.waiting -= 1
            rev = self._rev
        return {"rev": rev, "busy": self._monotonic() < self._busy_until_s}


def push_body(part: StreamPart, *, is_aside: bool) -> bytes:
    """The body of a push before compression: a header line, then each fact's exact bytes on a line of its own."""
    header: dict[str, object] = {
        "epoch": part.epoch,
        "first": part.first,
        "count": len(part.facts),
        "start": part.start,
        "end": part.end,
    }
    if is_aside:
        header["aside"] = True
    return b"\n".join((orjson.dumps(header), *part.facts, b""))


def _number(asked: Mapping[str, str], name: str) -> int:
    value = asked.get(name, "")
    if not value.isdigit():
        raise TillError("bad_request", field=name, allowed="a whole number")
    return int(value)


class _Handler(BaseHTTPRequestHandler):
    """One connection: requests until it is closed or silent for too long."""

    protocol_version = "HTTP/1.1"
    timeout = READ_LIMIT_S + LONGEST_WAIT_S
    server: _Server

    def do_GET(self) -> None:
        self._reply(b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            self.send_error(413)
            return
        self._reply(self.rfile.read(int(length)))

    def _reply(self, body: bytes) -> None:
        try:
            status, kind, answer = self.server.answer(self.command, self.path, body)
        except Exception as error:  # a thread's top: the watchdog gets a plain 500 and tries again
            if is_disk_full(error):
                log.error("the disk is full: the watchdog was refused")
            else:
                log.exception("%s %s broke", self.command, self.path)
            status, kind, answer = 500, "application/json", b'{"error":{"code":"internal"}}'
        self.send_response_only(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = MAX_REQUESTS

    def __init__(
        self, path: Path, answer: Callable[[str, str, bytes], tuple[int, str, bytes]], uids: frozenset[int]
    ) -> None:
        self.answer = answer
        self._uids = uids
        self._places = threading.Semaphore(MAX_REQUESTS)
        super().__init__(str(path), _Handler)
        path.chmod(0o660)

    def verify_request(self, request: socket.socket | tuple[bytes, socket.socket], _address: object) -> bool:
        assert isinstance(request, socket.socket)  # noqa: S101 - a stream server gives a socket
        peer = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        uid = struct.unpack("3i", peer)[1]
        if uid not in self._uids:
            log.warning("user %d may not speak to the till", uid)
            return False
        return self._places.acquire(blocking=False)

    def process_request_thread(
        self, request: Any, client_address: Any
    ) -> None:  # Any: as socketserver has it
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # Any: as socketserver has it
        log.debug("a connection of the watchdog ended badly", exc_info=True)


def own_users() -> frozenset[int]:
    """The users whose watchdog is ours: this process's own."""
    return frozenset({os.getuid()})
