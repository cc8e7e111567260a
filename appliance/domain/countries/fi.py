"""Finland: rates of the VAT Act (1501/1993, Sec. 84-85a) in force since 1 January 2026."""

from __future__ import annotations

from appliance.domain.countries.pack import EURO, CountryPack
from appliance.domain.tax import TaxRate

PACK = CountryPack(
    code="FI",
    currency=EURO,
    rates=(
        TaxRate("standard", "A", 2_550),  # Sec. 84, since 1 September 2024
        TaxRate("reduced", "B", 1_350),  # Sec. 85: food and others; 14 % until 31 December 2025
        TaxRate("low", "C", 1_000),  # Sec. 85a: newspapers and magazines
        TaxRate("none", "D", 0),  # small businesses, Sec. 3
    ),
    default_language="fi",
    zone="Europe/Helsinki",
    # Palpa, the return system: deposit values include VAT at the standard rate, whatever the drink's own
    # rate (its notice of 9 July 2024 on the step from 24 to 25.5 %).
    deposit_tax="standard",
    fiscal_notice_key="fiscal.fi",  # Act 658/2013: offer a receipt; no fiscal device
    cash_steps_minor=(5,),  # Act 890/2000; parties may agree not to
)
