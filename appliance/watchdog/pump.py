"""What the watchdog does next, decided from what it was told. Pure: time and chance are handed in.

`see` takes what the till says, `answered` and `told` take what came of the last decision, `next` decides.
Reports come first: while they fail nothing else is tried, so a dead line costs one small request now and then.
Then the catalogue of a fresh box, then facts. A Retry-After holds everything, also *Sync now*: whoever asks then is
told at once that the back office asked us to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.watchdog.answers import (
    CLOCK,
    NO_NETWORK,
    REFUSED,
    REVOKED,
    SLOW,
    UNKNOWN_BOX,
    Answer,
    NoAnswer,
    Outcome,
)
from appliance.watchdog.batching import BatchSize, Sent
from appliance.watchdog.enrol import AskEnrolment, Enrolling, LookEnrolment, TellEnrolment
from appliance.watchdog.patience import LONGEST_OFFLINE_PAUSE_S, LONGEST_PAUSE_S, OPEN, Gate, obeyed_s
from appliance.watchdog.streams import AsideMark, Debt, Due, Fork, Mark, Streams
from appliance.watchdog.view import Identity, Json, TillView

REPORT_INTERVAL_S = 10.0
PUSH_INTERVAL_S = 0.2  # from the beginning of one batch to the next
SHORTEST_REST_S = 0.05  # a till that sells meanwhile gets at least this between two batches
LONGEST_INTERVAL_S = 300.0
DEBOUNCE_S = 1.0
TILL_PAUSE_S = 0.5
SLOW_S = 3.0
MOVING = frozenset(
    {"at", "waiting", "waiting_sales", "oldest_waiting_s", "free_mb"}
)  # no cause to report at once
WRONG_MESSAGE = frozenset({400, 413, 415, 422})
CLOCK_OFF = "clock_off"


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before `until_s`, unless the till says something new."""

    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class TellUplink:
    """Tell the till how the line is."""

    body: Json


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the till what the back office said of a stream."""

    debt: Debt


@dataclass(frozen=True, slots=True)
class Report:
    body: Json


@dataclass(frozen=True, slots=True)
class Offer:
    """Offer the box's own goods to the back office, once."""


@dataclass(frozen=True, slots=True)
class Push:
    due: Due
    limit: int


Asked = Report | Offer | Push | AskEnrolment | LookEnrolment
Told = TellUplink | Tell | TellEnrolment
Decision = Wait | Asked | Told


