"""What a sale writes to the card, counted by a block device of its own (root; otherwise said to be not measured)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from appliance.ports import Moment
from appliance.store import JournalStore, open_store
from tests.bench.store_peer import LINES, ROUNDS, Sqlite, body, medians, moment, sell, show, sync_disk

CARD_SALES = 150


@contextlib.contextmanager
def card(folder: Path) -> Iterator[tuple[Path, Path]]:
    """A small ext4 on a loop device of its own: (mount point, its statistics). Always taken down again."""
    image, mount = folder / "card.img", folder / "card"
    mount.mkdir()
    with image.open("wb") as file:
        file.truncate(256 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, timeout=60)
    device = subprocess.run(
        ["losetup", "--find", "--show", str(image)], check=True, capture_output=True, text=True, timeout=30
    ).stdout.strip()
    try:
        subprocess.run(["mount", "-o", "noatime,init_itable=0", device, str(mount)], check=True, timeout=30)
        try:
            yield mount, Path("/sys/block") / Path(device).name / "stat"
        finally:
            subprocess.run(["umount", str(mount)], check=True, timeout=30)
    finally:
        subprocess.run(["losetup", "--detach", device], check=True, timeout=30)


def written(mount: Path, stat: Path, sale: Callable[[int], object], first: int) -> tuple[float, int]:
    """(KiB, flush requests) that CARD_SALES sales cause on the device, everything synced before and after."""
    fd = os.open(mount, os.O_RDONLY)
    sync_disk(fd)
    before = [int(word) for word in stat.read_text().split()]
    for i in range(first, first + CARD_SALES):
        sale(i)
    flushes = int(stat.read_text().split()[15]) - before[15]
    sync_disk(fd)
    os.close(fd)
    after = [int(word) for word in stat.read_text().split()]
    return (after[6] - before[6]) / 2, flushes


def whole_sale_in_store(store: JournalStore, at: Moment) -> None:
    """Four taps, the sale with its print job, the job's three states, a cursor.

    Each lazy step is flushed by itself, as if a second passed between any two: the most a sale can cost.
    """
    for tap in range(4):
        with store.transaction(at, durable=False) as transaction:
            transaction.put("tickets", "open", {"rev": tap, "lines": LINES})
        flush(store)
    with store.transaction(at, durable=True) as transaction:
        series, counter = transaction.next_receipt()
        number = f"{series}-{counter:06d}"
        f = transaction.fact("sale", body(number, at))
        transaction.remove("tickets", "open")
        transaction.put("print_jobs", number, {"state": "queued", "f": f})
    transaction.commit.wait()
    for state, is_durable in (("sending", True), ("sent", False), ("confirmed", False)):
        with store.transaction(at, durable=is_durable) as transaction:
            transaction.put("print_jobs", number, {"state": state, "f": f})
        flush(store)
    with store.transaction(at, durable=False) as transaction:
        transaction.remove("print_jobs", number)
        transaction.put("cursors", "sync", {"f": f})
    flush(store)


def flush(store: JournalStore) -> None:
    """What the store's own thread does within a second of a lazy line."""
    store._durability.flush()


def whole_sale_in_sqlite(db: sqlite3.Connection, at: Moment, i: int) -> None:
    """The same steps, each one durable too."""
    keep = "insert or replace into documents values (?, ?)"
    number = f"A-{i:06d}"
    for tap in range(4):
        db.execute(keep, ("open", json.dumps({"rev": tap, "lines": LINES})))
    db.execute("begin immediate")
    Sqlite.sell(db, at, i)
    db.execute("delete from documents where name = 'open'")
    db.execute(keep, (number, json.dumps({"state": "queued", "f": i})))
    db.execute("commit")
    db.execute(keep, (number, json.dumps({"state": "sending", "f": i})))
    for state in ("sent", "confirmed"):
        db.execute(keep, (number, json.dumps({"state": state, "f": i})))
    db.execute("begin immediate")
    db.execute("delete from documents where name = ?", (number,))
    db.execute(keep, ("sync", json.dumps({"f": i})))
    db.execute("commit")


def on_card(folder: Path) -> None:
    names = ("store_flushes_per_sale", "store_card_vs_sqlite")
    if os.geteuid() != 0 or not all(shutil.which(tool) for tool in ("mkfs.ext4", "losetup", "mount")):
        for name in names:
            print(f"{name}: NOT MEASURED (needs root, mkfs.ext4 and losetup)", flush=True)
        return
    at = moment()
    with card(folder) as (mount, stat):
        store = open_store(mount / "store", series="A")
        peer = Sqlite(mount / "peer.db").connect()
        sell(store, at).wait()
        rounds = []
        for round_ in range(ROUNDS):
            first = round_ * CARD_SALES
            _, flushes = written(mount, stat, lambda _: sell(store, at).wait(), first)
            ours, _ = written(mount, stat, lambda _: whole_sale_in_store(store, at), first)
            theirs, _ = written(mount, stat, lambda i: whole_sale_in_sqlite(peer, at, i), first)
            rounds.append(
                {
                    "flushes": flushes / CARD_SALES,
                    "store": ours / CARD_SALES,
                    "sqlite": theirs / CARD_SALES,
                    "ratio": ours / theirs,
                }
            )
        store.close()
        peer.close()
    middle = medians(rounds)
    show("store_flushes_per_sale", middle["flushes"], "flushes")
    show("store_card_per_sale", middle["store"], "KiB")
    show("sqlite_card_per_sale", middle["sqlite"], "KiB")
    show("store_card_vs_sqlite", middle["ratio"], "x")
