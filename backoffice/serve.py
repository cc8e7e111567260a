"""The back office's web server: gunicorn gthread with one worker, configured here and nowhere else.

One process, because SQLite has one writer. The application, and with it the database, is opened after the fork:
a lock or a connection taken before it would belong to nobody.
"""

from __future__ import annotations

import logging
import signal
import socket
import types
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from backoffice.app import refuse
from backoffice.deadline import Deadline
from backoffice.errors import OfficeError

THREADS = 64  # 16 pages and 24 waiting boxes may pin one each; see box_api for the sum
CONNECTIONS = 1000
BACKLOG = 256
LONGEST_LINE_BYTES = 4094  # of the request line; gunicorn's own default, named here to be told
LONGEST_HEADER_BYTES = 8190
MOST_HEADERS = 100
HEADERS_ALLOWED = f"{MOST_HEADERS} headers of {LONGEST_HEADER_BYTES} bytes"
REFUSALS: tuple[tuple[type[Exception], int, OfficeError], ...] = (
    (LimitRequestLine, 414, OfficeError("too_large", field="URI", allowed=f"{LONGEST_LINE_BYTES} bytes")),
    (LimitRequestHeaders, 431, OfficeError("too_large", field="headers", allowed=HEADERS_ALLOWED)),
    (ExpectationFailed, 417, OfficeError("bad_request", field="Expect", allowed="100-continue")),
    (
        UnsupportedTransferCoding,
        501,
        OfficeError("bad_request", field="Transfer-Encoding", allowed="chunked"),
    ),
    (ParseException, 400, OfficeError("bad_request", allowed="HTTP/1.1")),
)
HEADERS_WITHIN_S = 3.0
BODY_WITHIN_S = 60.0  # with its answer, which no request with a body waits long for
log = logging.getLogger(__name__)


class OfficeWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's worker, which also refuses in the protocol's form what never reaches the application."""

    def init_process(self) -> None:
        self._deadline = Deadline()
        self._deadline.start()
        super().init_process()

    def handle(self, conn: Any) -> Any:  # Any: gunicorn's own connection and verdict
        """Read a request within its time, then answer it."""
        with self._deadline.on(conn.sock, HEADERS_WITHIN_S):
            return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:  # Any: as above
        """The head is read; a body has a time of its own, an answer has none."""
        if any(
            name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") and value != "0" for name, value in req.headers
        ):
            self._deadline.set(conn.sock, BODY_WITHIN_S)
        else:
            self._deadline.clear(conn.sock)
        return super().handle_request(req, conn)

    def handle_error(
        self, _request: object, connection: socket.socket, _address: object, error: Exception
    ) -> None:
        """Answer a request that could not be parsed; the caller closes the connection."""
        try:
            write_nonblock(connection, _last_words(error))
        except OSError as gone:
            log.debug("the refusal was not heard: %s", gone)


def _last_words(error: Exception) -> bytes:
    found = next((row for row in REFUSALS if isinstance(error, row[0])), None)
    if found is None:
        log.error("the server broke", exc_info=error)
        status, refusal = 500, OfficeError("internal")
    else:
        kind, status, refusal = found
        log.info("refused what is no request: %s", kind.__name__)  # not its text, a stranger wrote that
    answer = refuse(refusal)
    answer.status_code = status
    answer.headers["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    return f"HTTP/1.1 {answer.status}\r\n{head}\r\n".encode("latin-1") + answer.get_data()


class OfficeServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves what `build` returns; `build` runs in the worker and gives the app, how to end its waits, how to close."""

    def __init__(
        self, host: str, port: int, build: Callable[[], tuple[Flask, Callable[[], None], Callable[[], None]]]
    ) -> None:
        self._bind = f"{host}:{port}"
        self._build = build
        self._end_waits: Callable[[], None] = lambda: None
        self._close: Callable[[], None] = lambda: None
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": OfficeWorker,
            "threads": THREADS,
            "worker_connections": CONNECTIONS,
            "backlog": BACKLOG,
            "timeout": 60,
            "graceful_timeout": 3,
            "keepalive": 75,
            "limit_request_line": LONGEST_LINE_BYTES,
            "limit_request_field_size": LONGEST_HEADER_BYTES,
            "limit_request_fields": MOST_HEADERS,
            "forwarded_allow_ips": "",  # whose word about the caller counts is our own setting, proxy_hops
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "tillbox-office",
            "worker_int": lambda _worker: self._end_waits(),
            "worker_exit": lambda _server, _worker: self._close(),
            "post_worker_init": self._end_well,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app, self._end_waits, self._close = self._build()
        return app

    def _end_well(self, worker: ThreadWorker) -> None:
        """On SIGTERM first send home who waits; leave Ctrl-C to the parent: a worker would print a traceback."""
        ends = worker.handle_exit

        def leave(number: int, frame: types.FrameType | None) -> None:
            self._end_waits()
            ends(number, frame)

        def ignore(_number: int, _frame: types.FrameType | None) -> None:
            log.debug("interrupt left to the parent")

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, ignore)
