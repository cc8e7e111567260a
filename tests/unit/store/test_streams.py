"""What synchronising reads from the store: exact parts of a stream, heads, counts; and leaving a stream for another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from appliance.store import JournalStore
from tests.unit.store.sales import moment, numbers, sell

Opened = Callable[..., JournalStore]
BIG = 1 << 20


def chained(start: str, facts: tuple[bytes, ...]) -> str:
    head = bytes.fromhex(start)
    for fact in facts:
        head = hashlib.sha256(head + fact).digest()
    return head.hex()


def test_a_part_of_the_stream_is_the_exact_bytes_with_the_heads_around_them(opened: Opened) -> None:
    store = opened()
    for day in (1, 1, 1, 2, 3, 3):
        sell(store, day=day)
    part = store.stream_part(1, 1, 4, BIG)
    assert part is not None
    assert (part.first, len(part.facts)) == (2, 4)
    assert [store.exact_fact(f)[0] for f in (2, 3, 4, 5)] == list(part.facts)
    assert (part.start, part.end) == (store.head_at(1, 1), store.head_at(1, 5))
    assert chained(part.start, part.facts) == part.end
    assert chained("0" * 64, store.stream_part(1, 0, 99, BIG).facts) == store.state().head


def test_a_part_ends_at_the_size_asked_for_but_holds_at_least_one_fact(opened: Opened) -> None:
    store = opened()
    for _ in range(3):
        sell(store)
    size = len(store.exact_fact(1)[0])
    assert len(store.stream_part(1, 0, 99, size * 2 + 9).facts) == 2
    assert len(store.stream_part(1, 0, 99, 1).facts) == 1
    assert store.stream_part(1, 3, 99, BIG) is None
    assert store.stream_part(2, 0, 99, BIG) is None


def test_facts_of_one_line_can_be_parted(opened: Opened) -> None:
    store = opened()
    with store.transaction(moment(), durable=True) as tx:
        for i in range(4):
            tx.fact("reprint", {"number": f"A-{i}"})
    tx.commit.wait()
    part = store.stream_part(1, 1, 2, BIG)
    assert part.facts == tuple(store.exact_fact(f)[0] for f in (2, 3))
    assert part.end == store.head_at(1, 3)


def test_facts_past_a_number_are_counted_over_segments(opened: Opened) -> None:
    store = opened()
    for day in (1, 1, 2, 2, 3):
        sell(store, day=day)
        with store.transaction(moment(day), durable=True) as tx:
            tx.fact("reprint", {"number": "A-000001"})
    assert store.count_after("sale", 1, 0) == 5
    assert store.count_after("sale", 1, 1) == 4
    assert store.count_after("sale", 1, 4) == 3
    assert store.count_after("sale", 1, 10) == 0
    assert store.count_after("refund", 1, 0) == 0


def test_a_new_epoch_begins_another_stream_and_another_series_and_names_the_old_head(
    opened: Opened, tmp_path: Path
) -> None:
    store = opened()
    sell(store)
    sell(store)
    old_head = store.state().head
    store.begin_epoch(moment(), reason="fork")
    sell(store)
    state = store.state()
    assert (state.epoch, state.series, state.last_fact, state.durable_fact) == (2, "A2", 2, 2)
    assert numbers(store) == ["A-000001", "A-000002", "A2-000001"]
    started = store.fact(1)
    assert started.type == "epoch_started"
    assert (started.body["reason"], started.body["old_head"]) == ("fork", old_head)
    assert (started.body["old_epoch"], started.body["last_fact"]) == (1, 2)
    assert (store.epochs(), store.last_durable(1), store.last_durable(2)) == ([1, 2], 2, 2)
    store.close()
    again = opened()
    assert again.state().damage is None
    assert numbers(again) == ["A-000001", "A-000002", "A2-000001"]
    sell(again, day=5)
    assert numbers(again)[-1] == "A2-000002"
    assert again._verifier.wait(10)
    assert again.state().damage is None


def test_other_letters_stay_with_the_epoch_and_come_back_after_the_next_damage(opened: Opened) -> None:
    store = opened()
    sell(store)
    store.begin_epoch(moment(), reason="series_taken", letters="B")
    sell(store)
    store.begin_epoch(moment(), reason="fork")
    sell(store)
    store.close()
    assert numbers(opened()) == ["A-000001", "B2-000001", "B3-000001"]


def test_a_new_epoch_of_an_empty_store_is_no_special_case(opened: Opened) -> None:
    store = opened()
    store.begin_epoch(moment(), reason="fork")
    sell(store)
    assert numbers(store) == ["A2-000001"]
