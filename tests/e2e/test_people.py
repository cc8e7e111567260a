"""People at the till as a stall meets them: the first owner, switching, a wrong PIN, an approval."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.album import examine_in_every_language
from tests.e2e.box import DemoBox
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
    vendor.intent("POST", "/api/v1/people/sign-in", {"staff_id": owner, "pin": "1111"}, f"in-{owner}")
    for one in sorted(people, key=lambda one: bool(one["id"] == owner)):
        vendor.intent("DELETE", f"/api/v1/people/{one['id']}", {}, f"del-{one['id']}")


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
