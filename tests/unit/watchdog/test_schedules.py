"""Random schedules of everything that goes wrong: in the end everything is safe and nothing counts twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.watchdog.stage import Stage

FAULTS = ["ok", "ok", "ok", "lost", "unheard", "down", "truncated", "repeated", "till_away"]
moves = st.one_of(
    st.tuples(st.just("sell"), st.integers(1, 150)),
    st.tuples(st.just("wait"), st.integers(0, 120)),
    st.tuples(st.just("steps"), st.integers(1, 20)),
    st.tuples(st.just("kill"), st.just(0)),
    st.tuples(st.just("copy"), st.just(0)),
    st.tuples(st.just("restore"), st.just(0)),
    st.tuples(st.just("epoch"), st.just(0)),
    st.tuples(st.just("offline"), st.just(0)),
    st.tuples(st.just("sync now"), st.just(0)),
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(moves, max_size=25), st.lists(st.sampled_from(FAULTS), min_size=1), st.floats(0, 0.999))
def test_whatever_goes_wrong_all_facts_arrive_once_and_in_order(
    schedule: list[tuple[str, int]], faults: list[str], chance: float
) -> None:
    stage = Stage(chance)
    copy = stage.office.copy()
    turns = iter(range(10**9))
    stage.fault = lambda decision: faults[next(turns) % len(faults)]
    for move, size in schedule:
        if move == "sell":
            stage.till.sell(size)
        elif move == "wait":
            stage.run(size)
        elif move == "steps":
            for _ in range(size):
                stage.step(stage.now_s + 60)
        elif move == "kill":
            stage.restart()
        elif move == "copy":
            copy = stage.office.copy()
        elif move == "restore":
            stage.office.restore(copy)
        elif move == "epoch":
            stage.till.streams[max(stage.till.streams) + 1] = type(stage.till.streams[1])()
            stage.till.sell()
        elif move == "offline":
            stage.till.is_offline = not stage.till.is_offline
            stage.till.rev += 1
        else:
            stage.till.sync_now += 1
            stage.till.rev += 1
    stage.till.is_offline = False
    stage.till.sync_now += 1
    stage.till.rev += 1
    stage.fault = lambda decision: "ok"
    stage.run(400)
    assert stage.is_safe()
    assert {epoch: chain.facts for epoch, chain in stage.office.streams.items()} == {
        epoch: chain.facts for epoch, chain in stage.till.streams.items() if chain.facts
    }
    assert stage.till.forks == [] and stage.office.aside == set()
    assert {epoch: mark for epoch, (mark, _) in stage.till.marks.items()} == {
        epoch: chain.last for epoch, chain in stage.till.streams.items() if chain.facts
    }


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 40), st.integers(0, 40), st.lists(st.sampled_from(FAULTS), min_size=1), st.integers(1, 30)
)
def test_two_boxes_with_one_key_lose_nothing(common: int, twins: int, faults: list[str], own: int) -> None:
    stage = Stage()
    stage.till.sell(common)
    stage.run(20)
    for place in range(twins):
        stage.office.streams.setdefault(1, type(stage.till.streams[1])()).add(b'{"twin":%d}' % place)
    turns = iter(range(10**9))
    stage.fault = lambda decision: faults[next(turns) % len(faults)]
    stage.till.sell(own)
    stage.run(60)
    stage.fault = lambda decision: "ok"
    stage.till.sell()
    stage.till.sync_now += 1
    stage.till.rev += 1
    stage.run(400)
    assert stage.is_safe()
    assert (max(stage.till.streams) == 1) == (twins == 0)
