"""Runs the benches and keeps their lines: `python tests/bench/run.py [store|till|screen|sync|day|image|all]`.

Each bench prints `name: value unit` lines. They are kept in build/bench.txt under the name of their group; a run
of one group leaves the lines of the others as they were.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "build" / "bench.txt"
ALWAYS = ("store", "till", "screen", "sync", "day")
GROUPS = (*ALWAYS, "image")  # the last only when asked for by name: it needs `make image` and half an hour
FIGURE = re.compile(r"[a-z0-9_]+: \S.*")


def run(group: str) -> tuple[list[str], bool]:
    """Run one group, pass its words through; its figures, and whether it ended well."""
    process = subprocess.Popen(
        (sys.executable, "-m", f"tests.bench.bench_{group}"),
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    figures = []
    for line in process.stdout:
        print(line, end="", flush=True)
        if FIGURE.fullmatch(line.rstrip()):
            figures.append(line.rstrip())
    return figures, process.wait() == 0


def kept(text: str) -> dict[str, list[str]]:
    """The lines of build/bench.txt by group."""
    groups: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("# "):
            lines = groups.setdefault(line.removeprefix("# "), [])
        elif line:
            lines.append(line)
    return groups


def main(words: list[str]) -> int:
    """Run the groups asked for; 1 when one of them broke."""
    wanted = words[0] if words else "all"
    if wanted not in (*GROUPS, "all"):
        print(f"unknown group {wanted}; allowed are {', '.join(GROUPS)}, all", file=sys.stderr)
        return 2
    KEPT.parent.mkdir(exist_ok=True)
    figures = kept(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    broken = []
    for group in ALWAYS if wanted == "all" else (wanted,):
        print(f"# {group}", flush=True)
        lines, went_well = run(group)
        if went_well:
            figures[group] = lines
        else:
            broken.append(group)
    sections = ["\n".join((f"# {group}", *figures[group])) for group in GROUPS if group in figures]
    KEPT.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    for group in broken:
        print(f"the bench {group} broke; its kept lines are of an earlier run", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
