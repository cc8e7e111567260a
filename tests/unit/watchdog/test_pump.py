"""What the watchdog does next, second by second, whatever is said to it."""

from __future__ import annotations

import pytest

from appliance.watchdog.answers import Answer, NoAnswer
from appliance.watchdog.decisions import Decision, Offer, Push, Report, Tell, TellUplink
from appliance.watchdog.pump import REST_WHILE_BUSY_S
from tests.unit.watchdog.books import Chain, error
from tests.unit.watchdog.stage import IDENTITY, Stage


def is_push(decision: Decision) -> bool:
    return isinstance(decision, Push)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_sale_is_with_the_back_office_within_a_second_of_a_report(stage: Stage) -> None:
    stage.run(1)
    stage.till.sell()
    stage.run(0.1)
    assert stage.is_safe()
    assert stage.till.marks[1][0] == 1
    assert stage.pump.online and stage.pump.problem is None


def test_nothing_is_asked_while_the_box_is_not_enrolled(stage: Stage) -> None:
    stage.till.identity = None
    stage.run(3600)
    assert stage.done == []


def test_a_quiet_box_reports_as_often_as_the_back_office_wishes_and_asks_nothing_else(stage: Stage) -> None:
    stage.office.report_interval_s = 30
    stage.run(300)
    reports = stage.times(Report)
    assert len(reports) == 10
    assert len(stage.times(Push)) == 0


def test_a_change_of_state_is_reported_within_a_second_and_flapping_once_a_second(stage: Stage) -> None:
    stage.run(5)
    before = len(stage.times(Report))
    for place in range(20):
        stage.till.extra = {"printer": f"state {place}"}
        stage.till.rev += 1
        stage.run(0.1)
    stage.run(1)
    assert 2 <= len(stage.times(Report)) - before <= 4
    assert stage.office.reports[-1]["printer"] == "state 19"


def test_a_growing_backlog_alone_is_no_change_of_state(stage: Stage) -> None:
    stage.run(1)
    before = len(stage.times(Report))
    for waiting in range(50):
        stage.till.extra = {"waiting": waiting, "oldest_waiting_s": waiting / 3}
        stage.till.rev += 1
        stage.run(0.1)
    assert len(stage.times(Report)) == before


def test_a_backlog_drains_in_batches_that_grow_to_the_wish_with_a_rest_between(stage: Stage) -> None:
    stage.till.sell(5_000)
    stage.run(20)
    assert stage.is_safe()
    assert stage.office.pushes[0] == 100
    assert max(stage.office.pushes) == 200
    pushes = stage.times(Push)
    assert min(b - a for a, b in zip(pushes, pushes[1:], strict=False)) >= 0.2 - 1e-6


def test_a_backlog_rests_a_second_between_batches_while_somebody_is_served(stage: Stage) -> None:
    stage.till.busy = True
    stage.till.sell(1_000)
    stage.run(20)
    assert stage.is_safe()
    pushes = stage.times(Push)
    assert min(b - a for a, b in zip(pushes, pushes[1:], strict=False)) >= REST_WHILE_BUSY_S
    stage.till.sell(1_000)
    stage.run(1)
    stage.till.busy = False
    stage.till.rev += 1
    stage.run(3)
    assert stage.is_safe()


def test_a_sale_of_a_busy_till_goes_out_at_once_when_nothing_else_waits(stage: Stage) -> None:
    stage.till.busy = True
    stage.run(1)
    for _ in range(10):
        stage.till.sell()
        stage.run(0.25)
        assert stage.is_safe()


def test_no_network_is_tried_for_ever_with_pauses_that_grow_a_little(stage: Stage) -> None:
    stage.chance = 0.999
    stage.fault = lambda decision: "lost"
    stage.run(7200)
    tries = stage.times(Report)
    pauses = [b - a - 10.01 for a, b in zip(tries, tries[1:], strict=False)]
    assert [round(pause) for pause in pauses[:5]] == [1, 2, 4, 8, 15]
    assert all(round(pause) == 15 for pause in pauses[4:])
    assert len(tries) > 250
    assert stage.till.uplinks[-1]["online"] is False
    assert stage.till.uplinks[-1]["problem"] == "no_network"


