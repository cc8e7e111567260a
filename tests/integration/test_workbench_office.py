"""The back office switched off, on and back to a copy, with a real supervisor that would restart it at once."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.simulator.app import Simulator, SimulatorSettings
from appliance.simulator.office_switch import OfficeSettings
from appliance.simulator.surroundings import CableSettings
from tests.free_port import free_port
from tests.integration.test_workbench_plug import FAKE_TILL, wait_for_entry

ROOT = Path(__file__).parents[2]
RUNNER = """
import sys
from pathlib import Path
from appliance.supervisor import ChildSpec, Supervisor
where = Path(sys.argv[1])
office = ChildSpec("office", (sys.executable, "-c", *sys.argv[2:]), hold_file=where / "office.hold")
sys.exit(Supervisor([office], where, where).run())
"""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Simulator]:
    port = free_port()
    supervisor = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(tmp_path), FAKE_TILL, str(port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    office = OfficeSettings(
        f"http://127.0.0.1:{port}/",
        tmp_path / "office.pid",
        tmp_path / "office.hold",
        (sys.executable, "-S", "-c", "print('Restored office-20261122T083000Z.db')"),
    )
    settings = SimulatorSettings(
        "127.0.0.1", 0, 0, 0, 0, 0, "http://127.0.0.1:1/", tmp_path, tmp_path,
        cable=CableSettings(0, ("127.0.0.1", port)), office=office,
    )  # fmt: skip
    simulator = Simulator(settings)
    simulator.start()
    yield simulator
    simulator.stop()
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(10) == 0


def reaches(bench: Simulator) -> bool:
    """Whether the box can ask its back office how it is, through the cable."""
    assert bench.bench.surroundings.cable is not None
    port = bench.bench.surroundings.cable.port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def becomes(bench: Simulator, state: str) -> None:
    give_up_s = time.monotonic() + 30
    while time.monotonic() < give_up_s:
        seen = bench.bench.revisions().all
        if bench.bench.picture()["office"]["state"] == state:
            return
        bench.bench.wait_beyond(seen, 0.1)
    raise AssertionError(f"the back office never became {state}: {bench.bench.picture()['office']}")


def test_the_back_office_stays_down_until_it_is_let_up_and_a_copy_comes_back(
    bench: Simulator, tmp_path: Path
) -> None:
    around = bench.bench.surroundings
    assert around.office is not None and around.cable is not None
    becomes(bench, "up")
    assert reaches(bench)
    first = json.loads((tmp_path / "office.pid").read_text())["pid"]
    around.office.set("down")
    becomes(bench, "down")
    assert not reaches(bench)
    around.office.set("restored")
    assert wait_for_entry(bench, "log.office_restored") == {"copy": "2026-11-22T08:30:00Z"}
    becomes(bench, "up")
    assert reaches(bench)
    assert json.loads((tmp_path / "office.pid").read_text())["pid"] != first
    around.cable.set("unplugged")
    assert not reaches(bench)
    around.cable.set("works")
    assert reaches(bench)
