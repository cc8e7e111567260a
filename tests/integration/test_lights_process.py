"""The lights process as a whole, its lamp as the simulator sees it, with a till that lives, hangs and dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance import demo_run
from appliance.config import Config
from appliance.lights.process import Ear
from appliance.lights.vigil import Vigil
from appliance.simulator.lamp import VirtualLamp
from appliance.simulator.log import Log

ROOT = Path(__file__).parents[2]
TELL_WITHIN_S = 3.5
SLOW_TO_IMPORT = {
    "appliance",
    "argparse",
    "asyncio",
    "enum",
    "gpiozero",
    "logging",
    "pathlib",
    "re",
    "site",
    "socket",
}

LIGHTS = """
import sys
from pathlib import Path
from appliance.lights import LightsSettings, run_lights, turn_red
where = Path(sys.argv[1])
settings = LightsSettings(where / "lights.sock", (23, 24), where / "light-pins.sock")
sys.exit(turn_red(settings) if sys.argv[2:] else run_lights(settings))
"""
BOX = """
import sys, threading
from pathlib import Path
from appliance.heartbeat import Heart
where, who = Path(sys.argv[1]), sys.argv[2]
states = {
    "till": {"can_save": True, "attention": None, "enrolled": True, "offline_by_choice": False,
             "oldest_waiting_s": None},
    "watchdog": {"online": True},
}
Heart(where / "lights.sock", who, lambda: states[who]).start()
threading.Event().wait()
"""


class Box:
    """Lights, till and watchdog as processes, and an eye on the lamp."""

    def __init__(self, where: Path) -> None:
        self.where = where
        self._processes: list[subprocess.Popen[bytes]] = []
        self.eye = VirtualLamp(where / "light-pins.sock", Log())
        self.eye.start()

    def start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(self.where), *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        self._processes.append(process)
        return process

    def waits_for(self, red: bool, green: bool, limit_s: float = 10.0) -> float:
        """Seconds until the lamp was so."""
        began_s = time.monotonic()
        while (self.eye.view()["red"], self.eye.view()["green"]) != (red, green):
            assert time.monotonic() - began_s < limit_s, f"the lamp stayed at {self.eye.view()}"
            time.sleep(0.005)
        return time.monotonic() - began_s

    def end(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait(5)
        self.eye.stop()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.end()


def test_the_lamp_tells_of_a_hanging_and_of_a_dead_till_in_time(box: Box) -> None:
    box.start(LIGHTS)
    box.waits_for(True, False)  # before anybody was heard
    till, _watchdog = box.start(BOX, "till"), box.start(BOX, "watchdog")
    box.waits_for(False, True)
    till.send_signal(signal.SIGSTOP)
    assert box.waits_for(True, False) < TELL_WITHIN_S
    till.send_signal(signal.SIGCONT)
    box.waits_for(False, True)
    till.kill()
    assert box.waits_for(True, False) < TELL_WITHIN_S


def test_the_lamp_tells_of_a_hanging_watchdog_in_time_and_of_its_return(box: Box) -> None:
    box.start(LIGHTS)
    _till, watchdog = box.start(BOX, "till"), box.start(BOX, "watchdog")
    box.waits_for(False, True)
    watchdog.send_signal(signal.SIGSTOP)
    assert box.waits_for(True, True) < TELL_WITHIN_S
    watchdog.send_signal(signal.SIGCONT)
    assert box.waits_for(False, True) < 1.5


def test_a_frozen_lights_process_leaves_the_lamp_as_it_was_and_knows_the_truth_when_it_goes_on(
    box: Box,
) -> None:
    lights = box.start(LIGHTS)
    till, _watchdog = box.start(BOX, "till"), box.start(BOX, "watchdog")
    box.waits_for(False, True)
    lights.send_signal(signal.SIGSTOP)
    till.kill()
    till.wait(5)
    time.sleep(2.6)  # the till's last beats are older than that now, though still unread
    assert box.eye.view()["green"]
    lights.send_signal(signal.SIGCONT)
    assert box.waits_for(True, False) < 0.5


def test_what_follows_the_death_in_the_demo_turns_the_lamp_red_and_imports_next_to_nothing(box: Box) -> None:
    config = Config(data_dir=box.where / "data", run_dir=box.where, simulated=True)
    lights = next(spec for spec in demo_run.programs(config, 0) if spec.name == "lights")
    assert lights.after_death is not None
    python, *rest = lights.after_death
    done = subprocess.run(
        [python, "-v", *rest], cwd="/", env={}, capture_output=True, text=True, timeout=10, check=True
    )
    box.waits_for(True, False)
    imported = {line.split("'")[1] for line in done.stderr.splitlines() if line.startswith("import '")}
    assert "_socket" in imported
    assert not imported & SLOW_TO_IMPORT


def test_strange_datagrams_disturb_nothing(box: Box) -> None:
    box.start(LIGHTS)
    box.waits_for(True, False)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
        for data in (b"", b"{", b"\xff" * 4000, b'{"who":"till"}', b"[" * 1500) * 20:
            stranger.sendto(data, str(box.where / "lights.sock"))
    box.start(BOX, "till")
    box.start(BOX, "watchdog")
    box.waits_for(False, True)
    assert (box.where / "lights.sock").stat().st_mode & 0o777 == 0o660


def test_whoever_is_not_of_the_box_is_not_heard(tmp_path: Path) -> None:
    ear = Ear(tmp_path / "lights.sock", frozenset({os.geteuid() + 1}))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(b'{"who":"watchdog","online":true}', str(tmp_path / "lights.sock"))
    assert ear.listen(Vigil(0.0), 1.0) == Vigil(0.0)
    assert ear.ignored == 1
    ear.close()


def test_the_lamp_is_red_after_an_orderly_end_and_by_the_command_for_a_disorderly_one(box: Box) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        lights = box.start(LIGHTS)
        others = [box.start(BOX, "till"), box.start(BOX, "watchdog")]
        box.waits_for(False, True)
        lights.send_signal(number)
        assert lights.wait(5) == (0 if number == signal.SIGTERM else -signal.SIGKILL)
        if number == signal.SIGKILL:
            assert box.start(LIGHTS, "red").wait(5) == 0
        box.waits_for(True, False)
        for other in others:
            other.kill()
            other.wait(5)
