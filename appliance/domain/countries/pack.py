"""The shape of a country pack: currency, VAT rates, deposits, which fiscal device the law asks for.

A pack is data with its sources in comments. It knows no ticket and no language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from appliance.domain.errors import TillError
from appliance.domain.money import Currency
from appliance.domain.tax import TaxRate

AS_GOODS: Final = "as_goods"  # a deposit takes the rate of the drink it belongs to

EURO = Currency(
    code="EUR",
    exponent=2,
    notes_minor=(500, 1_000, 2_000, 5_000, 10_000, 20_000),  # 500 EUR is legal tender, no longer issued
    coins_minor=(1, 2, 5, 10, 20, 50, 100, 200),
)


@dataclass(frozen=True, slots=True)
class CountryPack:
    """What changes at a border. `deposit_tax` is AS_GOODS or the code of one of `rates`."""

    code: str
    currency: Currency
    rates: tuple[TaxRate, ...]
    default_language: str
    zone: str
    deposit_tax: str
    fiscal_notice_key: str
    day_cutoff_minutes: int = 240  # a business day ends at 04:00 local time
    cash_steps_minor: tuple[int, ...] = ()  # what a stall may round a payment in cash to; it need not

    def rate(self, tax_code: str) -> TaxRate:
        """The rate behind a catalogue's tax code; raises `unknown_tax_code`."""
        for rate in self.rates:
            if rate.code == tax_code:
                return rate
        known = ", ".join(rate.code for rate in self.rates)
        raise TillError("unknown_tax_code", field="tax_code", allowed=known, tax_code=tax_code)

    def deposit_rate(self, goods_rate: TaxRate) -> TaxRate:
        """The rate of the deposit that goods of a rate carry."""
        return goods_rate if self.deposit_tax == AS_GOODS else self.rate(self.deposit_tax)
