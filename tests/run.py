"""Runs the lanes of `make test`, fast ones first, shows progress and ends on one plain line of passed and failed.

`python tests/run.py` runs all; `python tests/run.py check unit` runs lanes by name. A lane that cannot run fails.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
NODE = (str(ROOT / "requirements" / "with_node.sh"), str(ROOT / ".venv"))


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a lane; a pytest run counts its tests, anything else counts as one."""

    words: str
    command: tuple[str, ...]


def pytest(words: str, *arguments: str, python: Path = BIN / "python") -> Step:
    return Step(words, (str(python), "-m", "pytest", *arguments))


def tool(name: str, *arguments: str) -> Step:
    return Step(" ".join((name, *arguments[:2])), (str(BIN / name), *arguments))


SHELL_FILES = subprocess.run(
    ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.sh", ".ci/run"),
    cwd=ROOT, capture_output=True, text=True, check=True,
).stdout.split("\0")[:-1]  # fmt: skip
SECOND = ROOT / ".venv313" / "bin" / "python"

LANES: dict[str, list[Step]] = {
    "check": [
        tool("ruff", "check", "."),
        tool("ruff", "format", "--check", "."),
        tool("mypy"),
        tool("lint-imports"),
        Step("shellcheck", ("shellcheck", *SHELL_FILES)),
        Step("screen: biome, tsc, vitest", (*NODE, "npm", "--prefix", "webui", "run", "--silent", "check")),
    ],
    "unit": [
        pytest("unit tests", "tests/unit"),
        *([pytest("unit tests on Python 3.13", "tests/unit", python=SECOND)] if SECOND.exists() else []),
    ],
    "office": [pytest("back office, on SQLite and PostgreSQL", "tests/office")],
    "integration": [pytest("contracts and integration", "tests/contract", "tests/integration")],
    "faults": [pytest("faults at small counts", "tests/faults")],
    "e2e": [pytest("journeys on the screen", "tests/e2e")],
    "roles": [pytest("the roles, twice, in a container that boots", "tests/system/roles")],
}


def run(step: Step) -> tuple[int, int]:
    """Run a step, pass its output through, and count (passed, failed)."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    started = time.monotonic()
    process = subprocess.Popen(
        step.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        print("   ", line, end="", flush=True)
    code = process.wait()
    passed, failed = counts(lines, code) if "pytest" in step.command else (int(code == 0), int(code != 0))
    print(
        f"  {'ok' if failed == 0 else 'FAILED'}: {step.words} ({time.monotonic() - started:.0f} s)",
        flush=True,
    )
    return passed, failed


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
    totals = [0, 0]
    broken = []
    for name in names or LANES:
        for step in LANES[name]:
            print(f"== {name}: {step.words}", flush=True)
            passed, failed = run(step)
            totals[0] += passed
            totals[1] += failed
            if failed:
                broken.append(step.words)
    for words in broken:
        print(f"failed: {words}")
    print(f"{totals[0]} passed, {totals[1]} failed")
    return 1 if totals[1] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
