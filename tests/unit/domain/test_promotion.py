"""Promotions: golden arithmetic, what holds on any ticket, and the times at which they hold."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain import ticket as tickets
from appliance.domain.catalogue import Item
from appliance.domain.discount import Discount, is_unapproved
from appliance.domain.errors import TillError
from appliance.domain.promotion import (
    KINDS,
    Offers,
    Promotion,
    check_promotion,
    holds_at,
    promote,
    promotion_from_dict,
    promotion_to_dict,
)
from appliance.domain.tax import TaxRate, split_inclusive
from appliance.domain.ticket import Ticket, total_minor
from appliance.domain.ticket_record import ticket_from_dict, ticket_to_dict

REDUCED = TaxRate("reduced", "B", 700)
STANDARD = TaxRate("standard", "A", 1900)
CATEGORIES = {"jam": "jars", "honey": "jars", "apple": "fruit", "pear": "fruit", "soap": "other"}
PRICES = {"jam": 450, "honey": 790, "apple": 120, "pear": 340, "soap": 595}


def item(item_id: str) -> Item:
    unit: Literal["kg", "piece"] = "kg" if item_id == "pear" else "piece"
    return Item(item_id, item_id, CATEGORIES[item_id], PRICES[item_id], unit, "reduced", "", "#000000", 1)


def ticket(
    *sold: tuple[str, int], offers: tuple[Promotion, ...] = (), coupons: tuple[str, ...] = ()
) -> Ticket:
    """Goods by name and quantity, or grams of what is weighed, tapped in this order."""
    made = Ticket("t", "2026-11-22T10:00:00.000Z", offers=Offers(offers, CATEGORIES.get), coupons=coupons)
    for place, (name, much) in enumerate(sold):
        rate = STANDARD if name == "soap" else REDUCED
        weighed = name == "pear"
        made = tickets.add_item(
            made, item(name), rate, f"l{place}", 1 if weighed else much, much if weighed else None
        )
    return made


THREE_FOR_TWO = Promotion("p1", "3 for 2", "nth", category_ids=("jars",), count=3, free=1)
HAPPY = Promotion("p2", "Happy hour", "percent", value_bp=2_000)
THREE_APPLES = Promotion("p3", "3 apples 3.00", "set", item_ids=("apple",), count=3, price_minor=300)
BREAKFAST = Promotion("p4", "Breakfast", "bundle", item_ids=("jam", "apple"), price_minor=500)


def test_of_three_jars_the_cheapest_is_free() -> None:
    # Dearest first: honey 7.90, honey 7.90, jam 4.50 | jam 4.50: one whole group, its cheapest is a jam.
    sold = ticket(("jam", 2), ("honey", 2), offers=(THREE_FOR_TWO,))
    assert total_minor(sold) == 2 * 790 + 450
    (told,) = sold.discounts
    assert (told.label, told.amount_minor, told.line_id, told.promotion_id) == ("3 for 2", 450, "l0", "p1")


def test_second_at_half_price_rounds_the_half_cent_up_for_the_customer() -> None:
    half = Promotion("p", "Second half", "nth", item_ids=("soap",), count=2, free=1, value_bp=5_000)
    assert total_minor(ticket(("soap", 2), offers=(half,))) == 1_190 - 298  # 297.5


def test_happy_hour_is_rounded_once_and_split_to_the_cent() -> None:
    sold = ticket(("apple", 1), ("soap", 1), ("pear", 333), offers=(HAPPY,))
    # 1.20 + 5.95 + 1.13 (333 g at 3.40) = 8.28; a fifth is 1.656, so 1.66 off
    assert total_minor(sold) == 828 - 166
    assert sum(line.discount_minor for line in sold.lines) == 166
    assert sum(tax.gross_minor for tax in split_inclusive(sold.lines)) == 662


def test_seven_apples_are_two_sets_and_one() -> None:
    assert total_minor(ticket(("apple", 7), offers=(THREE_APPLES,))) == 2 * 300 + 120


def test_set_that_would_cost_more_than_its_pieces_is_no_set() -> None:
    dear = replace(THREE_APPLES, price_minor=361)
    assert total_minor(ticket(("apple", 3), offers=(dear,))) == 360


def test_bundle_takes_one_of_each_as_often_as_there_are() -> None:
    sold = ticket(("apple", 3), ("jam", 2), offers=(BREAKFAST,))
    assert total_minor(sold) == 2 * 500 + 120
    assert sum(one.amount_minor for one in sold.discounts) == 2 * 70


def test_customer_gets_the_better_of_two_and_never_both_on_one_piece() -> None:
    sold = ticket(("jam", 3), offers=(THREE_FOR_TWO, HAPPY))
    assert total_minor(sold) == 900  # a third is more than a fifth; the jars took part, so no fifth of them
    sold = ticket(("jam", 2), ("apple", 1), offers=(THREE_FOR_TWO, HAPPY))
    assert total_minor(sold) == 1_020 - 204


def test_coupon_holds_only_for_the_ticket_it_is_on() -> None:
    coupon = replace(HAPPY, code="SUMMER")
    plain = ticket(("apple", 10), offers=(coupon,))
    assert total_minor(plain) == 1_200
    cheaper = tickets.add_coupon(plain, " summer ")
    assert (total_minor(cheaper), cheaper.coupons) == (960, ("SUMMER",))
    with pytest.raises(TillError, match="coupon_there"):
        tickets.add_coupon(cheaper, "SUMMER")
    with pytest.raises(TillError, match="unknown_coupon"):
        tickets.add_coupon(plain, "WINTER")
    assert total_minor(tickets.remove_coupon(cheaper, "SUMMER")) == 1_200


def test_hand_made_discount_takes_of_what_promotions_left_and_asks_only_for_itself() -> None:
    sold = ticket(("jam", 3), offers=(THREE_FOR_TWO,))
    assert not is_unapproved(sold.lines, sold.discounts)  # a third is gone, and nobody has to be asked
    sold = tickets.add_discount(sold, Discount("d", "", "percent", 1_000, None))
    assert total_minor(sold) == 810
    assert [one.amount_minor for one in sold.discounts] == [450, 90]
    with pytest.raises(TillError, match="discount_unknown"):
        tickets.remove_discount(sold, sold.discounts[0].id)
    assert total_minor(tickets.undo(sold)) == 900


def test_ticket_read_back_from_the_disk_is_the_same_and_goes_on_as_before() -> None:
    sold = ticket(("jam", 3), ("apple", 1), offers=(THREE_FOR_TWO,))
    again = ticket_from_dict(ticket_to_dict(sold))
    assert again == sold
    more = tickets.set_quantity(replace(again, offers=sold.offers), "l0", 6)
    assert total_minor(more) == 4 * 450 + 120


def test_promotions_end_with_what_they_were_given_for() -> None:
    sold = ticket(("jam", 3), offers=(THREE_FOR_TWO,))
    fewer = tickets.set_quantity(sold, "l0", 2)
    assert (total_minor(fewer), fewer.discounts) == (900, ())


NAMES = st.sampled_from(sorted(PRICES))
SOLD = st.lists(st.tuples(NAMES, st.integers(1, 12)), min_size=1, max_size=6, unique_by=lambda one: one[0])
WHAT = st.one_of(
    st.just({}),
    st.lists(NAMES, min_size=1, max_size=3, unique=True).map(lambda names: {"item_ids": tuple(names)}),
    st.sampled_from(["jars", "fruit", "other"]).map(lambda name: {"category_ids": (name,)}),
)


@st.composite
def promotions(draw: st.DrawFn) -> Promotion:
    kind = draw(st.sampled_from(KINDS))
    count = draw(st.integers(2, 5))
    rest: dict[str, Any] = draw(WHAT)
    if kind == "bundle":
        rest = {"item_ids": tuple(draw(st.lists(NAMES, min_size=2, max_size=3, unique=True)))}
    return check_promotion(
        Promotion(
            f"p{draw(st.integers(0, 999))}", "any", kind,
            value_bp=draw(st.integers(1, 10_000)), count=count, free=draw(st.integers(1, count - 1)),
            price_minor=draw(st.integers(1, 3_000)), **rest,
        )
    )  # fmt: skip


OFFERS = st.lists(promotions(), max_size=5, unique_by=lambda one: one.id).map(tuple)


@given(SOLD, OFFERS)
def test_sums_are_exact_and_nothing_falls_below_zero(
    sold: list[tuple[str, int]], offers: tuple[Promotion, ...]
) -> None:
    plain, made = ticket(*sold), ticket(*sold, offers=offers)
    off = sum(one.amount_minor for one in made.discounts)
    assert total_minor(made) == total_minor(plain) - off
    assert (
        off
        == sum(line.discount_minor for line in made.lines)
        == sum(line.promotion_minor for line in made.lines)
    )
    for line in made.lines:
        assert line.amount_minor >= 0
        assert line.discount_minor == sum(
            one.amount_minor for one in made.discounts if one.line_id == line.id
        )
    taxes = split_inclusive(made.lines)
    assert sum(tax.net_minor + tax.tax_minor for tax in taxes) == total_minor(made)


@given(SOLD, OFFERS, st.randoms(use_true_random=False))
def test_order_of_taps_does_not_matter(
    sold: list[tuple[str, int]], offers: tuple[Promotion, ...], chance: random.Random
) -> None:
    other = list(sold)
    chance.shuffle(other)
    a, b = ticket(*sold, offers=offers), ticket(*other, offers=offers)
    assert total_minor(a) == total_minor(b)
    assert split_inclusive(a.lines) == split_inclusive(b.lines)


@given(SOLD, OFFERS)
def test_no_order_of_at_most_four_promotions_would_have_saved_more(
    sold: list[tuple[str, int]], offers: tuple[Promotion, ...]
) -> None:
    """Each tried alone, after what the ones before it left: what is given is at least as much."""
    offers = offers[:3]
    lines = ticket(*sold).lines
    best = sum(one.amount_minor for one in promote(lines, Offers(offers, CATEGORIES.get)))
    for some in range(len(offers) + 1):
        for order in permutations(offers, some):
            for one in order:
                alone = promote(lines, Offers((one,), CATEGORIES.get))
                assert best >= sum(part.amount_minor for part in alone)


@given(SOLD, promotions())
def test_each_unit_takes_part_once(sold: list[tuple[str, int]], one: Promotion) -> None:
    """The same promotion twice gives what it gives once."""
    lines = ticket(*sold).lines
    twin = replace(one, id=one.id + "-twin")
    once = sum(part.amount_minor for part in promote(lines, Offers((one,), CATEGORIES.get)))
    twice = sum(part.amount_minor for part in promote(lines, Offers((one, twin), CATEGORIES.get)))
    assert once <= twice
    if one.kind == "percent":
        assert once == twice


@given(promotions())
def test_promotion_is_read_back_as_it_was_written(one: Promotion) -> None:
    assert promotion_from_dict(promotion_to_dict(one)) == one


@pytest.mark.parametrize(
    ("weekday", "minute", "holds"),
    [
        (4, 17 * 60 - 1, False),
        (4, 17 * 60, True),
        (4, 19 * 60 - 1, True),
        (4, 19 * 60, False),
        (3, 18 * 60, False),
    ],
)
def test_happy_hour_begins_and_ends_to_the_minute(weekday: int, minute: int, holds: bool) -> None:
    friday = replace(HAPPY, weekdays=(4,), from_min=17 * 60, until_min=19 * 60)
    assert holds_at(friday, weekday, minute) is holds


def test_hour_over_midnight_belongs_to_the_evening_it_began() -> None:
    late = replace(HAPPY, weekdays=(5,), from_min=22 * 60, until_min=60)
    assert holds_at(late, 5, 23 * 60)
    assert holds_at(late, 6, 59)
    assert not holds_at(late, 5, 59)
    assert not holds_at(late, 6, 60)


def test_what_is_switched_off_holds_never() -> None:
    assert not holds_at(replace(HAPPY, is_on=False), 0, 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"value_bp": 0}, "value_bp"),
        ({"kind": "nth", "count": 1}, "count"),
        ({"kind": "nth", "count": 3, "free": 3}, "free"),
        ({"kind": "set", "count": 2, "price_minor": 0}, "price_minor"),
        ({"kind": "bundle", "price_minor": 1, "item_ids": ("jam",)}, "item_ids"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"from_min": 600, "until_min": 600}, "until_min"),
        ({"code": "no blanks"}, "code"),
    ],
)
def test_what_cannot_be_a_promotion_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(TillError) as refused:
        check_promotion(replace(HAPPY, **change))
    assert (refused.value.code, refused.value.field) == ("promotion_invalid", field)


def test_cleared_ticket_gives_the_next_customer_nothing() -> None:
    sold = tickets.add_discount(ticket(("jam", 1)), Discount("d", "", "percent", 1_000, None))
    again = tickets.add_item(tickets.clear(sold), item("apple"), REDUCED, "l9")
    assert (total_minor(again), again.discounts) == (120, ())
    assert total_minor(tickets.undo(tickets.clear(sold))) == 405
