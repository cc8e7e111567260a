"""Power cuts below the file system: one recorded workload, many simulated cuts, judged after ext4's recovery.

Variants: `steady` (one life, closed properly), `killed` (several lives, each ended by SIGKILL, so a cut also
falls into the recovery of a killed store), `start` (only the first moments: making the directory, the first
segment, the first sales), `again` (a disk that already lost power once, cut during its recovery or the sales
after it), and the two controls that must lose sales, or the rig proves nothing: `no_fsync`
and `tinydb`. Run as a program it reports as JSON; `verdicts` says what must hold.
"""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults import children, controls, selling
from tests.faults.blocklog import BlockLog
from tests.faults.loopdisk import make_image, mounted, repair, report_from, require_rig, workspace
from tests.faults.replay import Cut, Recording

IMAGE_MIB = 24
CUTS_PER_FIRST_CUT = 6
# Nested, because making a directory durable means making its parents durable too.
PLACE = Path("till/store")


@dataclass(frozen=True, slots=True)
class Variant:
    """`record` sells on a mounted disk; `judge` says what is wrong with a disk, given its acks."""

    record: Callable[[Path, Path, random.Random], None]
    judge: Callable[[Path, list[selling.Ack]], dict[str, Any]]
    cut_until_mark: int | None = None
    before: str | None = None  # the variant whose cut disk this one goes on with


def _steady(disk: Path, marks: Path, rng: random.Random) -> None:
    _life(disk, marks, "steady", sales=120, threads=rng.choice((1, 4)))


def _start(disk: Path, marks: Path, rng: random.Random) -> None:
    _life(disk, marks, "start", sales=4, threads=1)


def _killed(disk: Path, marks: Path, rng: random.Random) -> None:
    for number in range(6):
        pid = children.start(_sell_on, disk, marks, f"life{number}", 400, rng.choice((1, 4)), number, {})
        time.sleep(rng.uniform(0.01, 0.12))  # the random moment itself, not a wait for something
        children.kill(pid)
    _life(disk, marks, "last", sales=20, threads=1, first_day=10)


def _again(disk: Path, marks: Path, rng: random.Random) -> None:
    _life(disk, marks, "again", sales=12, threads=1, first_day=1)


def _no_fsync(disk: Path, marks: Path, rng: random.Random) -> None:
    _life(disk, marks, "no fsync", sales=120, threads=1, files=controls.ForgetfulFiles())


def _tinydb(disk: Path, marks: Path, rng: random.Random) -> None:
    _finish(children.start(_into_marks, controls.sell_with_tinydb, disk, marks, 60))


def _judge_store(disk: Path, acks: list[selling.Ack]) -> dict[str, Any]:
    return selling.judge(disk / PLACE, acks)


VARIANTS = {
    "steady": Variant(_steady, _judge_store),
    "killed": Variant(_killed, _judge_store),
    "start": Variant(_start, _judge_store, cut_until_mark=5),
    "again": Variant(_again, _judge_store, before="steady"),
    "no_fsync": Variant(_no_fsync, _judge_store),
    "tinydb": Variant(_tinydb, controls.judge_tinydb),
}


def _life(
    disk: Path, marks: Path, life: str, sales: int, threads: int, first_day: int = 0, **opening: Any
) -> None:
    _finish(children.start(_sell_on, disk, marks, life, sales, threads, first_day, opening))


def _finish(pid: int) -> None:
    if status := children.wait(pid, 60.0):
        raise RuntimeError(f"the workload itself failed before any cut (status {status})")


def _sell_on(
    disk: Path, marks: Path, life: str, sales: int, threads: int, first_day: int, opening: dict[str, Any]
) -> None:
    acks = os.open(marks, os.O_WRONLY)
    selling.sell_many(disk / PLACE, acks, life, sales, threads, first_day, **opening)


def _into_marks(work: Callable[[Path, int, int], None], place: Path, marks: Path, sales: int) -> None:
    work(place, os.open(marks, os.O_WRONLY), sales)


def record(variant: Variant, base: Path, work: Path, rng: random.Random) -> Recording:
    """Run a workload on the logging disk, alone on its own loop device, until it is unmounted."""
    live, log = work / "live.img", work / "log"
    live.write_bytes(base.read_bytes())
    with BlockLog(live, log, work / "fuse") as blocks, mounted(blocks.disk, work / "live", direct=True):
        variant.record(work / "live", blocks.marks, rng)
    live.unlink()
    return Recording(base, log)


