"""Country packs by code: `country("DE")`. One small file each; adding a country touches only this table."""

from __future__ import annotations

from typing import Final

from appliance.domain.countries import de, fi, generic, it, vn
from appliance.domain.countries.pack import CountryPack
from appliance.domain.errors import TillError

PACKS: Final[dict[str, CountryPack]] = {
    pack.code: pack for pack in (de.PACK, fi.PACK, it.PACK, vn.PACK, generic.PACK)
}


def country(code: str) -> CountryPack:
    """The pack of a country ("DE", "FI", "IT", "VN", "GENERIC", any case); raises `unknown_country`."""
    pack = PACKS.get(code.upper())
    if pack is None:
        raise TillError("unknown_country", field="country", allowed=", ".join(sorted(PACKS)), country=code)
    return pack
