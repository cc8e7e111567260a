"""What this box was told about itself: country, merchant, stall. Fixed while the till runs."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.domain.countries.pack import CountryPack


@dataclass(frozen=True, slots=True)
class Box:
    """The box's own facts; `language` is what the screen speaks until a person changes it.

    `greets`: a new box of this kind welcomes its owner.
    """

    country: CountryPack
    language: str
    stall: str
    merchant_name: str
    version: str
    started_utc: str
    simulated: bool
    greets: bool = False
