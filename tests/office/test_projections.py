"""What a fact adds to the reports: every released version is read, every defect has its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from backoffice import quarantine, schema
from backoffice.database import Database
from backoffice.fact_reading import Received, SaleRow, Unfit, read_fact
from tests.office.stall import BOX, FACTS, M, books, fact, fixture, push_body, sale, sale_body, send

RELEASED = sorted(FACTS.parent.glob("*/*.json"))


def received(data: bytes, f: int = 1, epoch: int = 1) -> Received:
    return Received(BOX, epoch, f, "00" * 32, data)


def rejected(data: bytes, f: int = 1, currency: str = "EUR") -> tuple[str, dict[str, str | int]]:
    with pytest.raises(Unfit) as caught:
        read_fact(received(data, f), currency)
    return caught.value.reason, dict(caught.value.params)


def row_of(data: bytes, f: int = 1, currency: str = "EUR") -> SaleRow:
    row = read_fact(received(data, f), currency)
    assert row is not None
    return row


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_facts_of_every_released_version_are_understood(path: Path) -> None:
    record = orjson.loads(path.read_bytes())
    currency = record["body"].get("currency", "EUR")
    row = read_fact(received(path.read_bytes(), record["f"], record["e"]), currency)
    counted = (
        "sale",
        "refund",
        "stock_moved",
        "shift_closed",
        "catalogue_changed",
        "staff_changed",
        "staff_present",
    )
    assert (row is not None) == (record["type"] in counted)


def test_a_sale_of_many_things_is_counted_to_the_cent() -> None:
    row = row_of(fixture("sale_of_many_things"), 2)
    assert (row.number, row.total_minor, row.day, row.hour, row.offset_min) == (
        "A-000123", 530, "2026-11-22", 8, 60,
    )  # fmt: skip
    body = orjson.loads(fixture("sale_of_many_things"))["body"]
    assert row.count == sum(line["quantity"] for line in body["lines"] if line["parent_id"] is None)


@pytest.mark.parametrize(
    ("at_utc", "offset_min", "hour"),
    [
        ("2026-11-22T23:30:00.000Z", 60, 0),
        ("2026-11-22T00:15:00Z", -60, 23),
        ("2026-11-22T18:20:00.000Z", 330, 23),
    ],
)
def test_the_hour_is_the_one_at_the_stall(at_utc: str, offset_min: int, hour: int) -> None:
    assert row_of(sale(1, at_utc=at_utc, offset_min=offset_min)).hour == hour


def test_unknown_keys_of_a_newer_minor_version_are_ignored() -> None:
    newer = fact(1, "sale", sale_body(1) | {"loyalty": {"points": 3}}, v="1.7")
    assert row_of(newer).total_minor == 500


def test_a_total_may_be_rounded_and_negative() -> None:
    body = sale_body(1, 498) | {"rounding_minor": -2}
    body["tenders"] = [{"kind": "cash", "amount_minor": 500}]
    assert row_of(fact(1, "sale", body)).total_minor == 498
    assert row_of(sale(1, -50)).total_minor == -50


def test_a_sale_for_training_is_kept_and_counted_nowhere() -> None:
    assert read_fact(received(sale(1, training=True)), "EUR") is None


@pytest.mark.parametrize("data", [b"x", b"[]", b"7", b"null", b'{"f":1', b"\xff\xfe", b'"\\ud800"'])
def test_what_is_no_json_object_is_unreadable(data: bytes) -> None:
    assert rejected(data)[0] == "unreadable"


def test_a_fact_must_carry_its_own_number() -> None:
    assert rejected(sale(3), f=2) == ("wrong_number", {"found": "1/3", "expected": "1/2"})
    assert rejected(sale(1, epoch=2)) == ("wrong_number", {"found": "2/1", "expected": "1/1"})


@pytest.mark.parametrize("version", ["2.0", "", None, 1, "0.9"])
def test_an_unknown_major_version_is_set_aside(version: Any) -> None:
    assert rejected(fact(1, "sale", sale_body(1), v=version))[0] == "unknown_version"


@pytest.mark.parametrize("type_", ["tip", "", None, ["sale"], "a\0b" * 90])
def test_an_unknown_type_is_set_aside_with_what_was_found_printable(type_: Any) -> None:
    reason, params = rejected(fact(1, type_, {}))
    assert reason == "unknown_type"
    found = str(params["found"])
    assert found.isprintable() and len(found) <= 80


def test_net_and_tax_that_do_not_make_the_gross_are_set_aside() -> None:
    body = sale_body(1, 500)
    body["taxes"][0]["tax_minor"] = 8
    assert rejected(fact(1, "sale", body)) == (
        "sums_differ",
        {"field": "taxes", "found": 508, "expected": 500},
    )


@pytest.mark.parametrize("name", ["lines", "taxes", "tenders"])
@pytest.mark.parametrize("total", [499, 501])
def test_sums_that_do_not_agree_are_set_aside(name: str, total: int) -> None:
    body = sale_body(1, 500)
    body[name] = sale_body(1, total)[name]
    assert rejected(fact(1, "sale", body)) == (
        "sums_differ",
        {"field": name, "found": total, "expected": 500},
    )


def test_another_currency_is_set_aside() -> None:
    assert rejected(sale(1), currency="VND") == ("wrong_currency", {"found": "EUR", "expected": "VND"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", "A-000002"), ("number", "B-000001"), ("number", "A-1"), ("number", 1), ("series", "a"),
        ("counter", 2), ("counter", "1"), ("counter", None), ("counter", True), ("day", "22.11.2026"),
        ("day", "2026-02-30"), ("day", "20261122"), ("day", None), ("at_utc", "today"), ("at_utc", 5),
        ("at_utc", "2026-11-22T25:00:00Z"), ("at_utc", "2026-11-22T10:00:00+01:00"), ("offset_min", 1500),
        ("offset_min", 1.5), ("total_minor", 500.0), ("total_minor", 10**13 + 1), ("total_minor", 2**62),
        ("rounding_minor", None), ("currency", None), ("lines", []), ("lines", None), ("lines", [1]), ("taxes", {}),
        ("tenders", []), ("tenders", [{"kind": "cash"}]), ("lines", [{"amount_minor": 500}]), ("training", 1),
    ],
)  # fmt: skip
def test_a_sale_with_a_wrong_value_is_set_aside(name: str, value: object) -> None:
    assert rejected(fact(1, "sale", sale_body(1) | {name: value}))[0] == "bad_sale"


@pytest.mark.parametrize("name", sorted(sale_body(1)))
def test_a_sale_with_a_missing_key_is_read_or_set_aside(name: str) -> None:
    body = sale_body(1)
    del body[name]
    try:
        assert row_of(fact(1, "sale", body)).total_minor == 500
    except Unfit as error:
        assert error.reason in {"bad_sale", "sums_differ", "wrong_currency"}


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(changes=st.dictionaries(st.sampled_from(sorted(sale_body(1))), _json, max_size=3))
def test_no_value_whatever_breaks_the_reader(changes: dict[str, Any]) -> None:
    try:
        data = fact(1, "sale", sale_body(1) | changes)
    except (TypeError, orjson.JSONEncodeError):
        return
    try:
        read_fact(received(data), "EUR")
    except Unfit as error:
        assert all(str(value).isprintable() for value in error.params.values())


def test_takings_are_summed_by_day_hour_and_box(merchant: Database) -> None:
    stream = [
        sale(1, 100, at_utc="2026-11-22T07:10:00.000Z"),
        sale(2, 200, at_utc="2026-11-22T07:50:00.000Z"),
        sale(3, 400, at_utc="2026-11-22T08:00:00.000Z"),
        sale(4, 800, at_utc="2026-11-22T23:30:00.000Z"),
    ]
    for last in range(1, 5):
        send(merchant, push_body(stream, last, last))
    assert books(merchant).takings == [
        ("2026-11-22", 0, BOX, 1, 800),
        ("2026-11-22", 8, BOX, 2, 300),
        ("2026-11-22", 9, BOX, 1, 400),
    ]


def test_the_greatest_totals_still_add_up(merchant: Database) -> None:
    stream = [sale(f, 10**13) for f in range(1, 6)]
    send(merchant, push_body(stream))
    assert books(merchant).total_minor == 5 * 10**13


def test_a_number_used_twice_in_one_batch_counts_the_first(merchant: Database) -> None:
    stream = [sale(1, 100), sale(2, 200, counter=1), sale(3, 300)]
    send(merchant, push_body(stream))
    kept = books(merchant)
    assert kept.total_minor == 400
    assert kept.reasons == [(2, "number_used")]
    (entry,) = merchant.read(lambda connection: quarantine.entries(connection, M))
    assert entry["params"] == {"found": "A-000001"}


def test_the_currency_is_the_merchants(merchant: Database) -> None:
    merchant.write(lambda connection: connection.execute(update(schema.merchants).values(currency="CHF")))
    send(merchant, push_body([sale(1)]))
    assert books(merchant).reasons == [(1, "wrong_currency")]
    assert merchant.read(lambda connection: connection.execute(select(schema.sales)).all()) == []
