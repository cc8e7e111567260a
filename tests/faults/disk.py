"""Disk faults on real small ext4 disks: no room left, gone read-only, and a flush that fails.

In each: no sale is ever acknowledged that is not there afterwards, the store says in plain words what is
wrong, and it sells again as soon as the disk lets it.
"""

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from appliance.domain.errors import TillError
from appliance.store import open_store
from tests.faults import children, selling
from tests.faults.blocklog import BlockLog
from tests.faults.loopdisk import make_image, mounted, report_from, require_rig, workspace
from tests.faults.selling import Ack, sell

SERIES = selling.SERIES


def sell_until_refused(store: Any, life: str, most: int = 20_000) -> tuple[list[Ack], str]:
    """Sell until refused; returns the acknowledged sales and the refusal's code ('' if none came)."""
    acks: list[Ack] = []
    for number in range(most):
        try:
            acks.append(sell(store, f"{life}-{number:05d}", 0))
        except TillError as refusal:
            return acks, refusal.code
    return acks, ""


def fill(directory: Path) -> Path:
    """Take every free block of a disk; returns the file to delete for room."""
    path = directory / f"holiday-pictures-{len(list(directory.iterdir()))}.bin"
    with path.open("wb", buffering=0) as greedy, contextlib.suppress(OSError):
        while greedy.write(b"x" * 65536):
            pass
    with path.open("ab", buffering=0) as greedy, contextlib.suppress(OSError):
        while greedy.write(b"x" * 512):
            pass
    return path


def full(disk: Path) -> dict[str, Any]:
    """Fill the disk under a selling store, reopen it twice on the full disk, make room, sell on."""
    place = disk / "store"
    acks: list[Ack] = []
    found: dict[str, Any] = {}

    def sell_more(store: Any, stage: str, most: int = 20_000) -> None:
        more, found[f"{stage}_code"] = sell_until_refused(store, stage, most)
        acks.extend(more)
        found[f"{stage}_sold"], found[f"{stage}_problem"] = len(more), store.state().problem
        found[f"{stage}_kept"], found[f"{stage}_damage"] = _kept(store, acks), store.state().damage

    with closing(open_store(place, series=SERIES)) as store:
        sell_more(store, "before", 20)
        greedy = [fill(disk)]
        sell_more(store, "filled")
        sell_more(store, "still_full")
    with closing(open_store(place, series=SERIES)) as store:
        sell_more(store, "reopened")  # the ballast gave way; what it left is used up here
        greedy.append(fill(disk))
        sell_more(store, "refilled")
    with closing(open_store(place, series=SERIES)) as store:
        found["no_ballast_opened"] = store.state().problem
        sell_more(store, "no_ballast")
        for path in greedy:
            path.unlink()
        sell_more(store, "room", 20)
    return found | {"acks": [asdict(ack) for ack in acks]}


def read_only(disk: Path, device: str) -> dict[str, Any]:
    """ext4 gives up and goes read-only under a selling store; afterwards the disk is mounted read-only."""
    place = disk / "store"
    store = open_store(place, series=SERIES)
    acks, _ = sell_until_refused(store, "before", 20)
    # What ext4 does when it meets corrupt metadata, on this one device of ours.
    Path(f"/sys/fs/ext4/{Path(device).name}/trigger_fs_error").write_text("1")
    more, code = sell_until_refused(store, "after", 20)
    found = {"code": code, "false_acks": len(more), "problem": store.state().problem}
    found["kept"] = _kept(store, acks + more)
    with contextlib.suppress(TillError, OSError):
        store.close()

    store = open_store(place, series=SERIES)
    found["reopened_problem"] = store.state().problem
    more, found["reopened_code"] = sell_until_refused(store, "reopened", 5)
    found["reopened_acks"], found["reopened_kept"] = len(more), _kept(store, acks)
    store.close()
    return found | {"acks": [asdict(ack) for ack in acks]}


def flush_fails(disk: Path, blocks: BlockLog) -> dict[str, Any]:
    """A flush answers EIO, then the disk claims to be well again: the store must not believe it."""
    store = open_store(disk / "store", series=SERIES)
    acks, _ = sell_until_refused(store, "before", 20)
    blocks.fail_flushes(True)
    more, code = sell_until_refused(store, "failing", 20)
    blocks.fail_flushes(False)
    healed, healed_code = sell_until_refused(store, "healed", 20)
    found = {"code": code, "false_acks": len(more), "healed_acks": len(healed), "healed_code": healed_code}
    found |= {"problem": store.state().problem, "acks": [asdict(ack) for ack in acks]}
    with contextlib.suppress(TillError, OSError):
        store.close()
    return found


def _kept(store: Any, acks: list[Ack]) -> bool:
    """Every acknowledged sale can be looked up, even while nothing can be sold."""
    return all((found := store.receipt_by_number(ack.number)) and found.f == ack.f for ack in acks)


def rig(fault: str) -> dict[str, Any]:
    """Run one of `full`, `read_only`, `flush_fails` and judge the disk after a repair and a fresh mount."""
    require_rig()
    with workspace() as work:
        image, disk = work / "disk.img", work / "disk"
        make_image(image, 24)
        if fault == "full":
            with mounted(image, disk):
                found = _ask(full, disk)
        elif fault == "read_only":
            with mounted(image, disk, options="errors=remount-ro") as device:
                found = _ask(read_only, disk, device)
        else:
            with _failing(image, work) as blocks:
                found = _ask(flush_fails, disk, blocks)
        acks = [Ack(**ack) for ack in found.get("acks", [])]
        subprocess.run(["e2fsck", "-fy", image], capture_output=True, timeout=60)
        with mounted(image, disk):
            judged = _ask(selling.judge, disk / "store", acks)
        return {"fault": fault} | judged | found | {"acks": len(acks)}


@contextlib.contextmanager
def _failing(image: Path, work: Path) -> Iterator[BlockLog]:
    with BlockLog(image, work / "log", work / "fuse") as blocks:
        with mounted(blocks.disk, work / "disk", direct=True, options="errors=remount-ro"):
            yield blocks


def _ask(work: Any, *arguments: object) -> dict[str, Any]:
    answer: dict[str, Any] = children.ask(work, *arguments)
    return answer


if __name__ == "__main__":
    report_from(rig)
