"""A full disk under the whole till: red and refusing while it is full, selling at the first try when there is room.

The till is a real process on a small disk in memory; the vendor speaks HTTP. The status has to turn by itself: a
vendor who reads "full" does not try, and nothing else (no paper) writes meanwhile. Once with the till that met the
full disk, once with one that was killed on it and had to start there, without ballast left.
"""

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.faults.disk import fill
from tests.faults.kill_till import TillProcess
from tests.faults.loopdisk import report_from, require_rig, workspace
from tests.faults.roll import PaperRoll
from tests.faults.vendor import Refused, Screen

DISK_MIB = 40
STATUS_LIMIT_S = 10.0  # how long the rig waits; what is allowed, the verdict says
MOST_SALES = 20_000


class Customer:
    """Buys one piece at a time; never repeats an intent."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._item = next(
            item["id"]
            for item in screen.get("/api/v1/catalogue")["items"]
            if item["unit"] == "piece" and item["kind"] == "goods" and not item["deposit_id"]
        )

    def buy(self, name: str) -> str:
        """The receipt's number; raises Refused."""
        ticket = self.screen.get("/api/v1/snapshot")["ticket"]
        if not ticket["lines"]:
            ticket = self.screen.intent(
                "POST", "/api/v1/ticket/lines", {"item_id": self._item}, f"buyer-tap-{name}"
            )["ticket"]
        total_minor = ticket["total_minor"]
        paid = {"tender": "cash", "given_minor": total_minor, "total_minor": total_minor}
        sold = self.screen.intent("POST", "/api/v1/ticket/pay", paid, f"buyer-pay-{name}")
        return str(sold["last_sale"]["number"])

    def buy_until_refused(self, name: str) -> int:
        """The HTTP status of the refusal; 0 if none came."""
        for number in range(MOST_SALES):
            try:
                self.buy(f"{name}{number}")
            except Refused as refusal:
                return refusal.status
        return 0

    def status(self) -> tuple[str, str]:
        """What the screen says of the money: level and key."""
        said = self.screen.get("/api/v1/snapshot")["status"]
        return said["level"], said["key"]


def rig(restarts: bool) -> dict[str, Any]:
    """Fill the disk, sell until refused, make room, see what the till says and does, and when."""
    require_rig()
    with workspace() as work, _small_disk(work / "data") as disk, PaperRoll() as roll:
        till = TillProcess(work, roll.port)
        try:
            customer = Customer(till.start())
            customer.screen.intent("PATCH", "/api/v1/settings", {"quick_print": False}, "no-paper")
            customer.buy("first")
            greedy = [fill(disk)]
            found: dict[str, Any] = {"refused_with": customer.buy_until_refused("filled")}
            while restarts and not found.get("restarts_full"):
                till.kill()
                customer = Customer(till.start())  # the first time the ballast gives way
                greedy.append(fill(disk))
                found["refused_with"] = customer.buy_until_refused(f"again{len(greedy)}-")
                found["restarts_full"] = len(greedy) > 2
            found["full"] = customer.status()
            for path in greedy:
                path.unlink()
            found["told_s"] = _seconds_until(lambda: customer.status()[0] == "safe")
            found["room"] = customer.status()
            found["sold_at_once"] = _sells(customer)
        finally:
            till.kill()
    return found


def _sells(customer: Customer) -> bool:
    try:
        return bool(customer.buy("room"))
    except Refused:
        return False


def _seconds_until(holds: Callable[[], bool]) -> float:
    """How long it took; the limit when it did not happen."""
    began = time.monotonic()
    while time.monotonic() < began + STATUS_LIMIT_S:
        if holds():
            break
        time.sleep(0.02)
    return round(time.monotonic() - began, 2)


@contextlib.contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tillbox", place], check=True, timeout=60
    )
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True, timeout=60)


if __name__ == "__main__":
    report_from(rig)
