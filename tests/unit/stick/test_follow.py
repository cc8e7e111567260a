"""The stick follows a real till over its socket: level after each sale, through pulled sticks and cut files."""

from __future__ import annotations

import io
import json
import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from appliance.domain.recovery_code import code_of
from appliance.stick.drive import Drive
from appliance.stick.export import CUT, NOTHING, SOUND, export
from appliance.stick.follow import Follow
from appliance.stick.till_link import TillLink
from appliance.stick_key import StoredSecret
from appliance.store import open_store
from appliance.store.people import SmallStore
from appliance.till.stick import LEVEL_WITHIN_S, Stick
from appliance.web.inside import Inside, own_users
from tests.unit.till.stall import Stall, stall_on


@dataclass
class Rig:
    stall: Stall
    stick: Stick
    secret: StoredSecret
    folder: Path
    follow: Follow
    time_s: list[float]

    def file(self) -> Path:
        return self.folder / "tillbox" / self.secret.box() / "e0001.tbx"

    def settle(self) -> None:
        """Turns until the stick has all there is."""
        for _ in range(20):
            self.follow.turn()
            if self.stick.view()["state"] == "safe":
                return
        raise AssertionError(self.stick.view())

    def exported(self, code: str | None = None) -> tuple[int, list[bytes], str]:
        out, words = io.BytesIO(), io.StringIO()
        result = export(self.folder, code or code_of(self.secret.secret()), out, words)
        return result, out.getvalue().splitlines(), words.getvalue()

    def facts(self) -> list[bytes]:
        store = self.stall.store
        part = store.stream_part(1, 0, store.last_durable(1), 1 << 24)
        return [] if part is None else list(part.facts)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    stall = stall_on(open_store(tmp_path / "store", series="A"))
    secret = StoredSecret(SmallStore(tmp_path / "people.json"))
    time_s = [0.0]
    stick = Stick(
        stall.store,
        secret,
        lambda: time_s[0],
        threading.Lock(),
        stall="Stall 12",
        office_box=stall.office.box_id,
    )
    path, folder = tmp_path / "till.sock", tmp_path / "stick"
    inside = Inside(path, stall.office, stall.till.report, stall.store, uids=own_users(), stick=stick)
    stall.till.changed, stall.till.stick = inside.look, stick.view
    inside.start()
    follow = Follow(TillLink(path), Drive(folder, Path.is_dir), lambda: time_s[0])
    yield Rig(stall, stick, secret, folder, follow, time_s)
    inside.stop()
    stall.store.close()


def test_without_a_stick_nothing_is_claimed(rig: Rig) -> None:
    rig.stall.sell("sale-0001")
    rig.follow.turn()
    assert rig.stall.till.snapshot()["stick"] == {"state": "none", "waiting": 0}
    assert not rig.folder.exists()


def test_every_sale_stands_on_the_stick_byte_for_byte(rig: Rig) -> None:
    rig.folder.mkdir()
    for number in range(3):
        rig.stall.sell(f"sale-000{number}")
        rig.settle()
    result, lines, words = rig.exported()
    assert (result, lines) == (SOUND, rig.facts())
    assert "last receipt A-000003" in words


def test_backlog_larger_than_a_batch_is_copied_whole(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appliance.stick.follow.BATCH", 2)
    for number in range(5):
        rig.stall.sell(f"sale-000{number}")
    rig.folder.mkdir()
    rig.follow.turn()
    assert rig.stick.view() == {"state": "copying", "waiting": len(rig.facts()) - 2}
    rig.settle()
    assert rig.exported()[1] == rig.facts()


def test_stick_pulled_cut_anywhere_and_put_back_is_made_whole(rig: Rig) -> None:
    rig.folder.mkdir()
    chance = random.Random(7)  # noqa: S311 - the same cuts in every run
    pulled = rig.folder.with_name("pulled")
    for number in range(8):
        rig.stall.sell(f"sale-000{number}")
        rig.settle()
        rig.folder.rename(pulled)
        rig.follow.turn()
        assert rig.stick.view()["state"] == "none"
        file = pulled / rig.file().relative_to(rig.folder)
        os.truncate(file, chance.randrange(file.stat().st_size + 1))
        pulled.rename(rig.folder)
        rig.settle()
        assert rig.exported()[1] == rig.facts()


def test_cut_file_gives_a_prefix_and_says_so(rig: Rig) -> None:
    rig.folder.mkdir()
    for number in range(4):
        rig.stall.sell(f"sale-000{number}")
        rig.settle()
    os.truncate(rig.file(), rig.file().stat().st_size - 5)
    result, lines, words = rig.exported()
    assert result == CUT
    assert lines == rig.facts()[: len(lines)]
    assert "are not whole" in words


def test_stick_of_an_old_card_s_other_chain_is_kept_beside(rig: Rig, tmp_path: Path) -> None:
    rig.folder.mkdir()
    rig.stall.sell("sale-0001")
    rig.settle()
    pulled = rig.folder.rename(rig.folder.with_name("pulled"))
    rig.follow.turn()
    pulled.rename(rig.folder)
    rig.file().write_bytes(b"")
    drive = Drive(rig.folder, Path.is_dir)
    drive.look(TillLink(tmp_path / "till.sock").due(-1, 0).owner)
    drive.append(1, [json.dumps({"f": 1, "at": "x", "body": {}}).encode()] * 9)
    rig.follow.turn()
    rig.settle()
    assert rig.exported()[1][-len(rig.facts()) :] == rig.facts()
    assert rig.file().with_name("e0001-1.old.tbx").exists()


def test_sale_just_paid_is_safe_for_two_seconds_then_waiting(rig: Rig) -> None:
    rig.folder.mkdir()
    rig.stall.sell("sale-0001")
    rig.settle()
    rig.stall.sell("sale-0002")
    assert rig.stick.view()["state"] == "safe"
    rig.time_s[0] += LEVEL_WITHIN_S
    assert rig.stick.view()["state"] == "copying"
    assert rig.stick.view()["waiting"] > 0


def test_process_that_is_silent_is_not_believed(rig: Rig) -> None:
    rig.folder.mkdir()
    rig.settle()
    rig.time_s[0] += 11
    assert rig.stick.view()["state"] == "failed"


def test_till_that_is_away_is_waited_for(tmp_path: Path) -> None:
    assert Follow(TillLink(tmp_path / "none.sock"), Drive(tmp_path)).turn() > 0


def test_wrong_code_opens_nothing_and_says_why(rig: Rig) -> None:
    rig.folder.mkdir()
    rig.stall.sell("sale-0001")
    rig.settle()
    assert rig.exported("no code")[0] == NOTHING
    result, lines, words = rig.exported(code_of(b"x" * 16))
    assert (result, lines) == (NOTHING, [])
    assert "opens nothing" in words


def test_secret_stands_in_no_fact_and_not_on_the_stick(rig: Rig) -> None:
    rig.folder.mkdir()
    rig.stall.sell("sale-0001")
    rig.settle()
    secret = rig.secret.secret()
    files = [path.read_bytes() for path in rig.folder.rglob("*") if path.is_file()]
    assert files
    assert all(secret not in data and secret.hex().encode() not in data for data in files)