class Pump:
    """The state of one watchdog's life. Not thread-safe: one thread decides and acts."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._view: TillView | None = None
        self._enrolling = Enrolling()
        self._uplink = "unknown"
        self._till_shut_until_s = 0.0
        self._is_uplink_owed = False
        self._begin()

    def _begin(self) -> None:
        """Forget what a back office said: another one, or another box, may say otherwise."""
        self.online: bool | None = None
        self._streams = Streams(self._chance)
        self._gates: dict[type, Gate] = {}
        self._failing: dict[type, str] = {}
        self._held_until_s = 0.0
        self._batch = BatchSize()
        self._report_n = 0
        self._reported: Json | None = None
        self._reported_at_s: float | None = None
        self._is_report_wanted = False
        self._report_interval_s = REPORT_INTERVAL_S
        self._push_interval_s = PUSH_INTERVAL_S
        self._push_begun_s = 0.0
        self._pushed_at_s: float | None = None
        self._quarantine = 0
        self._attention: str | None = None
        self._is_revoked = self._is_refused = self._is_clock_off = self._is_slow = False
        self._has_offered = False
        self._reached: bool | None = None  # whether the last try found the back office; None: not tried
        self._is_somebody_waiting = False
        self._answered_sync_now: int | None = None

    # ---- what is heard -------------------------------------------------------------------------------------

    @property
    def view(self) -> TillView | None:
        return self._view

    def see(self, view: TillView, now_s: float) -> None:
        """The till says how it stands."""
        before, self._view = self._view, view
        if before is None or _office(before) != _office(view):
            self._begin()
        elif before.sync_now != view.sync_now:
            self.try_now()
            self._is_somebody_waiting = True
            if now_s < self._held_until_s:  # the answer is known already, and is told at once
                self._answered_sync_now, self._reached, self._is_uplink_owed = view.sync_now, False, True
        if view.is_offline_by_choice:
            self._is_uplink_owed |= self.online is not False
            self.online, self._reached = False, None
            self._failing.clear()
            self._gates.clear()
        elif before is not None and before.is_offline_by_choice:
            self.try_now()
        self._enrolling.see(view.enrol if view.identity is None else None)
        self._streams.see(view.streams if view.identity is not None else ())
        if not view.wants_offer:
            self._has_offered = False

    def use_uplink(self, kind: str) -> None:
        """The default route goes through another kind of interface: a long pause has lost its reason."""
        if kind != self._uplink:
            self._uplink = kind
            self._is_uplink_owed = True
            self.try_now()

    def try_now(self) -> None:
        """Do not wait any longer, except where the back office asked for it."""
        self._gates.clear()
        self._streams.open_gates()
        self._is_report_wanted = True

    # ---- what to do ----------------------------------------------------------------------------------------

    def next(self, now_s: float) -> Decision:
        """The next thing to do; answered by `told` or `answered`."""
        view = self._view
        if view is None:
            return Wait()
        telling = self._next_telling(now_s)
        if telling is not None:
            return telling
        if view.is_offline_by_choice or now_s < self._held_until_s:
            return Wait(self._wake_s(now_s))
        if view.identity is None:
            asking = self._enrolling.ask(now_s) if self._is_open(AskEnrolment, now_s) else None
            return asking or Wait(self._wake_s(now_s))
        if now_s >= self._report_due_s():
            return Report(self._report(view))
        is_till_there = now_s >= self._till_shut_until_s
        if is_till_there and Report not in self._failing and self._reported_at_s is not None:
            if view.wants_offer and not self._has_offered and self._is_open(Offer, now_s):
                return Offer()
            due = self._streams.due(now_s)
            if due is not None and now_s >= self._push_due_s():
                self._push_begun_s = now_s
                return Push(due, self._batch.limit)
        return Wait(self._wake_s(now_s))

    def _next_telling(self, now_s: float) -> Told | None:
        if now_s < self._till_shut_until_s:
            return None
        debt = self._streams.debt(now_s)
        if debt is not None:
            return Tell(debt)
        if self._is_uplink_owed and self.online is not None:  # what nobody knows yet is not told
            return TellUplink(self._uplink_body())
        return self._enrolling.tell()

    def _report_due_s(self) -> float:
        gate_s = self._gates.get(Report, OPEN).shut_until_s
        if self._reported_at_s is None or self._is_report_wanted or Report in self._failing:
            return gate_s
        has_changed = self._view is not None and _still(self._view.report) != self._reported
        pause_s = min(DEBOUNCE_S, self._report_interval_s) if has_changed else self._report_interval_s
        return max(gate_s, self._reported_at_s + pause_s)

    def _push_due_s(self) -> float:
        gate_s = self._gates.get(Push, OPEN).shut_until_s
        if self._pushed_at_s is None:
            return gate_s
        return max(self._push_begun_s + self._push_interval_s, self._pushed_at_s + SHORTEST_REST_S, gate_s)

    def _wake_s(self, now_s: float) -> float | None:
        """The earliest time at which anything here may change by itself."""
        times: list[float | None] = [gate.shut_until_s for gate in self._gates.values()]
        times += [self._held_until_s, self._till_shut_until_s, self._streams.next_opening_s(now_s)]
        if self._view is not None and self._view.identity is None:
            times.append(self._enrolling.next_look_s())
        elif self._view is not None and not self._view.is_offline_by_choice:
            times += [self._report_due_s(), self._push_due_s()]
        return min((at_s for at_s in times if at_s is not None and at_s > now_s), default=None)

    def _is_open(self, kind: type, now_s: float) -> bool:
        return self._gates.get(kind, OPEN).is_open(now_s)

    def _report(self, view: TillView) -> Json:
        own: dict[str, Any] = {
            "n": self._report_n + 1,
            "streams": self._streams.report(),
            "uplink": self._uplink,
        }
        standing = self._standing_problem()
        return {**view.report, **own, **({"problem": standing} if standing else {})}

    def _uplink_body(self) -> Json:
        tried = {} if self._reached is None else {"reached": self._reached}
        return {
            "online": bool(self.online),
            "problem": self.problem,
            "quarantine": self._quarantine,
            "attention": self._attention,
            "uplink": self._uplink,
            "sync_now": self._answered_sync_now,
            **tried,
        }

    @property
    def problem(self) -> str | None:
        """What keeps the box from its back office, the gravest first; None if nothing does."""
        return next(iter(self._failing.values()), None) or self._standing_problem()

    def _standing_problem(self) -> str | None:
        """What is wrong although the back office answers."""
        if self._is_revoked:
            return REVOKED
        if self._is_refused:
            return REFUSED
        if self._is_clock_off:
            return CLOCK
        return SLOW if self._is_slow else None

    # ---- what came of it -----------------------------------------------------------------------------------

    def told(self, telling: Told, now_s: float, *, reached: bool, refusal: str | None = None) -> None:
        """The till took what it was told, refused it by a code, or was not there (it is being restarted)."""
        if not reached:
            self._till_shut_until_s = now_s + TILL_PAUSE_S
        elif isinstance(telling, Tell):
            self._streams.paid(telling.debt, now_s, refusal=refusal)
        elif isinstance(telling, TellEnrolment):
            self._enrolling.told(telling)
        elif telling.body == self._uplink_body():
            self._is_uplink_owed = False

    def till_failed(self, now_s: float) -> None:
        """The till did not give what was to be sent."""
        self._till_shut_until_s = now_s + TILL_PAUSE_S
        self._pushed_at_s = now_s

    def offered(self) -> None:
        """The offer is made and the till knows it."""
        self._has_offered = True

    def nothing_to_push(self, push: Push, now_s: float) -> None:
        """The till had nothing: its account was older than it is."""
        self._pushed_at_s = now_s
        self._streams.pushed(push.due, now_s)

    def too_big(self, sent: Sent) -> None:
        """A batch was larger than it should be on the way: ask for a smaller one."""
        self._batch.halve(sent)

    def answered(self, asked: Asked, outcome: Outcome, now_s: float, sent: Sent | None = None) -> None:
        """What came of a question to the back office. `sent` says what a push carried."""
        before = (self.online, self.problem, self._quarantine, self._attention)
        kind = AskEnrolment if isinstance(asked, LookEnrolment) else type(asked)
        if isinstance(outcome, NoAnswer):
            self._not_answered(kind, outcome, now_s, sent)
        elif _is_turned_away(kind, outcome):
            self._turned_away(kind, outcome, now_s)
        else:
            self._understood(kind, outcome)
            if isinstance(asked, Report):
                self._reported_to(outcome, now_s)
            elif isinstance(asked, Push):
                self._pushed(asked, outcome, now_s, sent or Sent(0, 0))
            elif isinstance(asked, Offer):
                self._offer_answered(outcome, now_s)
            elif not self._enrolling.answered(outcome, now_s):
                self._fail(kind, REFUSED, now_s)
        if isinstance(asked, Push):
            self._pushed_at_s = now_s
            if self._is_somebody_waiting and self._streams.due(now_s) is None:
                self._is_somebody_waiting, self._is_uplink_owed = False, True
        if isinstance(asked, Report):
            self._is_report_wanted = False
            self._answered_sync_now = self._view.sync_now if self._view else None
            self._is_uplink_owed = True
        elif before != (self.online, self.problem, self._quarantine, self._attention):
            self._is_uplink_owed = True

    def suspect(self) -> None:
        """Another connection to the back office broke: look at once whether it is still there."""
        if self.online:
            self._is_report_wanted = True

    def _fail(self, kind: type, problem: str, now_s: float) -> None:
        self._failing[kind] = problem
        longest_s = LONGEST_OFFLINE_PAUSE_S if problem == NO_NETWORK else LONGEST_PAUSE_S
        self._gates[kind] = self._gates.get(kind, OPEN).failed(now_s, self._chance(), longest_s)

    def _refused(self, kind: type, now_s: float) -> None:
        """This message is not taken, others are: not a reason to call the box offline."""
        self._is_refused = True
        self._gates[kind] = self._gates.get(kind, OPEN).failed(now_s, self._chance())

    def _not_answered(self, kind: type, nothing: NoAnswer, now_s: float, sent: Sent | None) -> None:
        self.online, self._reached = False, False
        self._fail(kind, nothing.problem, now_s)
        if nothing.retry_after_s is not None:
            self._held_until_s = now_s + obeyed_s(nothing.retry_after_s)
        if nothing.is_timeout and sent is not None:
            self._batch.halve(sent)
        if kind is Push and nothing.problem == NO_NETWORK:
            self._is_report_wanted = True

    def _turned_away(self, kind: type, answer: Answer, now_s: float) -> None:
        """Our signature or our box is not accepted. A clock is put right once at once, then slowly."""
        is_first = self._failing.get(kind) != CLOCK
        self.online, self._reached = False, True
        self._is_clock_off = answer.is_clock_off
        problem = {CLOCK_OFF: CLOCK, UNKNOWN_BOX: UNKNOWN_BOX}.get(answer.code, REFUSED)
        self._fail(kind, problem, now_s)
        if answer.code == CLOCK_OFF and is_first:
            self._gates.pop(kind)

    def _understood(self, kind: type, answer: Answer) -> None:
        """The back office took part in the conversation: the line is there."""
        if self._failing.pop(kind, None) is not None and kind is Report:
            self._gates.clear()  # it was gone and is back: nobody waits for an old pause
            self._failing.clear()
        if answer.is_ok:
            self._gates.pop(kind, None)
        self.online, self._reached = not self._failing, True
        self._is_slow = answer.elapsed_s > SLOW_S
        self._is_clock_off = answer.is_clock_off

    def _reported_to(self, answer: Answer, now_s: float) -> None:
        view = self._view
        last_n = answer.params.get("n")
        if answer.status == 409 and isinstance(last_n, int) and last_n > self._report_n:
            if self._report_n > 0:  # the first time it is only that this process is new
                self._gates[Report] = self._gates.get(Report, OPEN).failed(now_s, self._chance())
            self._report_n = last_n
            self._reported_at_s = None
            return
        self._reported_at_s = now_s
        self._reported = None if view is None else _still(view.report)
        if not answer.is_ok:  # our report is not understood; facts flow all the same
            self._gates[Report] = self._gates.get(Report, OPEN).shut(now_s + self._report_interval_s)
            return
        self._report_n += 1
        self._wishes(answer.body)
        self._report_interval_s = _seconds(
            answer.body.get("interval_s"), self._report_interval_s, least_s=1.0
        )
        quarantine, attention = answer.body.get("quarantine"), answer.body.get("attention")
        self._quarantine = quarantine if isinstance(quarantine, int) else 0
        self._attention = attention if isinstance(attention, str) else None
        streams = answer.body.get("streams")
        if isinstance(streams, list):
            for entry in streams:
                self._follow(entry)
            self._streams.unnamed({entry.get("epoch") for entry in streams if isinstance(entry, Mapping)})
        self._forget_needless()

    def _forget_needless(self) -> None:
        """A failed push or offer that has nothing left to say (only its answer was lost) keeps nobody offline."""
        if not self._streams.has_more:
            self._failing.pop(Push, None)
        if self._view is None or not self._view.wants_offer:
            self._failing.pop(Offer, None)
        self.online = not self._failing

    def _pushed(self, push: Push, answer: Answer, now_s: float, sent: Sent) -> None:
        due, body = push.due, answer.body
        if answer.is_ok:
            self._batch.grow()
            self._wishes(body)
            self._push_interval_s = _seconds(body.get("interval_s"), self._push_interval_s, least_s=0.02)
            self._is_refused = False
            if due.is_aside and isinstance(body.get("aside"), int):
                self._streams.set_aside(AsideMark(due.epoch, min(body["aside"], due.after + sent.count)))
            else:
                self._follow(body)
        elif answer.status == 409:
            params = answer.params
            self._follow(params)
            if answer.code == "fork" and isinstance(params.get("at"), int):
                self._streams.forked(Fork(due.epoch, params["at"]))
        elif answer.status in WRONG_MESSAGE:
            if sent.count > 1:
                self._batch.halve(sent)
            else:
                self._is_refused = True
                self._streams.poisoned(due, now_s)
            return
        else:
            self._refused(Push, now_s)
            return
        self._streams.pushed(due, now_s)

    def _offer_answered(self, answer: Answer, now_s: float) -> None:
        if not answer.is_ok:
            self._refused(Offer, now_s)

    def _wishes(self, body: Mapping[str, Any]) -> None:
        self._batch.wish(body.get("batch"))
        self._is_revoked = body.get("revoked") is True

    def _follow(self, entry: object) -> None:
        if isinstance(entry, Mapping):
            epoch, f, head = entry.get("epoch"), entry.get("mark"), entry.get("head")
            if isinstance(epoch, int) and isinstance(f, int) and f >= 0 and isinstance(head, str):
                self._streams.follow(Mark(epoch, f, head))


def _is_turned_away(kind: type, answer: Answer) -> bool:
    """Whether the box is refused, and not only this message. A report is what tells."""
    if answer.code == CLOCK_OFF or answer.status in (401, 403):
        return True
    is_late = answer.status == 409 and isinstance(answer.params.get("n"), int)
    return kind is Report and not (answer.is_ok or is_late or answer.status in WRONG_MESSAGE)


def _still(report: Json) -> Json:
    """A report without what always moves."""
    return {key: value for key, value in report.items() if key not in MOVING}


def _office(view: TillView) -> Identity | None:
    return view.identity or (view.enrol.identity if view.enrol else None)


def _seconds(value: object, otherwise_s: float, *, least_s: float) -> float:
    if isinstance(value, (int, float)) and value == value:
        return min(max(float(value), least_s), LONGEST_INTERVAL_S)
    return otherwise_s
