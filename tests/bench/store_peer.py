"""What the store's benches share: one sale, the SQLite that makes the same, and measuring both in turns."""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from appliance.ports import Moment
from appliance.store import JournalStore

ROUNDS = 5
SALES_A_ROUND = 500
HELPING = 20

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


def sync_disk(fd: int) -> None:
    subprocess.run(["sync", "--file-system", f"/proc/self/fd/{fd}"], pass_fds=(fd,), check=True, timeout=60)
