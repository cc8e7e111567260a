"""A box made again from its stick, and its back office: each sale counts once, whoever had it when the card died."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance import restore
from appliance.box_key import StoredKey
from appliance.domain.recovery_code import code_of
from appliance.stick.drive import Drive, Owner
from appliance.stick_key import StoredSecret
from appliance.store import JournalStore, open_store
from appliance.store.people import SmallStore
from appliance.till.stick import Stick
from backoffice.database import Database
from backoffice.sticks import import_stick
from tests.office.stall import BOX, NOW, books, push_body, send, told
from tests.unit.till.stall import FakeClock, MemoryRegister, Stall, stall_on


@pytest.fixture
def old(tmp_path: Path) -> Iterator[tuple[Stall, JournalStore, Path, str]]:
    """Four sales on the box and on the stick, then one that the stick was too slow for."""
    store = open_store(tmp_path / "old" / "store", series="A")
    stall = stall_on(store)
    stall.office.enrol("enrol-001", "https://office.example")
    stall.office.enrolment(
        {
            "state": "approved",
            "box_id": BOX,
            "merchant": {"id": BOX.split("-")[0], "name": "Obst"},
            "series": "A",
        }
    )
    secrets = SmallStore(tmp_path / "old" / "people.json")
    StoredKey(secrets).public()
    secret = StoredSecret(secrets)
    folder = tmp_path / "stick"
    folder.mkdir()
    drive = Drive(folder, Path.is_dir)
    drive.look(Owner(secret.box(), secret.secret(), "Stall 12", "A", BOX))
    for number in range(4):
        stall.sell(f"sale-{number:04d}")
    drive.append(1, facts(store, 1))
    stick = Stick(store, secret, lambda: 0.0, threading.Lock(), stall="", office_box=lambda: BOX)
    drive.put_state(json.dumps(stick.tables()).encode())
    stall.sell("sale-last")
    yield stall, store, folder, code_of(secret.secret())
    store.close()


def facts(store: JournalStore, epoch: int) -> list[bytes]:
    part = store.stream_part(epoch, 0, store.last_durable(epoch), 1 << 24)
    return [] if part is None else list(part.facts)


def taken_over(tmp_path: Path, folder: Path, code: str) -> tuple[Stall, JournalStore]:
    new = tmp_path / "new"
    new.mkdir()
    restore.restore(new, folder, code, FakeClock().now)
    store = open_store(new / "store", series="Q")
    return stall_on(store, register=MemoryRegister()), store


@pytest.mark.parametrize("sent", [0, 2, 4, 5])
def test_each_sale_counts_once_however_far_the_back_office_was(
    old: tuple[Stall, JournalStore, Path, str], merchant: Database, tmp_path: Path, sent: int
) -> None:
    _, before, folder, code = old
    stream = facts(before, 1)
    if sent:
        send(merchant, push_body(stream, 1, sent))
    stall, store = taken_over(tmp_path, folder, code)
    try:
        assert stall.office.is_enrolled
        assert stall.sell("sale-0009") == "A2-000001"
        if sent:
            answer = told(stream, sent)
            stall.office.acked(1, sent, answer["head"])
        while due := [one for one in stall.office.marks.streams() if one["mark"] < one["last"]]:
            epoch, mark = due[0]["epoch"], due[0]["mark"]
            own = facts(store, epoch)
            answer = send(merchant, push_body(own, mark + 1, len(own), epoch=epoch))
            stall.office.acked(epoch, answer["mark"], answer["head"])
        assert stall.office.marks.waiting()[:2] == (0, 0)
        kept = books(merchant)
        assert kept.total_minor == 150 * (6 if sent == 5 else 5)
        import_stick(merchant, folder, code, NOW)
        assert books(merchant) == kept
        send(merchant, push_body(stream, 1, 5))  # the old card is found and sends its rest
        send(merchant, push_body(stream, 1, 5))
        assert books(merchant).total_minor == 150 * 6
    finally:
        store.close()
