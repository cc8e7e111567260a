"""No particular country: euro and plausible rates, for trying out and as a pattern for a new pack."""

from __future__ import annotations

from appliance.domain.countries.pack import AS_GOODS, EURO, CountryPack
from appliance.domain.tax import TaxRate

PACK = CountryPack(
    code="GENERIC",
    currency=EURO,
    rates=(
        TaxRate("standard", "A", 2_000),  # no law behind these three; they only show how rates behave
        TaxRate("reduced", "B", 1_000),
        TaxRate("none", "C", 0),
    ),
    default_language="en",
    zone="Europe/Dublin",
    deposit_tax=AS_GOODS,
    fiscal_notice_key="fiscal.generic",
    cash_steps_minor=(5, 10),
)
