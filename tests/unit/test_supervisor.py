"""The supervisor as a whole process over tiny Python children: what lives, what dies, what is left."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from appliance.supervisor import read_pid_file
from appliance.supervisor.child import LOG_LIMIT_BYTES, Child, ChildSpec
from appliance.supervisor.sessions import Session, members, stat
from tests.free_port import free_port

ROOT = Path(__file__).parents[2]

# Serves a port from a forked worker, as gunicorn does: killing the leader alone leaves the port taken.
SERVER_WITH_WORKER = """
import os, signal, socket, sys, time
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen()
worker = os.fork()
if worker:
    listener.close()
    def end(number, frame):
        os.kill(worker, signal.SIGTERM)
        os.waitpid(worker, 0)
        os._exit(0)
    signal.signal(signal.SIGTERM, end)
while True:
    time.sleep(60)
"""
SLEEPER = "import time\nwhile True: time.sleep(60)"
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, lambda number, frame: print("not now"))
print("deaf")
while True: time.sleep(60)
"""
REFUSER = "import sys\nprint('printer.link: say tcp://host:port')\nsys.exit(2)"
CLOSES = "pass"
CRASHER = "import sys\nsys.exit(3)"

RUNNER = """
import json, sys, urllib.request
from pathlib import Path
from appliance.supervisor import ChildSpec, Supervisor
where = Path(sys.argv[1])
turn_red = "import sys; open(sys.argv[1], 'a').write('red ')"
after_death = {"lamp": (sys.executable, "-S", "-c", turn_red, str(where / "pins"))}
specs = [
    ChildSpec(
        name, (sys.executable, "-c", *argv), restart_on_success=name != "window",
        after_death=after_death.get(name), hold_file=where / f"{name}.hold", is_needed=name != "office",
        ready=(lambda: False) if name == "office" else None,
    )
    for name, argv in json.loads(sys.argv[2]).items()
]
say = lambda words: print(words, flush=True)
sys.exit(Supervisor(specs, where / "run", where / "logs", say).run(lambda: say("all ready")))
"""


T = TypeVar("T")


def eventually(question: Callable[[], T], limit_s: float = 10.0) -> T:
    """The first true answer; fails after `limit_s`."""
    deadline_s = time.monotonic() + limit_s
    while not (answer := question()):
        assert time.monotonic() < deadline_s, "it never came true"
        threading.Event().wait(0.01)
    return answer


@dataclass
class Box:
    """A running supervisor and what it keeps alive."""

    process: subprocess.Popen[str]
    where: Path
    said: list[str]

    def session(self, name: str) -> Session | None:
        return read_pid_file(self.where / "run" / f"{name}.pid")

    def alive(self, name: str) -> Session:
        return eventually(lambda: self.session(name))

    def hear(self, words: str) -> None:
        eventually(lambda: any(words in line for line in list(self.said)))

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=10)


StartBox = Callable[[dict[str, list[str]]], Box]


