"""The receipt says what was stored, nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given

from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.document import Amount, Document, Heading, Qr, Row, Table, Text, Weight, Word, Words
from appliance.domain.receipt import Merchant, receipt
from appliance.domain.sale import sale_body
from appliance.domain.ticket import Ticket
from tests.unit.domain.strategies import RETURN, added, busy_tickets
from tests.unit.domain.test_sale import OPENED, a_ticket, sold

MERCHANT = Merchant("Hofstand Brandt", "Gutsstraße 4\n17291 Prenzlau", "DE 312 845 976")
HASH = "9f3c52ab77e01234" * 4


def words_in(document: Document) -> list[Words]:
    found: list[Words] = []
    for element in document.elements:
        match element:
            case Heading(text):
                found.append(text)
            case Text(words):
                found.append(words)
            case Row(left, right):
                found += [left, right]
            case Table(rows):
                found += [cell for row in rows for cell in row]
            case _:
                pass
    return found


def pieces_in(document: Document) -> list[object]:
    return [
        piece for words in words_in(document) for piece in (words if isinstance(words, tuple) else (words,))
    ]


def numbers_in(value: object) -> set[int]:
    if isinstance(value, dict):
        return set().union(*(numbers_in(entry) for entry in value.values()), set())
    if isinstance(value, list):
        return set().union(*(numbers_in(entry) for entry in value), set())
    return {value} if isinstance(value, int) else set()


@given(busy_tickets())
def test_every_number_on_the_paper_is_a_stored_one(start: tuple[Ticket, CountryPack]) -> None:
    ticket, pack = start
    assume(ticket.lines)
    sale = sold(ticket, pack)
    stored = numbers_in(sale_body(sale))
    stored |= {line.amount_minor + line.discount_minor for line in sale.lines}  # before what was taken off
    stored |= {-discount.amount_minor for discount in sale.discounts}
    whole = sum(discount.amount_minor for discount in sale.discounts if discount.line_id is None)
    stored |= {sale.total_minor + whole, sum(discount.amount_minor for discount in sale.discounts)}
    for piece in pieces_in(receipt(sale, MERCHANT)):
        if isinstance(piece, Amount):
            assert piece.minor in stored
        if isinstance(piece, Weight):
            assert piece.g in stored


def test_quantities_weights_and_deposits_say_how_the_amount_came_about() -> None:
    elements = receipt(sold(a_ticket(), country("DE")), MERCHANT, fact_hash=HASH).elements
    text = [element for element in elements if isinstance(element, Text | Row)]
    assert any(isinstance(e, Row) and e.left == ("  ", "2 × ", Amount(120, "EUR", 2, True)) for e in text)
    assert any(isinstance(e, Row) and isinstance(e.left, tuple) and Weight(742) in e.left for e in text)
    assert any(isinstance(e, Row) and e.left == "  Deposit, glass" for e in text)


def test_the_qr_code_holds_number_total_time_and_short_hash() -> None:
    elements = receipt(sold(a_ticket(), country("DE")), MERCHANT, fact_hash=HASH).elements
    (qr,) = (element for element in elements if isinstance(element, Qr))
    assert qr.data == "TB1|A-000123|826EUR|2026-11-22T07:00:00.123Z|9f3c52ab77e0"


def test_a_copy_says_so_at_both_ends_and_an_original_never() -> None:
    sale = sold(a_ticket(), country("DE"))
    mark = Heading(Word("receipt.copy", (("copy", 2),)))
    copied = receipt(sale, MERCHANT, copy=2).elements
    assert copied[0] == mark and copied.count(mark) == 2
    assert mark not in receipt(sale, MERCHANT).elements


def test_a_doubtful_clock_is_told() -> None:
    sale = sold(a_ticket(), country("DE"))
    assert Word("receipt.time_doubtful") in words_in(receipt(sale, MERCHANT, time_is_doubtful=True))
    assert Word("receipt.time_doubtful") not in words_in(receipt(sale, MERCHANT))


def test_money_paid_out_is_not_called_change() -> None:
    ticket = added(Ticket("t1", OPENED), RETURN, "l0", country("DE"), quantity=3)
    words = words_in(receipt(sold(ticket, country("DE")), MERCHANT))
    assert Word("receipt.paid_out") in words and Word("receipt.change") not in words
    assert Amount(45, "EUR", 2) in words


def test_name_of_the_ticket_stands_on_the_paper() -> None:
    sale = sold(replace(a_ticket(), name="Table 4"), country("DE"))
    assert "Table 4" in words_in(receipt(sale, MERCHANT))
