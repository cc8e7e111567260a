"""Italy: rates of D.P.R. 633/1972, art. 16 and table A."""

from __future__ import annotations

from appliance.domain.countries.pack import EURO, CountryPack
from appliance.domain.tax import TaxRate

PACK = CountryPack(
    code="IT",
    currency=EURO,
    rates=(
        TaxRate("standard", "A", 2_200),  # art. 16 (1), 22 % since 1 October 2013 (D.L. 76/2013)
        TaxRate("reduced", "B", 1_000),  # table A part III: eggs, honey, meat, ...
        TaxRate("low", "C", 500),  # table A part II-bis: fresh basil, rosemary, sage, oregano
        TaxRate(
            "super_reduced", "D", 400
        ),  # table A part II: fruit, vegetables, bread, milk, cheese, olive oil
        TaxRate("none", "N", 0),  # outside the tax base
    ),
    default_language="it",
    zone="Europe/Rome",
    deposit_tax="none",  # returnable containers are outside the base: art. 15 (1) no. 4
    fiscal_notice_key="fiscal.it",  # D.Lgs. 127/2015 art. 2: telematic recorder (RT)
    cash_steps_minor=(5,),  # Decree-Law 50/2017, Art. 13-quater: cash sums may be rounded to 5 cents
)
