"""What the server refuses before the application sees it is said in the same form as every other error."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.main import ROOT
from tests.free_port import free_port

WITHIN_S = 20.0
TOKEN = "t" * 43
SERVE = """
import sys
from pathlib import Path
from appliance.store import open_store
from appliance.web.app import create_app
from appliance.web.guards import Door
from appliance.web.serve import TillServer
from tests.unit.till.stall import stall_on

port, folder, token = sys.argv[1:]

def build():
    stall = stall_on(open_store(Path(folder), series="A"))
    app, screens = create_app(stall.till, stall.office, Door(frozenset({"x"}), token), Path(folder), b"s" * 32)

    def close():
        screens.stop()
        stall.store.close()

    return app, close

TillServer("127.0.0.1", int(port), build).run()
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    free = free_port()
    folder = tmp_path_factory.mktemp("server")
    log = folder / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            (sys.executable, "-c", SERVE, str(free), str(folder / "store"), TOKEN),
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
    try:
        _wait_until_open(free, log)
        yield free
    finally:
        server.terminate()
        server.wait(WITHIN_S)
    assert "Traceback" not in log.read_text()


def _wait_until_open(port: int, log: Path) -> None:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        try:
            said(port, b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        except OSError:
            continue
        return
    pytest.fail(f"the server did not start: {log.read_text()}")


def said(port: int, request: bytes) -> bytes:
    """Everything the server answers to raw bytes, until it closes."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(request)
        while piece := wire.recv(65536):
            answer += piece
    return answer


POST = b"POST /api/v1/ticket/undo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status", "code"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "too_large"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 9000 + b"\r\n\r\n", 431, "too_large"),
        (b"GET / HTTP/1.1\r\n" + b"X-Many: 1\r\n" * 150 + b"\r\n", 431, "too_large"),
        (b"nonsense\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400, "bad_request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n", 400, "bad_request"),
        (POST + b"Transfer-Encoding: nonsense\r\n\r\n", 501, "bad_request"),
        (POST + b"Content-Length: -5\r\n\r\n", 400, "bad_request"),
        (POST + b"Expect: a-miracle\r\n\r\n", 417, "bad_request"),
    ],
)
def test_a_refusal_of_the_server_is_json_like_any_other(
    port: int, request_bytes: bytes, status: int, code: str
) -> None:
    head, _, body = said(port, request_bytes).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert lines[0].split(" ")[1] == str(status)
    assert headers["Content-Type"] == "application/json"
    assert (headers["Connection"], headers["Cache-Control"]) == ("close", "no-store")
    assert int(headers["Content-Length"]) == len(body)
    error = json.loads(body)["error"]
    assert set(error) == {"code", "message_key", "message", "field", "allowed", "params"}
    assert (error["code"], error["message_key"]) == (code, f"error.{code}")


@pytest.mark.parametrize("chunks", [b"zz\r\n", b"3\r\nabcdef\r\n", b"-1\r\n", b"3;\x00\r\nabc\r\n0\r\n\r\n"])
def test_a_body_of_nonsense_chunks_is_the_callers_fault(port: int, chunks: bytes) -> None:
    entered = said(port, b"GET /enter?token=%s HTTP/1.0\r\nHost: x\r\n\r\n" % TOKEN.encode())
    cookie = entered.partition(b"Set-Cookie: ")[2].partition(b";")[0]
    head, _, body = said(
        port,
        POST + b"Origin: http://x\r\nContent-Type: application/json\r\nIdempotency-Key: k-00000001\r\n"
        b"Cookie: " + cookie + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
    ).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["error"]["code"] == "bad_request"


@pytest.mark.parametrize(
    "half",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST /api/v1/sync/now HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 100\r\n\r\n{",
    ],
    ids=["head", "body"],
)
def test_requests_that_are_never_finished_do_not_stop_the_till(port: int, half: bytes) -> None:
    strangers = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(40)]
    for stranger in strangers:
        stranger.sendall(half)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=WITHIN_S) as ours:
        ours.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert ours.recv(100).startswith(b"HTTP/1.1 200")
    assert time.monotonic() - began < WITHIN_S
    for stranger in strangers:
        stranger.close()
