"""The light store of the model does what the real one does, as far as synchronising asks."""

import contextlib
import random
from pathlib import Path
from typing import Any

import pytest

from appliance.store import open_store
from appliance.store.line import chain
from tests.faults.sync_store import LightStore
from tests.faults.sync_world import NOON

Store = Any  # the two have no parent in common


def play(store: Store, seed: int) -> None:
    """A morning of sales, odd facts, documents, answers and epochs."""
    rng = random.Random(seed)
    for number in range(40):
        deed = rng.choice(("sale", "sale", "sale", "odd", "document", "removed", "answer", "broken", "epoch"))
        if deed == "epoch" and rng.random() < 0.3:
            store.begin_epoch(NOON, reason="fork", letters=rng.choice((None, "C")))
            continue
        with (
            pytest.raises(ZeroDivisionError) if deed == "broken" else contextlib.nullcontext(),
            store.transaction(NOON, durable=True, key=f"key-{number}" if deed == "answer" else None) as tx,
        ):
            if deed == "sale":
                series, counter = tx.next_receipt()
                tx.fact("sale", {"number": f"{series}-{counter:06d}", "total_minor": rng.randrange(1, 900)})
            elif deed == "removed":
                tx.remove("office", "streams")
            elif deed == "answer":
                tx.answer({"n": number})
            elif deed == "document":
                tx.put("office", "streams", {"n": number})
                assert tx.get("office", "streams") == {"n": number}
            else:
                tx.fact("reprint", {"n": number})
                tx.put("office", "cursor", {"n": number})
                _ = 1 // (deed != "broken")
        if deed != "broken":
            tx.commit.wait()


def told(store: Store) -> Any:  # Any: everything it says
    state = store.state()
    epochs = store.epochs()
    lasts = [store.last_durable(epoch) for epoch in epochs]
    counts = [
        [store.count_after(kind, e, f) for f in (0, 2, 9)] for e in epochs for kind in ("sale", "reprint")
    ]
    parts = [
        store.stream_part(e, after, limit, 800)
        for e in epochs
        for after in (0, 1, 7, 99)
        for limit in (1, 5, 100)
    ]
    shapes = [None if part is None else (part.epoch, part.first) for part in parts]
    documents = [store.documents("office"), store.get("office", "cursor"), store.get("office", "streams")]
    answers = [store.answered(f"key-{number}") for number in range(40)]
    kept = [None if answer is None else answer.answer for answer in answers]
    return (
        state.epoch,
        state.series,
        state.durable_fact,
        epochs,
        lasts,
        counts,
        shapes,
        sorted(documents[0]),
        documents[1:],
        kept,
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_light_store_says_what_the_real_one_says(tmp_path: Path, seed: int) -> None:
    real, light = open_store(tmp_path, series="A"), LightStore("A")
    try:
        play(real, seed)
        play(light, seed)
        assert told(light) == told(real)
        first, same = light.stream_part(1, 0, 100, 1 << 20), real.stream_part(1, 0, 100, 1 << 20)
        assert first == same  # byte for byte; later epochs begin with a fact that names the old head
        for store in (real, light):
            for epoch in store.epochs():
                head = bytes.fromhex(store.head_at(epoch, 0))
                part = store.stream_part(epoch, 0, 1000, 1 << 20)
                for f, fact in enumerate(part.facts if part else (), 1):
                    head = chain(head, fact)
                    assert store.head_at(epoch, f) == head.hex()
    finally:
        real.close()


def test_a_pulled_plug_takes_what_was_not_flushed_and_nothing_else() -> None:
    store = LightStore("A")
    play(store, 1)
    before = told(store), store.durable_facts(), dict(store.counters)
    with store.transaction(NOON, durable=True) as tx:
        tx.next_receipt()
        tx.fact("sale", {"total_minor": 5})
        tx.put("office", "streams", {"n": -1})
    with store.transaction(NOON, durable=False) as lazy:
        lazy.put("office", "cursor", {"n": -2})
    lazy.commit.wait()
    assert store.durable_facts() == before[1]
    card = store.image()
    store.kill()
    assert (told(store), store.durable_facts(), {k: v for k, v in store.counters.items() if v}) == before
    assert told(card) == before[0]
