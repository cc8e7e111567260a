"""The plug kills the till, only the till, at the moment it chose, and tells the story."""

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.simulator.log import Log
from appliance.simulator.plug import PHASES, PowerPlug
from appliance.simulator.victim import NotTheTill, end_till, kill_till, start_ticks

# A till of the real shape: a master with a worker of its own.
PROGRAM = """
import os, sys, time
child = os.fork()
if child:
    print(child, flush=True)
time.sleep(60)
"""


@pytest.fixture
def till() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate(timeout=5)


def write(path: Path, pid: int, start: int) -> Path:
    path.write_text(json.dumps({"pid": pid, "start": start}))
    return path


def test_the_till_and_its_worker_lose_power(till: subprocess.Popen[str], tmp_path: Path) -> None:
    assert till.stdout is not None
    worker = int(till.stdout.readline())
    pid_file = write(tmp_path / "till.pid", till.pid, start_ticks(till.pid))
    assert kill_till(pid_file) == till.pid
    assert till.wait(5) == -9
    # The pipe ends when the last holder, the worker, is gone.
    assert till.stdout.read() == ""
    assert not Path(f"/proc/{worker}/fd/1").exists()


def test_a_foreign_process_with_the_same_number_is_spared(
    till: subprocess.Popen[str], tmp_path: Path
) -> None:
    pid_file = write(tmp_path / "till.pid", till.pid, start_ticks(till.pid) + 1)
    with pytest.raises(NotTheTill, match="another_process"):
        kill_till(pid_file)
    assert till.poll() is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no_file"),
        ("", "bad_file"),
        ("[]", "bad_file"),
        ('{"pid": 1, "start": 0}', "bad_file"),
        ('{"pid": -5, "start": 0}', "bad_file"),
        ('{"pid": true, "start": 0}', "bad_file"),
        ('{"pid": 4194305, "start": 0}', "not_running"),
    ],
)
def test_without_a_till_nothing_is_killed(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "till.pid").write_text(content)
    with pytest.raises(NotTheTill, match=reason):
        kill_till(tmp_path / "till.pid")


class Story:
    """A plug with a fake till, and the log it writes."""

    def __init__(self, seed: int, kill: Callable[[Path], int] | None = None) -> None:
        self.kills, self.ends = 0, 0
        self.answers = [True]
        self.changed = threading.Condition()
        self.log = Log(self._tell)
        self.plug = PowerPlug(
            Path("till.pid"),
            self.log,
            self._tell,
            answers=lambda: self.answers.pop(0) if len(self.answers) > 1 else self.answers[0],
            kill=kill or self._kill,
            end=self._end,
            randomness=random.Random(seed),
        )

    def _kill(self, _pid_file: Path) -> int:
        self.kills += 1
        return 4711

    def _end(self, _pid_file: Path) -> int:
        self.ends += 1
        return 4711

    def _tell(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def keys(self) -> list[str]:
        return [entry.key for entry in self.log.entries()]

    def wait_for(self, key: str) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: key in self.keys(), 5)


def test_pulling_now_tells_when_the_till_is_back() -> None:
    story = Story(seed=1)
    story.plug.start()
    story.plug.pull_now()
    assert story.wait_for("log.till_back")
    story.plug.stop()
    assert story.keys() == ["log.pulled_now", "log.till_back"]
    assert story.kills == 1


@pytest.mark.parametrize("seed", range(12))
def test_armed_plug_is_pulled_once_during_the_next_sale(seed: int) -> None:
    story = Story(seed)
    story.plug.start()
    story.plug.arm()
    assert story.plug.state == "armed"
    for happening in ["display", "display", "drawer", "data", "row", "row", "cut"]:
        story.plug.saw(happening)
    assert story.wait_for("log.till_back")
    story.plug.stop()
    assert story.kills == 1
    assert story.keys()[1] in {f"log.pulled_{phase}" for phase in PHASES}


def test_every_moment_is_chosen_sooner_or_later() -> None:
    chosen = {random.Random(seed).choice(PHASES) for seed in range(12)}
    assert chosen == set(PHASES)


def test_disarmed_plug_stays_in() -> None:
    story = Story(seed=1)
    story.plug.start()
    story.plug.arm()
    story.plug.disarm()
    for happening in ["display", "drawer", "data", "row"]:
        story.plug.saw(happening)
    story.plug.stop()
    assert story.kills == 0
    assert story.plug.state == "ready"


def test_refusal_is_told_in_words() -> None:
    def refuse(_pid_file: Path) -> int:
        raise NotTheTill("another_process")

    story = Story(1, refuse)
    story.plug.start()
    story.plug.pull_now()
    assert story.wait_for("log.nothing_pulled_another_process")
    story.plug.stop()
    assert story.plug.view()["pulls"] == 0


def test_power_button_ends_the_till_in_order_and_tells_of_its_return_only_after_it_was_gone() -> None:
    story = Story(seed=1)
    story.answers = [True, True, False, True]  # who ends in order answers for a moment yet
    story.plug.start()
    story.plug.switch_off()
    assert story.wait_for("log.till_back")
    story.plug.stop()
    assert story.keys() == ["log.pulled_button", "log.till_back"]
    assert (story.kills, story.ends, story.plug.view()["pulls"], story.answers) == (0, 1, 0, [True])


def test_till_is_ended_by_a_signal_it_can_answer(till: subprocess.Popen[str], tmp_path: Path) -> None:
    assert end_till(write(tmp_path / "till.pid", till.pid, start_ticks(till.pid))) == till.pid
    assert till.wait(5) == -signal.SIGTERM