@pytest.fixture
def start_box(tmp_path: Path) -> Iterator[StartBox]:
    boxes: list[tuple[Box, threading.Thread]] = []

    def start(children: dict[str, list[str]]) -> Box:
        process = subprocess.Popen(
            [sys.executable, "-c", RUNNER, str(tmp_path), json.dumps(children)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        said: list[str] = []
        listener = threading.Thread(target=_listen, args=(process.stdout, said), name="listener")
        listener.start()
        box = Box(process, tmp_path, said)
        boxes.append((box, listener))
        return box

    yield start
    for box, listener in boxes:
        if box.process.poll() is None:
            box.process.terminate()
        box.process.wait(timeout=10)
        listener.join(timeout=10)
        assert box.process.stdout is not None
        box.process.stdout.close()


def _listen(pipe: Iterator[str], said: list[str]) -> None:
    for line in pipe:
        said.append(line)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_killed_process_is_back_with_its_port_though_its_worker_lived_on(start_box: StartBox) -> None:
    port = free_port()
    box = start_box({"till": [SERVER_WITH_WORKER, str(port)]})
    first = box.alive("till")
    eventually(lambda: is_open(port) and len(members(first)) == 2)
    os.kill(first.pid, signal.SIGKILL)
    second = eventually(lambda: (found := box.session("till")) and found != first and found)
    eventually(lambda: is_open(port) and len(members(second)) == 2)
    assert members(first) == []
    box.hear("till was killed by SIGKILL; starting it again at once.")


def test_killed_supervisor_leaves_no_process_and_no_port(start_box: StartBox) -> None:
    port = free_port()
    box = start_box({"till": [SERVER_WITH_WORKER, str(port)], "simulator": [DEAF]})
    till, simulator = box.alive("till"), box.alive("simulator")
    eventually(lambda: is_open(port))
    box.end(signal.SIGKILL)
    eventually(lambda: not members(till) and not members(simulator))
    assert not is_open(port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_term_and_hang_up_leave_no_process_port_or_pid_file(
    start_box: StartBox, number: signal.Signals
) -> None:
    port = free_port()
    box = start_box({"till": [SERVER_WITH_WORKER, str(port)], "other": [SLEEPER]})
    till, other = box.alive("till"), box.alive("other")
    box.hear("all ready")
    eventually(lambda: is_open(port))
    assert box.end(number) == 0
    assert not members(till) and not members(other)
    assert not is_open(port)
    assert list((box.where / "run").iterdir()) == []


def test_process_deaf_to_term_is_killed_and_a_second_ctrl_c_does_it_at_once(start_box: StartBox) -> None:
    box = start_box({"deaf": [DEAF]})
    deaf = box.alive("deaf")
    log_path = box.where / "logs" / "deaf.log"
    eventually(lambda: "deaf" in log_path.read_text())
    began_s = time.monotonic()
    box.process.send_signal(signal.SIGINT)
    eventually(lambda: "not now" in log_path.read_text())
    assert box.end(signal.SIGINT) == 0
    assert not members(deaf)
    assert time.monotonic() - began_s < 2.5


LAMP = "import sys, time\nopen(sys.argv[1], 'a').write('lit ')\nwhile True: time.sleep(60)"


def test_what_follows_a_death_comes_before_the_next_life_and_that_within_a_second(
    start_box: StartBox, tmp_path: Path
) -> None:
    pins = tmp_path / "pins"
    box = start_box({"lamp": [LAMP, str(pins)]})
    box.hear("all ready")
    eventually(lambda: pins.exists() and pins.read_text() == "lit ")
    began_s = time.monotonic()
    os.kill(box.alive("lamp").pid, signal.SIGKILL)
    eventually(lambda: pins.read_text() == "lit red lit ")
    assert time.monotonic() - began_s < 1.0
    assert box.end() == 0
    assert pins.read_text() == "lit red lit "  # a wanted end is no death


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("/no/such/program",), "No such file"),
        ((sys.executable, "-S", "-c", "import time; time.sleep(60)"), "timed out"),
        ((sys.executable, "-S", "-c", "raise SystemExit(3)"), "code 3"),
        ((sys.executable, "-S", "-c", ""), None),
    ],
)
def test_what_follows_a_death_may_fail_or_hang(
    tmp_path: Path, command: tuple[str, ...], words: str | None
) -> None:
    child = Child(ChildSpec("lamp", ("true",), after_death=command), tmp_path, tmp_path)
    began_s = time.monotonic()
    said = child.mourn()
    assert time.monotonic() - began_s < 2.0
    assert said is None if words is None else words in str(said)


def test_a_process_that_is_held_down_starts_when_the_hold_ends_and_not_before(
    start_box: StartBox, tmp_path: Path
) -> None:
    hold = tmp_path / "office.hold"
    hold.touch()
    box = start_box({"other": [SLEEPER], "office": [SLEEPER]})
    box.alive("other")
    assert box.session("office") is None
    hold.unlink()
    first = box.alive("office")
    box.hear("all ready")
    hold.touch()
    os.kill(first.pid, signal.SIGKILL)
    box.hear("office was killed by SIGKILL and is held down.")
    os.kill(box.alive("other").pid, signal.SIGKILL)
    box.hear("other was killed by SIGKILL; starting it again")  # rounds go on, without the held one
    assert box.session("office") is None
    began_s = time.monotonic()
    hold.unlink()
    box.alive("office")
    assert time.monotonic() - began_s < 1.0


def test_refused_configuration_stops_everything_with_its_last_words_and_no_second_start(
    start_box: StartBox,
) -> None:
    box = start_box({"other": [SLEEPER], "till": [REFUSER]})
    assert box.process.wait(timeout=10) == 2
    box.hear("till refuses its configuration:")
    box.hear("printer.link: say tcp://host:port")
    assert (box.where / "logs" / "till.log").read_text().count("printer.link") == 1
    assert list((box.where / "run").iterdir()) == []


