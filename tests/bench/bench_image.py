"""What the image costs: its size, the time until it sells, what it writes and holds in memory, how open its units are.

Prints `name: value unit` lines. Needs `make image` before it. All is measured on the very image, booted on the quick
emulated board: seconds there are not those of a Raspberry Pi, their ratio to the same system without us is what counts.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from pathlib import Path

from tests.system.boot.boards import VIRT
from tests.system.boot.box import UNITS, Box
from tests.system.boot.ground import LOGS, fresh, image_to_boot

MB, MIB = 1_000_000, 1 << 20
IDLE_S = float(os.environ.get("IMAGE_IDLE_S", "900"))
SETTLE_S = 180.0  # what a start leaves to be written is on the card by then, on a busy machine too
OURS = (*UNITS, "first-boot", "log")
BARE = " ".join(f"systemd.mask=tillbox-{unit}.service" for unit in OURS)


def show(name: str, value: float, unit: str) -> None:
    print(f"{name}: {value:.3f} {unit}", flush=True)


def started_s(box: Box, unit: str) -> float:
    """When a unit was up, in seconds after the kernel's first moment."""
    limit_s = box.machine.limit_s(240)
    box.shell.attempt("systemctl is-system-running --wait", limit_s)
    told = int(box.property(unit, "ActiveEnterTimestampMonotonic"))
    assert told > 0, f"{unit} never came up"
    return told / 1e6


def second_start(box: Box) -> None:
    """Start twice: what a card does once in its life is not what a vendor waits for each morning."""
    box.start()
    box.shell.attempt("systemctl is-system-running --wait", box.machine.limit_s(240))
    box.machine.kill()
    box.start()


def bare_s(image: Path, work: Path) -> float:
    """The same kernel and root up to multi-user, with nothing of ours."""
    box = Box(VIRT, image, work, fresh(LOGS / "bench-bare"), BARE)
    with box.machine:
        second_start(box)
        return started_s(box, "multi-user.target")


def whole(image: Path, work: Path) -> float:
    """The box as it is: until the window shows the till; then its rest, its memory, its units."""
    box = Box(VIRT, image, work, fresh(LOGS / "bench-box"))
    with box.machine:
        second_start(box)
        box.ready(*UNITS)
        # The kiosk says it is up when the till's page answers in its window: then a sale can begin.
        sale_s = started_s(box, "tillbox-kiosk.service")
        show("box_pss_mb", pss_kib(box) * 1024 / MB, "MB")
        exposures(box)
        show("idle_write_mib_per_hour", idle_write_mib_per_hour(box), "MiB/h")
        return sale_s


def pss_kib(box: Box) -> int:
    """Proportional memory of every process of our units (proc(5), smaps_rollup)."""
    processes = "cat /sys/fs/cgroup/system.slice/tillbox-*.service/cgroup.procs"
    said = box.shell.run(f"for one in $({processes}); do cat /proc/$one/smaps_rollup 2>/dev/null; done; true")
    return sum(int(kib) for kib in re.findall(r"^Pss:\s+(\d+) kB", said, re.MULTILINE))


def exposures(box: Box) -> None:
    """systemd's own judgement of how much each unit of ours could do to the rest."""
    said = box.shell.run("systemd-analyze security --no-pager --json=short", box.machine.limit_s(60))
    found = {
        row["unit"].removeprefix("tillbox-").removesuffix(".service"): float(row["exposure"])
        for row in json.loads(said)
        if row["unit"].startswith("tillbox-")
    }
    assert set(UNITS) <= set(found), f"not judged: {set(UNITS) - set(found)}"
    show("kiosk_exposure", found.pop("kiosk"), "points")
    worst = max(found, key=lambda unit: found[unit])
    print(f"the most exposed of the others is {worst}", flush=True)
    show("worst_unit_exposure", found[worst], "points")


def idle_write_mib_per_hour(box: Box) -> float:
    """What reaches the card while nobody does anything, counted by the card itself."""
    time.sleep(SETTLE_S)
    before, began = written_bytes(box), time.monotonic()
    time.sleep(IDLE_S)
    return (written_bytes(box) - before) / MIB * 3600 / (time.monotonic() - began)


def written_bytes(box: Box) -> int:
    """All bytes ever written to the emulated card in this run."""
    (card,) = [one for one in box.machine.qmp.command("query-blockstats") if one["stats"]["wr_bytes"]]
    return int(card["stats"]["wr_bytes"])


def main() -> None:
    """Measure one after the other on the same machine in the same run."""
    image = image_to_boot()
    packed = image.with_name(image.name + ".zst")
    show("image_mb", packed.stat().st_size / MB, "MB")
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "bare").mkdir()
        bare = bare_s(image, Path(work) / "bare")
        sale = whole(image, Path(work))
    show("boot_bare_s", bare, "s")
    show("boot_to_sale_s", sale, "s")
    show("boot_to_sale_vs_bare", sale / bare, "x")


if __name__ == "__main__":
    main()
