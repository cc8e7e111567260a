"""People at the till as a stall meets them: the first owner, switching, a wrong PIN, an approval."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.album import examine_in_every_language
from tests.e2e.box import DemoBox, until
from tests.e2e.screen import TillScreen


@pytest.fixture(autouse=True)
def nobody_stays(box: DemoBox) -> Iterator[None]:
    """The box is everybody's: it has no people afterwards."""
    yield
    vendor = box.vendor()
    people = vendor.get("/api/v1/people")["people"]
    if not people:
        return
    owner = next(one["id"] for one in people if one["role"] == "owner")
    until(lambda: wait_of(box, owner) == 0, "the owner may try again", 20)
    vendor.intent("POST", "/api/v1/people/sign-in", {"staff_id": owner, "pin": "1111"}, f"in-{owner}")
    for one in sorted(people, key=lambda one: bool(one["id"] == owner)):
        vendor.intent("DELETE", f"/api/v1/people/{one['id']}", {}, f"del-{one['id']}")


def wait_of(box: DemoBox, staff: str) -> int:
    people = box.vendor().get("/api/v1/people")["people"]
    return int(next(one["wait_s"] for one in people if one["id"] == staff))


def open_people(till: TillScreen) -> None:
    till.open_menu()
    till.tap("people")
    till.shows("people-screen")


def pin(till: TillScreen, digits: str) -> None:
    till.shows("people-pin")
    till.type(digits)
    till.tap("people-pin-ok")


def add(till: TillScreen, name: str, role: str, digits: str) -> None:
    till.tap("people-add")
    till.key("people-name").fill(name)
    till.tap(f"role-{role}")
    till.tap("people-to-pin")
    pin(till, digits)
    pin(till, digits)


def test_owner_is_set_up_a_seller_signs_in_and_asks_the_owner(till: TillScreen, box: DemoBox) -> None:
    open_people(till)
    add(till, "Olga", "owner", "1111")
    till.shows("person-Olga")
    add(till, "Sam", "seller", "2222")
    found: list[str] = []
    till.shows("person-Sam")
    examine_in_every_language(box, till.page, "people", found)
    till.tap("person-Sam")
    pin(till, "9999")
    till.shows("people-no", "nicht die PIN")
    pin(till, "2222")
    till.shows("here", "Sam")
    open_people(till)
    till.tap("edit-Sam")
    till.shows("people-editor")
    examine_in_every_language(box, till.page, "people-editor", found)
    till.tap("people-remove")
    till.shows("people-remove-ask", "Sam")
    examine_in_every_language(box, till.page, "people-remove", found)
    till.tap("people-remove-no")
    till.tap("people-remove")
    till.tap("people-remove-yes")
    till.shows("approval")
    examine_in_every_language(box, till.page, "people-approval", found)
    till.tap("approve-Olga")
    till.shows("people-pin")
    examine_in_every_language(box, till.page, "people-pin", found)
    pin(till, "1111")
    expect(till.key("approval")).to_have_count(0)
    expect(till.key("person-Sam")).to_have_count(0)
    till.shows("person-Olga")
    assert found == []


def test_nobody_approves_and_nothing_changes(till: TillScreen, box: DemoBox) -> None:
    open_people(till)
    add(till, "Olga", "owner", "1111")
    till.shows("person-Olga")
    till.tap("people-out")
    till.tap("edit-Olga")
    till.tap("people-save")
    till.shows("approval")
    till.tap("approve-no")
    till.shows("people-no", "freigeben")


