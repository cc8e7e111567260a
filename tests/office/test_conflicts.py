"""What was changed at both ends, settled by the owner: seen, or the other value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backoffice.database import Database
from tests.office.desk import Browser, Desk, code_of
from tests.office.stall import NOW, fact
from tests.office.test_owner_api import CATEGORY, ITEM

WAS = {"id": "acacia", **ITEM, "is_free_price": False, "tare_g": None, "variant_of": None, "price_list": None}


class Stand:
    """An owner, one box, one item; both may change it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.desk = Desk(database, folder)
        self.box = self.desk.box(self.desk.merchant("petra@example.org"))
        self.owner: Browser = self.desk.enter("petra@example.org")
        self.owner.call("PUT", "/api/v1/catalogue/categories/honey", CATEGORY)
        self.owner.call("PUT", "/api/v1/catalogue/items/acacia", ITEM)
        self.stream: list[bytes] = []

    def box_changes(self, document: dict[str, Any] | None, base: dict[str, Any]) -> None:
        number = len(self.stream) + 1
        body = {
            "id": f"change-{number:09d}", "table": "items", "doc_id": "acacia", "document": document, "base": base,
            "at_utc": NOW, "offset_min": 60, "day": "2026-11-22", "staff": None, "staff_name": None,
            "approved_by": None, "shift": None,
        }  # fmt: skip
        self.stream.append(fact(number, "catalogue_changed", body))
        self.desk.push(self.box, self.stream)

    def both_change_the_price(self) -> dict[str, Any]:
        self.owner.call("PUT", "/api/v1/catalogue/items/acacia", ITEM | {"price_minor": 700})
        self.box_changes(WAS | {"price_minor": 720}, {"price_minor": 650})
        found: dict[str, Any] = self.told()[0]
        return found

    def told(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.owner.get("/api/v1/catalogue")["conflicts"]
        return found

    def item(self) -> dict[str, Any] | None:
        items = self.owner.get("/api/v1/catalogue")["items"]
        return next((one for one in items if one["id"] == "acacia"), None)

    def settle(self, one: dict[str, Any], use: str) -> Any:  # Any: an answer
        wish = {name: one[name] for name in ("box_id", "conflict_id", "field")}
        return self.owner.call("POST", "/api/v1/catalogue/conflicts", wish | {"use": use})


@pytest.fixture
def stand(database: Database, tmp_path: Path) -> Stand:
    return Stand(database, tmp_path)


def test_both_values_are_told_with_the_stall_until_they_are_seen(stand: Stand) -> None:
    one = stand.both_change_the_price()
    assert (one["name"], one["field"], one["kept"], one["lost"]) == (
        "Acacia", "price_minor", {"value": 720}, {"value": 700},
    )  # fmt: skip
    assert one["stall"]
    assert stand.settle(one, "kept").status_code == 200
    assert stand.told() == []
    assert (stand.item() or {})["price_minor"] == 720
    assert code_of(stand.settle(one, "kept")) == "not_found"


def test_the_other_value_is_taken_and_reaches_the_boxes(stand: Stand) -> None:
    one = stand.both_change_the_price()
    version = stand.owner.get("/api/v1/catalogue")["version"]
    assert stand.settle(one, "other").status_code == 200
    assert (stand.item() or {})["price_minor"] == 700
    assert stand.owner.get("/api/v1/catalogue")["version"] > version
    assert stand.told() == []


def test_what_a_box_removed_comes_back(stand: Stand) -> None:
    stand.owner.call("PUT", "/api/v1/catalogue/items/acacia", ITEM | {"price_minor": 700})
    stand.box_changes(None, WAS)
    [one] = stand.told()
    assert (one["field"], stand.item()) == ("removed", None)
    assert stand.settle(one, "other").status_code == 200
    assert (stand.item() or {})["price_minor"] == 700


def test_a_value_that_cannot_stand_any_more_is_refused_and_stays_open(stand: Stand) -> None:
    one = stand.both_change_the_price()
    stand.owner.call("DELETE", "/api/v1/catalogue/items/acacia")
    assert code_of(stand.settle(one, "other")) == "not_found"
    assert len(stand.told()) == 1
    assert stand.settle(one, "kept").status_code == 200


def test_the_same_fact_again_opens_nothing_again(stand: Stand) -> None:
    stand.settle(stand.both_change_the_price(), "kept")
    stand.desk.push(stand.box, stand.stream)
    assert stand.told() == []
