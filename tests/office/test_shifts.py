"""Closed shifts in the back office: kept as stored, listed by day, set aside when their numbers disagree."""

from __future__ import annotations

from datetime import date

import orjson
import pytest
from sqlalchemy import select

from backoffice import schema, shifts
from backoffice.database import Database
from backoffice.errors import OfficeError
from backoffice.fact_reading import Received, Unfit, read_fact
from tests.office.stall import BOX, M, a_z, books, fact, fixture, push_body, sale, sale_body, send


def test_a_z_is_kept_and_told_as_it_was_stored(merchant: Database) -> None:
    send(merchant, push_body([sale(1), a_z(2)]))
    send(merchant, push_body([sale(1), a_z(2)]))  # once more
    row = merchant.read(lambda c: shifts.of_day(c, M, date(2026, 11, 22)))["shifts"]
    assert [
        (one["n"], one["expected_minor"], one["counted_minor"], one["difference_minor"]) for one in row
    ] == [(1, 9_500, 9_400, -100)]
    assert merchant.read(lambda c: shifts.of_day(c, M, date(2026, 11, 21)))["shifts"] == []
    latest = merchant.read(lambda c: shifts.of_day(c, M, None))["shifts"]
    assert orjson.loads(orjson.dumps(latest)) == row  # as it goes over the wire
    whole = merchant.read(lambda c: shifts.detail(c, M, BOX, 1, 2))
    assert whole["z"] == orjson.loads(fixture("shift_closed"))["body"]
    with pytest.raises(OfficeError, match="not_found"):
        merchant.read(lambda c: shifts.detail(c, M, BOX, 1, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"expected_minor": 1},
        {"turnover_minor": 1},
        {"difference_minor": 0},
        {"difference_minor": None},
        {"counted_minor": None},
        {"taxes": []} | {"turnover_minor": 5},
        {"float_minor": 1},
    ],
)
def test_a_z_whose_numbers_disagree_is_set_aside(changes: dict[str, object]) -> None:
    data = a_z(1, **changes)
    with pytest.raises(Unfit) as unfit:
        read_fact(Received(BOX, 1, 1, "0" * 64, data), "EUR")
    assert unfit.value.reason == "sums_differ"


def test_a_refund_takes_from_takings_and_more_than_was_sold_is_set_aside(merchant: Database) -> None:
    stream = [sale(1, 500)]
    refund = orjson.loads(fixture("refund"))
    body = refund["body"]
    assert body["total_minor"] == -500

    def back(f: int, number: int) -> bytes:
        of = {**body["of"], "number": "A-000001"}
        changed = {**body, "number": f"A-{number:06d}", "counter": number, "of": of}
        return orjson.dumps({**refund, "f": f, "body": changed})

    stream += [back(2, 2), back(3, 3)]
    send(merchant, push_body(stream))
    kept = books(merchant)
    assert kept.reasons == [(3, "more_than_sold")]
    assert (
        merchant.read(
            lambda c: sum(row.total_minor for row in c.execute(select(schema.takings.c.total_minor)))
        )
        == 0
    )


def test_goods_for_nothing_come_back_though_the_sale_paid_empties_out(merchant: Database) -> None:
    refund = orjson.loads(fixture("refund"))
    body = refund["body"]
    sums = {"gross_minor": 0, "net_minor": 0, "tax_minor": 0}
    nothing = {
        "number": "A-000002",
        "counter": 2,
        "of": {**body["of"], "number": "A-000001"},
        "lines": [{**body["lines"][0], "amount_minor": 0}],
        "taxes": [body["taxes"][1] | sums],
        "tenders": [{**body["tenders"][0], "amount_minor": 0, "change_minor": 0}],
        "total_minor": 0,
    }
    back = orjson.dumps({**refund, "f": 2, "body": body | nothing})
    paid_out = sale_body(1, -15)
    paid_out["tenders"][0] |= {"given_minor": 0, "change_minor": 15}
    send(merchant, push_body([fact(1, "sale", paid_out), back]))
    assert books(merchant).reasons == []
