"""The radio's country outlives the power, and the last choice counts."""

from __future__ import annotations

from pathlib import Path

from appliance.store import open_store
from appliance.till.radio_country import RadioCountry
from tests.unit.till.stall import FakeClock


def test_a_pulled_plug_does_not_cost_the_country(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", series="A")
    country = RadioCountry(store, FakeClock())
    assert country.kept() is None
    country.keep("key-00000001", "DE")
    country.keep("key-00000002", "FI")
    store.close()
    again = open_store(tmp_path / "store", series="A")
    assert RadioCountry(again, FakeClock()).kept() == "FI"
    again.close()
