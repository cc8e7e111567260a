"""Hands the radio's country to the system: the kernel takes it only from whoever may administer the network.

The watchdog may not, so it leaves two letters in a file; a unit of the system that watches the file tells the kernel.
"""

from __future__ import annotations

from pathlib import Path

from appliance.domain.wifi import is_radio_country
from appliance.whole_file import replace_file


class CountryFile:
    """One country in one file, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tell(self, country: str) -> None:
        """Write `country`; raises OSError where the file cannot be written, ValueError when it is none."""
        if not is_radio_country(country):
            raise ValueError("not a country")
        replace_file(self._path, f"{country}\n".encode("ascii"), 0o644)
