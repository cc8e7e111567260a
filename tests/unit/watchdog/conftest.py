"""A back office and a till behind real sockets, ended with the test."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.watchdog.wires import OfficeServer, TillServer


@pytest.fixture
def office() -> Iterator[OfficeServer]:
    server = OfficeServer()
    yield server
    server.close()


@pytest.fixture
def till() -> Iterator[TillServer]:
    with tempfile.TemporaryDirectory() as folder:  # a unix socket's path must be short
        server = TillServer(Path(folder) / "till.sock")
        yield server
        server.close()
