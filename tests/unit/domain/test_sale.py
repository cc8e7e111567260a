"""From ticket to fact and back, number by number."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given

from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.errors import TillError
from appliance.domain.payment import take_cash
from appliance.domain.sale import Sale, make_sale, receipt_number, sale_body, sale_from_body
from appliance.domain.tender import Tender
from appliance.domain.ticket import Ticket, remove_line, total_minor
from tests.unit.domain.strategies import BOTTLE, PEARS, RETURN, added, an_item, busy_tickets

OPENED = "2026-11-22T06:59:00.000Z"
PAID = "2026-11-22T07:00:00.123Z"


def sold(ticket: Ticket, pack: CountryPack, tender: Tender | None = None, language: str = "de") -> Sale:
    total = total_minor(ticket)
    return make_sale(
        ticket,
        [tender or take_cash(total, max(total, 0) + 77 if total >= 0 else 0, pack.currency)],
        pack,
        series="A",
        counter=123,
        at_utc=PAID,
        offset_min=60,
        day="2026-11-22",
        language=language,
    )


def a_ticket(country_code: str = "DE") -> Ticket:
    pack = country(country_code)
    ticket = Ticket("t1", OPENED)
    for place, item in enumerate((an_item(), an_item(), BOTTLE, PEARS, RETURN)):
        ticket = added(ticket, item, f"l{place}", pack, weight_g=742)
    return ticket


def test_a_receipt_number_is_series_and_padded_counter() -> None:
    assert receipt_number("A", 123) == "A-000123"
    assert receipt_number("A2", 1_234_567) == "A2-1234567"


def test_the_fact_holds_what_a_fiscal_device_will_ask_for() -> None:
    body = sale_body(sold(remove_line(a_ticket(), "l3"), country("DE"), Tender("cash", 530, 1_000, 470)))
    assert (body["opened_utc"], body["at_utc"], body["day"]) == (OPENED, PAID, "2026-11-22")
    assert (body["number"], body["series"], body["counter"]) == ("A-000123", "A", 123)
    assert body["total_minor"] == 530 and body["rounding_minor"] == 0
    assert body["tenders"] == [
        {
            "kind": "cash",
            "amount_minor": 530,
            "given_minor": 1_000,
            "change_minor": 470,
            "tip_minor": 0,
            "reference": None,
        }
    ]
    assert body["staff"] is None and body["training"] is False
    assert [(tax["letter"], tax["gross_minor"]) for tax in body["taxes"]] == [("A", 290), ("B", 240)]
    assert [(entry["reason"], entry["line"]["item_id"]) for entry in body["removed"]] == [
        ("removed", "pears")
    ]
    line = body["lines"][1]
    assert {"name", "quantity", "weight_g", "kind", "price_minor", "tax_code", "rate_bp", "letter"} < set(
        line
    )


def test_nothing_is_sold_from_an_empty_ticket_or_for_another_total() -> None:
    with pytest.raises(TillError) as refused:
        sold(Ticket("t1", OPENED), country("DE"))
    assert refused.value.code == "ticket_empty"
    with pytest.raises(TillError) as refused:
        sold(a_ticket(), country("DE"), Tender("cash", 500, 500))
    assert refused.value.code == "total_changed"


@given(busy_tickets())
def test_a_sale_survives_json_and_its_numbers_agree(start: tuple[Ticket, CountryPack]) -> None:
    ticket, pack = start
    assume(ticket.lines)
    sale = sold(ticket, pack)
    assert sale_from_body(json.loads(json.dumps(sale_body(sale)))) == sale
    assert sum(tax.gross_minor for tax in sale.taxes) == sale.total_minor
    assert sale.given_minor - sale.change_minor == sale.total_minor


def test_a_later_key_does_not_hurt_and_a_missing_one_is_named() -> None:
    body = sale_body(sold(a_ticket(), country("DE")))
    assert sale_from_body(body | {"loyalty": {"points": 3}}).number == "A-000123"
    for key in ("number", "total_minor", "tenders"):
        with pytest.raises(TillError) as refused:
            sale_from_body({name: value for name, value in body.items() if name != key})
        assert refused.value.field == key
