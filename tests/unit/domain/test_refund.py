"""Refunds: never more than is left, and all of them together are the sale, to the cent."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appliance.domain import refund as refunds
from appliance.domain import ticket as tickets
from appliance.domain.countries import country
from appliance.domain.countries.pack import CountryPack
from appliance.domain.discount import Discount
from appliance.domain.errors import TillError
from appliance.domain.refund import Already, Back, Given, Origin, Refund
from appliance.domain.repay import NOTHING_REPAID
from appliance.domain.sale import Sale
from appliance.domain.ticket import Ticket
from tests.unit.domain.strategies import BOTTLE, PEARS, RETURN, added, an_item, busy_tickets
from tests.unit.domain.test_sale import sold

DE = country("DE")
OF = Origin("A-000001", 1, 7, "ab" * 32)


def refund(sale: Sale, already: Already, back: tuple[Back, ...]) -> Refund:
    return refunds.make_refund(
        sale, OF, already, back, number="A-000002", series="A", counter=2, at_utc="2026-11-22T08:00:00.000Z",
        offset_min=60, day="2026-11-22", language="de", reason="",
    )[0]  # fmt: skip


def a_sale(*goods: object, off_bp: int = 0) -> Sale:
    ticket = Ticket("t1", "2026-11-22T06:59:00.000Z")
    for place, item in enumerate(goods):
        ticket = added(ticket, item, f"l{place}", DE, quantity=3, weight_g=742)  # type: ignore[arg-type]  # items
    if off_bp:
        ticket = tickets.add_discount(ticket, Discount("d9", "", "percent", off_bp, None))
    return sold(ticket, DE)


@given(busy_tickets(), st.data())
def test_all_refunds_together_are_the_sale(start: tuple[Ticket, CountryPack], data: st.DataObject) -> None:
    ticket, pack = start
    assume(ticket.lines)
    sale = sold(ticket, pack)
    already: dict[str, Given] = {}
    done: list[Refund] = []
    for _ in range(data.draw(st.integers(0, 4))):
        left = refunds.everything_left(sale, already)
        if not left:
            break
        chosen = data.draw(st.lists(st.sampled_from(left), min_size=1, unique_by=lambda one: one.line_id))
        part = tuple(Back(one.line_id, data.draw(st.integers(1, one.measure))) for one in chosen)
        try:
            done.append(refund(sale, already, part))
        except TillError as refusal:
            assert refusal.code == "refund_not_paid_out"
            continue
        already = refunds.with_refund(already, done[-1])
    rest = refunds.everything_left(sale, already)
    if rest:
        lines = refunds.refund_lines(sale, already, rest)
        totals = [one.line.amount_minor for one in lines]
        taxes = refunds.refund_taxes(sale, already, lines)
    else:
        totals, taxes = [], ()
    assert sum(one.total_minor for one in done) + sum(totals) == -sale.total_minor
    assert -sum(one.total_minor for one in done) <= max(sale.total_minor, 0)
    for tax in sale.taxes:
        back = [one for every in (*(r.taxes for r in done), taxes) for one in every if one.letter == tax.letter
                and one.rate_bp == tax.rate_bp and one.code == tax.code]  # fmt: skip
        assert sum(one.gross_minor for one in back) == -tax.gross_minor
        if tax.gross_minor:
            assert sum(one.net_minor for one in back) == -tax.net_minor
        assert all(one.net_minor + one.tax_minor == one.gross_minor for one in back)


@given(busy_tickets())
def test_a_refund_agrees_with_itself_and_can_be_read_again(start: tuple[Ticket, CountryPack]) -> None:
    ticket, pack = start
    assume(ticket.lines and sum(line.amount_minor for line in ticket.lines) >= 0)
    sale = sold(ticket, pack)
    done = refund(sale, {}, refunds.everything_left(sale, {}))
    assert done.total_minor == -sale.total_minor
    assert sum(one.line.amount_minor for one in done.lines) == done.total_minor
    assert sum(tax.gross_minor for tax in done.taxes) == done.total_minor
    assert refunds.refund_from_body(refunds.refund_body(done)) == done
    already = refunds.with_refund({}, done)
    assert refunds.everything_left(sale, already) == ()
    assert (
        refunds.already_from_dict(refunds.already_to_dict(already, ["A-000002"], NOTHING_REPAID)) == already
    )


def test_a_cent_that_cannot_be_split_is_paid_once() -> None:
    sale = a_sale(an_item(price_minor=33), off_bp=1_000)  # 3 x 0.33 - 10 % = 0.89
    assert sale.total_minor == 89
    already: dict[str, Given] = {}
    paid = []
    for _ in range(3):
        done = refund(sale, already, (Back("l0", 1),))
        already = refunds.with_refund(already, done)
        paid.append(-done.total_minor)
    assert paid == [30, 29, 30]


def test_deposits_come_back_with_their_bottles() -> None:
    done = refund(a_sale(BOTTLE), {}, (Back("l0", 2, to_stock=False),))
    assert [
        (one.line.kind, one.line.quantity, one.line.amount_minor, one.to_stock) for one in done.lines
    ] == [
        ("goods", 2, -580, False),
        ("deposit", 2, -30, False),
    ]
    with pytest.raises(TillError, match="line_follows_parent"):
        refund(a_sale(BOTTLE), {}, (Back("l0.deposit", 1),))


def test_a_weighed_line_comes_back_by_the_gram() -> None:
    sale = a_sale(PEARS)
    first = refund(sale, {}, (Back("l0", 742 // 2),))
    second = refund(sale, refunds.with_refund({}, first), (Back("l0", 742 - 742 // 2),))
    assert first.lines[0].line.weight_g == 371
    assert first.total_minor + second.total_minor == -sale.total_minor


@pytest.mark.parametrize(
    ("back", "code"),
    [
        ((Back("l0", 4),), "more_than_left"),
        ((Back("l0", 0),), "more_than_left"),
        ((Back("l9", 1),), "line_unknown"),
        ((Back("l0", 1), Back("l0", 1)), "line_unknown"),
        ((), "nothing_to_refund"),
    ],
)
def test_what_is_not_out_cannot_come_back(back: tuple[Back, ...], code: str) -> None:
    with pytest.raises(TillError, match=code):
        refund(a_sale(an_item()), {}, back)


def test_goods_go_back_with_the_empties_that_were_set_off_against_them() -> None:
    sale = a_sale(an_item(), RETURN)  # 3.60 less 0.45
    with pytest.raises(TillError, match="refund_not_paid_out"):
        refund(sale, {}, (Back("l0", 3),))
    assert refund(sale, {}, (Back("l0", 3), Back("l1", 3))).total_minor == -315


def test_returned_empties_alone_are_no_refund() -> None:
    with pytest.raises(TillError, match="refund_not_paid_out"):
        refund(a_sale(an_item(), RETURN), {}, (Back("l1", 1),))
