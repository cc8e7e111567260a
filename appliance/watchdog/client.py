"""Speaks with the back office: signed requests over a kept-open connection, answers read with limits.

Translates whatever goes wrong into a plain category: nobody there (`no_network`), somebody there who does not
answer like a back office (`office_down`), a certificate that is not valid at the box's time (`clock`).
TLS is always verified; plain HTTP only to a loopback address.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import orjson
import urllib3
import zstandard
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, SSLError, TimeoutError

from appliance.watchdog.answers import CLOCK, NO_NETWORK, OFFICE_DOWN, Answer, NoAnswer, Outcome
from appliance.watchdog.office_clock import OfficeClock, read_server_time
from appliance.watchdog.signing import Message, Signer
from appliance.watchdog.view import Identity

CONNECT_S = 3.0
READ_S = 10.0
ANSWER_LIMIT_S = 30.0  # for a whole answer, however slowly its bytes drip
ANSWER_BYTES = 256 * 1024
CHUNK_BYTES = 64 * 1024
DEAD_LINE_MS = 10_000
# Batches of 100 sales, bytes a sale and time a batch: level 3 97 B 0.12 ms, 9 87 B 0.8 ms, 19 81 B 60 ms.
ZSTD_LEVEL = 9
CERT_NOT_YET_VALID, CERT_EXPIRED = 9, 10  # X509_V_ERR_…, openssl verify(1)
LIVELY_SOCKET = [  # an open connection notices a dead line, also when it only listens
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_LINE_MS),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
]


class BadOfficeUrl(Exception):
    """Not an address this box may speak to."""


class OfficeClient:
    """One thread's connection to the back office. `interrupt` and `close` may be called from others."""

    def __init__(self, identity: Identity, clock: OfficeClock, ca_file: Path | None = None) -> None:
        self._base = check_office_url(identity.office_url)
        self._signer = Signer(identity.box_id, identity.key)
        self._clock = clock
        self._packer = zstandard.ZstdCompressor(level=ZSTD_LEVEL)
        self._live = _LiveSockets()
        self._pool = _pool(self._base, self._live, ca_file)
        self._box = f"/v1/boxes/{quote(identity.box_id, safe='')}"

    def report(self, report: dict[str, Any]) -> Outcome:
        return self._request("POST", f"{self._box}/report", orjson.dumps(report))

    def push(self, batch: bytes) -> Outcome:
        """Send a batch: header and facts, one a line."""
        return self._request("POST", f"{self._box}/facts", batch, kind="application/x-ndjson")

    def offer(self, catalogue: bytes) -> Outcome:
        return self._request("POST", f"{self._box}/catalogue", catalogue)

    def changes(self, generation: str | None, after: int, wait_s: int, limit_bytes: int) -> Outcome:
        """Ask for the catalogue's changes; waits up to `wait_s` for one."""
        since = "" if generation is None else f"generation={quote(generation, safe='')}&after={after}&"
        path = f"{self._box}/changes?{since}wait_s={wait_s}"
        return self._request("GET", path, limit_bytes=limit_bytes, patience_s=wait_s)

    def ask_enrolment(self, about: dict[str, Any]) -> Outcome:
        body = {**about, "public_key": self._signer.public_key()}
        return self._request("POST", "/v1/enrolments", orjson.dumps(body))

    def look_enrolment(self, enrolment_id: str) -> Outcome:
        return self._request("GET", f"/v1/enrolments/{quote(enrolment_id, safe='')}")

    def interrupt(self) -> None:
        """Cut what is under way: whoever waits for an answer gets none."""
        self._live.cut()

    def close(self) -> None:
        self._live.cut()
        self._pool.close()

    def _request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        kind: str = "application/json",
        limit_bytes: int = ANSWER_BYTES,
        patience_s: float = 0.0,
    ) -> Outcome:
        headers = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "tillbox"}
        if body is not None:
            body = self._packer.compress(body)
            headers |= {"content-type": kind, "content-encoding": "zstd"}
        message = Message(method, self._base + path, headers)
        try:
            self._signer.sign(message, body, self._clock.now_s())
            for is_last in (False, True):
                begun_s = time.monotonic()
                try:
                    return self._exchange(message, body, begun_s, limit_bytes, patience_s)
                except ProtocolError:  # most often a kept connection the other side had given up: once more
                    if is_last or self._live.is_cut:
                        raise
        except (HTTPError, OSError) as error:
            return _no_answer(error)
        raise AssertionError("unreachable")

    def _exchange(
        self, message: Message, body: bytes | None, begun_s: float, limit_bytes: int, patience_s: float
    ) -> Outcome:
        response = self._pool.urlopen(
            message.method,
            message.url[len(self._base) :],
            body=body,
            headers=message.headers,
            retries=False,
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S + patience_s),
        )
        try:
            with _released(response):
                raw = _read(response, limit_bytes, begun_s + patience_s + ANSWER_LIMIT_S)
        except _TooMuch as error:
            return NoAnswer(OFFICE_DOWN, str(error))
        waited_s = 0.0 if patience_s else time.monotonic() - begun_s
        return self._outcome(response.status, response.headers, raw, waited_s)

    def _outcome(self, status: int, headers: Any, raw: bytes, elapsed_s: float) -> Outcome:
        body = _json(raw)
        server_time_s = read_server_time(body.get("server_time"))
        if status == 429 or status >= 500:
            return NoAnswer(OFFICE_DOWN, f"status {status}", retry_after_s=_retry_after_s(headers))
        if server_time_s is None:
            if status == 413:  # something between us and the back office finds it too large
                return Answer(status, {}, elapsed_s, self._clock.is_off)
            return NoAnswer(OFFICE_DOWN, f"status {status} without server_time")
        answer = Answer(status, body, elapsed_s)
        self._clock.hear(server_time_s, refused=status == 401 and answer.code == "clock_off")
        return Answer(status, body, elapsed_s, self._clock.is_off, _retry_after_s(headers))


