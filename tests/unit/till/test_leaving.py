"""Leaving the back office: refused while something is only on this card, and whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.box_key import StoredKey
from appliance.domain.errors import TillError
from appliance.store import JournalStore, open_store
from appliance.store.people import SmallStore
from appliance.till.leaving import Leaving
from appliance.till.stick import Stick
from tests.unit.till.stall import Stall, stall_on

URL, OTHER_URL = "https://office.example", "https://other.example"
APPROVED = {"state": "approved", "box_id": "m-b", "merchant": {"id": "m", "name": "Obst"}, "series": "A"}


class StillSecret:
    def secret(self) -> bytes:
        return bytes(16)

    def box(self) -> str:
        return "0123456789abcdef"


@dataclass
class Desk:
    """A connected stall with a stick, and what may make it leave."""

    stall: Stall
    store: JournalStore
    stick: Stick
    leaving: Leaving
    joined: int = 0

    def ack(self, f: int, epoch: int = 1) -> None:
        head = self.store.head_at(epoch, f)
        assert head is not None
        self.stall.office.acked(epoch, f, head)

    def copied(self, f: int) -> None:
        self.stick.said({"state": "there", "streams": [{"epoch": 1, "f": f}]})

    def join(self, url: str, **more: str) -> None:
        self.joined += 1
        self.stall.office.enrol(f"enrol-{self.store.state().epoch}-{self.joined}-{url}", url)
        self.stall.office.enrolment({**APPROVED, **more})

    def refused(self, key: str, *, to_stick: bool = False) -> tuple[str, object]:
        with pytest.raises(TillError) as refusal:
            self.leaving.leave(key, None, to_stick=to_stick)
        return refusal.value.code, refusal.value.params.get("count")


def desk_on(folder: Path) -> Desk:
    store = open_store(folder / "store", series="A")
    stall = stall_on(store)
    stall.office._key = StoredKey(SmallStore(folder / "people.json"))
    stall.office.open()
    stick = Stick(
        store,
        StillSecret(),
        lambda: stall.time_s[0],
        threading.Lock(),
        stall="",
        office_box=stall.office.box_id,
    )
    return Desk(stall, store, stick, Leaving(store, stall.clock, stall.office, stall.till.people, stick))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = desk_on(tmp_path)
    desk.join(URL)
    yield desk
    desk.store.close()


def test_leaving_is_refused_with_the_count_of_what_only_this_card_has(desk: Desk) -> None:
    for i in range(3):
        desk.stall.sell(f"sale-000{i}")
    desk.ack(1)
    assert desk.refused("leave-0001") == ("facts_waiting", 2)
    assert desk.stall.office.is_enrolled


def test_a_box_that_sent_everything_leaves_and_sells_on(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.ack(1)
    desk.leaving.leave("leave-0001", None, to_stick=False)
    assert not desk.stall.office.is_enrolled
    todo = desk.stall.office.todo({})
    assert (todo["identity"], todo["enrol"]) == (None, None)
    assert desk.stall.sell("sale-0002") == "A-000002"
    assert not desk.stall.office.is_alone, "a start of the demo does not connect it by itself"


def test_the_stick_counts_only_when_all_is_on_it_now_and_its_code_was_shown(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.stall.sell("sale-0002")
    assert desk.refused("leave-0001", to_stick=True)[0] == "facts_waiting"
    desk.copied(1)
    assert desk.refused("leave-0002", to_stick=True) == ("facts_waiting", 2)
    desk.copied(2)
    assert desk.refused("leave-0003", to_stick=True)[0] == "code_not_shown"
    desk.stick.code()
    desk.stall.time_s[0] += 60
    assert desk.refused("leave-0004", to_stick=True)[0] == "facts_waiting", "it may be pulled by now"
    desk.copied(2)
    assert desk.refused("leave-0005")[0] == "facts_waiting", "nobody said that it goes by the stick"
    desk.leaving.leave("leave-0006", None, to_stick=True)
    assert not desk.stall.office.is_enrolled
    assert desk.stick.todo()["office_box"] == "m-b", "the stick still says whose facts these are"


def test_leaving_needs_an_owner_and_signing_out_never_anything(desk: Desk) -> None:
    people = desk.stall.till.people
    desk.stall.sell("sale-0001")
    people.add("key-olga", name="Olga", role="owner", pin="1111", approval=None)
    assert desk.refused("leave-0001")[0] == "facts_waiting", "an approval is not used up for a no"
    desk.ack(desk.store.state().last_fact)
    people.sign_out("key-out-1")
    desk.ack(desk.store.state().last_fact)
    assert desk.refused("leave-0002")[0] == "needs_approval"


def test_the_same_back_office_lets_it_in_again_as_the_same_box_and_gets_only_what_is_new(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.ack(1)
    desk.leaving.leave("leave-0001", None, to_stick=False)
    desk.stall.sell("sale-0002")
    key = desk.stall.office._key.private()
    desk.join(URL)
    assert desk.stall.office.is_enrolled
    [stream] = desk.stall.office.todo({})["streams"]
    assert (stream["epoch"], stream["mark"], stream["last"], stream["aside"]) == (1, 1, 2, None)
    assert desk.stall.office._key.private() == key


def test_as_another_box_it_leaves_behind_what_the_first_back_office_has(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.ack(1)
    desk.leaving.leave("leave-0001", None, to_stick=False)
    desk.join(OTHER_URL, box_id="n-c")
    assert desk.stall.sell("sale-0002") == "A2-000001"
    streams = desk.stall.office.todo({})["streams"]
    assert [stream["epoch"] for stream in streams] == [2], "nothing of the old one is sent a second time"


def test_a_change_of_mind_while_connecting_keeps_what_was_left(desk: Desk) -> None:
    desk.leaving.leave("leave-0001", None, to_stick=False)
    desk.stall.office.enrol("enrol-0002", OTHER_URL)
    desk.stall.office.cancel_enrolment("cancel-0001")
    assert desk.stall.office.box_id() == "m-b"
    assert desk.stall.office.view(desk.stall.clock.now())["state"] == "not_enrolled"


def test_a_removed_box_gets_another_key_when_it_leaves(desk: Desk) -> None:
    key = desk.stall.office._key.private()
    desk.stall.office.said({"online": True, "problem": "revoked"})
    desk.leaving.leave("leave-0001", None, to_stick=False)
    assert desk.stall.office._key.private() != key
    assert desk.stall.office.view(desk.stall.clock.now())["problem"] is None


def test_the_same_intent_again_leaves_once(desk: Desk) -> None:
    desk.leaving.leave("leave-0001", None, to_stick=False)
    desk.join(URL)
    desk.leaving.leave("leave-0001", None, to_stick=False)
    assert desk.stall.office.is_enrolled


def test_power_cut_after_the_line_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on(tmp_path)
    desk.join(URL)
    desk.stall.sell("sale-0001")
    desk.ack(1)
    key = desk.stall.office._key.private()
    desk.stall.office.said({"online": True, "problem": "revoked"})
    monkeypatch.setattr(desk.stall.office, "finish_leaving", lambda: None)  # the power went before it
    desk.leaving.leave("leave-0001", None, to_stick=False)
    desk.store.close()
    again = desk_on(tmp_path)
    assert not again.stall.office.is_enrolled
    assert again.stall.office._key.private() != key

    monkeypatch.setattr(again.stall.office.marks, "leave_forked", lambda _moment: None)
    again.joined = 1
    again.join(OTHER_URL, box_id="n-c")
    again.store.close()
    third = desk_on(tmp_path)
    assert third.stall.sell("sale-0002") == "A2-000001"
    assert [stream["epoch"] for stream in third.stall.office.todo({})["streams"]] == [2]
    third.store.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["sell", "ack", "copy", "leave", "leave by stick"]), max_size=12))
def test_it_never_leaves_while_a_fact_is_only_on_this_card(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[str]
) -> None:
    desk = desk_on(tmp_path_factory.mktemp("desk"))
    desk.join(URL)
    desk.stick.code()
    sold = acked = copied = 0
    for number, deed in enumerate(deeds):
        if deed == "sell":
            desk.stall.sell(f"sale-{number:04}")
            sold += 1
        elif deed == "ack":
            desk.ack(sold)
            acked = sold
        elif deed == "copy":
            desk.copied(sold)
            copied = sold
        else:
            by_stick = deed == "leave by stick"
            may = acked == sold or (by_stick and copied == sold and "copy" in deeds[:number])
            try:
                desk.leaving.leave(f"leave-{number:04}", None, to_stick=by_stick)
            except TillError as refusal:
                assert not may
                assert refusal.params["count"] == sold - acked
            else:
                assert may
                break
    desk.store.close()
