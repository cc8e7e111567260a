"""kill -9 of the whole till while a vendor sells over HTTP, with the printer standing outside it.

The vendor taps two items and pays, for ever; every request carries an idempotency key and is repeated with
the same key until a living till answers it. After all the kills: exactly one sale per payment, numbers
without a gap, both chains valid, and no receipt on paper twice unless it says COPY or a person said that it
had not come out.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from appliance.config import Config, write
from tests.faults import selling
from tests.faults.loopdisk import REPOSITORY, report_from, workspace
from tests.faults.roll import PaperRoll
from tests.faults.vendor import Refused, Screen, Vendor
from tests.free_port import free_port

START_LIMIT_S = 30.0
SETTLE_LIMIT_S = 60.0


class TillProcess:
    """The till as a process group of its own: gunicorn's master and worker die together."""

    def __init__(self, work: Path, printer_port: int) -> None:
        self.config = Config(
            data_dir=work / "data",
            port=free_port(),
            simulated=True,
            demo_data=True,
            printer_link=f"tcp://127.0.0.1:{printer_port}",
        )
        self._file, self._log = work / "till.toml", work / "till.log"
        write(self.config, self._file)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Screen:
        """Start and wait for the first answer; returns a screen that has entered with the kiosk's token."""
        with self._log.open("ab") as log:
            command: list[str | Path] = [sys.executable, "-m", "appliance", "till", "--config", self._file]
            self._process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError, Refused):
                return Screen.enter(self.config.port, self.config.run_dir / "kiosk-token")
            time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"the till did not start:\n{self._log.read_text(errors='replace')[-3000:]}")

    def kill(self) -> None:
        """SIGKILL to the whole group."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """End it properly."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(timeout=15)


def rig(rounds: int, seed: int) -> dict[str, Any]:
    """Kill the till so many times during a vendor's day; returns counts and problems in words."""
    rng, began = random.Random(f"till-{seed}"), time.monotonic()
    with workspace() as work, PaperRoll() as roll:
        till = TillProcess(work, roll.port)
        try:
            vendor, restarts_s = _day_with_kills(till, rounds, rng)
            problems = vendor.problems + _settle(till, vendor, roll)
        finally:
            till.kill()
        problems += _judge_store(till.config.store_dir, vendor)
    repeated = vendor.repeated
    report = {
        "variant": "till",
        "seed": seed,
        "rounds": rounds,
        "acks": len(vendor.sold),
        "repeated_requests": repeated,
    }
    report |= {
        "printed": len(roll.printed()),
        "asked": roll.asked,
        "start_s": sorted(restarts_s)[len(restarts_s) // 2],
    }
    report |= {"failed": int(bool(problems)), "problems": problems[:8]}
    return report | {"seconds": round(time.monotonic() - began, 1)}


def _day_with_kills(till: TillProcess, rounds: int, rng: random.Random) -> tuple[Vendor, list[float]]:
    vendor = Vendor(till.start())
    vendor.start()
    starts_s = []
    try:
        for _ in range(rounds):
            vendor.wait_for_sales(1)
            # The random moment itself: half of them in the first sales, half later, when paper is moving.
            time.sleep(rng.choice((rng.uniform(0.0, 0.25), rng.uniform(0.3, 0.7))))
            till.kill()
            began = time.monotonic()
            vendor.screen = till.start()
            starts_s.append(round(time.monotonic() - began, 2))
        vendor.wait_for_sales(2)
    finally:
        vendor.stop()
    return vendor, starts_s


def _settle(till: TillProcess, vendor: Vendor, roll: PaperRoll) -> list[str]:
    """Let the paper come out, answering the till's question as a person who looks at the paper would."""
    screen, problems = vendor.screen, []
    deadline = time.monotonic() + SETTLE_LIMIT_S
    while unsettled := [sale for sale in _all_sales(screen) if sale["print_state"] != "confirmed"]:
        if time.monotonic() > deadline:
            states = Counter(sale["print_state"] for sale in unsettled)
            problems.append(f"paper never settled: {dict(states)}, such as {unsettled[0]}")
            break
        if question := screen.get("/api/v1/snapshot")["printer"]["question"]:
            answer = {"printed": roll.is_on_paper(question["number"])}
            roll.note_answer(question["number"], answer["printed"])
            screen.intent(
                "POST", f"/api/v1/print-jobs/{question['job_id']}/answer", answer, f"ask-{roll.asked:06d}"
            )
        time.sleep(0.05)
    listed = Counter(sale["number"] for sale in _all_sales(screen))
    problems += _compare_numbers("the receipts list", listed, vendor)
    till.stop()
    return problems + roll.problems(set(vendor.sold.values()))


def _all_sales(screen: Screen) -> list[dict[str, Any]]:
    sales: list[dict[str, Any]] = []
    before = ""
    while True:
        page = screen.get(f"/api/v1/sales?limit=100{before}")
        sales += page["sales"]
        if not page["more"]:
            return sales
        before = f"&before={page['sales'][-1]['f']}"


def _judge_store(directory: Path, vendor: Vendor) -> list[str]:
    numbers = selling.sale_numbers(directory)
    wrong = selling.verify(directory) + _compare_numbers("the journal", Counter(numbers), vendor)
    if numbers != [f"A-{counter:06d}" for counter in range(1, len(numbers) + 1)]:
        wrong.append(f"numbers used twice or skipped: {numbers}")
    return wrong


def _compare_numbers(where: str, found: Counter[str], vendor: Vendor) -> list[str]:
    promised = Counter(vendor.sold.values())
    if found == promised:
        return []
    return [f"{where}: missing {dict(promised - found)}, unasked {dict(found - promised)}"]


if __name__ == "__main__":
    report_from(rig)
