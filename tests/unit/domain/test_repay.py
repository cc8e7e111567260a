"""Money that goes back: to where it came from, and all refunds of a sale together are what each tender paid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.payment import round_cash
from appliance.domain.repay import NOTHING_REPAID, repaid_from_dict, repaid_to_dict, repay
from appliance.domain.tender import Tender, paid_minor

CARD, CASH = Tender("card", 1_000, 1_000), Tender("cash", 425, 500, 75)


@st.composite
def paid(draw: st.DrawFn) -> tuple[list[Tender], int, int]:
    """Tenders of a sale, its total and the step its cash was rounded to."""
    one = st.tuples(st.sampled_from(["card", "voucher", "iou"]), st.integers(1, 2_000))
    others = [Tender(kind, amount, amount) for kind, amount in draw(st.lists(one, max_size=3))]
    exact, step = draw(st.integers(0, 3_000)), draw(st.sampled_from([0, 5, 10]))
    cash = round_cash(exact, step)
    tenders = [*others, Tender("cash", cash, cash)] if exact or not others else others
    return tenders, paid_minor(others) + exact, step


@given(paid(), st.lists(st.integers(1, 900), max_size=6), st.data())
def test_all_that_goes_back_is_what_was_paid(
    sale: tuple[list[Tender], int, int], parts: list[int], data: st.DataObject
) -> None:
    tenders, total, step = sale
    before, left, back = NOTHING_REPAID, total, []
    for part in [*parts, total]:
        amount = min(part, left)
        left -= amount
        money = repay(
            tenders, before, amount, is_last=left == 0, step_minor=data.draw(st.sampled_from([step, 0, 5]))
        )
        assert -paid_minor(money.tenders) - amount == money.rounding_minor
        assert all(one.amount_minor <= 0 for one in money.tenders)
        assert repaid_from_dict(repaid_to_dict(money.after)) == money.after
        before = money.after
        back += money.tenders
        if left == 0:
            break
    for kind in {one.kind for one in tenders}:
        assert -paid_minor(one for one in back if one.kind == kind) == paid_minor(
            one for one in tenders if one.kind == kind
        )


def test_a_card_gets_its_money_back_first_and_cash_is_rounded() -> None:
    money = repay([CARD, CASH], NOTHING_REPAID, 1_103, is_last=False, step_minor=5)
    assert [(one.kind, one.amount_minor) for one in money.tenders] == [("card", -1_000), ("cash", -105)]
    assert money.rounding_minor == 2
    rest = repay([CARD, CASH], money.after, 320, is_last=True, step_minor=5)
    assert [(one.kind, one.amount_minor) for one in rest.tenders] == [("cash", -320)]


def test_a_rounding_that_was_switched_off_since_pays_back_no_cent_more() -> None:
    tenders = [Tender("cash", 155, 155)]  # of 1.57, when cash was rounded to five cents
    part = repay(tenders, NOTHING_REPAID, 156, is_last=False, step_minor=0)
    assert ([one.amount_minor for one in part.tenders], part.rounding_minor) == ([-155], -1)
    rest = repay(tenders, part.after, 1, is_last=True, step_minor=0)
    assert (paid_minor(rest.tenders), rest.rounding_minor) == (0, -1)


def test_all_in_cash_leaves_the_card_alone() -> None:
    money = repay([CARD, CASH], NOTHING_REPAID, 1_423, is_last=True, in_cash=True)
    assert [(one.kind, one.amount_minor) for one in money.tenders] == [("cash", -1_425)]
