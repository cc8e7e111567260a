"""The first minutes with a new box are kept step by step, and a box that sells already is not asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from appliance.domain.countries import country
from appliance.domain.errors import TillError
from appliance.store import JournalStore, open_store
from appliance.till.box import Box
from appliance.till.welcome import STEPS, Welcome, step
from tests.unit.till.stall import CATEGORIES, ITEMS, NOON, FakeClock, stall_on

NEW = Box(country("de"), "de", "Stand 12", "Obst", "0.1.0", NOON.utc, simulated=False, greets=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    opened = open_store(tmp_path / "store", series="A")
    yield opened
    opened.close()


def welcome_on(store: JournalStore, box: Box = NEW) -> Welcome:
    return Welcome(store, FakeClock(), box, lambda: (CATEGORIES, ITEMS))


def test_a_new_box_asks_for_its_language_first(store: JournalStore) -> None:
    assert welcome_on(store).step == "language"


def test_a_box_with_demo_data_welcomes_nobody(store: JournalStore) -> None:
    assert step(store, replace(NEW, greets=False)) is None


def test_a_box_that_has_sold_is_not_new(store: JournalStore) -> None:
    stall_on(store).sell("first")
    assert step(store, NEW) is None


def test_a_pulled_plug_costs_no_step(tmp_path: Path) -> None:
    for name in STEPS:
        store = open_store(tmp_path / "store", series="A")
        welcome_on(store).go(f"go-to-{name}", name)
        store.close()
        again = open_store(tmp_path / "store", series="A")
        assert welcome_on(again).step == name
        again.close()


def test_once_over_it_stays_over(store: JournalStore) -> None:
    welcome = welcome_on(store)
    welcome.go("key-0001", "done")
    welcome.go("key-0002", "network")  # another screen was late
    assert welcome.step is None


def test_an_unknown_step_is_refused(store: JournalStore) -> None:
    with pytest.raises(TillError, match="bad_request"):
        welcome_on(store).go("key-0001", "sleep")


def test_sample_goods_fill_an_empty_catalogue_once(store: JournalStore) -> None:
    welcome, seen = welcome_on(store), []
    welcome.catalogue_changed = lambda: seen.append(len(store.documents("items")))
    welcome.add_sample_goods("key-0001")
    assert seen == [len(ITEMS)]
    assert store.get("settings", "catalogue") == {"version": 1}
    welcome.add_sample_goods("key-0002")
    assert store.get("settings", "catalogue") == {"version": 1}, "goods that are there stay as they are"
