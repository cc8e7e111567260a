"""The ways to pay: each takes what is due or a part of it, and refuses what cannot be, naming the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.countries.pack import EURO
from appliance.domain.errors import TillError
from appliance.domain.payment import round_cash
from appliance.domain.tender import TENDER_KINDS, drawer_minor, tender_from_dict, tender_to_dict
from appliance.domain.tenders import RULES, Due, Wish, tender_rule


def due(minor: int, step: int = 0) -> Due:
    return Due(minor, round_cash(minor, step), EURO)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [(1_421, 1_420), (1_422, 1_420), (1_423, 1_425), (1_424, 1_425), (1_425, 1_425), (1_426, 1_425), (1_427, 1_425),
     (1_428, 1_430), (1_429, 1_430), (1, 1), (2, 2), (3, 5), (-2, -2), (-3, -5), (-1_423, -1_425)],
)  # fmt: skip
def test_cash_is_rounded_to_five_cents_by_its_absolute_value(exact: int, rounded: int) -> None:
    """Finland, Act 890/2000, Sec. 1: 1, 2, 6, 7 go down, 3, 4, 8, 9 up; payments of 1 and 2 cents are not rounded."""
    assert round_cash(exact, 5) == rounded
    assert round_cash(exact, 0) == round_cash(exact, 1) == exact


@pytest.mark.parametrize("kind", TENDER_KINDS)
def test_every_way_pays_all_that_is_due(kind: str) -> None:
    tender = tender_rule(kind).take(Wish(1_423, reference="17"), due(1_423))
    assert (tender.kind, tender.amount_minor, tender.change_minor) == (kind, 1_423, 0)
    assert tender_from_dict(tender_to_dict(tender)) == tender


@pytest.mark.parametrize("kind", TENDER_KINDS)
def test_every_way_pays_a_part(kind: str) -> None:
    tender = tender_rule(kind).take(Wish(1_000, reference="17"), due(1_423, 5))
    assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (1_000, 1_000, 0)


@given(st.sampled_from(TENDER_KINDS), st.integers(-300, 3_000), st.integers(-5, 60_000), st.integers(-5, 4_000),
       st.sampled_from([0, 5, 10]))  # fmt: skip
def test_whatever_comes_is_taken_to_the_cent_or_refused(
    kind: str, exact: int, amount: int, tip: int, step: int
) -> None:
    wanted = due(exact, step)
    try:
        tender = tender_rule(kind).take(Wish(amount, tip, "17"), wanted)
    except TillError as refusal:
        assert refusal.field in {"amount_minor", "given_minor", "tip_minor"} and refusal.allowed
        return
    assert tender.given_minor == amount
    assert tender.given_minor == tender.amount_minor + tender.tip_minor + tender.change_minor
    assert tender.tip_minor == tip >= 0 and (tender.change_minor >= 0)
    assert kind == "cash" or tender.change_minor == 0
    assert tender.amount_minor <= max(wanted.exact_minor, wanted.cash_minor)
    expected = tender.amount_minor + tender.tip_minor if kind == "cash" else 0
    assert drawer_minor([tender]) == expected


def test_more_than_what_is_due_is_a_tip_or_a_mistake_and_never_cut() -> None:
    with pytest.raises(TillError) as refused:
        RULES["card"].take(Wish(1_600), due(1_423))
    assert (refused.value.code, refused.value.field, refused.value.allowed) == (
        "amount_out_of_range",
        "amount_minor",
        "1..1423",
    )
    assert RULES["card"].take(Wish(1_600, tip_minor=177), due(1_423)).amount_minor == 1_423
    with pytest.raises(TillError) as refused:
        RULES["voucher"].take(Wish(1_600, tip_minor=177, reference="G7"), due(1_423))
    assert refused.value.field == "tip_minor"


@pytest.mark.parametrize("kind", ["voucher", "iou"])
def test_what_cannot_be_found_again_needs_a_note(kind: str) -> None:
    for reference, code in (
        ("  ", "reference_missing"),
        ("x" * 41, "reference_too_long"),
        ("a\nb", "reference_too_long"),
    ):
        with pytest.raises(TillError) as refused:
            tender_rule(kind).take(Wish(100, reference=reference), due(1_423))
        assert (refused.value.code, refused.value.field) == (code, "reference")
    assert tender_rule(kind).take(Wish(100, reference=" No. 17 "), due(1_423)).reference == "No. 17"


def test_change_that_stays_is_a_tip_and_in_the_drawer() -> None:
    tender = RULES["cash"].take(Wish(2_000, tip_minor=577), due(1_423))
    assert (tender.amount_minor, tender.change_minor, drawer_minor([tender])) == (1_423, 0, 2_000)


def test_an_unknown_way_to_pay_names_those_there_are() -> None:
    with pytest.raises(TillError) as refused:
        tender_rule("cheque")
    assert (refused.value.field, refused.value.allowed) == ("kind", "cash, card, transfer, voucher, iou")
