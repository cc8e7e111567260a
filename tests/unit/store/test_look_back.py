"""Looking back for bytes: newest first, bounded, to be gone on with, over segments, epochs and lost lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.ports import Fact
from appliance.store import JournalStore, finding, open_store
from tests.bench.store_peer import moment


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JournalStore]:
    store = open_store(tmp_path, series="A")
    yield store
    store.close()


def note(store: JournalStore, words: str, *, day: int = 0, type_: str = "sale", times: int = 1) -> None:
    with store.transaction(moment(day), durable=True) as tx:
        for _ in range(times):
            tx.fact(type_, {"words": words})
    tx.commit.wait()


def look(
    store: JournalStore, *needles: str, most_bytes: int = 1 << 30, most_facts: int = 1_000
) -> list[Fact]:
    """All of it, question after question."""
    found: list[Fact] = []
    below = None
    for _ in range(1_000):
        looked = store.look_back(
            ("sale",), [one.encode() for one in needles], below, most_bytes=most_bytes, most_facts=most_facts
        )
        found += looked.facts
        below = looked.below
        if below is None:
            return found
    raise AssertionError("it never came to the beginning")


def test_found_newest_first_in_either_case_and_of_the_type_asked_for(store: JournalStore) -> None:
    note(store, "Plums")
    note(store, "Pears")
    note(store, "plums", type_="refund")
    note(store, "PLUMS, sour")
    assert [fact.body["words"] for fact in look(store, "plums")] == ["PLUMS, sour", "Plums"]


def test_facts_of_one_line_are_all_found(store: JournalStore) -> None:
    note(store, "plums", times=3)
    assert [fact.f for fact in look(store, "plums")] == [3, 2, 1]


def test_days_and_epochs_are_looked_through_one_after_the_other(store: JournalStore) -> None:
    for day in range(4):
        note(store, "plums", day=day)
        note(store, "pears", day=day)
    store.begin_epoch(moment(4), reason="test")
    note(store, "plums", day=4)
    assert [(fact.epoch, fact.at.day) for fact in look(store, "plums")] == [
        (2, moment(4).day),
        *((1, moment(day).day) for day in (3, 2, 1, 0)),
    ]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(["plums", "pears", "figs"]), st.integers(0, 3)), max_size=30),
    st.integers(1, 3_000),
    st.integers(1, 5),
)
def test_small_bites_find_what_one_large_bite_finds(
    sold: list[tuple[str, int]], most_bytes: int, most_facts: int
) -> None:
    import tempfile

    before = finding.WINDOW_BYTES
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), series="A")
        try:
            finding.WINDOW_BYTES = 700
            for words, day in sorted(sold, key=lambda one: one[1]):
                note(store, words, day=day)
            whole = look(store, "plums", "figs")
            bites = look(store, "plums", "figs", most_bytes=most_bytes, most_facts=most_facts)
        finally:
            finding.WINDOW_BYTES = before
            store.close()
    assert [fact.f for fact in bites] == [fact.f for fact in whole]
    assert len(whole) == sum(words != "pears" for words, _ in sold)


def test_what_is_not_durable_yet_is_not_found(store: JournalStore) -> None:
    note(store, "plums")
    with store.transaction(moment(), durable=True) as tx:
        tx.fact("sale", {"words": "plums"})
        assert len(look(store, "plums")) == 1
    tx.commit.wait()
    assert len(look(store, "plums")) == 2
