"""Facts about people at the till, as the back office reads them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from backoffice.fact_reading import StaffRow
from backoffice.projections import Unfit, read_fact
from tests.office.stall import fact, fixture
from tests.office.test_stock_levels import received

NAMES = ["staff_changed", "staff_changed_deleted", "staff_present", "staff_present_out"]


@pytest.mark.parametrize("name", NAMES)
def test_people_are_read(name: str) -> None:
    record = orjson.loads(fixture(name))
    row = read_fact(received(fact(1, record["type"], record["body"]), 1), "EUR")
    assert isinstance(row, StaffRow)
    assert row.of.staff_id == record["body"].get("id", record["body"].get("staff"))


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("staff_changed", {"id": ""}, "id"),
        ("staff_changed", {"name": None}, "name"),
        ("staff_changed", {"name": "x" * 41}, "name"),
        ("staff_changed", {"role": "king"}, "role"),
        ("staff_changed", {"active": 1}, "active"),
        ("staff_changed", {"approved_by": 3}, "approved_by"),
        ("staff_changed", {"at_utc": "now"}, "at_utc"),
        ("staff_present", {"staff": None}, "staff"),
        ("staff_present", {"kind": "lunch"}, "kind"),
        ("staff_present", {"offset_min": True}, "offset_min"),
        ("staff_present", {"day": "20261122"}, "day"),
    ],
)
def test_bad_one_is_set_aside_with_its_field(name: str, change: dict[str, Any], field: str) -> None:
    record = orjson.loads(fixture(name))
    with pytest.raises(Unfit) as refusal:
        read_fact(received(fact(1, name, record["body"] | change), 1), "EUR")
    assert (refusal.value.reason, refusal.value.params) == ("bad_staff", {"field": field})
