"""The simulator process as a whole: page, state, events, hands and guards."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.simulator.app import Simulator, SimulatorSettings
from appliance.simulator.state import Sample

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "workbench.html").write_text("<!doctype html><title>bench</title>")
    (dist / "assets" / "a-1.js").write_text("export {}")
    return dist


@pytest.fixture
def bench(dist: Path, tmp_path: Path) -> Iterator[Simulator]:
    settings = SimulatorSettings(
        "127.0.0.1",
        0,
        0,
        0,
        0,
        0,
        "http://127.0.0.1:1/",
        tmp_path,
        dist,
        "de",
        (Sample("123", "Saft"),),
        row_s=0.0,
    )
    simulator = Simulator(settings)
    simulator.start()
    yield simulator
    simulator.stop()


def call(
    bench: Simulator, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, dict[str, Any], dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=5)
    sent = {"Content-Type": "application/json", "Origin": bench.url} if method == "POST" else {}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    connection.request(method, path, raw, sent)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    is_json = answer.headers.get_content_type() == "application/json"
    return answer.status, json.loads(content) if is_json else {"text": content.decode()}, dict(answer.headers)


def state(bench: Simulator) -> dict[str, Any]:
    return call(bench, "GET", "/api/state")[1]


def test_page_and_assets_are_served(bench: Simulator) -> None:
    status, content, headers = call(bench, "GET", "/")
    assert (status, "bench" in content["text"]) == (200, True)
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert call(bench, "GET", "/assets/a-1.js")[0] == 200
    assert call(bench, "GET", "/assets/../workbench.html")[0] == 404


def test_receipt_bytes_show_up_in_the_state_and_the_log(bench: Simulator) -> None:
    with socket.create_connection(("127.0.0.1", bench.bench.printer.port), timeout=5) as wire:
        wire.sendall(b"\x1b@Receipt A-000012\nTotal 5\n\x1bp\x00\x19\xfa\x1dV\x00\x1dr\x01")
        assert wire.recv(1) == b"\x00"
        wire.sendall(b"\x1dr\x01")  # the events before it have been told by then
        assert wire.recv(1) == b"\x00"
    seen = state(bench)
    assert [len(piece["rows"]) for piece in seen["pieces"]] == [2]
    assert seen["drawer"] == {"is_open": True, "pulses": 1}
    entries = {entry["key"]: entry["params"] for entry in seen["log"]}
    assert entries["log.receipt_came"] == {"number": "A-000012", "lines": 2}
    assert call(bench, "POST", "/api/drawer/close", {})[0] == 200
    assert call(bench, "POST", "/api/printer/tear", {})[0] == 200
    seen = state(bench)
    assert (seen["drawer"]["is_open"], seen["pieces"]) == (False, [])


def test_hands_move_objects(bench: Simulator) -> None:
    assert call(bench, "POST", "/api/printer", {"paper_out": True, "slow": True})[0] == 200
    assert call(bench, "POST", "/api/scale", {"weight_g": 1160, "on": True})[0] == 200
    assert call(bench, "POST", "/api/language", {"language": "vi"})[0] == 200
    assert call(bench, "POST", "/api/scanner", {"code": "123"})[1] == {"ok": True, "heard": False}
    seen = state(bench)
    assert [name for name, on in seen["printer"]["faults"].items() if on] == ["paper_out", "slow"]
    assert (seen["scale"]["load_g"], seen["scale"]["on"], seen["language"]) == (1160, True, "vi")
    assert seen["samples"] == [{"code": "123", "name": "Saft", "emoji": ""}]


def test_plug_without_a_till_says_so(bench: Simulator) -> None:
    assert call(bench, "POST", "/api/plug", {"action": "pull"})[0] == 200
    for _ in range(100):
        if "log.nothing_pulled_no_file" in [entry["key"] for entry in state(bench)["log"]]:
            return
        bench.bench.wait_beyond(bench.bench.revisions()[0], 0.05)
    pytest.fail("the log never told")


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/api/printer", {"paper_out": 1}, 422, "paper_out"),
        ("/api/printer", {"on_fire": True}, 422, "on_fire"),
        ("/api/printer", {}, 422, "paper_out"),
        ("/api/scanner", {"code": 5}, 422, "code"),
        ("/api/scanner", {"code": "a\nb"}, 422, "code"),
        ("/api/scale", {"weight_g": 1.5, "on": True}, 422, "weight_g"),
        ("/api/scale", {"weight_g": 10**9, "on": True}, 422, "weight_g"),
        ("/api/scale", {"weight_g": True, "on": True}, 422, "weight_g"),
        ("/api/scale", {"weight_g": 10}, 422, "on"),
        ("/api/plug", {"action": "explode"}, 422, "action"),
        ("/api/language", {"language": "xx"}, 422, "language"),
        ("/api/plug", [], 400, None),
        ("/api/plug", b"{", 400, None),
        ("/api/plug", b"[" * 4000, 400, None),
        ("/api/plug", b"x" * 5000, 413, None),
        ("/api/nothing", {}, 404, None),
    ],
)
def test_bad_calls_are_refused_by_field(
    bench: Simulator, path: str, body: object, status: int, field: str | None
) -> None:
    before = bench.bench.revisions()
    answer = call(bench, "POST", path, body)
    assert (answer[0], answer[1]["error"]["field"]) == (status, field)
    assert bench.bench.revisions() == before


def test_a_foreign_page_can_do_nothing(bench: Simulator) -> None:
    pull = {"action": "pull"}
    assert call(bench, "POST", "/api/plug", pull, Origin="http://evil.example")[0] == 403
    assert call(bench, "POST", "/api/plug", pull, Origin="null")[0] == 403
    assert call(bench, "POST", "/api/plug", pull, Host="evil.example")[0] == 403
    assert call(bench, "GET", "/api/state", Host=f"evil.example:{bench.port}")[0] == 403
    assert call(bench, "POST", "/api/plug", pull, Content_Type="text/plain")[0] == 415
    assert call(bench, "GET", "/till", Sec_Fetch_Site="cross-site")[0] == 403
    assert "log.nothing_pulled_no_file" not in [entry["key"] for entry in state(bench)["log"]]


def test_way_to_the_till_carries_the_session_token(bench: Simulator, tmp_path: Path) -> None:
    assert call(bench, "GET", "/till")[2]["Location"] == "http://127.0.0.1:1/"
    (tmp_path / "kiosk-token").write_text("T0ken\n")
    assert call(bench, "GET", "/till")[2]["Location"] == "http://127.0.0.1:1/enter?token=T0ken"


def next_event(stream: http.client.HTTPResponse) -> tuple[str, Any]:
    name = stream.readline().decode().removeprefix("event: ").strip()
    data = json.loads(stream.readline().decode().removeprefix("data: "))
    assert stream.readline() == b"\n"
    return name, data


def test_events_show_the_present_and_then_each_change(bench: Simulator) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=5)
    connection.request("GET", "/api/events")
    stream = connection.getresponse()
    assert stream.headers.get_content_type() == "text/event-stream"
    assert next_event(stream) == ("pieces", [])
    assert next_event(stream)[1]["printer"]["faults"]["cover_open"] is False
    bench.bench.set_fault("cover_open", True)
    name, picture = next_event(stream)
    while not picture["printer"]["faults"]["cover_open"]:
        name, picture = next_event(stream)
    assert name == "state"
    stream.close()
    connection.close()


def test_only_so_many_pages_may_watch(bench: Simulator) -> None:
    watching = []
    for _ in range(12):
        connection = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=5)
        connection.request("GET", "/api/events")
        response = connection.getresponse()
        response.readline()
        watching.append((connection, response))
    assert call(bench, "GET", "/api/events")[0] == 503
    for connection, response in watching:
        response.close()
        connection.close()


def test_process_ends_in_order_on_sigterm(dist: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from appliance.simulator.app import SimulatorSettings, run;"
        f"p = Path({str(dist)!r});"
        "import logging; logging.basicConfig(level='INFO', stream=sys.stdout, format='%(message)s');"
        "sys.exit(run(SimulatorSettings('127.0.0.1', 0, 0, 0, 0, 0, 'http://127.0.0.1:1/', p, p)))"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("workbench at http://127.0.0.1:")
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=2)
    assert (process.returncode, rest) == (0, "")