def cut_many(name: str, cuts: int, seed: int) -> dict[str, Any]:
    """Record one variant and judge `cuts` cuts of it; returns the counts and the first problems in words."""
    variant, rng, began = VARIANTS[name], random.Random(f"{name}-{seed}"), time.monotonic()
    report: dict[str, Any] = {"variant": name, "seed": seed, "cuts": 0, "acks_compared": 0, "failed": 0}
    report |= {"unmountable": 0, "needed_fsck": 0, "no_journal": 0, "no_journal_after_ack": 0, "problems": []}
    report |= {"writes_and_flushes": 0, "acks_recorded": 0}
    with workspace() as work:
        base = work / "base.img"
        make_image(base, IMAGE_MIB)
        if variant.before is None:
            _cut_recording(report, variant, record(variant, base, work, rng), work, rng, cuts, [])
        else:
            _cut_what_was_cut(report, variant, base, work, rng, cuts)
    return report | {"seconds": round(time.monotonic() - began, 1)}


def _cut_what_was_cut(
    report: dict[str, Any], variant: Variant, base: Path, work: Path, rng: random.Random, cuts: int
) -> None:
    """A power cut, a recovery, some sales, and the next power cut anywhere in those."""
    assert variant.before is not None
    first = record(VARIANTS[variant.before], base, work, rng)
    first_cuts = first.choose(rng, -(-cuts // CUTS_PER_FIRST_CUT))
    for cut in first.images(first_cuts, work / "once.img"):
        earlier = selling.acks_in(first.marks(before=cut.at))
        _make_mountable(work / "once.img", work / "once")
        again = record(variant, work / "once.img", work, rng)
        most = min(CUTS_PER_FIRST_CUT, cuts - report["cuts"])
        _cut_recording(report, variant, again, work, rng, most, earlier)


def _cut_recording(
    report: dict[str, Any],
    variant: Variant,
    recording: Recording,
    work: Path,
    rng: random.Random,
    cuts: int,
    earlier: list[selling.Ack],
) -> None:
    end = None if variant.cut_until_mark is None else recording.entry_of_mark(variant.cut_until_mark)
    for cut in recording.images(recording.choose(rng, cuts, end=end), work / "cut.img"):
        acks = earlier + selling.acks_in(recording.marks(before=cut.at))
        _count(report, cut, acks, _judge(variant, work, acks))
    report["writes_and_flushes"] += len(recording) - len(recording.marks())
    report["acks_recorded"] += len(selling.acks_in(recording.marks()))


def _judge(variant: Variant, work: Path, acks: list[selling.Ack]) -> dict[str, Any]:
    needed_fsck = _make_mountable(work / "cut.img", work / "cut")
    try:
        with mounted(work / "cut.img", work / "cut"):
            found: dict[str, Any] = children.ask(variant.judge, work / "cut", acks)
            return {"needed_fsck": needed_fsck} | found
    except OSError as refused:
        return {"needed_fsck": needed_fsck, "unmountable": str(refused)}


def _make_mountable(image: Path, mountpoint: Path) -> bool:
    """Repair a disk that ext4's own recovery cannot mount; whether that was needed."""
    try:
        with mounted(image, mountpoint, options="ro,noload"):
            return False
    except OSError:
        repair(image)
        return True


def _count(report: dict[str, Any], cut: Cut, acks: list[selling.Ack], found: dict[str, Any]) -> None:
    report["cuts"] += 1
    report["acks_compared"] += len(acks)
    report["unmountable"] += "unmountable" in found
    report["needed_fsck"] += found["needed_fsck"]
    if found.get("journal") == []:
        report["no_journal"] += 1
        report["no_journal_after_ack"] += bool(acks)
    words = [found[key] for key in ("unmountable", "error") if key in found] + found.get("problems", [])
    if words:
        report["failed"] += 1
        if len(report["problems"]) < 5:
            report["problems"].append(f"{cut} after {len(acks)} acks: {'; '.join(words)[:1500]}")


def rig(variants: dict[str, int], seed: int) -> list[dict[str, Any]]:
    """Judge so many cuts of each named variant, one variant after the other."""
    require_rig()
    return [cut_many(name, cuts, seed) for name, cuts in variants.items()]


if __name__ == "__main__":
    report_from(rig)
