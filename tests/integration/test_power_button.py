"""The power button of a demo box: from the finger on the workbench to programs that end in order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.simulator.app import Simulator, SimulatorSettings
from appliance.simulator.victim import start_ticks

ROOT = Path(__file__).parents[2]
LIGHTS = """
import sys
from pathlib import Path
from appliance.lights import LightsSettings, run_lights
where = Path(sys.argv[1])
sys.exit(run_lights(LightsSettings(
    where / "lights.sock", (23, 24), where / "light-pins.sock", button_pin=3, simulated_button=where / "button.sock")))
"""
PROGRAM = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("up", flush=True)
signal.pause()
"""
RED, ALL, DARK = (True, False), (True, True), (False, False)


class DemoBox:
    """The lights process, two programs that can end in order, and the workbench beside them."""

    def __init__(self, where: Path) -> None:
        self._children: list[subprocess.Popen[bytes]] = []
        self.till = self._program(where / "till.pid")
        self.watchdog = self._program(where / "watchdog.pid")
        self.bench = Simulator(
            SimulatorSettings("127.0.0.1", 0, 0, 0, 0, 0, "http://127.0.0.1:9/", where, where)
        )
        self.bench.start()
        self.lights = self._start(LIGHTS, str(where))
        eventually((where / "button.sock").exists)
        eventually(lambda: len(self.changes()) >= 6)  # by then it knows the button as not pressed

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", program, *arguments]
        self._children.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE))
        return self._children[-1]

    def _program(self, pid_file: Path) -> subprocess.Popen[bytes]:
        child = self._start(PROGRAM)
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        pid_file.write_text(json.dumps({"pid": child.pid, "start": start_ticks(child.pid)}))
        return child

    def finger(self, *, is_down: bool) -> None:
        self.bench.bench.surroundings.power_button.press(is_down)

    def levels(self) -> tuple[bool, bool]:
        seen = self.bench.bench.surroundings.lamp.view()
        return seen["red"], seen["green"]

    def changes(self) -> list[tuple[bool, bool]]:
        return [(red, green) for _, red, green in self.bench.bench.surroundings.lamp.view()["changes"]]

    def said(self) -> list[str]:
        return [entry.key for entry in self.bench.bench.log.entries()]

    def stop(self) -> None:
        self.bench.stop()
        for child in self._children:
            child.kill()
            child.communicate(timeout=5)


def eventually(question: Callable[[], bool], limit_s: float = 15.0) -> None:
    until_s = time.monotonic() + limit_s
    while not question():
        assert time.monotonic() < until_s, "it never came true"
        time.sleep(0.005)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[DemoBox]:
    box = DemoBox(tmp_path)
    yield box
    box.stop()


def test_touch_is_answered_by_a_wink_and_nothing_ends(box: DemoBox) -> None:
    box.finger(is_down=True)
    eventually(lambda: ALL in box.changes())
    box.finger(is_down=False)
    eventually(lambda: box.changes()[-3:] == [RED, DARK, RED])  # the truth again: red, two quick blinks
    assert [one.poll() for one in (box.till, box.watchdog, box.lights)] == [None, None, None]
    assert "log.pulled_button" not in box.said()


def test_held_button_ends_every_program_in_order_and_the_lamp_is_red_after_its_answer(box: DemoBox) -> None:
    box.finger(is_down=True)
    assert box.till.wait(15) == 0
    assert box.watchdog.wait(15) == 0
    held_s = time.monotonic()
    assert box.lights.wait(15) == 0
    assert time.monotonic() - held_s > 1.0, "nobody could see the lamp's answer"

    assert box.levels() == RED
    # Dark, long, shorter, shortest: all LEDs of the two, and red at the end.
    assert box.changes()[-8:-1] == [DARK, ALL, DARK, ALL, DARK, ALL, DARK]
    eventually(lambda: "log.pulled_button" in box.said())
    assert "log.watchdog_ended" in box.said()
    box.finger(is_down=False)  # nobody feels it any more, and nobody minds
