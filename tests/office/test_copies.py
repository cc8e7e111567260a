"""Copies of the database while it works, and putting one back."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from backoffice import copies, schema
from backoffice.database import Database
from tests.office.desk import Desk
from tests.office.stall import sale

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def sales_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        count: int = connection.execute("SELECT count(*) FROM sales").fetchone()[0]
    return count


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Desk:
    return Desk(Database.open(sqlite_url), tmp_path)


def test_a_copy_is_made_while_the_office_works_and_is_for_its_user_alone(desk: Desk) -> None:
    box = desk.box(desk.merchant("petra@example.org"))
    desk.push(box, [sale(1, 100)])
    copy = copies.make(desk.folder / "office.db", desk.folder / "copies", NOW)
    assert sales_in(copy.path) == 1
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    assert [known.at for known in copies.known(desk.folder / "copies")] == [NOW]
    assert sorted(path.name for path in (desk.folder / "copies").iterdir()) == ["office-20261122T120000Z.db"]
    desk.database.close()


def test_a_restored_office_is_as_old_as_its_copy_and_boxes_heal_it(desk: Desk) -> None:
    owner = desk.merchant("petra@example.org")
    box = desk.box(owner)
    stream = [sale(1, 100), sale(2, 200)]
    desk.push(box, stream[:1])
    file = desk.folder / "office.db"
    copy = copies.make(file, desk.folder / "copies", NOW)
    desk.push(box, stream, 1)
    generation = desk.database.read(lambda c: c.execute(select(schema.merchants.c.generation)).scalar_one())
    desk.database.close()

    before = copies.restore(copy.path, file, NOW)

    assert before is not None and sales_in(before) == 2
    again = Desk(Database.open(f"sqlite:///{file}"), desk.folder)
    assert again.enter("petra@example.org").get("/api/v1/sales")["total_minor"] == 100
    renewed = again.database.read(lambda c: c.execute(select(schema.merchants.c.generation)).scalar_one())
    assert renewed != generation  # boxes may have seen versions this copy does not know
    again.push(box, stream, 2)
    assert again.enter("petra@example.org").get("/api/v1/sales")["total_minor"] == 300
    again.database.close()


def test_what_the_log_still_held_is_kept_when_a_copy_is_put_in_place(desk: Desk) -> None:
    """Killed, not closed: the newest sales stand only in the log beside the file."""
    box = desk.box(desk.merchant("petra@example.org"))
    file = desk.folder / "office.db"
    copy = copies.make(file, desk.folder / "copies", NOW)
    desk.push(box, [sale(1, 100)])
    killed = desk.folder / "killed"
    killed.mkdir()
    for path in desk.folder.glob("office.db*"):
        (killed / path.name).write_bytes(path.read_bytes())
    desk.database.close()

    before = copies.restore(copy.path, killed / "office.db", NOW)

    assert before is not None and sales_in(before) == 1
    assert sales_in(killed / "office.db") == 0


def test_a_damaged_copy_is_refused_and_nothing_changes(desk: Desk) -> None:
    desk.push(desk.box(desk.merchant("petra@example.org")), [sale(1, 100)])
    file = desk.folder / "office.db"
    desk.database.close()
    damaged = desk.folder / "damaged.db"
    content = bytearray(file.read_bytes())
    content[8192:40960] = bytes(32768)
    damaged.write_bytes(content)
    with pytest.raises(copies.CopyError):
        copies.restore(damaged, file, NOW)
    assert sales_in(file) == 1
    assert not list(desk.folder.glob("*.restoring"))


def named(directory: Path, *ages: timedelta) -> None:
    directory.mkdir()
    for age in ages:
        (directory / f"office-{(NOW - age).strftime(copies.FORM)}Z.db").touch()


@pytest.mark.parametrize(
    ("ages_min", "chosen_min"), [((5, 30, 59), 59), ((5, 60, 90, 300), 60), ((61,), 61), ((0,), 0)]
)
def test_the_newest_copy_of_an_hour_ago_is_chosen_else_the_oldest(
    tmp_path: Path, ages_min: tuple[int, ...], chosen_min: int
) -> None:
    named(tmp_path / "copies", *(timedelta(minutes=age) for age in ages_min))
    assert copies.choose(tmp_path / "copies", NOW).at == NOW - timedelta(minutes=chosen_min)


def test_without_a_copy_there_is_nothing_to_choose(tmp_path: Path) -> None:
    with pytest.raises(copies.CopyError, match="no copy"):
        copies.choose(tmp_path / "none", NOW)


def test_copies_are_thinned_to_hours_and_days(tmp_path: Path) -> None:
    ages = [timedelta(minutes=5 * n) for n in range(12 * 24 * 40)]
    named(tmp_path / "copies", *ages)
    copies.thin_out(tmp_path / "copies", NOW)
    kept = [NOW - copy.at for copy in copies.known(tmp_path / "copies")]
    assert len([age for age in kept if age <= timedelta(hours=2)]) == 25
    assert len([age for age in kept if timedelta(hours=2) < age <= timedelta(days=2)]) in range(45, 49)
    assert len([age for age in kept if timedelta(days=2) < age]) in range(28, 31)
    assert max(kept) <= timedelta(days=31)


def test_thinning_twice_takes_nothing_more(tmp_path: Path) -> None:
    named(tmp_path / "copies", *(timedelta(minutes=7 * n) for n in range(2000)))
    copies.thin_out(tmp_path / "copies", NOW)
    once = copies.known(tmp_path / "copies")
    copies.thin_out(tmp_path / "copies", NOW)
    assert copies.known(tmp_path / "copies") == once


def test_only_one_program_holds_the_data(tmp_path: Path) -> None:
    with copies.hold(tmp_path / "run"), pytest.raises(copies.InUseError), copies.hold(tmp_path / "run"):
        pass
    with copies.hold(tmp_path / "run"):
        pass


def test_the_copier_makes_one_at_its_start_and_then_again(desk: Desk) -> None:
    made = threading.Semaphore(0)
    moments = iter(NOW + timedelta(seconds=n // 2) for n in range(10_000))

    def clock() -> datetime:
        made.release()
        return next(moments)

    copier = copies.Copier(desk.folder / "office.db", desk.folder / "copies", 0.01, clock)
    copier.start()
    for _ in range(5):  # asked twice a copy: two are there by now
        assert made.acquire(timeout=10)
    copier.stop()
    assert len(copies.known(desk.folder / "copies")) >= 2
    desk.database.close()
