"""The simulator process as a whole: page, state, events, hands and guards."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from appliance.simulator.app import Simulator, SimulatorSettings
from appliance.simulator.office_switch import OfficeSettings
from appliance.simulator.state import Sample
from appliance.simulator.surroundings import CableSettings
from appliance.simulator.web import create_app

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


@pytest.fixture
def wide_bench(dist: Path, tmp_path: Path) -> Iterator[Simulator]:
    """A workbench with a cable and a back office (whose address nobody answers)."""
    office = OfficeSettings(
        "http://127.0.0.1:1/", tmp_path / "office.pid", tmp_path / "office.hold", ("true",)
    )
    settings = SimulatorSettings(
        "127.0.0.1", 0, 0, 0, 0, 0, "http://127.0.0.1:1/", tmp_path, dist,
        zone="Asia/Ho_Chi_Minh", cable=CableSettings(0, ("127.0.0.1", 1)), office=office,
    )  # fmt: skip
    simulator = Simulator(settings)
    simulator.start()
    yield simulator
    simulator.stop()


def test_hands_move_what_surrounds_the_till(wide_bench: Simulator, tmp_path: Path) -> None:
    seen = state(wide_bench)
    assert (seen["office"], seen["offset_min"]) == ({"state": "starting", "copy": None}, 420)
    for path, body in (
        ("/api/cable", {"state": "unplugged"}),
        ("/api/office", {"state": "down"}),
        ("/api/clock", {"state": "year_behind"}),
        ("/api/watchdog", {"action": "freeze"}),
    ):
        assert call(wide_bench, "POST", path, body)[0] == 200
    for _ in range(100):
        if (seen := state(wide_bench))["office"]["state"] == "down":
            break
        wide_bench.bench.wait_beyond(seen["revision"], 0.05)
    assert (seen["cable"]["state"], seen["clock"], seen["watchdog"]) == (
        "unplugged",
        {"state": "year_behind"},
        {"state": "runs"},  # there was none to freeze, and the log says so
    )
    assert {entry["key"] for entry in seen["log"]} == {
        "log.ready", "log.cable_unplugged", "log.office_down", "log.clock_year_behind", "log.watchdog_not_found"
    }  # fmt: skip
    assert (tmp_path / "office.hold").exists()


def test_a_bench_without_a_cable_says_so(bench: Simulator) -> None:
    seen = state(bench)
    assert (seen["cable"], seen["office"]) == (None, None)
    for path in ("/api/cable", "/api/office"):
        status, answer, _ = call(bench, "POST", path, {"state": "down" if "office" in path else "dead"})
        assert (status, answer["error"]["code"]) == (409, "no_such_object")


def pins_say(where: Path, red: int, green: int) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as pins:
        content = {"red": red, "green": green, "at_s": time.monotonic()}
        pins.sendto(json.dumps(content).encode(), str(where / "light-pins.sock"))


def test_a_blinking_light_sends_the_light_alone(bench: Simulator, tmp_path: Path) -> None:
    pins_say(tmp_path, 1, 0)
    for _ in range(100):
        if state(bench)["light"]["red"]:
            break
        bench.bench.wait_beyond(bench.bench.revisions().all, 0.05)
    connection = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=5)
    connection.request("GET", "/api/events")
    stream = connection.getresponse()
    names = [next_event(stream)[0], next_event(stream)[0]]
    pins_say(tmp_path, 0, 0)
    name, light = next_event(stream)
    stream.close()
    connection.close()
    assert [*names, name] == ["pieces", "state", "light"]
    assert (light["red"], light["green"], len(light["changes"])) == (False, False, 2)


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
        ("/api/cable", {"state": "chewed"}, 422, "state"),
        ("/api/office", {"state": 1}, 422, "state"),
        ("/api/clock", {}, 422, "state"),
        ("/api/clock", {"state": "right", "year": 3}, 422, "year"),
        ("/api/watchdog", {"action": "feed"}, 422, "action"),
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
    assert "log.nothing_pulled_no_file" not in [entry["key"] for entry in state(bench)["log"]]


CLICKED = {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}


def test_a_click_on_the_workbench_opens_the_till_with_its_session(bench: Simulator, tmp_path: Path) -> None:
    assert call(bench, "GET", "/till", **CLICKED)[2]["Location"] == "http://127.0.0.1:1/"
    (tmp_path / "kiosk-token").write_text("T0ken\n")
    headers = call(bench, "GET", "/till", **CLICKED)[2]
    assert headers["Location"] == "http://127.0.0.1:1/enter?token=T0ken"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**CLICKED, "Sec_Fetch_Site": "cross-site"},
        {**CLICKED, "Sec_Fetch_Site": "same-site"},  # a page on another port of this machine
        {**CLICKED, "Sec_Fetch_Site": "none"},
        {**CLICKED, "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
        {**CLICKED, "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"},
        {**CLICKED, "Sec_Fetch_Dest": "iframe"},
        {**CLICKED, "Host": "evil.example"},
    ],
)
def test_nothing_but_a_click_learns_the_token(
    bench: Simulator, tmp_path: Path, headers: dict[str, str]
) -> None:
    (tmp_path / "kiosk-token").write_text("T0ken\n")
    status, answer, sent = call(bench, "GET", "/till", **headers)
    assert (status, "T0ken" in f"{answer}{dict(sent)}") == (403, False)


def test_another_user_of_the_machine_does_not_learn_the_token(
    bench: Simulator, dist: Path, tmp_path: Path
) -> None:
    (tmp_path / "kiosk-token").write_text("T0ken\n")
    for uid, status in ((os.geteuid(), 302), (os.geteuid() + 1, 403), (None, 403)):
        app = create_app(
            bench.bench,
            dist_dir=dist,
            hosts=lambda: frozenset({"localhost"}),
            run_dir=tmp_path,
            uid_of=lambda caller, port, uid=uid: uid,
        )
        headers = {name.replace("_", "-"): value for name, value in CLICKED.items()}
        answer = app.test_client().get("/till", headers=headers, environ_base={"REMOTE_PORT": "1"})
        assert answer.status_code == status


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
