"""The two books behind real sockets: a back office that checks signatures, a till on a unix socket."""

from __future__ import annotations

import base64
import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageVerifier, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

from appliance.watchdog.signing import Message
from tests.unit.watchdog.books import OfficeBook, TillBook, error
from tests.unit.watchdog.stage import IDENTITY, KEY

PUBLIC_KEY = Ed25519PrivateKey.from_private_bytes(base64.b64decode(KEY)).public_key()
Reply = tuple[int, dict[str, str], bytes]


class TimelessVerifier(HTTPMessageVerifier):
    """Checks signatures; the ages of requests are not this server's matter."""

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        pass


class OfficeServer:
    """An `OfficeBook` on a loopback port. `instead(path)` may answer in its place, with any bytes."""

    def __init__(self) -> None:
        self.book = OfficeBook()
        self.server_time = "2026-11-22T10:00:00.000Z"
        self.instead: Callable[[str], Reply | None] = lambda path: None
        self.signed: list[dict[str, Any]] = []
        self.connections = 0
        self.asked: list[str] = []
        self.waiting = threading.Event()  # set while somebody waits for a change
        self.changed = threading.Event()
        self.lock = threading.Lock()
        office = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 20

            def setup(self) -> None:
                super().setup()
                office.connections += 1

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except ConnectionError:
                    self.close_connection = True

            def do_GET(self) -> None:
                office.serve(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), name="fake-office")
        self._thread.start()

    def close(self) -> None:
        self.changed.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(5)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        raw = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        self.asked.append(handler.path)
        reply = self.instead(handler.path)
        if reply is None:
            status, body = self._answer(handler, raw)
            body["server_time"] = self.server_time
            reply = status, {"content-type": "application/json"}, json.dumps(body).encode()
        status, headers, content = reply
        if status == 0:  # hang up without a word
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.send_response(status)
        for name, value in ({"content-length": str(len(content))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)
        if int(headers.get("content-length", len(content))) != len(content):
            handler.close_connection = True

    def _answer(self, handler: BaseHTTPRequestHandler, raw: bytes) -> tuple[int, dict[str, Any]]:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        scheme = "https" if isinstance(handler.connection, ssl.SSLSocket) else "http"
        message = Message(handler.command, f"{scheme}://{headers['host']}{handler.path}", headers)
        new = "new" if handler.path.startswith("/v1/enrolments") else IDENTITY["box_id"]
        resolver = MappingKeyResolver(public_keys={new: PUBLIC_KEY}, private_keys={})
        verifier = TimelessVerifier(signature_algorithm=ED25519, key_resolver=resolver)
        covered = ["@method", "@authority", "@path", "@query"] + (["content-digest"] if raw else [])
        results = verifier.verify(
            message,
            body=raw if raw else None,
            max_age=None,
            expect_tag="tillbox-v1",
            expect_label="tillbox",
            require_components=covered,
        )
        self.signed.append(dict(results[0].parameters))
        body = zstandard.ZstdDecompressor().decompress(raw, 1 << 23) if raw else b""
        parts = urlsplit(handler.path)
        return self._route(parts.path.rpartition("/")[2], parse_qs(parts.query), body)

    def _route(self, name: str, query: dict[str, list[str]], body: bytes) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if name == "report":
                return self.book.report(json.loads(body))
            if name == "facts":
                return self.book.push(body)
            if name == "catalogue":
                self.book.offers.append(json.loads(body))
                return 200, {"added": 1, "generation": "g1", "version": 1}
            if name == "enrolments":
                return 201, {"enrolment_id": "e1", "code": "K7QX-M2PD", "approve_url": "u", "interval_s": 0.5}
            if name == "e1":
                merchant = {"id": "m", "name": "M"}
                approved = {"state": "approved", "box_id": IDENTITY["box_id"], "series": "A"}
                return 200, {**approved, "merchant": merchant}
        if name != "changes":
            return 404, error("not_found")
        empty: dict[str, Any] = {"categories": [], "items": [], "removed": {"categories": [], "items": []}}
        if "generation" not in query:
            return 200, {"generation": "g1", "version": 1, "is_snapshot": True, **empty}
        after = int(query["after"][0])
        if after >= 2:
            self.waiting.set()
            self.changed.wait(10)
            return 200, {"generation": "g1", "version": 3, "is_snapshot": False, **empty}
        return 200, {"generation": "g1", "version": 2, "is_snapshot": False, **empty}


class TillServer:
    """A `TillBook` on a unix socket; each change of it wakes who waits at `/next`."""

    def __init__(self, path: Path, book: TillBook | None = None) -> None:
        self.path = path
        self.book = book or TillBook(identity=dict(IDENTITY))
        self.changed = threading.Condition()
        self._is_ending = False
        till = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 40

            def do_GET(self) -> None:
                till.serve(self)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except ConnectionError:
                    self.close_connection = True

        class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
            daemon_threads = True
            request_queue_size = 32

        self.server = Server(str(path), Handler)
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), name="fake-till")
        self._thread.start()

    def close(self) -> None:
        with self.changed:
            self._is_ending = True
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(5)
        self.path.unlink()

    def change(self, work: Callable[[TillBook], None]) -> None:
        with self.changed:
            work(self.book)
            self.book.rev += 1
            self.changed.notify_all()

    def until(self, is_so: Callable[[], bool], timeout_s: float = 10.0) -> None:
        """Wait until something holds; looked at after each thing the till is told."""
        with self.changed:
            assert self.changed.wait_for(is_so, timeout_s)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        raw = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        with self.changed:
            status, content = self._answer(parts.path, query, raw)
            self.changed.notify_all()
        handler.send_response(status)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _answer(self, path: str, query: dict[str, str], raw: bytes) -> tuple[int, bytes]:
        book = self.book
        if path == "/next":
            seen = int(query.get("seen", -1))
            self.changed.wait_for(lambda: book.rev != seen or self._is_ending, int(query["wait_s"]))
            return 200, json.dumps(book.next()).encode()
        if path == "/batch":
            found = book.batch(
                int(query["epoch"]), int(query["after"]), int(query["limit"]), query.get("aside") == "1"
            )
            return (204, b"") if found is None else (200, found)
        if path == "/catalogue":
            return 200, b'{"categories":[],"items":[]}'
        body = json.loads(raw)
        status, answer = self._told(path, body)
        return status, json.dumps(answer).encode()

    def _told(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        book = self.book
        if path == "/acked":
            return book.acked(body["epoch"], body["mark"], body["head"])
        if path == "/fork":
            return book.fork(body["epoch"], body["at"])
        if path == "/aside":
            return book.set_aside(body["epoch"], body["f"])
        if path == "/uplink":
            book.uplinks.append(body)
        elif path == "/enrolment":
            book.enrolments.append(body)
        elif path == "/offered":
            book.offer = False
            book.rev += 1
        elif path == "/changes":
            cursor = {"generation": body["asked_generation"], "version": body["after"]}
            if cursor != book.cursor:
                return 409, error("cursor_moved")
            book.changes.append(body)
            book.cursor = {"generation": body["generation"], "version": body["version"]}
            book.rev += 1
            return 200, {"cursor": book.cursor}
        return 200, {}
