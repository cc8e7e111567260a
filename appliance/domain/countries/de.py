"""Germany: rates of Sec. 12 UStG, in force unchanged since 1 January 2021."""

from __future__ import annotations

from appliance.domain.countries.pack import AS_GOODS, EURO, CountryPack
from appliance.domain.tax import TaxRate

PACK = CountryPack(
    code="DE",
    currency=EURO,
    rates=(
        TaxRate("standard", "A", 1_900),  # Sec. 12 (1) UStG; drinks included, except milk
        TaxRate("reduced", "B", 700),  # Sec. 12 (2) no. 1 UStG with annex 2: most food, plants, flowers
        TaxRate("none", "C", 0),  # small businesses, Sec. 19 UStG
    ),
    default_language="de",
    zone="Europe/Berlin",
    deposit_tax=AS_GOODS,  # a container shares the fate of its content: UStAE 10.1 (8)
    fiscal_notice_key="fiscal.de",  # Sec. 146a AO, KassenSichV: certified security module (TSE)
)
