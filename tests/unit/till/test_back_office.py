"""What the box knows of its back office: marks up and down, forks, the offline switch, enrolling, the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from appliance.domain.errors import TillError
from appliance.store import JournalStore, open_store
from appliance.till import BackOffice
from appliance.till.marks import Age
from tests.unit.till.stall import CATEGORIES, ITEMS, NOON, FakeClock, Stall, StillKey, stall_on

URL = "https://office.example"
APPROVED = {"state": "approved", "box_id": "m-b", "merchant": {"id": "m", "name": "Obst"}, "series": "A"}


@dataclass
class Desk:
    """A stall seen from its back office's side."""

    stall: Stall
    store: JournalStore

    @property
    def office(self) -> BackOffice:
        return self.stall.office

    def enrol(self, **more: Any) -> None:  # Any: whatever an approval may hold
        self.office.enrol("enrol-0001", URL)
        self.office.enrolment({**APPROVED, **more})

    def ack(self, f: int, epoch: int = 1) -> None:
        head = self.store.head_at(epoch, f)
        assert head is not None
        self.office.acked(epoch, f, head)


def desk_on(folder: Path, clock: FakeClock | None = None) -> Desk:
    store = open_store(folder, series="A")
    return Desk(stall_on(store, clock), store)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = desk_on(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture
def refused() -> Callable[[Callable[[], object]], str]:
    def code(deed: Callable[[], object]) -> str:
        with pytest.raises(TillError) as refusal:
            deed()
        return refusal.value.code

    return code


def test_a_receipt_is_safe_once_the_mark_has_passed_it(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.stall.sell("sale-0002")
    desk.ack(1)
    assert [desk.office.marks.is_safe(1, f) for f in (1, 2)] == [True, False]
    assert desk.office.marks.waiting()[:2] == (1, 1)


def test_a_mark_is_followed_downwards(desk: Desk) -> None:
    for i in range(3):
        desk.stall.sell(f"sale-000{i}")
    desk.ack(3)
    desk.ack(1)
    assert desk.office.todo({})["streams"][0]["mark"] == 1
    assert not desk.office.marks.is_safe(1, 2)


def test_a_mark_beyond_the_disk_is_refused(desk: Desk, refused: Callable[..., str]) -> None:
    desk.stall.sell("sale-0001")
    assert refused(lambda: desk.office.acked(1, 2, "0" * 64)) == "beyond_durable"
    assert refused(lambda: desk.office.acked(2, 0, "0" * 64)) == "beyond_durable"


def test_a_mark_with_another_head_is_refused(desk: Desk, refused: Callable[..., str]) -> None:
    desk.stall.sell("sale-0001")
    assert refused(lambda: desk.office.acked(1, 1, "ab" * 32)) == "head_differs"
    assert desk.office.marks.waiting()[0] == 1


def test_marks_survive_a_restart(desk: Desk, tmp_path: Path) -> None:
    desk.stall.sell("sale-0001")
    desk.ack(1)
    desk.store.close()
    again = desk_on(tmp_path, desk.stall.clock)
    assert again.office.marks.is_safe(1, 1)
    again.store.close()


def test_a_fork_begins_a_new_epoch_and_sends_the_rest_aside(desk: Desk) -> None:
    for i in range(3):
        desk.stall.sell(f"sale-000{i}")
    desk.ack(1)
    desk.office.forked(1)
    assert desk.stall.sell("sale-0009") == "A2-000001"
    old, new = desk.office.todo({})["streams"]
    assert (old["epoch"], old["last"], old["aside"]) == (1, 3, {"after": 1})
    assert (new["epoch"], new["last"], new["aside"]) == (2, 2, None)
    desk.office.aside(1, 3)
    assert [stream["epoch"] for stream in desk.office.todo({})["streams"]] == [2]
    assert [desk.office.marks.is_safe(1, f) for f in (1, 2, 3)] == [True, True, True]
    assert desk.office.marks.waiting()[0] == 2


def test_another_life_of_the_back_office_gets_again_what_was_set_aside(desk: Desk) -> None:
    desk.office.changes({**CHANGES, "is_snapshot": True, "items": [item("quince")]})
    for i in range(3):
        desk.stall.sell(f"sale-000{i}", "quince")
    desk.ack(1)
    desk.office.forked(1)
    desk.office.aside(1, 3)
    assert [stream["epoch"] for stream in desk.office.todo({})["streams"]] == [2]
    other_life = {"asked_generation": "g1", "after": 3, "generation": "g2", "version": 2, "is_snapshot": True}
    desk.office.changes({**CHANGES, **other_life, "items": [item("quince")]})
    assert desk.office.todo({})["streams"][0]["aside"] == {"after": 0}


def test_a_fork_told_twice_begins_one_epoch(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.office.forked(1)
    desk.office.forked(1)
    assert desk.store.epochs() == [1, 2]


def test_a_fork_noted_before_the_power_went_is_left_at_the_next_start(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.office.marks._change(NOON, 1, lambda stream: {**stream, "aside": 0}, durable=True)
    desk.office.open()
    assert desk.store.epochs() == [1, 2]


def test_only_an_enrolled_box_gives_its_key_to_the_watchdog(desk: Desk) -> None:
    assert (desk.office.todo({})["identity"], desk.office.todo({})["enrol"]) == (None, None)
    desk.office.enrol("enrol-0001", URL)
    wanted = desk.office.todo({})["enrol"]
    assert (wanted["office_url"], wanted["about"]["series"], wanted["about"]["currency"]) == (URL, "A", "EUR")
    desk.office.enrolment({"state": "pending", "code": "K7QX-M2PD", "approve_url": "u", "enrolment_id": "e1"})
    assert desk.office.view(NOON)["enrol"]["code"] == "K7QX-M2PD"
    assert desk.office.todo({})["enrol"]["enrolment_id"] == "e1"
    desk.office.enrolment(APPROVED)
    assert desk.office.todo({})["identity"]["box_id"] == "m-b"
    assert desk.office.view(NOON)["merchant"] == "Obst"
    assert desk.office.todo({})["offer"] is True
    desk.office.offered("g1")
    assert desk.office.todo({})["offer"] is False


def test_other_letters_given_by_the_back_office_number_the_next_receipt(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.enrol(series="C")
    assert desk.stall.sell("sale-0002") == "C2-000001"


def test_letters_given_before_the_power_went_are_taken_at_the_next_start(desk: Desk) -> None:
    desk.stall.sell("sale-0001")
    desk.enrol()
    identity = desk.store.get("office", "identity")
    with desk.store.transaction(NOON, durable=True) as tx:
        tx.put("office", "identity", {**identity, "series": "C"})
    desk.office.open()
    assert desk.stall.sell("sale-0002") == "C2-000001"
    desk.office.open()
    assert desk.store.epochs() == [1, 2]


@pytest.mark.parametrize(
    "url", ["ftp://x", "http://example.com", "https://", "https://a b", "javascript:1", ""]
)
def test_an_address_without_tls_is_refused(desk: Desk, refused: Callable[..., str], url: str) -> None:
    assert refused(lambda: desk.office.enrol("enrol-0001", url)) == "bad_office_url"


def test_a_back_office_that_forgot_the_box_is_asked_again_with_the_same_key(desk: Desk) -> None:
    desk.enrol()
    desk.stall.sell("sale-0001")
    desk.ack(1)
    desk.office.said({"online": False, "problem": "unknown_box", "reached": True})
    drawn = desk.stall.till.snapshot()
    assert (drawn["sync"]["state"], drawn["status"]["key"]) == ("enrolling", "status.unknown_box")
    assert (drawn["light"]["colour"], drawn["light"]["word"]) == ("amber", "double_blink")
    assert desk.office.todo({})["enrol"]["about"]["public_key"] == "cHVibGlj"
    desk.office.enrolment({**APPROVED, "box_id": "m-c"})
    assert desk.office.todo({})["identity"]["box_id"] == "m-c"
    desk.ack(0)  # the new box there has nothing yet
    desk.office.said({"online": True, "problem": None, "reached": True})
    assert desk.stall.till.snapshot()["status"]["key"] == "status.catching_up"


def test_an_address_the_box_was_told_is_proposed_until_another_is_typed(desk: Desk) -> None:
    assert desk.office.view(NOON)["office_url"] is None
    desk.office.proposed_url = "https://told.example"
    assert desk.office.view(NOON)["office_url"] == "https://told.example"
    desk.office.enrol("enrol-0001", URL)
    assert desk.office.view(NOON)["office_url"] == URL


def test_a_box_whose_key_was_lost_asks_to_be_connected_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its people.json was damaged: the back office would refuse the new key for ever."""
    desk.enrol()
    desk.office.open()
    assert desk.stall.till.snapshot()["sync"]["state"] == "enrolled"
    desk.stall.sell("sale-01", given_minor=200)
    desk.ack(1)
    desk.stall.sell("sale-02", given_minor=200)
    desk.store.close()
    monkeypatch.setattr(StillKey, "private", lambda _key: "YW5vdGhlcg==")
    again = desk_on(tmp_path)
    again.office.open()
    drawn = again.stall.till.snapshot()
    assert (drawn["sync"]["state"], drawn["status"]["key"]) == ("enrolling", "status.unknown_box")
    asked = again.office.todo({})
    assert (asked["identity"], asked["enrol"]["about"]["series"]) == (None, "A")
    again.office.enrolment(APPROVED)
    again.office.open()
    # Counted under its old name, the first sale is never sent again; the second goes aside, for the owner to see.
    assert again.stall.sell("sale-03", given_minor=200) == "A2-000001"
    for _ in range(2):
        streams = {one["epoch"]: one["aside"] for one in again.office.todo({})["streams"]}
        assert streams == {1: {"after": 1}, 2: None}
        with again.store.transaction(NOON, durable=True) as tx:
            again.office.marks.send_aside_again(tx)  # another life of the back office
        tx.commit.wait()
    assert again.stall.till.snapshot()["sync"]["state"] == "enrolled"
    again.store.close()


def test_a_cancelled_enrolment_is_not_revived_by_a_late_approval(desk: Desk) -> None:
    desk.office.enrol("enrol-0001", URL)
    desk.office.cancel_enrolment("cancel-001")
    desk.office.enrolment(APPROVED)
    assert desk.office.view(NOON)["state"] == "not_enrolled"


def test_offline_until_tonight_ends_with_the_business_day(desk: Desk) -> None:
    desk.office.switch_offline("off-00001", "tonight")
    assert desk.office.todo({})["is_offline_by_choice"] is True
    desk.stall.clock.turn_to("2026-11-23T07:00:00.000Z", "2026-11-23")
    assert desk.office.todo({})["is_offline_by_choice"] is False


def test_offline_until_switched_back_survives_days_and_restarts(desk: Desk, tmp_path: Path) -> None:
    desk.office.switch_offline("off-00001", "switched_back")
    desk.store.close()
    clock = FakeClock()
    clock.turn_to("2026-12-24T07:00:00.000Z", "2026-12-24")
    again = desk_on(tmp_path, clock)
    assert again.office.offline_until(clock.now()) == "switched_back"
    again.office.switch_offline("off-00002", None)
    assert again.office.offline_until(clock.now()) is None
    again.store.close()


def test_sync_now_says_what_came_of_it(desk: Desk, refused: Callable[..., str]) -> None:
    assert refused(lambda: desk.office.sync_now("now-00000")) == "not_enrolled"
    desk.enrol()
    before = desk.office.todo({})["sync_now"]
    desk.office.sync_now("now-00001")
    assert desk.office.todo({})["sync_now"] == before + 1
    assert desk.office.view(NOON)["sync_now"] == {"state": "trying"}
    desk.office.said({"online": False, "problem": "no_network", "reached": False})
    assert desk.office.view(NOON)["sync_now"] == {"state": "no_connection"}


def test_sync_now_is_honest_when_offline_by_choice_or_without_a_watchdog(desk: Desk) -> None:
    desk.enrol()
    desk.office.switch_offline("off-00001", "switched_back")
    desk.office.sync_now("now-00001")
    assert desk.office.view(NOON)["sync_now"] == {"state": "offline_by_choice"}
    desk.office.switch_offline("off-00002", None)
    desk.stall.time_s[0] += 10
    desk.office.sync_now("now-00002")
    assert desk.office.view(NOON)["sync_now"] == {"state": "watchdog_silent"}


CHANGES: dict[str, Any] = {  # Any: JSON as it comes from the back office
    "generation": "g1",
    "version": 3,
    "is_snapshot": False,
    "categories": [],
    "items": [],
    "removed": {"categories": [], "items": []},
    "asked_generation": None,
    "after": 0,
}


def item(item_id: str, **more: Any) -> dict[str, Any]:
    plain = {
        "id": item_id, "name": "Quitte", "category_id": "fruit", "price_minor": 90, "unit": "piece",
        "tax_code": "reduced", "emoji": "🍐", "colour": "#8c1d18", "position": 9, "gtin": None,
        "deposit_id": None, "kind": "goods",
    }  # fmt: skip
    return {**plain, **more}


def test_a_change_of_price_reaches_the_catalogue_and_moves_the_cursor(desk: Desk) -> None:
    told: list[str] = []
    desk.office.catalogue_changed = lambda: told.append("catalogue")
    cursor = desk.office.changes({**CHANGES, "items": [item("apple", price_minor=175)]})
    assert cursor == {"generation": "g1", "version": 3} == desk.office.todo({})["cursor"]
    assert desk.store.get("items", "apple")["price_minor"] == 175
    assert told == ["catalogue"]


def test_a_late_or_repeated_answer_changes_nothing(desk: Desk, refused: Callable[..., str]) -> None:
    desk.office.changes({**CHANGES, "items": [item("apple", price_minor=175)]})
    late = {**CHANGES, "items": [item("apple", price_minor=1)]}
    assert refused(lambda: desk.office.changes(late)) == "cursor_moved"
    assert desk.store.get("items", "apple")["price_minor"] == 175


def test_a_restored_back_office_is_offered_our_goods_before_its_snapshot_is_taken(
    desk: Desk, refused: Callable[..., str]
) -> None:
    desk.enrol()
    desk.office.offered("g1")
    desk.office.changes({**CHANGES, "is_snapshot": True, "items": [item("quince")]})
    empty = {"generation": "g2", "version": 1, "is_snapshot": True, "asked_generation": "g1", "after": 3}
    assert refused(lambda: desk.office.changes({**CHANGES, **empty})) == "offer_first"
    assert desk.office.todo({})["offer"] is True
    assert [doc_id for doc_id, _ in desk.store.documents("items")] == ["quince"]
    desk.office.offered("g2")
    desk.office.changes({**CHANGES, **empty, "items": [item("quince")]})
    assert [doc_id for doc_id, _ in desk.store.documents("items")] == ["quince"]


def test_a_snapshot_removes_what_is_not_in_it(desk: Desk) -> None:
    desk.office.changes({**CHANGES, "is_snapshot": True, "items": [item("quince")]})
    assert [doc_id for doc_id, _ in desk.store.documents("items")] == ["quince"]
    assert desk.store.documents("categories") == []


def test_one_bad_item_is_set_aside_and_the_others_take_effect(desk: Desk) -> None:
    bad = [item("odd", tax_code="luxury"), item("worse", price_minor="much"), item("good")]
    desk.office.changes({**CHANGES, "items": bad})
    assert desk.store.get("items", "good") is not None
    assert desk.store.get("items", "odd") is None
    assert {doc_id for doc_id, _ in desk.store.documents("catalogue_aside")} == {"odd", "worse"}


def test_goods_are_offered_as_they_are(desk: Desk) -> None:
    goods = desk.office.goods()
    assert {c["id"] for c in goods["categories"]} == {c.id for c in CATEGORIES}
    assert {i["id"] for i in goods["items"]} == {i.id for i in ITEMS}


def test_the_age_of_what_waits_grows_from_when_it_came_and_ends_with_its_mark() -> None:
    age = Age()
    assert age.look(0.0, 5, 5) is None
    assert age.look(1.0, 6, 5) == 0.0
    assert age.look(4.0, 6, 5) == 3.0
    assert age.look(5.0, 8, 5) == 4.0  # two more came at 5
    assert age.look(6.0, 8, 6) == 1.0  # the first is safe; the others have waited since 5
    assert age.look(7.0, 8, 8) is None
    assert age.look(8.0, 8, 2) == 0.0  # the back office was restored: they wait again


def test_light_and_silence(desk: Desk) -> None:
    desk.enrol()
    assert desk.office.light_state(NOON, can_save=True, damage=False).online is None
    desk.office.said({"online": True, "reached": True, "quarantine": 2})
    state = desk.office.light_state(NOON, can_save=True, damage=False)
    assert (state.online, state.attention) == (True, "quarantine")
    desk.stall.time_s[0] += 31
    assert desk.office.watchdog_silent_s() == 31


def test_the_receipt_list_says_what_is_safe_and_goes_back_through_the_epochs(desk: Desk) -> None:
    for i in range(3):
        desk.stall.sell(f"sale-000{i}")
    desk.ack(2)
    desk.store.begin_epoch(NOON, reason="fork")
    desk.stall.sell("sale-0009")
    first = desk.stall.till.sales(before=None, limit=2)
    assert [(row["number"], row["state"]) for row in first["sales"]] == [
        ("A2-000001", "on_box"),
        ("A-000003", "on_box"),
    ]
    last = first["sales"][-1]
    rest = desk.stall.till.sales(before=(last["epoch"], last["f"]), limit=2)
    assert [(row["number"], row["state"]) for row in rest["sales"]] == [
        ("A-000002", "safe"),
        ("A-000001", "safe"),
    ]
    assert (first["more"], rest["more"]) == (True, False)


def test_the_one_sentence_follows_the_light(desk: Desk) -> None:
    def sentence() -> tuple[str, str, str]:
        drawn = desk.stall.till.snapshot()
        return drawn["status"]["key"], drawn["status"]["level"], drawn["light"]["colour"]

    assert sentence() == ("status.only_on_box", "safe", "green")
    desk.enrol()
    assert sentence() == ("status.offline", "waiting", "amber")
    desk.office.said({"online": True, "reached": True})
    assert sentence() == ("status.safe", "safe", "green")
    desk.stall.sell("sale-0001")
    assert sentence() == ("status.catching_up", "safe", "green")
    desk.stall.time_s[0] += 4
    assert sentence() == ("status.offline", "waiting", "amber")  # a silent watchdog is not known to be online
    desk.stall.time_s[0] += 7
    desk.office.said({"online": True})
    assert sentence() == ("status.catching_up", "waiting", "amber")
    desk.ack(1)
    assert sentence() == ("status.safe", "safe", "green")
    desk.office.switch_offline("off-00001", "tonight")
    assert sentence() == ("status.offline_by_choice", "waiting", "amber")
    desk.stall.time_s[0] += 31
    assert sentence() == ("status.watchdog_dead", "waiting", "amber")


def test_what_only_time_changes_is_told_to_the_screens(desk: Desk) -> None:
    told: list[str] = []
    desk.enrol()
    desk.office.said({"online": True, "reached": True})
    desk.stall.till.heartbeat()
    desk.stall.till.changed = lambda: told.append("changed")
    desk.stall.till.heartbeat()
    assert told == []
    desk.stall.time_s[0] += 4
    desk.stall.till.heartbeat()
    assert told == ["changed"]


def test_a_new_price_is_used_from_the_next_tap_on(desk: Desk) -> None:
    desk.stall.till.add_line("tap-0001", "apple", quantity=None, weight_g=None)
    desk.office.changes({**CHANGES, "items": [item("apple", price_minor=175)]})
    ticket = desk.stall.till.add_line("tap-0002", "apple", quantity=None, weight_g=None)["ticket"]
    assert sorted({line["price_minor"] for line in ticket["lines"]}) == [150, 175]
