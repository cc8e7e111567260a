"""Runs the lanes of `make test`, fast ones first, shows progress and ends on one plain line of passed and failed.

`python tests/run.py` runs all; `python tests/run.py check unit` runs lanes by name. A lane that cannot run fails.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
BROKEN = re.compile(r"^(?:FAILED|ERROR) (tests/\S+?\.py::\w+(?:\[.*?\])?)(?: - |$)")
NODE = (str(ROOT / "requirements" / "with_node.sh"), str(ROOT / ".venv"))


STILL_S = 45.0  # nobody waits longer for a sign of life
LOOK_S = 0.2
CHILD_S = 5.0  # a child in a session of its own may hold the line: nobody waits for that one
END_S = 40.0  # what a stopped step gets to tidy up
AGAIN = 3  # more failures than this are no accident


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a lane; a pytest run counts its tests, anything else counts as one. It fails at its limit.

    `may_stumble` is for tests that wait for other programs on a shared machine: what failed is tried once more
    alone, and the closing lines name it. Never set where money or durability is judged.
    """

    words: str
    command: tuple[str, ...]
    limit_s: float = 1800.0
    may_stumble: bool = False


def pytest(words: str, *arguments: str, python: Path = BIN / "python") -> Step:
    return Step(words, (str(python), "-m", "pytest", *arguments))


def tool(name: str, *arguments: str) -> Step:
    return Step(" ".join((name, *arguments[:2])), (str(BIN / name), *arguments))


SHELL_FILES = "git ls-files -z --cached --others --exclude-standard '*.sh' .ci/run"
SECOND = ROOT / ".venv313" / "bin" / "python"
# One start on the quick board and one on the Raspberry Pi, and two pulled plugs; `make image-test` does all there is.
VIRT, PI3 = "tests/system/boot/test_virt.py::test_", "tests/system/boot/test_raspi3b.py::test_"
BOOT = (
    "tests/system/boot/test_card.py",
    VIRT + "every_unit_of_the_box_comes_up_and_none_fails",
    VIRT + "window_shows_the_till",
    VIRT + "root_is_read_only_and_was_never_written",
    VIRT + "nobody_can_log_in_and_no_door_is_open",
    VIRT + "sale_comes_out_of_a_printer_in_the_network",
    PI3 + "lamp_says_on_real_pins_what_holds",
    "tests/system/boot/test_power.py",
)

LANES: dict[str, list[Step]] = {
    "check": [
        tool("ruff", "check", "."),
        tool("ruff", "format", "--check", "."),
        tool("mypy"),
        tool("lint-imports"),
        Step("shellcheck", ("bash", "-o", "pipefail", "-c", f"{SHELL_FILES} | xargs -0 shellcheck")),
        Step("screen: biome, tsc, vitest", (*NODE, "npm", "--prefix", "webui", "run", "--silent", "check")),
    ],
    "unit": [
        pytest("unit tests", "tests/unit"),
        *([pytest("unit tests on Python 3.13", "tests/unit", python=SECOND)] if SECOND.exists() else []),
    ],
    "office": [pytest("back office, on SQLite and PostgreSQL", "tests/office")],
    "integration": [pytest("contracts and integration", "tests/contract", "tests/integration")],
    "faults": [pytest("faults at small counts", "tests/faults")],
    "e2e": [replace(pytest("journeys on the screen", "tests/e2e"), may_stumble=True, limit_s=2400.0)],
    "roles": [pytest("the roles, twice, in a container that boots", "tests/system/roles")],
    "boot": [
        Step("the image", (str(ROOT / ".venv-ansible" / "bin" / "python"), "-m", "image"), limit_s=3000.0),
        replace(pytest("the image sells and shines in emulators", "-vv", *BOOT), limit_s=2400.0),
    ],
}


@dataclass(slots=True)
class Result:
    """How many passed and failed, and which passed only when they were tried again."""

    passed: int
    failed: int
    stumbled: list[str] = field(default_factory=list)


