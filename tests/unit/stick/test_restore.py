"""A card dies with the stick in: a new box takes over, and knows all that the stick knew, byte for byte."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from appliance import main, restore
from appliance.box_key import StoredKey
from appliance.config import Config
from appliance.domain.errors import TillError
from appliance.domain.recovery_code import code_of
from appliance.stick.drive import STATE, Drive
from appliance.stick.follow import Follow
from appliance.stick.till_link import TillLink
from appliance.stick_key import StoredSecret
from appliance.store import JournalStore, cli, open_store
from appliance.store.files import Files
from appliance.store.people import SmallStore
from appliance.till.stick import Stick
from appliance.web.inside import Inside, own_users
from tests.unit.till.stall import FakeClock, MemoryRegister, Stall, stall_on


@dataclass
class Old:
    """The box whose card will die."""

    stall: Stall
    secrets: SmallStore
    folder: Path
    stick: Stick
    follow: Follow

    @property
    def code(self) -> str:
        return code_of(StoredSecret(self.secrets).secret())

    def settle(self) -> None:
        for _ in range(20):
            self.follow.turn()
            if self.stick.view()["state"] == "safe":
                return
        raise AssertionError(self.stick.view())


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    folder = tmp_path / "stick"
    folder.mkdir()
    stall = stall_on(open_store(tmp_path / "old" / "store", series="A"))
    secrets = SmallStore(tmp_path / "old" / "people.json")
    stick = Stick(
        stall.store,
        StoredSecret(secrets),
        lambda: 0.0,
        threading.Lock(),
        stall="Stall 12",
        office_box=stall.office.box_id,
    )
    path = tmp_path / "till.sock"
    inside = Inside(path, stall.office, stall.till.report, stall.store, uids=own_users(), stick=stick)
    stall.till.changed, stall.till.stick = inside.look, stick.view
    inside.start()
    yield Old(stall, secrets, folder, stick, Follow(TillLink(path), Drive(folder, Path.is_dir), lambda: 0.0))
    inside.stop()
    stall.store.close()  # type: ignore[attr-defined]


def opened(folder: Path) -> tuple[JournalStore, Stall]:
    store = open_store(folder / "store", series="B")
    return store, stall_on(store, register=MemoryRegister())


def facts(store: JournalStore, epoch: int = 1) -> list[bytes]:
    part = store.stream_part(epoch, 0, store.last_durable(epoch), 1 << 24)
    return [] if part is None else list(part.facts)


def lived_in(old: Old) -> None:
    """A counted shift, sales of two days, a refund, stock, a Z, and a shift after it."""
    till, clock = old.stall.till, old.stall.clock
    till.day.open("open-0001", 5000, None)
    till.stock.move("stock-001", "apple", "count", 40, None)
    old.stall.sell("sale-0001")
    old.stall.sell("sale-0002", "juice")
    back = till.refunds.offer("A-000001", None)
    till.refunds.give_back("refund-01", "A-000001", None, total_minor=back["left_minor"], reason="")
    till.day.close("close-001", 5000, None)
    clock.turn_to("2026-11-23T08:00:00.000Z", "2026-11-23")
    old.stall.sell("sale-0003")


def same_tables(old: Stall, new: Stall) -> None:
    for table in ("shifts", "refunds", "stock", "items", "categories"):
        assert dict(new.store.documents(table)) == dict(old.store.documents(table)), table
    assert new.store.get("settings", "shift") == old.store.get("settings", "shift")
    assert new.till.day.x() == old.till.day.x()


@pytest.mark.parametrize("state_after", ["everything", "the beginning"])
def test_new_box_knows_what_the_old_one_knew(old: Old, tmp_path: Path, state_after: str) -> None:
    StoredKey(old.secrets).public()
    old.settle()
    early = next(old.folder.glob(f"tillbox/*/{STATE}"))
    kept = early.read_bytes()
    lived_in(old)
    old.follow._state_due_s = -1.0
    old.settle()
    if state_after == "the beginning":  # the stick was pulled before the tables were written again
        early.write_bytes(kept)
    new = tmp_path / "new"
    new.mkdir()
    found = restore.restore(new, old.folder, old.code, FakeClock().now)
    assert (found.last_number, found.missing_from, found.series) == ("A-000004", "A-000005", "A2")
    assert found.is_whole
    store, stall = opened(new)
    try:
        assert facts(store) == facts(old.stall.store)  # type: ignore[arg-type]
        same_tables(old.stall, stall)
        assert stall.till.sale("A-000002")["number"] == "A-000002"
        assert stall.sell("sale-0009") == "A2-000001"
        again = SmallStore(new / "people.json")
        assert StoredKey(again).public() == StoredKey(old.secrets).public()
        assert code_of(StoredSecret(again).secret()) == old.code
        assert StoredSecret(again).box() == StoredSecret(old.secrets).box()
    finally:
        store.close()
    assert cli._verify(sorted((new / "store" / "journal").glob("*.jsonl"))) == 0
    store, stall = opened(new)
    store.close()
    assert store.state().damage is None


def test_wrong_code_and_box_with_sales_are_refused(old: Old, tmp_path: Path) -> None:
    old.stall.sell("sale-0001")
    old.settle()
    new = tmp_path / "new"
    new.mkdir()
    with pytest.raises(TillError, match="restore_nothing"):
        restore.restore(new, old.folder, code_of(bytes(16)), FakeClock().now)
    assert not (new / "store").exists()
    store, stall = opened(new)
    with pytest.raises(TillError, match="store_locked"):
        restore.restore(new, old.folder, old.code, FakeClock().now)
    stall.sell("sale-0001")
    store.close()
    with pytest.raises(TillError, match="restore_not_fresh"):
        restore.restore(new, old.folder, old.code, FakeClock().now)


class Pulled(Exception):
    """The plug."""


class FailingFiles(Files):
    """The real file system until so many changes were made."""

    def __init__(self, left: int) -> None:
        self.left = left

    def _one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Pulled

    def replace(self, source: Path, target: Path) -> None:
        self._one()
        super().replace(source, target)

    def unlink(self, path: Path) -> None:
        self._one()
        super().unlink(path)


def test_plug_pulled_at_any_step_leaves_a_new_box_or_the_old_one(old: Old, tmp_path: Path) -> None:
    lived_in(old)
    old.settle()
    outcomes = set()
    for steps in range(40):
        new = tmp_path / f"new-{steps}"
        new.mkdir()
        open_store(new / "store", series="B").close()
        files = FailingFiles(steps)
        try:
            restore.prepare(new, old.folder, old.code, FakeClock().now, files)
            restore.finish(new, files)
            is_done = True
        except Pulled:
            is_done = False
        restore.finish(new)
        assert not (new / "restoring").exists()
        store = open_store(new / "store", series="B")
        found = facts(store)
        store.close()
        assert found in ([], facts(old.stall.store))  # type: ignore[arg-type]
        assert bool(found) == (new / "people.json").exists()
        assert found or not is_done
        outcomes.add((bool(found), is_done))
    assert outcomes == {(False, False), (True, False), (True, True)}


def test_stick_without_tables_gives_the_history_and_sends_none_of_it_twice(old: Old, tmp_path: Path) -> None:
    lived_in(old)
    old.settle()
    for path in old.folder.glob(f"tillbox/*/{STATE}"):
        path.unlink()
    note = next(old.folder.glob("tillbox/*/box.json"))
    note.write_text(note.read_text().replace('"office_box": ""', '"office_box": "box-1"'))
    new = tmp_path / "new"
    new.mkdir()
    found = restore.restore(new, old.folder, old.code, FakeClock().now)
    assert not found.is_whole
    store, stall = opened(new)
    try:
        assert [one["epoch"] for one in stall.office.marks.streams()] == [2]
        assert stall.till.day.x()["n"] == 2
    finally:
        store.close()


def test_back_office_with_more_than_the_stick_has_all_of_the_old_epoch(old: Old, tmp_path: Path) -> None:
    lived_in(old)
    old.settle()
    new = tmp_path / "new"
    new.mkdir()
    restore.restore(new, old.folder, old.code, FakeClock().now)
    store, stall = opened(new)
    try:
        marks, last = stall.office.marks, store.last_durable(1)
        assert not marks.is_safe(1, last)
        assert marks.acked(FakeClock().now(), 1, last + 2, "ab" * 32)
        assert marks.is_safe(1, last)
        assert [one["epoch"] for one in marks.streams()] == [2]
        with pytest.raises(TillError, match="beyond_durable"):
            marks.acked(FakeClock().now(), 2, store.last_durable(2) + 1, "ab" * 32)
    finally:
        store.close()


def test_box_that_sold_after_it_was_prepared_keeps_its_sales(old: Old, tmp_path: Path) -> None:
    lived_in(old)
    old.settle()
    new = tmp_path / "new"
    new.mkdir()
    restore.prepare(new, old.folder, old.code, FakeClock().now)
    store, stall = opened(new)
    stall.sell("sale-0001")
    kept = facts(store)
    store.close()
    assert not restore.finish(new)
    store, _ = opened(new)
    assert facts(store) == kept
    store.close()


def test_command_says_what_came_back_and_what_may_be_missing(
    old: Old, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lived_in(old)
    old.settle()
    new = Config(data_dir=tmp_path / "new", simulated=True)
    new.data_dir.mkdir()

    def command(code: str) -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{code}\n"))
        return main.restore_from_stick(new, old.folder)

    assert command(code_of(bytes(16))) == 1
    assert "Nothing on the stick opens" in capsys.readouterr().err
    assert command(old.code) == 0
    said = capsys.readouterr().out
    assert "last receipt A-000004." in said
    assert "A-000005 and later may exist only on the old card" in said
    assert command(old.code) == 1
    assert "data of its own" in capsys.readouterr().err
