"""Words, money and dates in five languages, for paper and for the customer's display.

`render` turns a document of the domain into rows of plain text; `layout.lay_out` fits rows to a paper width.
Knows no printer and no screen (the screen has its own words and formats money itself; a table of cases,
`tests/fixtures/money_format.json`, keeps both alike).
"""

from __future__ import annotations

from appliance.wording.formats import moment, money, rate, weight
from appliance.wording.keys import KEYS, LANGUAGES, Key, Language
from appliance.wording.layout import StyledLine, as_text, lay_out
from appliance.wording.phrases import language_of, say
from appliance.wording.rows import render

__all__ = [
    "KEYS",
    "LANGUAGES",
    "Key",
    "Language",
    "StyledLine",
    "as_text",
    "language_of",
    "lay_out",
    "moment",
    "money",
    "rate",
    "render",
    "say",
    "weight",
]
