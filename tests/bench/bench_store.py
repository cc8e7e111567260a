"""What the store costs, against SQLite (WAL, synchronous=FULL) and a bare append, measured in the same run.

Prints `name: value unit` lines; the operands of each ratio come before it. Ratios are medians of five interleaved
rounds, because a shared disk's mood changes by the minute. Card figures need root (a loop device with ext4 of
their own, otherwise idle); without it they are reported as not measured.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from appliance.ports import Moment
from appliance.store import JournalStore, open_store
from appliance.store.files import Files

ROUNDS = 5
SALES_A_ROUND = 500
HELPING = 20
THREADS = 8
SALES_A_THREAD = 60
DAYS = 200
SALES_A_DAY = 500
CARD_SALES = 150

LINES = [
    {
        "id": f"l{i}",
        "item_id": f"item-{i}",
        "name": name,
        "quantity": i + 1,
        "price_minor": 250,
        "amount_minor": 250 * (i + 1),
        "tax_code": "reduced",
        "rate_bp": 700,
        "letter": "B",
    }
    for i, name in enumerate(("Apples", "Cider"))
]


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


def moment(day: int = 0) -> Moment:
    date = time.strftime("%Y-%m-%d", time.gmtime(1767225600 + day * 86400))
    return Moment(f"{date}T09:00:00.000Z", "ntp", 60, "Europe/Berlin", date)


def body(number: str, at: Moment) -> dict[str, Any]:
    return {"number": number, "at_utc": at.utc, "day": at.day, "lines": LINES, "total_minor": 750}


def sell(store: JournalStore, at: Moment) -> Any:
    with store.transaction(at, durable=True) as transaction:
        series, counter = transaction.next_receipt()
        transaction.fact("sale", body(f"{series}-{counter:06d}", at))
    return transaction.commit


def sell_with_key(store: JournalStore, at: Moment, key: str) -> Any:
    with store.transaction(at, durable=True, key=key) as transaction:
        series, counter = transaction.next_receipt()
        number = f"{series}-{counter:06d}"
        transaction.fact("sale", body(number, at))
        transaction.answer({"number": number})
    return transaction.commit


class Sqlite:
    """The peer keeps the same document, with an index on its number, one durable transaction a sale. It is spared
    what the store does besides: allocating the number, chaining, checking."""

    def __init__(self, path: Path) -> None:
        self.path = path
        db = self.connect()
        db.execute("create table sales (id integer primary key, number text, document text)")
        db.execute("create index sales_number on sales (number)")
        db.execute("create table documents (name text primary key, document text)")
        db.execute("create table counters (series text primary key, last integer)")
        db.execute("create table answers (key text primary key, answer text)")
        db.execute("insert into counters values ('A', 0)")
        db.close()

    def connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=30, check_same_thread=False)
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=full")
        return db

    @staticmethod
    def sell(db: sqlite3.Connection, at: Moment, counter: int) -> None:
        number = f"A-{counter:06d}"
        document = orjson.dumps(body(number, at)).decode()
        db.execute("insert into sales (number, document) values (?, ?)", (number, document))

    @staticmethod
    def sell_as_a_till(db: sqlite3.Connection, at: Moment, key: str) -> None:
        """What a till on SQLite cannot leave out: the number and the intent's key belong to the same transaction."""
        db.execute("begin immediate")
        (counter,) = db.execute(
            "update counters set last = last + 1 where series = 'A' returning last"
        ).fetchone()
        Sqlite.sell(db, at, counter)
        answer = orjson.dumps({"number": f"A-{counter:06d}"}).decode()
        db.execute("insert into answers values (?, ?)", (key, answer))
        db.execute("commit")

    def fill(self, count: int) -> None:
        """Sales of days gone by, in one transaction, all of them in the database file."""
        db = self.connect()
        document = orjson.dumps(body("A-000001", moment())).decode()
        db.execute("begin")
        rows = ((f"A-{i:06d}", document) for i in range(count))
        db.executemany("insert into sales (number, document) values (?, ?)", rows)
        db.execute("commit")
        db.execute("pragma wal_checkpoint(truncate)")
        db.close()


def timed(work: Callable[[int], None], count: int) -> list[float]:
    spent = []
    for i in range(count):
        began = time.perf_counter()
        work(i)
        spent.append(time.perf_counter() - began)
    return spent


def rate(spent: list[float]) -> float:
    return len(spent) / sum(spent)


def p99_ms(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.99)] * 1000


def show(name: str, value: float, unit: str) -> None:
    print(f"{name}: {value:.3f} {unit}", flush=True)


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}


def in_turns(works: dict[str, Callable[[int], None]]) -> dict[str, list[float]]:
    """One round. Turn by turn in small helpings, so that a busy moment of the disk falls on all alike.

    In every order, so that nobody always works on the disk another one leaves behind.
    """
    measured: dict[str, list[float]] = {}
    orders = itertools.cycle(itertools.permutations(works))
    for _ in range(SALES_A_ROUND // HELPING):
        for name in next(orders):
            measured.setdefault(name, []).extend(timed(works[name], HELPING))
    return measured


def against_sqlite(name: str, ours: Callable[[int], None], theirs: Callable[[int], None]) -> None:
    """A ratio with its operands, `name` added to each."""
    rounds = []
    for _ in range(ROUNDS):
        figures = {who: rate(spent) for who, spent in in_turns({"store": ours, "sqlite": theirs}).items()}
        figures["ratio"] = figures["store"] / figures["sqlite"]
        rounds.append(figures)
    middle = medians(rounds)
    show(f"store_sales_{name}", middle["store"], "1/s")
    show(f"sqlite_sales_{name}", middle["sqlite"], "1/s")
    show(f"store_vs_sqlite_{name}", middle["ratio"], "x")


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
    libc_sync(fd)  # what filling left to the kernel would be written while we measure
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


def written(mount: Path, stat: Path, work: Callable[[], None]) -> tuple[float, int]:
    """(KiB written, flush requests) that `work` causes on the device, everything synced before and after."""
    fd = os.open(mount, os.O_RDONLY)
    libc_sync(fd)
    before = [int(word) for word in stat.read_text().split()]
    work()
    flushes = int(stat.read_text().split()[15]) - before[15]
    libc_sync(fd)
    os.close(fd)
    after = [int(word) for word in stat.read_text().split()]
    return (after[6] - before[6]) / 2, flushes


def libc_sync(fd: int) -> None:
    subprocess.run(["sync", "--file-system", f"/proc/self/fd/{fd}"], pass_fds=(fd,), check=True, timeout=60)


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
            _, flushes = written(
                mount, stat, lambda: [sell(store, at).wait() for _ in range(CARD_SALES)] and None
            )
            ours, _ = written(
                mount, stat, lambda: [whole_sale_in_store(store, at) for _ in range(CARD_SALES)] and None
            )
            first = round_ * CARD_SALES
            theirs, _ = written(
                mount,
                stat,
                lambda n=first: (  # type: ignore[misc]
                    [whole_sale_in_sqlite(peer, at, n + i) for i in range(CARD_SALES)] and None
                ),
            )
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


def main() -> None:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-store-") as name:
        folder = Path(name)
        for part in (one_thread, same_job, eight_threads, on_card, large):
            part(folder)


if __name__ == "__main__":
    main()