class _TooMuch(Exception):
    """An answer that is larger or slower than any of ours."""


class _LiveSockets:
    """The sockets of one client, so that another thread can cut them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self.is_cut = False

    def add(self, one: socket.socket) -> None:
        with self._lock:
            self._sockets = {kept for kept in self._sockets if kept.fileno() >= 0} | {one}
            if self.is_cut:
                _shut(one)

    def cut(self) -> None:
        with self._lock:
            self.is_cut = True
            for one in self._sockets:
                _shut(one)


def _shut(one: socket.socket) -> None:
    try:
        socket.socket.shutdown(one, socket.SHUT_RDWR)  # below TLS: its state belongs to the thread that reads
    except OSError:
        return  # closed already


def _pool(base: str, live: _LiveSockets, ca_file: Path | None) -> urllib3.HTTPConnectionPool:
    parts = urlsplit(base)
    host = parts.hostname or ""
    if parts.scheme == "http":

        class Watched(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                live.add(self.sock)

        pool = urllib3.HTTPConnectionPool(
            host, parts.port, maxsize=1, block=True, socket_options=LIVELY_SOCKET
        )
        pool.ConnectionCls = Watched
        return pool

    class WatchedTls(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            live.add(self.sock)

    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    secure = urllib3.HTTPSConnectionPool(
        host,
        parts.port,
        maxsize=1,
        block=True,
        socket_options=LIVELY_SOCKET,
        cert_reqs="CERT_REQUIRED",
        ssl_context=context,
    )
    secure.ConnectionCls = WatchedTls
    return secure


@contextmanager
def _released(response: urllib3.BaseHTTPResponse) -> Iterator[None]:
    """Give the connection back after a whole answer; close it after half of one."""
    try:
        yield
    except BaseException:
        response.close()
        raise
    response.release_conn()


def _read(response: urllib3.BaseHTTPResponse, limit_bytes: int, until_s: float) -> bytes:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise _TooMuch("an answer in an encoding that was not asked for")
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(CHUNK_BYTES, decode_content=False):
        size += len(chunk)
        if size > limit_bytes:
            raise _TooMuch(f"an answer of more than {limit_bytes} bytes")
        if time.monotonic() > until_s:
            raise _TooMuch("an answer that does not end")
        parts.append(chunk)
    return b"".join(parts)


def _json(raw: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after_s(headers: Any) -> float | None:
    value = headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None


def _no_answer(error: Exception) -> NoAnswer:
    detail = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, SSLError):
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                is_clock = cause.verify_code in (CERT_NOT_YET_VALID, CERT_EXPIRED)
                return NoAnswer(CLOCK if is_clock else OFFICE_DOWN, detail)
            cause = cause.__cause__ or cause.__context__ or _argument(cause)
        return NoAnswer(OFFICE_DOWN, detail)
    if isinstance(error, NewConnectionError):
        return NoAnswer(NO_NETWORK, detail)
    if isinstance(error, TimeoutError):
        return NoAnswer(NO_NETWORK, detail, is_timeout=True)
    if isinstance(error, HTTPError):
        return NoAnswer(OFFICE_DOWN, detail)
    return NoAnswer(NO_NETWORK, detail)


def _argument(error: BaseException) -> BaseException | None:
    """urllib3 hands the library's exception on as an argument."""
    return next((part for part in error.args if isinstance(part, BaseException)), None)


def check_office_url(url: str) -> str:
    """The address without a slash at its end. Raises `BadOfficeUrl`: https, or http to this very machine."""
    parts = urlsplit(url)
    try:
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        has_port = False
    is_plain = parts.username is None and not parts.query and not parts.fragment and parts.path in ("", "/")
    if not parts.hostname or not has_port or not is_plain:
        raise BadOfficeUrl(f"not the address of a back office: {url!r}")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        raise BadOfficeUrl(f"https is required beyond this machine: {url!r}")
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
