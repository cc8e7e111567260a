"""What the store costs, against SQLite (WAL, synchronous=FULL) and a bare append, measured in the same run.

Prints `name: value unit` lines; the operands of each ratio come before it. Ratios are medians of five interleaved
rounds, because a shared disk's mood changes by the minute. Card figures need root (a loop device with ext4 of
their own, otherwise idle); without it they are reported as not measured.
"""

from __future__ import annotations

import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from appliance.store import open_store
from tests.bench.store_card import on_card
from tests.bench.store_growth import large
from tests.bench.store_peer import (
    ROUNDS,
    Sqlite,
    against_sqlite,
    body,
    in_turns,
    medians,
    moment,
    p99_ms,
    rate,
    sell,
    sell_with_key,
    show,
)

THREADS = 8
SALES_A_THREAD = 60


def same_job(folder: Path) -> None:
    """Both give the receipt number and keep the intent's key and answer in the sale's transaction."""
    at = moment()
    store = open_store(folder / "same", series="A")
    db = Sqlite(folder / "same.db").connect()
    keys = (f"intent-{i}" for i in itertools.count())
    against_sqlite(
        "same_job",
        lambda _: sell_with_key(store, at, next(keys)).wait(),
        lambda _: Sqlite.sell_as_a_till(db, at, next(keys)),
    )
    store.close()
    db.close()


def one_thread(folder: Path) -> None:
    at = moment()
    store = open_store(folder / "one", series="A")
    db = Sqlite(folder / "one.db").connect()
    fd = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    bare = orjson.dumps(body("A-000001", at)) + b"\n"

    def append(_: int) -> None:
        os.write(fd, bare)
        os.fdatasync(fd)

    works: dict[str, Callable[[int], None]] = {
        "store": lambda _: sell(store, at).wait(),
        "sqlite": lambda counter: Sqlite.sell(db, at, counter),
        "fsync": append,
    }
    sell(store, at).wait()
    rounds = []
    for _ in range(ROUNDS):
        measured = in_turns(works)
        figures = {name: rate(spent) for name, spent in measured.items()}
        figures |= {f"{name}_p50": statistics.median(spent) * 1e6 for name, spent in measured.items()}
        figures |= {f"{name}_p99": p99_ms(spent) for name, spent in measured.items()}
        figures["vs_sqlite"] = figures["store"] / figures["sqlite"]
        figures["vs_fsync"] = figures["store"] / figures["fsync"]
        figures["p99"] = figures["store_p99"] / figures["sqlite_p99"]
        rounds.append(figures)
    store.close()
    db.close()
    os.close(fd)
    middle = medians(rounds)
    show("store_sales", middle["store"], "1/s")
    show("sqlite_sales", middle["sqlite"], "1/s")
    show("fsync_appends", middle["fsync"], "1/s")
    show("store_p50", middle["store_p50"], "us")
    show("sqlite_p50", middle["sqlite_p50"], "us")
    show("store_p99", middle["store_p99"], "ms")
    show("sqlite_p99", middle["sqlite_p99"], "ms")
    show("store_vs_sqlite", middle["vs_sqlite"], "x")
    show("store_p99_vs_sqlite", middle["p99"], "x")
    show("store_vs_fsync", middle["vs_fsync"], "x")


def in_threads(work: Callable[[int], None]) -> float:
    threads = [threading.Thread(target=work, args=(i,), name=f"bench-{i}") for i in range(THREADS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return THREADS * SALES_A_THREAD / (time.perf_counter() - began)


def eight_threads(folder: Path) -> None:
    at = moment()
    store = open_store(folder / "eight", series="A")
    peer = Sqlite(folder / "eight.db")

    def with_store(_: int) -> None:
        for _ in range(SALES_A_THREAD):
            sell(store, at).wait()

    def with_sqlite(thread: int) -> None:
        db = peer.connect()
        for place in range(SALES_A_THREAD):
            Sqlite.sell(db, at, thread * SALES_A_THREAD + place)
        db.close()

    rounds = []
    for _ in range(ROUNDS):
        figures = {"store": in_threads(with_store), "sqlite": in_threads(with_sqlite)}
        figures["ratio"] = figures["store"] / figures["sqlite"]
        rounds.append(figures)
    store.close()
    middle = medians(rounds)
    show("store_sales_8_threads", middle["store"], "1/s")
    show("sqlite_sales_8_threads", middle["sqlite"], "1/s")
    show("store_vs_sqlite_8_threads", middle["ratio"], "x")


def main() -> None:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-store-") as name:
        folder = Path(name)
        for part in (one_thread, same_job, eight_threads, on_card, large):
            part(folder)


if __name__ == "__main__":
    main()
