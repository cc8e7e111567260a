"""kill -9 of a selling process, again and again, on one journal that every life goes on with.

Each round: a forked child opens the store and sells from four threads, acknowledging on a pipe; SIGKILL at a
random moment (from before the store is open to deep in its work); then a judge compares everything the pipe
ever carried with the store, and asks for every interrupted sale by its key: there it is, or it never was.
The page cache survives a kill, so this says nothing about power: that is `power_cut`.
"""

import os
import random
import time
from pathlib import Path
from typing import Any

from tests.faults import children, selling
from tests.faults.loopdisk import report_from, workspace

ROUNDS_PER_JOURNAL = 10
MOST_SALES = 4000


def rig(rounds: int, seed: int) -> dict[str, Any]:
    """Kill so many stores; returns counts and the first problems in words."""
    rng, began = random.Random(f"kill-{seed}"), time.monotonic()
    report: dict[str, Any] = {
        "variant": "kill",
        "seed": seed,
        "rounds": 0,
        "acks": 0,
        "failed": 0,
        "problems": [],
    }
    report |= {"killed_before_first_ack": 0}
    while report["rounds"] < rounds:
        with workspace() as work:
            _one_journal(work / "store", min(ROUNDS_PER_JOURNAL, rounds - report["rounds"]), rng, report)
    return report | {"seconds": round(time.monotonic() - began, 1)}


def _one_journal(directory: Path, rounds: int, rng: random.Random, report: dict[str, Any]) -> None:
    acks: list[selling.Ack] = []
    for number in range(rounds):
        lines = _one_life(directory, f"life{number}", number, rng)
        new = selling.acks_in(lines)
        acks += new
        found = children.ask(selling.judge, directory, acks)
        report["rounds"] += 1
        report["acks"] += len(new)
        report["killed_before_first_ack"] += not new
        problems = found.get("problems", []) + ([found["error"]] if "error" in found else [])
        if problems:
            report["failed"] += 1
            report["problems"] = (report["problems"] + [f"round {report['rounds']}: {problems}"[:1500]])[:5]
            return  # this journal is broken; the next rounds begin with a new one


def _one_life(directory: Path, life: str, day: int, rng: random.Random) -> list[bytes]:
    reading, writing = os.pipe()
    pid = children.start(_live, reading, writing, directory, life, day)
    os.close(writing)
    time.sleep(rng.choice((rng.uniform(0.0, 0.02), rng.uniform(0.02, 0.15))))  # the random moment itself
    children.kill(pid)
    sent = children.read_until_end(reading, 10.0)
    if sent is None:
        raise RuntimeError("a killed process kept its pipe open")
    return sent.splitlines()


def _live(reading: int, writing: int, directory: Path, life: str, day: int) -> None:
    os.close(reading)
    selling.sell_many(directory, writing, life, MOST_SALES, threads=4, first_day=day)


if __name__ == "__main__":
    report_from(rig)
