"""Every phrase the box can put on paper or on the customer's display, by key."""

from __future__ import annotations

from typing import Final, Literal, get_args

from appliance.domain.document import WordKey

DisplayKey = Literal[
    "display.change",
    "display.total",
    "display.welcome",
]
FiscalKey = Literal["fiscal.de", "fiscal.fi", "fiscal.it", "fiscal.vn", "fiscal.generic"]
SampleKey = Literal["sample.title", "sample.edge", "sample.no_sale"]
Key = WordKey | DisplayKey | FiscalKey | SampleKey
Language = Literal["en", "de", "fi", "it", "vi"]

KEYS: Final[tuple[Key, ...]] = (
    *get_args(WordKey),
    *get_args(DisplayKey),
    *get_args(FiscalKey),
    *get_args(SampleKey),
)
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
