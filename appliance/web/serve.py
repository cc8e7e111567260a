"""The till's web server: gunicorn gthread with one worker, configured here and nowhere else.

The application, and with it the store, is built after the fork: a lock taken before it would belong to nobody.
"""

from __future__ import annotations

import logging
import signal
import types
from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

THREADS = 32  # 12 screens pin one each; the rest answer intents
BACKLOG = 64


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
            "worker_class": "gthread",
            "threads": THREADS,
            "backlog": BACKLOG,
            "timeout": 30,
            "graceful_timeout": 2,
            "keepalive": 75,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "tillbox-till",
            "worker_exit": lambda _server, _worker: self._close(),
            "post_worker_init": lambda _worker: _end_quietly(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app, self._close = self._build()
        return app


def _end_quietly() -> None:
    """Let Ctrl-C reach only the supervisor: a worker that dies of it would print a traceback."""

    def ignore(_number: int, _frame: types.FrameType | None) -> None:
        logging.getLogger(__name__).debug("interrupt left to the supervisor")

    signal.signal(signal.SIGINT, ignore)
