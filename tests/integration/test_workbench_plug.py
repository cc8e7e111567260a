"""The plug pulled on a real process that answers like a till, and its return noticed."""

import json
import socket
import subprocess
import sys
from pathlib import Path

from appliance.simulator.app import Simulator, SimulatorSettings
from appliance.simulator.victim import start_ticks
from tests.free_port import free_port

FAKE_TILL = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
print("up", flush=True)
server.serve_forever()
"""


def start_till(port: int, run_dir: Path) -> subprocess.Popen[str]:
    till = subprocess.Popen(
        [sys.executable, "-c", FAKE_TILL, str(port)], stdout=subprocess.PIPE, text=True, cwd=run_dir
    )
    assert till.stdout is not None
    assert till.stdout.readline() == "up\n"
    (run_dir / "till.pid").write_text(json.dumps({"pid": till.pid, "start": start_ticks(till.pid)}))
    return till


def wait_for_entry(simulator: Simulator, key: str) -> dict[str, str | int]:
    for _ in range(200):
        seen = simulator.bench.revisions()[0]
        for entry in simulator.bench.log.entries():
            if entry.key == key:
                return entry.params
        simulator.bench.wait_beyond(seen, 0.1)
    raise AssertionError(f"{key} never came: {[entry.key for entry in simulator.bench.log.entries()]}")


def test_power_is_pulled_in_the_next_sale_and_the_return_is_told(tmp_path: Path) -> None:
    port = free_port()
    till = start_till(port, tmp_path)
    settings = SimulatorSettings(
        "127.0.0.1", 0, 0, 0, 0, 0, f"http://127.0.0.1:{port}/", tmp_path, tmp_path, row_s=0.0, seed=3
    )
    simulator = Simulator(settings)
    simulator.start()
    again = None
    try:
        simulator.bench.plug.arm()
        with socket.create_connection(("127.0.0.1", simulator.bench.display.port), timeout=5) as glass:
            glass.sendall(b"\x1bQAApples        3,48\r")
            with socket.create_connection(("127.0.0.1", simulator.bench.printer.port), timeout=5) as paper:
                paper.sendall(b"\x1b@\x1bp\x00\x19\xfaApples\n\x1dV\x00\x1dr\x01")
                assert till.wait(5) == -9
        again = start_till(port, tmp_path)
        params = wait_for_entry(simulator, "log.till_back")
        assert int(params["ms"]) > 0
        assert simulator.bench.plug.view()["state"] == "ready"
    finally:
        simulator.stop()
        for process in filter(None, (till, again)):
            process.kill()
            process.communicate(timeout=5)
