"""The till's web server: gunicorn gthread with one worker, configured here and nowhere else.

The application, and with it the store, is built after the fork: a lock taken before it would belong to nobody.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import signal
import socket
import sys
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

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

from appliance.domain.errors import TillError
from appliance.web.deadline import Deadline

if TYPE_CHECKING:
    from flask import Flask

HEADERS_WITHIN_S = 3.0
BODY_WITHIN_S = 30.0  # with its answer; a slow card may take the ten seconds that a commit waits for
log = logging.getLogger(__name__)

THREADS = 32  # 12 screens pin one each; the rest answer intents
BACKLOG = 64
TAKE_TURNS_S = (
    0.0005  # a payment does not wait for the whole of another thread's work, a batch for the watchdog
)


LONGEST_LINE_BYTES = 4094  # of the request line; gunicorn's own default, named here to be told
LONGEST_HEADER_BYTES = 8190
MOST_HEADERS = 100
REFUSALS: tuple[tuple[type[Exception], int, TillError], ...] = (
    (LimitRequestLine, 414, TillError("too_large", field="URI", allowed=f"{LONGEST_LINE_BYTES} bytes")),
    (
        LimitRequestHeaders,
        431,
        TillError(
            "too_large", field="headers", allowed=f"{MOST_HEADERS} headers of {LONGEST_HEADER_BYTES} bytes"
        ),
    ),
    (ExpectationFailed, 417, TillError("bad_request", field="Expect", allowed="100-continue")),
    (UnsupportedTransferCoding, 501, TillError("bad_request", field="Transfer-Encoding", allowed="chunked")),
    (ParseException, 400, TillError("bad_request", allowed="HTTP/1.1")),
)


class TillWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's worker, which also says in the box's form what it refuses before the application is asked."""

    def init_process(self) -> None:
        sys.setswitchinterval(TAKE_TURNS_S)
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
    from appliance.web.errors import refuse  # here: the parent only watches and loads no framework

    known = ((status, refusal) for kind, status, refusal in REFUSALS if isinstance(error, kind))
    status, refusal = next(known, (500, TillError("internal")))
    if status == 500:
        log.error("the server broke", exc_info=error)
    else:
        log.info(
            "refused what is no request: %s", type(error).__name__
        )  # not its text, a stranger wrote that
    answer = refuse(refusal)
    answer.status_code = status
    answer.headers["Connection"] = "close"
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    return f"HTTP/1.1 {answer.status}\r\n{head}\r\n".encode("latin-1") + answer.get_data()


class TillServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves what `build` returns; `build` runs in the worker and gives the app and how to close it."""

    def __init__(self, host: str, port: int, build: Callable[[], tuple[Flask, Callable[[], None]]]) -> None:
        self._bind = f"{host}:{port}"
        self._build = build
        self._close: Callable[[], None] = lambda: None
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": TillWorker,
            "threads": THREADS,
            "backlog": BACKLOG,
            "timeout": 30,
            "graceful_timeout": 2,
            "keepalive": 75,
            "limit_request_line": LONGEST_LINE_BYTES,
            "limit_request_field_size": LONGEST_HEADER_BYTES,
            "limit_request_fields": MOST_HEADERS,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "tillbox-till",
            "worker_exit": lambda _server, _worker: self._close(),
            "post_worker_init": lambda _worker: _settle(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app, self._close = self._build()
        return app


def _settle() -> None:
    """All is built: what lives as long as the till need not be looked through again and again for garbage."""
    _end_quietly()
    gc.collect()
    gc.freeze()
    ctypes.CDLL(None).malloc_trim(0)  # what opening the store needed for a moment goes back to the system


def _end_quietly() -> None:
    """Let Ctrl-C reach only the supervisor: a worker that dies of it would print a traceback."""

    def ignore(_number: int, _frame: types.FrameType | None) -> None:
        logging.getLogger(__name__).debug("interrupt left to the supervisor")

    signal.signal(signal.SIGINT, ignore)
