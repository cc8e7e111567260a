"""What a store costs that has kept every sale for years: opening, memory, and the next sale."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from appliance.store import open_store
from appliance.store.files import Files
from tests.bench.store_peer import (
    ROUNDS,
    SALES_A_ROUND,
    Sqlite,
    against_sqlite,
    medians,
    moment,
    sell,
    show,
    sync_disk,
    timed,
)

DAYS = 200
SALES_A_DAY = 500


class Unflushed(Files):
    """For building large stores quickly: the bench measures afterwards, on real files."""

    def begin_writing(self, fd: int, offset: int, size: int) -> None:
        pass

    def fdatasync(self, fd: int) -> None:
        pass

    def fsync(self, fd: int) -> None:
        pass

    def sync_directory(self, path: Path) -> None:
        pass


def filled(folder: Path, days: int) -> Path:
    """A store with 500 sales on each of `days` days."""
    store = open_store(folder, series="A", files=Unflushed())
    for day in range(days):
        at = moment(day)
        for _ in range(SALES_A_DAY):
            sell(store, at)
    store.close()
    return folder


# Opens a store in a process of its own: seconds to open, KiB resident before the store and after.
OPENER = """
import json, sys, time
from pathlib import Path
from appliance.store import open_store
def resident():
    return int(next(l for l in open('/proc/self/status') if l.startswith('VmRSS')).split()[1])
began = time.perf_counter()
store = open_store(Path(sys.argv[1]), series='A')
spent = time.perf_counter() - began
count = len(store.sales)
store.hot_sales()
store._verifier.wait(60)
print(json.dumps([spent, resident(), count]))
store.close()
"""


def opened(folder: Path) -> tuple[float, float, int]:
    done = subprocess.run(
        [sys.executable, "-c", OPENER, str(folder)], capture_output=True, check=True, text=True, timeout=120
    )
    seconds, kib, count = json.loads(done.stdout)
    return seconds, kib / 1024, count


def large(folder: Path) -> None:
    small = filled(folder / "small", 2)
    big = filled(folder / "big", DAYS)
    empty = [opened(folder / "empty") for _ in range(3)]
    full = [opened(big) for _ in range(3)]
    show("store_sales_kept", full[0][2], "sales")
    show("store_open_100k_s", statistics.median(seconds for seconds, _, _ in full), "s")
    memory_empty = statistics.median(mb for _, mb, _ in empty)
    memory_full = statistics.median(mb for _, mb, _ in full)
    show("store_memory_empty_mb", memory_empty, "MB")
    show("store_memory_full_mb", memory_full, "MB")
    show("store_memory_100k_mb", memory_full - memory_empty, "MB")
    peer = Sqlite(folder / "full.db")
    peer.fill(DAYS * SALES_A_DAY)
    fd = os.open(folder, os.O_RDONLY)
    sync_disk(fd)  # what filling left to the kernel would be written while we measure
    os.close(fd)
    stores = {"small": open_store(small, series="A"), "big": open_store(big, series="A")}
    days = {"small": moment(1), "big": moment(DAYS - 1)}
    rounds = []
    for round_ in range(ROUNDS):
        figures = {}
        for name in ("small", "big") if round_ % 2 else ("big", "small"):
            store, at = stores[name], days[name]
            spent = timed(lambda _, s=store, a=at: sell(s, a).wait(), SALES_A_ROUND)  # type: ignore[misc]
            figures[name] = statistics.median(spent) * 1e6
        figures["growth"] = figures["big"] / figures["small"]
        rounds.append(figures)
    middle = medians(rounds)
    show("store_commit_at_1k", middle["small"], "us")
    show("store_commit_at_100k", middle["big"], "us")
    show("store_growth_100k", middle["growth"], "x")
    db = peer.connect()
    against_sqlite(
        "at_100k",
        lambda _: sell(stores["big"], days["big"]).wait(),
        lambda counter: Sqlite.sell(db, days["big"], DAYS * SALES_A_DAY + counter),
    )
    db.close()
    for store in stores.values():
        store.close()