def run(step: Step) -> Result:
    """Run a step and count; what may stumble and did is tried once more alone."""
    started = time.monotonic()
    result, lines = attempt(step)
    broken = broken_tests(lines)
    if step.may_stumble and 0 < result.failed == len(broken) <= AGAIN:
        print(f"  once more, alone: {', '.join(broken)}", flush=True)
        again, _ = attempt(replace(step, command=(*step.command[:3], *broken)))
        if again.failed == 0:
            result = Result(result.passed + again.passed, 0, broken)
    words = "ok" if result.failed == 0 else "FAILED"
    print(f"  {words}: {step.words} ({time.monotonic() - started:.0f} s)", flush=True)
    return result


def attempt(step: Step) -> tuple[Result, list[str]]:
    """Run a step once, pass its output through; its count and its lines. Whatever ends it, nothing of it runs on."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    try:
        process = subprocess.Popen(
            step.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
    except OSError as problem:
        print(f"    {step.command[0]} cannot be started: {problem.strerror}", flush=True)
        return Result(0, 1), []
    words = Words(process)
    try:
        code = wait(process, words, step.limit_s)
    finally:
        end(process)
        words.end()
    if "pytest" in step.command:
        return Result(*counts(words.lines, code)), words.lines
    return Result(int(code == 0), int(code != 0)), words.lines


def broken_tests(lines: list[str]) -> list[str]:
    """The names of the tests that pytest's summary calls failed, each once."""
    return list(dict.fromkeys(found[1] for line in lines if (found := BROKEN.match(line))))


class Words:
    """Passes on what a step says, and remembers when it last said something."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.lines: list[str] = []
        self.last_at = time.monotonic()
        self._process = process
        self._thread = threading.Thread(target=self._pass_on, name="words", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """The step is over; a stray child of it may hold the line for ever."""
        self._thread.join(CHILD_S)

    def _pass_on(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as said:
            for line in said:
                self.lines.append(line)
                self.last_at = time.monotonic()
                print("   ", line, end="", flush=True)


def wait(process: subprocess.Popen[str], words: Words, limit_s: float) -> int:
    """The step's exit code; 1 at its limit. A silent step is said to be still at work."""
    began = time.monotonic()
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(LOOK_S)
        now = time.monotonic()
        if now - began > limit_s:
            print(f"    it took longer than {limit_s:.0f} s and is stopped", flush=True)
            return 1
        if now - words.last_at > STILL_S:
            words.last_at = now
            print(f"    ... {now - began:.0f} s", flush=True)


def end(process: subprocess.Popen[str]) -> None:
    """Nothing of the step's session runs on: first asked, as by Ctrl-C, then made to end."""
    with suppress(ProcessLookupError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(END_S)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(END_S)


def counts(lines: list[str], code: int) -> tuple[int, int]:
    """What pytest's closing line says; a skipped test is no proof and counts as failed."""
    found = dict.fromkeys(("passed", "failed"), 0)
    for number, word in COUNT.findall(lines[-1] if lines else ""):
        found["passed" if word == "passed" else "failed"] += int(number)
    if code != 0 and found["failed"] == 0:
        found["failed"] = 1
    return found["passed"], found["failed"]


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in LANES]
    if unknown:
        print(f"unknown lane {unknown[0]}; allowed are {', '.join(LANES)}", file=sys.stderr)
        return 2
    passed = failed = 0
    broken: list[str] = []
    stumbled: list[str] = []
    took: dict[str, float] = {}
    for name in names or LANES:
        began = time.monotonic()
        for step in LANES[name]:
            print(f"== {name}: {step.words}", flush=True)
            result = run(step)
            passed, failed = passed + result.passed, failed + result.failed
            stumbled += result.stumbled
            if result.failed:
                broken.append(step.words)
        took[name] = time.monotonic() - began
    print("; ".join(f"{name} {spent_s:.0f} s" for name, spent_s in took.items()))
    for name in stumbled:
        print(f"passed only at the second try: {name}")
    for words in broken:
        print(f"failed: {words}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("stopped")
