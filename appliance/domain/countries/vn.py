"""Vietnam: rates of the VAT Law 48/2024/QH15 and the temporary cut of Resolution 204/2025/QH15."""

from __future__ import annotations

from appliance.domain.countries.pack import CountryPack
from appliance.domain.money import Currency
from appliance.domain.tax import TaxRate

DONG = Currency(
    code="VND",
    exponent=0,
    notes_minor=(1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000),
    coins_minor=(200, 500),  # small notes still in use; coins left circulation
)

PACK = CountryPack(
    code="VN",
    currency=DONG,
    rates=(
        TaxRate("standard", "A", 1_000),  # art. 9 (3) of the law
        TaxRate("reduced", "B", 800),  # most goods of the 10 % group, 1 July 2025 to 31 December 2026
        TaxRate("low", "C", 500),  # art. 9 (2): fresh food in trade among others
        TaxRate("none", "D", 0),  # art. 5: unprocessed produce sold by those who grew it
    ),
    default_language="vi",
    zone="Asia/Ho_Chi_Minh",
    deposit_tax="none",  # no deposit scheme; a bottle deposit is money held, not turnover
    fiscal_notice_key="fiscal.vn",  # Decree 70/2025/ND-CP: e-invoices generated from cash registers
    cash_steps_minor=(500, 1_000),  # smaller notes are hardly in use
)
