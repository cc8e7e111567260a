"""Transactions on both engines: durable before told, one failure alone, readers never blocked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import URL, Connection, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from backoffice import schema
from backoffice.database import Database, touched
from backoffice.errors import OfficeError
from backoffice.writer import wrote
from tests.office.conftest import administer
from tests.office.stall import M, open_merchant

WAIT_S = 10.0


def until(is_so: Callable[[], bool]) -> None:
    """Wait for another thread; the test fails if it takes too long."""
    pause = threading.Event()
    for _ in range(int(WAIT_S / 0.002)):
        if is_so():
            return
        pause.wait(0.002)
    raise AssertionError("it did not happen")


def names(connection: Connection) -> set[str]:
    return set(connection.execute(select(schema.merchants.c.merchant_id)).scalars())


def add(merchant_id: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        open_merchant(connection, merchant_id, ())
        return merchant_id

    return work


def test_what_a_write_returns_is_there_for_every_reader(database: Database) -> None:
    assert database.write(add("maaaaaaaa")) == "maaaaaaaa"
    assert database.read(names) == {"maaaaaaaa"}


def test_a_failing_work_is_undone_and_raised_to_its_caller(database: Database) -> None:
    def work(connection: Connection) -> None:
        add("maaaaaaaa")(connection)
        raise OfficeError("in_use")

    with pytest.raises(OfficeError, match="in_use"):
        database.write(work)
    assert database.read(names) == set()


def test_a_violated_constraint_is_undone_and_raised(database: Database) -> None:
    database.write(add("maaaaaaaa"))
    with pytest.raises(IntegrityError):
        database.write(add("maaaaaaaa"))
    database.write(add("mbbbbbbbb"))
    assert database.read(names) == {"maaaaaaaa", "mbbbbbbbb"}


def test_a_foreign_key_is_enforced(database: Database) -> None:
    orphan = insert(schema.owners).values(
        merchant_id="mnobody22", owner_id="o", email="a@b", password_hash="x", created_utc="x"
    )
    with pytest.raises(IntegrityError):
        database.write(lambda connection: connection.execute(orphan))


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises((DBAPIError, OfficeError)):
        database.read(add("maaaaaaaa"))
    assert database.read(names) == set()


def test_a_reader_sees_one_moment(database: Database) -> None:
    def work(connection: Connection) -> tuple[set[str], set[str]]:
        before = names(connection)
        with ThreadPoolExecutor(1) as other:
            other.submit(database.write, add("maaaaaaaa")).result(WAIT_S)
        return before, names(connection)

    assert database.read(work) == (set(), set())
    assert database.read(names) == {"maaaaaaaa"}


def test_a_reader_is_not_blocked_while_a_writer_holds(database: Database) -> None:
    def work(connection: Connection) -> set[str]:
        add("maaaaaaaa")(connection)
        with ThreadPoolExecutor(1) as other:
            return other.submit(database.read, names).result(WAIT_S)

    assert database.write(work) == set()


def test_listeners_hear_of_touched_merchants_after_the_commit(database: Database) -> None:
    heard: list[tuple[str, set[str]]] = []
    told = threading.Event()

    def listener(merchant_id: str) -> None:
        heard.append((merchant_id, database.read(names)))
        told.set()

    def work(connection: Connection) -> None:
        add(M)(connection)
        touched(connection, M)

    def failing(connection: Connection) -> None:
        touched(connection, "mlost2222")
        raise OfficeError("in_use")

    database.on_commit(listener)
    with pytest.raises(OfficeError):
        database.write(failing)
    database.write(work)
    assert told.wait(WAIT_S)
    assert heard == [(M, {M})]


def test_a_failing_listener_harms_nobody(database: Database) -> None:
    told = threading.Event()

    def failing(_merchant_id: str) -> None:
        told.set()
        raise ValueError("a view")

    database.on_commit(failing)
    database.write(lambda connection: touched(connection, M))
    assert told.wait(WAIT_S)
    database.write(add("maaaaaaaa"))
    assert database.read(names) == {"maaaaaaaa"}


def test_a_transaction_that_only_read_proves_nothing(database: Database) -> None:
    database.write(add(M))
    with pytest.raises(RuntimeError, match="written nothing"):
        database.read(wrote)
    with pytest.raises(RuntimeError, match="written nothing"):
        database.write(lambda connection: names(connection) and wrote(connection))
    absent = update(schema.merchants).where(schema.merchants.c.name == "nobody").values(name="x")
    if database.url.get_backend_name() == "sqlite":  # there an UPDATE of no row leaves no trace at all
        with pytest.raises(RuntimeError, match="written nothing"):
            database.write(lambda connection: connection.execute(absent) and wrote(connection))


def test_a_write_proves_itself_only_once_committed(database: Database) -> None:
    proofs = []

    def work(connection: Connection) -> None:
        add(M)(connection)
        proofs.append(wrote(connection))
        assert not proofs[-1].is_committed

    database.write(work)
    assert proofs[-1].is_committed


def test_a_proof_of_a_failed_work_never_becomes_one(database: Database) -> None:
    proofs = []

    def work(connection: Connection) -> None:
        add(M)(connection)
        proofs.append(wrote(connection))
        raise OfficeError("in_use")

    with pytest.raises(OfficeError):
        database.write(work)
    assert not proofs[0].is_committed


def test_many_threads_write_without_loss(database: Database) -> None:
    wanted = {f"m{place:08d}" for place in range(100)}
    with ThreadPoolExecutor(16, "writer") as threads:
        assert set(threads.map(lambda name: database.write(add(name)), wanted)) == wanted
    assert database.read(names) == wanted


def test_close_finishes_what_waits_and_refuses_the_rest(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    started, go = threading.Event(), threading.Event()

    def slow(connection: Connection) -> str:
        started.set()
        assert go.wait(WAIT_S)
        return add("maaaaaaaa")(connection)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(database.write, slow)
        assert started.wait(WAIT_S)
        second = threads.submit(database.write, add("mbbbbbbbb"))
        until(lambda: database.waiting == 1)
        go.set()
        assert (first.result(WAIT_S), second.result(WAIT_S)) == ("maaaaaaaa", "mbbbbbbbb")
    database.close()
    with pytest.raises(OfficeError, match="busy"):
        database.write(add("mcccccccc"))


def test_waiting_works_share_one_commit_and_fail_alone(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    started, go = threading.Event(), threading.Event()
    commits: list[str] = []

    def slow(_connection: Connection) -> None:
        started.set()
        assert go.wait(WAIT_S)

    def failing(connection: Connection) -> str:
        add("mlost2222")(connection)
        raise OfficeError("in_use")

    works = [add(f"m{place:08d}") for place in range(20)]
    with ThreadPoolExecutor(32) as threads:
        threads.submit(database.write, slow)
        assert started.wait(WAIT_S)
        waiting = [threads.submit(database.write, work) for work in (*works[:10], failing, *works[10:])]
        until(lambda: database.waiting == 21)
        event.listen(database._writing_engine, "commit", lambda _connection: commits.append("commit"))
        go.set()
        errors = [future.exception(WAIT_S) for future in waiting]
    assert [type(error) for error in errors if error is not None] == [OfficeError]
    assert database.read(names) == {f"m{place:08d}" for place in range(20)}
    assert len(commits) == 2  # the slow one's, and one for all that waited
    database.close()


def test_a_write_that_waits_too_long_is_busy_and_never_happens(sqlite_url: str) -> None:
    database = Database.open(sqlite_url, wait_s=0.05)
    started, go = threading.Event(), threading.Event()

    def slow(_connection: Connection) -> None:
        started.set()
        assert go.wait(WAIT_S)

    with ThreadPoolExecutor(1) as other:
        held = other.submit(database.write, slow)
        assert started.wait(WAIT_S)
        with pytest.raises(OfficeError, match="busy"):
            database.write(add("maaaaaaaa"))
        go.set()
        held.exception(WAIT_S)
    database.close()
    again = Database.open(sqlite_url)
    assert again.read(names) == set()
    again.close()


def test_a_transaction_that_is_lost_fails_all_its_works_and_the_next_one_works(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    started, go = threading.Event(), threading.Event()

    def slow(_connection: Connection) -> None:
        started.set()
        assert go.wait(WAIT_S)

    def losing(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")  # as SQLite does by itself when the disk fails
        raise OfficeError("in_use")

    with ThreadPoolExecutor(3) as threads:
        threads.submit(database.write, slow)
        assert started.wait(WAIT_S)
        first = threads.submit(database.write, add("maaaaaaaa"))
        until(lambda: database.waiting == 1)
        second = threads.submit(database.write, losing)
        until(lambda: database.waiting == 2)
        go.set()
        assert [str(future.exception(WAIT_S)) for future in (first, second)] == ["busy", "busy"]
    database.write(add("mbbbbbbbb"))
    assert database.read(names) == {"mbbbbbbbb"}
    database.close()


def test_a_full_disk_is_busy_and_loses_nothing_that_was_told(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database.open(sqlite_url)
    database.write(add("maaaaaaaa"))
    pages = database.read(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar_one())

    def filling(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        for place in range(2000):
            open_merchant(connection, f"m{place:08d}", ())

    with pytest.raises(OfficeError, match="busy"):
        database.write(filling)
    assert all("\n" not in one.getMessage() and not one.exc_info for one in caplog.records)
    assert database.read(names) == {"maaaaaaaa"}
    database.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count=1000000"))
    database.write(add("mbbbbbbbb"))
    assert database.read(names) == {"maaaaaaaa", "mbbbbbbbb"}
    database.close()


def test_a_work_cannot_wait_for_another(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with pytest.raises(RuntimeError, match="may not wait"):
        database.write(lambda _connection: database.write(add("maaaaaaaa")))
    database.close()


def test_a_commit_whose_wait_for_the_standby_is_cancelled_is_no_success(
    postgresql_url: str, postgresql_server: URL
) -> None:
    """PostgreSQL says COMMIT, with a warning; a plain read sees the row; a failover would forget it."""
    database = Database.open(postgresql_url)
    administer(postgresql_server, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    try:
        administer(postgresql_server, "SELECT pg_reload_conf()", "CHECKPOINT", "CHECKPOINT")

        def work(connection: Connection) -> None:
            until(lambda: connection.exec_driver_sql("SHOW synchronous_standby_names").scalar() == "nobody")
            open_merchant(connection, M, ())

        waits = text("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        with ThreadPoolExecutor(1) as other:
            writing = other.submit(database.write, work)
            until(lambda: database.read(lambda connection: connection.execute(waits).first()) is not None)
            pid = database.read(lambda connection: connection.execute(waits).scalar_one())
            assert database.read(names) == set()
            database.read(lambda connection: connection.exec_driver_sql(f"SELECT pg_cancel_backend({pid})"))
            with pytest.raises(OfficeError, match="not_durable"):
                writing.result(WAIT_S)
        assert database.read(names) == {M}  # the trap: who answered from a read would tell a mark here
    finally:
        administer(postgresql_server, "ALTER SYSTEM RESET synchronous_standby_names")
        administer(postgresql_server, "SELECT pg_reload_conf()", "CHECKPOINT", "CHECKPOINT")
        database.close()


def test_a_deadlock_is_tried_again(postgresql_url: str) -> None:
    database = Database.open(postgresql_url)
    for name in ("maaaaaaaa", "mbbbbbbbb"):
        database.write(add(name))
    both = threading.Barrier(2)
    merchants = schema.merchants

    def work(order: tuple[str, str]) -> None:
        rounds = iter([True])

        def change(connection: Connection) -> None:
            for place, name in enumerate(order):
                changed = update(merchants).where(merchants.c.merchant_id == name)
                connection.execute(changed.values(version=merchants.c.version + 1))
                if place == 0 and next(rounds, False):
                    both.wait(WAIT_S)

        database.write(change)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, [("maaaaaaaa", "mbbbbbbbb"), ("mbbbbbbbb", "maaaaaaaa")]))
    versions = database.read(
        lambda connection: connection.execute(select(merchants.c.version)).scalars().all()
    )
    assert versions == [2, 2]
    database.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="database_url"):
        Database.open(url)
