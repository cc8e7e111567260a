"""Country packs: the rates in force in 2026 and how deposits are taxed."""

from __future__ import annotations

import pytest

from appliance.domain.countries import PACKS, country
from appliance.domain.errors import TillError


@pytest.mark.parametrize(
    ("code", "currency", "exponent", "rates_bp"),
    [
        ("DE", "EUR", 2, (1_900, 700, 0)),
        ("FI", "EUR", 2, (2_550, 1_350, 1_000, 0)),
        ("IT", "EUR", 2, (2_200, 1_000, 500, 400, 0)),
        ("VN", "VND", 0, (1_000, 800, 500, 0)),
        ("GENERIC", "EUR", 2, (2_000, 1_000, 0)),
    ],
)
def test_each_country_has_its_currency_and_rates(
    code: str, currency: str, exponent: int, rates_bp: tuple[int, ...]
) -> None:
    pack = country(code.lower())
    assert (pack.currency.code, pack.currency.exponent) == (currency, exponent)
    assert tuple(rate.rate_bp for rate in pack.rates) == rates_bp


def test_letters_and_codes_are_unambiguous_in_every_country() -> None:
    for pack in PACKS.values():
        assert len({rate.letter for rate in pack.rates}) == len(pack.rates)
        assert len({rate.code for rate in pack.rates}) == len(pack.rates)
        assert list(pack.currency.notes_minor) == sorted(pack.currency.notes_minor)
        assert list(pack.currency.coins_minor) == sorted(pack.currency.coins_minor)


def test_a_deposit_is_taxed_as_the_country_says() -> None:
    assert country("DE").deposit_rate(country("DE").rate("reduced")).rate_bp == 700
    assert country("FI").deposit_rate(country("FI").rate("reduced")).rate_bp == 2_550
    assert country("IT").deposit_rate(country("IT").rate("standard")).rate_bp == 0
    assert country("VN").deposit_rate(country("VN").rate("standard")).rate_bp == 0


def test_unknown_country_and_tax_code_are_refused_by_name() -> None:
    with pytest.raises(TillError) as refused:
        country("XX")
    assert (refused.value.code, refused.value.field) == ("unknown_country", "country")
    assert refused.value.allowed == "DE, FI, GENERIC, IT, VN"
    with pytest.raises(TillError) as refused:
        country("DE").rate("luxury")
    assert (refused.value.code, refused.value.params) == ("unknown_tax_code", {"tax_code": "luxury"})
    assert str(refused.value) == (
        "unknown_tax_code, field tax_code, allowed: standard, reduced, none, tax_code=luxury"
    )
