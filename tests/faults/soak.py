"""The full counts of every fault rig: `python -m tests.faults.soak --seed N --state FILE [--only RIG]`.

Each step is a rig run with a seed of its own, derived from `--seed`. Finished steps are kept in the state
file, so an interrupted soak goes on where it stopped; another seed begins anew. The last line is
`N passed, N failed`.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import verdicts
from tests.faults.loopdisk import RigUnavailable, run_rig

STEP_LIMIT_S = 1800.0


@dataclass(frozen=True, slots=True)
class Step:
    """One rig run. `name` is its key in the state file."""

    name: str
    rig: str
    module: str
    arguments: dict[str, object]


def steps(seed: int) -> Iterator[Step]:
    """What a release must survive: cuts, kills, disk faults, sync schedules, and 500 market days."""
    for number in range(10):
        yield Step(
            f"power-{number}",
            "power",
            "tests.faults.power_cut",
            {
                "variants": {
                    "steady": 30,
                    "killed": 30,
                    "start": 30,
                    "again": 30,
                    "no_fsync": 10,
                    "tinydb": 30,
                },
                "seed": seed * 1000 + number,
            },
        )
    for number in range(10):
        yield Step(
            f"kill-{number}", "kill", "tests.faults.kill_store", {"rounds": 100, "seed": seed * 1000 + number}
        )
    for number in range(10):
        yield Step(
            f"till-{number}", "till", "tests.faults.kill_till", {"rounds": 20, "seed": seed * 1000 + number}
        )
    for fault in ("full", "read_only", "flush_fails"):
        yield Step(f"disk-{fault}", "disk", "tests.faults.disk", {"fault": fault})
    for restarts in (False, True):
        name = f"full-till-{'started' if restarts else 'met'}"
        yield Step(name, "full_till", "tests.faults.full_till", {"restarts": restarts})
    yield from _sync_steps(seed)
    for number in range(20):
        arguments = {"days": 25, "seed": seed * 1000 + number}
        yield Step(f"days-{number}", "days", "tests.faults.market_days", arguments)


def _sync_steps(seed: int) -> Iterator[Step]:
    """10,000 schedules of the model, its two controls, and 500 on real processes and both databases."""
    for number in range(10):
        first = (seed * 10 + number) * 1000 + 1
        yield Step(f"model-{number}", "model", "tests.faults.sync_model", {"first": first, "count": 1000})
    for control in ("hasty", "sequence"):
        arguments = {"first": seed * 10_000 + 1, "count": 1000, "control": control, "enough": 1}
        yield Step(f"model-{control}", "model", "tests.faults.sync_model", arguments)
    for number in range(10):
        for engine in ("sqlite", "postgresql"):
            arguments = {"engine": engine, "rounds": 25, "seed": seed * 1000 + number}
            yield Step(f"processes-{engine}-{number}", "processes", "tests.faults.sync_processes", arguments)


def run(step: Step) -> dict[str, Any]:
    """Run one step; a rig that breaks down is a failure with its reason, never a silence."""
    began = time.monotonic()
    try:
        report = run_rig(step.module, step.arguments, STEP_LIMIT_S)
        wrong = verdicts.JUDGES[step.rig](report)
    except RigUnavailable:
        raise
    except Exception as broken:
        report, wrong = {}, [f"the rig broke down: {broken}"]
    return {"wrong": wrong, "seconds": round(time.monotonic() - began, 1), "report": report}


def main() -> int:
    """Run what is not yet done; exit 1 if any step failed, 2 if this machine cannot run the rigs."""
    arguments = _arguments()
    done = _load(arguments.state, arguments.seed)
    chosen = [step for step in steps(arguments.seed) if arguments.only in (None, step.rig)]
    for number, step in enumerate(chosen, 1):
        outcome = done.get(step.name)
        if (
            outcome is None or outcome["wrong"]
        ):  # a failed step is tried again: its fix is what is being proven
            try:
                outcome = done[step.name] = run(step)
            except RigUnavailable as missing:
                print(f"{missing} Nothing is proven here.")
                return 2
            _save(arguments.state, arguments.seed, done)
        word = "failed" if outcome["wrong"] else "passed"
        print(f"[{number}/{len(chosen)}] {step.name} {word} in {outcome['seconds']} s", flush=True)
        for problem in outcome["wrong"]:
            print(f"    {problem}", flush=True)
    failed = sum(bool(done[step.name]["wrong"]) for step in chosen)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.soak", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, default=Path("build/soak.json"))
    parser.add_argument("--only", choices=sorted(verdicts.JUDGES))
    return parser.parse_args()


def _load(path: Path, seed: int) -> dict[str, Any]:
    if not path.exists():
        return {}
    kept = json.loads(path.read_text())
    finished: dict[str, Any] = kept["steps"] if kept.get("seed") == seed else {}
    return finished


def _save(path: Path, seed: int, done: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"seed": seed, "steps": done}, indent=1))
    fresh.replace(path)


if __name__ == "__main__":
    sys.exit(main())
