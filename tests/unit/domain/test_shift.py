"""The sums of a shift: each fact once, whatever the order of the day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appliance.domain import shift as shifts
from appliance.domain.countries.pack import CountryPack
from appliance.domain.refund import Origin, everything_left, make_refund, refund_body
from appliance.domain.sale import sale_body
from appliance.domain.shift import MOVE_KINDS, ShiftSums
from appliance.domain.ticket import Ticket
from tests.unit.domain.strategies import busy_tickets
from tests.unit.domain.test_sale import sold

moves = st.tuples(st.sampled_from(MOVE_KINDS), st.integers(1, 10**6))


@given(st.lists(st.one_of(busy_tickets(), moves), max_size=12), st.integers(0, 10**6), st.data())
def test_the_drawer_holds_what_its_formula_says(
    day: list[object], float_minor: int, data: st.DataObject
) -> None:
    sums, drawer, gross = ShiftSums(), float_minor, 0
    for one in day:
        match one:
            case (Ticket() as ticket, CountryPack() as pack):
                if not ticket.lines:
                    continue
                sale = sold(ticket, pack)
                sums = shifts.fold(sums, "sale", sale_body(sale))
                drawer += sale.given_minor - sale.change_minor
                gross += sale.total_minor
                if sale.total_minor >= 0 and data.draw(st.booleans()):
                    refund, _ = make_refund(
                        sale, Origin(sale.number, 1, 1, "0" * 64), {}, everything_left(sale, {}),
                        number="A-000124", series="A", counter=124, at_utc=sale.at_utc, offset_min=60,
                        day=sale.day, language="de", reason="",
                    )  # fmt: skip
                    sums = shifts.fold(sums, "refund", refund_body(refund))
                    drawer += refund.total_minor
                    gross += refund.total_minor
            case (str() as kind, int() as amount_minor):
                effect = shifts.check_move(kind, 0 if kind == "no_sale" else amount_minor, "")  # type: ignore[arg-type]
                sums = shifts.fold(sums, "cash_moved", {"kind": kind, "amount_minor": effect})
                drawer += effect
    assert sums.expected_minor(float_minor) == drawer
    assert sums.turnover_minor == gross == sum(tax.gross_minor for tax in sums.taxes)
    assert all(tax.net_minor + tax.tax_minor == tax.gross_minor for tax in sums.taxes)


def test_what_was_for_training_is_in_no_sum() -> None:
    body = {"training": True, "total_minor": 5, "number": "A-000001", "tenders": [], "rounding_minor": 0}
    assert shifts.fold(ShiftSums(), "sale", body) == ShiftSums()