def test_a_back_office_that_is_down_is_asked_less_and_less_up_to_a_minute(stage: Stage) -> None:
    stage.chance = 0.999
    stage.instead = lambda decision: NoAnswer("office_down", "500")
    stage.run(7200)
    tries = stage.times(Report)
    pauses = [round(b - a) for a, b in zip(tries, tries[1:], strict=False)]
    assert pauses[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(pauses[6:]) == {60}


def test_sync_now_ends_a_long_pause(stage: Stage) -> None:
    stage.chance = 0.999
    stage.fault = lambda decision: "lost"
    stage.run(600)
    stage.fault = lambda decision: "ok"
    stage.till.sync_now += 1
    stage.till.rev += 1
    stage.run(0.1)
    assert stage.pump.online
    assert stage.till.uplinks[-1] | {"online": True, "reached": True, "sync_now": 1} == stage.till.uplinks[-1]


def test_whoever_asked_to_sync_now_hears_when_everything_is_safe(stage: Stage) -> None:
    stage.run(1)
    stage.till.sell(500)
    stage.till.sync_now += 1
    stage.run(5)
    assert stage.is_safe()
    last_ack = max(at_s for at_s, decision in stage.done if isinstance(decision, Tell))
    assert stage.times(TellUplink)[-1] == last_ack


def test_another_way_out_ends_a_long_pause(stage: Stage) -> None:
    stage.chance = 0.999
    stage.fault = lambda decision: "lost"
    stage.run(600)
    stage.fault = lambda decision: "ok"
    stage.pump.use_uplink("lte")
    stage.run(0.1)
    assert stage.pump.online
    assert stage.office.reports[-1]["uplink"] == "lte"


def test_retry_after_overrides_every_pause_and_sync_now_is_told_so_at_once(stage: Stage) -> None:
    stage.till.sell(10)
    stage.instead = lambda decision: NoAnswer("office_down", "429", retry_after_s=120)
    stage.run(1)
    asked = len(stage.done)
    stage.instead = lambda decision: None
    stage.till.sync_now += 1
    stage.till.rev += 1
    stage.run(118)
    assert [type(decision).__name__ for _, decision in stage.done[asked:]] == ["TellUplink"]
    assert stage.till.uplinks[-1]["problem"] == "office_down"
    assert stage.till.uplinks[-1]["sync_now"] == 1
    stage.run(3)
    assert stage.is_safe()


def test_a_retry_after_of_a_century_is_obeyed_for_an_hour(stage: Stage) -> None:
    stage.instead = lambda decision: NoAnswer("office_down", "503", retry_after_s=3e9)
    stage.run(1)
    stage.instead = lambda decision: None
    stage.run(3601)
    assert stage.pump.online


def test_a_mark_that_went_down_is_followed_without_a_new_sale(stage: Stage) -> None:
    stage.till.sell(50)
    stage.run(5)
    copy = stage.office.copy()
    stage.till.sell(50)
    stage.run(5)
    stage.office.restore({1: copy[1].cut(20)})
    stage.run(15)
    assert stage.is_safe()
    assert stage.till.marks[1][0] == 100


def test_a_back_office_that_lost_everything_gets_everything_again(stage: Stage) -> None:
    stage.till.sell(150)
    stage.run(5)
    stage.office.restore({})
    stage.till.sell()
    stage.run(15)
    assert stage.is_safe()


def test_a_gap_is_answered_from_the_mark_the_back_office_names(stage: Stage) -> None:
    stage.till.sell(50)
    stage.run(5)
    stage.office.restore({1: stage.office.streams[1].cut(10)})
    stage.till.sell()
    stage.run(1)
    assert stage.is_safe()
    assert stage.till.marks[1][0] == 51


def test_marks_that_never_rise_do_not_make_the_box_hammer(stage: Stage) -> None:
    stage.till.sell(10)
    stage.instead = lambda decision: (
        Answer(200, {"epoch": 1, "mark": 0, "head": "0" * 64}) if is_push(decision) else None
    )
    stage.run(600)
    assert len(stage.times(Push)) < 60


def test_a_fork_is_told_to_the_till_and_its_facts_are_sent_aside(stage: Stage) -> None:
    stage.till.sell(30)
    stage.run(5)
    twin = stage.office.streams[1]
    for place in range(5):
        twin.add(b'{"twin":%d}' % place)
    stage.till.sell(5)
    stage.run(70)
    assert stage.till.forks and stage.till.asides[1] == 35
    assert stage.is_safe()
    assert {f for _, f, _ in stage.office.aside} == {31, 32, 33, 34, 35}
    assert stage.office.streams[2].last == stage.till.streams[2].last


def test_a_mark_beyond_what_the_box_has_is_a_fork(stage: Stage) -> None:
    stage.till.sell(10)
    stage.run(5)
    stage.office.streams[1].add(b'{"from":"my twin"}')
    stage.run(15)
    assert stage.till.forks == [1]
    stage.till.sell(3)
    stage.run(5)
    assert stage.is_safe()
    assert stage.till.forks == [1]


def test_the_new_epoch_does_not_wait_for_what_is_set_aside(stage: Stage) -> None:
    stage.till.sell(2_000)
    stage.till.asides[1] = 0
    stage.till.streams[2] = Chain()
    stage.till.sell(1)
    stage.run(1)
    assert stage.office.streams[2].last == 1
    stage.run(60)
    assert len(stage.office.aside) == 2_000


def test_one_poisoned_fact_is_found_by_halving_and_tried_again_each_minute(stage: Stage) -> None:
    stage.till.sell(100)
    poison = stage.till.streams[1].facts[42]
    stage.office.refuses = {poison}
    stage.run(600)
    assert stage.office.streams[1].last == 42
    assert stage.pump.problem == "refused" and stage.pump.online
    late = [at_s for at_s in stage.times(Push) if at_s > 1_100]
    assert 7 <= len(late) <= 9
    stage.office.refuses = set()
    stage.run(65)
    assert stage.is_safe()
    assert stage.pump.problem is None


def test_a_poisoned_fact_of_an_old_epoch_does_not_hold_up_the_new_one(stage: Stage) -> None:
    stage.till.sell(3)
    stage.office.refuses = set(stage.till.streams[1].facts[:1])
    stage.till.streams[2] = Chain()
    stage.till.sell(4)
    stage.run(30)
    assert stage.office.streams[2].last == 4


def test_a_clock_that_is_off_is_put_right_at_once_and_said(stage: Stage) -> None:
    refusals = iter([Answer(401, error("clock_off"), is_clock_off=True)])
    stage.instead = lambda decision: next(refusals, None)
    stage.run(0.5)
    assert stage.pump.online
    assert len(stage.times(Report)) == 2


def test_a_clock_that_stays_refused_is_not_hammered(stage: Stage) -> None:
    stage.instead = lambda decision: Answer(401, error("clock_off"), is_clock_off=True)
    stage.run(600)
    assert len(stage.times(Report)) < 30
    assert stage.pump.problem == "clock"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_box_that_is_not_accepted_says_refused_and_pushes_nothing(stage: Stage, status: int) -> None:
    stage.till.sell(10)
    stage.instead = lambda decision: Answer(status, error("wrong_box"))
    stage.run(600)
    assert stage.pump.problem == "refused" and stage.pump.online is False
    assert stage.times(Push) == []
    assert len(stage.times(Report)) < 30


def test_a_revoked_box_sends_on_and_says_so(stage: Stage) -> None:
    stage.office.revoked = True
    stage.till.sell(10)
    stage.run(2)
    assert stage.is_safe()
    assert stage.pump.problem == "revoked"
    assert stage.till.uplinks[-1]["problem"] == "revoked"


def test_a_restarted_watchdog_goes_on_from_the_number_of_the_last_report(stage: Stage) -> None:
    stage.run(100)
    stage.restart()
    stage.run(1)
    assert stage.pump.online
    assert stage.office.reports[-1]["n"] == len(stage.office.reports)


def test_offline_by_choice_is_silent_and_coming_back_is_immediate(stage: Stage) -> None:
    stage.run(5)
    stage.till.is_offline = True
    stage.till.sell()
    stage.run(0.1)
    asked = len(stage.office.reports)
    stage.run(7_200)
    assert len(stage.office.reports) == asked
    assert stage.till.uplinks[-1]["online"] is False and stage.till.uplinks[-1]["problem"] is None
    stage.till.is_offline = False
    stage.till.rev += 1
    stage.run(1)
    assert stage.is_safe()


def test_timeouts_halve_the_batch_and_success_lets_it_grow_again(stage: Stage) -> None:
    stage.till.sell(300)
    stage.fault = lambda decision: "lost" if is_push(decision) else "ok"
    stage.run(60)
    limits = [decision.limit for _, decision in stage.done if isinstance(decision, Push)]
    assert limits[:4] == [100, 50, 25, 12]
    stage.fault = lambda decision: "ok"
    stage.run(90)
    assert stage.is_safe()


def test_own_goods_are_offered_once_before_facts(stage: Stage) -> None:
    stage.till.offer = True
    stage.till.sell()
    stage.run(5)
    assert len(stage.times(Offer)) == 1
    assert stage.is_safe()


def test_a_refused_offer_does_not_hold_up_sales(stage: Stage) -> None:
    stage.till.offer = True
    stage.till.sell()
    stage.instead = lambda decision: (
        Answer(422, error("bad_request")) if isinstance(decision, Offer) else None
    )
    stage.run(60)
    assert stage.is_safe()
    assert stage.pump.online and stage.pump.problem == "refused"
    assert len(stage.times(Offer)) < 12


def test_a_till_that_is_away_is_told_when_it_is_back(stage: Stage) -> None:
    stage.till.sell(10)
    stage.fault = lambda decision: "till_away" if not isinstance(decision, Report) else "ok"
    stage.run(30)
    stage.fault = lambda decision: "ok"
    stage.run(2)
    assert stage.is_safe() and stage.till.marks[1][0] == 10
    assert stage.till.uplinks[-1]["online"] is True


def test_another_identity_starts_from_nothing(stage: Stage) -> None:
    stage.till.sell(10)
    stage.run(5)
    stage.office.__init__()  # type: ignore[misc]  # another back office
    stage.till.identity = {**IDENTITY, "box_id": "mother234-bother234"}
    stage.till.marks = {}
    stage.till.rev += 1
    stage.run(5)
    assert stage.is_safe()


def test_answers_full_of_nonsense_neither_stop_nor_hurry_the_pump(stage: Stage) -> None:
    stage.till.sell(10)
    nonsense = [
        {},
        {"streams": 7, "batch": "many", "interval_s": "soon", "quarantine": [], "attention": 4},
        {"streams": [None, {"epoch": "x"}, {"epoch": 1, "mark": -5, "head": 3}], "interval_s": float("nan")},
        {"epoch": 9, "mark": 10**9, "head": "zz", "batch": 10**9, "interval_s": -1},
        {"error": "text"},
    ]
    for status in (200, 409, 418, 422):
        for body in nonsense:
            stage.instead = lambda decision, status=status, body=body: Answer(status, body)
            stage.run(60)
    assert len(stage.done) < 4_000
    stage.instead = lambda decision: None
    stage.run(70)
    assert stage.is_safe()


def test_a_lost_answer_to_the_last_push_leaves_the_box_online(stage: Stage) -> None:
    stage.run(12)
    stage.till.sell(2)
    stage.fault = lambda decision: "unheard" if isinstance(decision, Push) else "ok"
    stage.run(60)
    assert stage.is_safe()
    assert stage.pump.online is True
    assert stage.pump.problem is None


def test_a_till_that_asks_for_it_has_its_set_aside_facts_sent_again(stage: Stage) -> None:
    stage.till.sell(3)
    stage.till.asides[1] = 1
    stage.till.streams[2] = Chain()
    stage.run(20)
    assert stage.till.asides[1] == 3
    stage.office.aside.clear()  # another life of the back office
    stage.till.asides[1] = 0
    stage.till.rev += 1
    stage.run(20)
    assert {f for _, f, _ in stage.office.aside} == {1, 2, 3}


def test_a_back_office_that_does_not_know_the_box_is_named_as_such(stage: Stage) -> None:
    stage.instead = lambda decision: Answer(401, error("unknown_box"))
    stage.run(30)
    assert (stage.pump.problem, stage.pump.online) == ("unknown_box", False)