def test_till_left_alone_asks_who_is_there_and_keeps_the_ticket(till: TillScreen, box: DemoBox) -> None:
    till.page.clock.install()
    till.page.reload()
    till.is_calm()
    open_people(till)
    add(till, "Olga", "owner", "1111")
    add(till, "Sam", "seller", "2222")
    till.shows("person-Sam")
    till.tap("lock-after-1")
    expect(till.key("lock-after-1")).to_have_attribute("aria-pressed", "true")
    till.tap("back")
    till.page.clock.set_system_time("2038-01-19T03:14:07Z")  # a clock that is set is no time gone by
    till.tap("tile-strawberries-500")
    till.has_lines(1)
    till.hides("locked")
    till.page.clock.set_system_time("1970-01-01T00:00:00Z")
    till.tap("pay")
    till.shows("due")
    till.page.clock.fast_forward(125_000)
    till.hides("locked")  # nobody is sent away from a payment
    till.tap("back")
    till.shows("pay")
    till.page.clock.fast_forward(62_000)
    till.shows("locked")
    found: list[str] = []
    examine_in_every_language(box, till.page, "people-locked", found)
    refused = box.vendor().get("/api/v1/people")
    assert refused["is_locked"] and refused["here"]["name"] == "Olga"
    till.tap("unlock-Sam")
    pin(till, "2222")
    till.hides("locked")
    till.shows("here", "Sam")
    till.has_lines(1)
    till.tap("exact")
    till.shows("change")
    sale = box.vendor().get("/api/v1/sales")["sales"][0]
    assert sale["number"]
    till.page.clock.fast_forward(62_000)
    till.shows("locked")
    till.page.reload()
    till.shows("locked")
    till.tap("unlock-nobody")
    till.hides("locked")
    till.shows("here", "Anmelden")
    assert found == []


def test_wrong_pins_count_down_over_a_restart_and_somebody_else_comes_in(
    till: TillScreen, box: DemoBox
) -> None:
    open_people(till)
    add(till, "Olga", "owner", "1111")
    add(till, "Sam", "seller", "2222")
    till.shows("person-Sam")
    till.tap("person-Sam")
    for _ in range(3):
        expect(till.key("people-wait")).to_have_count(0, timeout=30_000)
        pin(till, "9999")
        till.shows("people-no", "nicht die PIN")
    for _ in range(2):
        till.shows("people-wait")
        expect(till.key("people-pin-ok")).to_be_disabled()
        expect(till.key("people-wait")).to_have_count(0, timeout=30_000)
        pin(till, "9999")
    till.shows("people-wait", "0:0")
    found: list[str] = []
    examine_in_every_language(box, till.page, "people-wait", found)
    box.bench.move("plug", action="pull")
    until(lambda: box.bench.state()["plug"]["back_ms"], "the till is back")
    till.page.reload()
    till.is_calm()
    open_people(till)
    till.tap("person-Sam")
    till.shows("people-wait")
    expect(till.key("people-pin-ok")).to_be_disabled()
    till.tap("people-pin-back")
    till.tap("person-Olga")
    expect(till.key("people-wait")).to_have_count(0)
    pin(till, "1111")
    till.shows("here", "Olga")
    open_people(till)
    till.tap("person-Sam")
    expect(till.key("people-wait")).to_have_count(0, timeout=30_000)
    pin(till, "2222")
    till.shows("here", "Sam")
    assert found == []


def test_a_seller_counts_blind_and_the_interim_report_keeps_it_so(till: TillScreen, box: DemoBox) -> None:
    vendor = box.vendor()
    if not vendor.get("/api/v1/shift")["is_open"]:
        vendor.intent("POST", "/api/v1/shift/open", {"float_minor": 5000, "pieces": None}, "open-for-sam")
    open_people(till)
    add(till, "Olga", "owner", "1111")
    add(till, "Sam", "seller", "2222")
    till.tap("person-Sam")
    pin(till, "2222")
    till.shows("here", "Sam")
    till.open_menu()
    till.tap("day-key")
    till.tap("day-x-key")
    till.shows("x-blind")
    expect(till.key("day-x").locator("dl")).not_to_contain_text("Soll in der Lade")
    found: list[str] = []
    examine_in_every_language(box, till.page, "day-x-blind", found)
    till.tap("x-expected")
    till.tap("approve-Olga")
    pin(till, "1111")
    till.hides("x-blind")
    expect(till.key("day-x").locator("dl")).to_contain_text("Soll in der Lade")
    till.tap("day-back")
    till.tap("back")
    open_people(till)
    till.tap("person-Olga")
    pin(till, "1111")
    till.shows("here", "Olga")
    till.open_menu()
    till.tap("day-key")
    till.tap("day-x-key")
    expect(till.key("day-x").locator("dl")).to_contain_text("Soll in der Lade")
    assert not found, "\n".join(found)