@pytest.mark.parametrize("office", [CRASHER, SLEEPER, REFUSER], ids=["dies", "is silent", "refuses"])
def test_what_is_not_needed_keeps_nobody_waiting_and_stops_nobody(start_box: StartBox, office: str) -> None:
    box = start_box({"office": [office], "till": [SLEEPER]})
    box.hear("all ready")
    box.alive("till")
    assert box.process.poll() is None
    assert box.end() == 0


def test_window_a_person_closed_stays_closed(start_box: StartBox) -> None:
    box = start_box({"other": [SLEEPER], "window": [CLOSES]})
    box.hear("window was closed.")
    box.hear("all ready")
    assert box.session("window") is None
    assert box.session("other")
    assert box.end() == 0


def test_process_that_dies_again_and_again_is_given_ever_more_time(tmp_path: Path) -> None:
    child = Child(ChildSpec("till", ("true",)), tmp_path, tmp_path)
    pauses_s = [child.plan_restart(lived_s=0.1) for _ in range(9)]
    assert pauses_s == [0.0, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]
    assert child.plan_restart(lived_s=60) == 0.0


def test_a_process_whose_absence_matters_is_never_away_for_long(tmp_path: Path) -> None:
    child = Child(ChildSpec("lights", ("true",), longest_pause_s=0.3), tmp_path, tmp_path)
    assert [child.plan_restart(lived_s=0.1) for _ in range(4)] == [0.0, 0.2, 0.3, 0.3]


def test_missing_program_is_named_and_stops_everything(tmp_path: Path) -> None:
    script = RUNNER.replace('sys.executable, "-c"', '"/no/such/program"')
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), '{"till": []}'],
        cwd=ROOT, capture_output=True, text=True, timeout=10,
    )  # fmt: skip
    assert done.returncode == 1
    assert "till cannot be started" in done.stdout and "/no/such/program" in done.stdout


def test_pid_file_of_another_process_with_the_same_number_is_not_believed(tmp_path: Path) -> None:
    me = stat(os.getpid())
    assert me is not None
    path = tmp_path / "till.pid"
    path.write_text(json.dumps({"pid": me.pid, "start": me.start_ticks}))
    assert read_pid_file(path) == Session(me.pid, me.start_ticks)
    path.write_text(json.dumps({"pid": me.pid, "start": me.start_ticks - 1}))
    assert read_pid_file(path) is None
    path.write_text("{")
    assert read_pid_file(path) is None
    assert read_pid_file(tmp_path / "none.pid") is None


def test_log_of_a_babbling_process_keeps_one_older_part_and_goes_on(tmp_path: Path) -> None:
    babble = "import sys, time\nsys.stdout.write('x' * 1200000)\nsys.stdout.flush()\nsys.stdin.read()\n"
    child = Child(ChildSpec("noisy", (sys.executable, "-c", babble)), tmp_path, tmp_path)
    running = child.start()
    eventually(lambda: running.has_ended())
    assert child.log_path.stat().st_size > LOG_LIMIT_BYTES
    running.limit_log()
    assert child.log_path.stat().st_size == 0
    assert (tmp_path / "noisy.log.1").stat().st_size > LOG_LIMIT_BYTES
    assert running.collect() == (0, True)


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_log_that_cannot_be_kept_ends_nobody(tmp_path: Path, is_removed: bool) -> None:
    child = Child(ChildSpec("noisy", (sys.executable, "-c", "print('x' * 1200000)")), tmp_path, tmp_path)
    running = child.start()
    eventually(lambda: running.has_ended())
    (tmp_path / "noisy.log.1").mkdir()  # nothing can be copied there, as on a full disk
    if is_removed:
        child.log_path.unlink()
    running.limit_log()
    assert is_removed or child.log_path.stat().st_size == 0
    assert running.collect() == (0, True)


def test_a_pid_file_that_cannot_be_written_ends_nobody_and_is_written_when_it_can(tmp_path: Path) -> None:
    (tmp_path / "sleeper.pid.new").mkdir()  # nothing can be written there, as on a full disk
    child = Child(ChildSpec("sleeper", (sys.executable, "-c", SLEEPER)), tmp_path, tmp_path)
    running = child.start()
    running.say_pid()
    assert read_pid_file(tmp_path / "sleeper.pid") is None
    (tmp_path / "sleeper.pid.new").rmdir()
    running.say_pid()
    assert read_pid_file(tmp_path / "sleeper.pid") == running.session
    running.collect()
