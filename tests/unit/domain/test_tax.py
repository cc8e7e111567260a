"""The VAT in gross prices, against sums anyone can check with a calculator."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.domain.countries import country
from appliance.domain.errors import TillError
from appliance.domain.tax import TaxTotal, split_inclusive, tax_total_from_dict, tax_total_to_dict


@dataclass(frozen=True)
class Charge:
    tax_code: str
    letter: str
    rate_bp: int
    amount_minor: int


def charge(country_code: str, tax_code: str, amount_minor: int) -> Charge:
    rate = country(country_code).rate(tax_code)
    return Charge(rate.code, rate.letter, rate.rate_bp, amount_minor)


@pytest.mark.parametrize(
    ("country_code", "tax_code", "gross", "net", "tax"),
    [
        ("DE", "standard", 11_900, 10_000, 1_900),
        ("DE", "reduced", 10_700, 10_000, 700),
        ("DE", "standard", 999, 839, 160),  # 9.99 / 1.19 = 8.3949...
        ("DE", "reduced", 300, 280, 20),  # 3.00 / 1.07 = 2.8037...
        ("FI", "standard", 12_550, 10_000, 2_550),
        ("FI", "reduced", 11_350, 10_000, 1_350),
        ("FI", "reduced", 750, 661, 89),  # 7.50 / 1.135 = 6.6079...
        ("IT", "standard", 12_200, 10_000, 2_200),
        ("IT", "super_reduced", 10_400, 10_000, 400),
        ("IT", "reduced", 890, 809, 81),  # 8.90 / 1.10 = 8.0909...
        ("IT", "low", 150, 143, 7),  # 1.50 / 1.05 = 1.4285...
        ("VN", "low", 85_000, 80_952, 4_048),  # whole dong: 85000 / 1.05 = 80952.38...
        ("VN", "reduced", 25_000, 23_148, 1_852),
        ("DE", "none", 500, 500, 0),
        ("DE", "standard", -15, -13, -2),  # a returned bottle mirrors the sold one
    ],
)
def test_tax_is_taken_out_of_the_gross(
    country_code: str, tax_code: str, gross: int, net: int, tax: int
) -> None:
    (total,) = split_inclusive([charge(country_code, tax_code, gross)])
    assert (total.gross_minor, total.net_minor, total.tax_minor) == (gross, net, tax)


def test_net_is_rounded_once_per_rate_not_once_per_line() -> None:
    # Three lines of 0.99 at 19 %: 2.97 / 1.19 = 2.4957 -> 2.50; per line it would be 3 x 0.83 = 2.49.
    totals = split_inclusive([charge("DE", "standard", 99)] * 3)
    assert [(total.net_minor, total.tax_minor) for total in totals] == [(250, 47)]


def test_rates_come_apart_and_in_the_order_of_their_letters() -> None:
    lines = [
        charge("DE", "reduced", 300),
        charge("DE", "standard", 290),
        charge("DE", "reduced", 180),
        charge("DE", "standard", 15),
    ]
    totals = split_inclusive(lines)
    assert [(total.letter, total.gross_minor) for total in totals] == [("A", 305), ("B", 480)]


@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(-(10**9), 10**12)), max_size=20))
def test_net_and_tax_always_make_the_gross(charges: list[tuple[int, int]]) -> None:
    lines = [Charge(f"r{bp}", "A", bp, amount) for bp, amount in charges]
    totals = split_inclusive(lines)
    assert sum(total.gross_minor for total in totals) == sum(line.amount_minor for line in lines)
    for total in totals:
        assert total.net_minor + total.tax_minor == total.gross_minor
        assert abs(total.net_minor) <= abs(total.gross_minor)
        assert tax_total_from_dict(tax_total_to_dict(total)) == total


def test_a_total_without_its_net_is_unreadable() -> None:
    document = tax_total_to_dict(TaxTotal("standard", "A", 1_900, 119, 100, 19))
    del document["net_minor"]
    with pytest.raises(TillError) as refused:
        tax_total_from_dict(document)
    assert (refused.value.code, refused.value.field) == ("unreadable_record", "net_minor")
