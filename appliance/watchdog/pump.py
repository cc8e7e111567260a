"""What the watchdog does next, decided from what it was told. Pure: time and chance are handed in.

`see` takes what the till says, `answered` and `told` take what came of the last decision, `next` decides.
Reports come first: while they fail nothing else is tried, so a dead line costs one small request now and then.
Then the catalogue of a fresh box, then facts. A Retry-After holds everything, also *Sync now*: whoever asks then is
told at once that the back office asked us to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appliance.watchdog.answers import NO_NETWORK, REFUSED, Answer, NoAnswer, Outcome
from appliance.watchdog.batching import BatchSize, Sent
from appliance.watchdog.decisions import (
    Asked,
    Decision,
    Offer,
    Push,
    Report,
    Tell,
    TellUplink,
    Told,
    Wait,
)
from appliance.watchdog.enrol import AskEnrolment, Enrolling, LookEnrolment, TellEnrolment
from appliance.watchdog.line import WRONG_MESSAGE, Line, is_turned_away
from appliance.watchdog.reporting import Reporting, seconds
from appliance.watchdog.streams import AsideMark, Fork, Mark, Streams
from appliance.watchdog.view import Identity, Json, TillView

PUSH_INTERVAL_S = 0.2  # from the beginning of one batch to the next
SHORTEST_REST_S = 0.05  # after a batch
REST_WHILE_BUSY_S = 1.0  # after a batch that was not the last, while somebody is being served
TILL_PAUSE_S = 0.5


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
        self._line = Line(self._chance)
        self._reporting = Reporting(self._line)
        self._streams = Streams(self._chance)
        self._batch = BatchSize()
        self._push_interval_s = PUSH_INTERVAL_S
        self._push_begun_s = 0.0
        self._pushed_at_s: float | None = None
        self._was_full = False
        self._has_offered = False
        self._is_somebody_waiting = False
        self._answered_sync_now: int | None = None

    # ---- what is heard -------------------------------------------------------------------------------------

    @property
    def view(self) -> TillView | None:
        return self._view

    @property
    def online(self) -> bool | None:
        """Whether the back office answers; None: nobody has tried."""
        return self._line.online

    @property
    def problem(self) -> str | None:
        """What keeps the box from its back office; None if nothing does."""
        return self._line.problem

    def see(self, view: TillView, now_s: float) -> None:
        """The till says how it stands."""
        before, self._view = self._view, view
        if before is None or _office(before) != _office(view):
            self._begin()
        elif before.sync_now != view.sync_now:
            self.try_now()
            self._is_somebody_waiting = True
            if now_s < self._line.held_until_s:  # the answer is known already, and is told at once
                self._answered_sync_now, self._line.reached = view.sync_now, False
                self._is_uplink_owed = True
        if view.is_offline_by_choice:
            self._is_uplink_owed |= self.online is not False
            self._line.switch_off()
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
        self._line.open_gates()
        self._streams.open_gates()
        self._reporting.is_wanted = True

    # ---- what to do ----------------------------------------------------------------------------------------

    def next(self, now_s: float) -> Decision:
        """The next thing to do; answered by `told` or `answered`."""
        view = self._view
        if view is None:
            return Wait()
        telling = self._next_telling(now_s)
        if telling is not None:
            return telling
        if view.is_offline_by_choice or now_s < self._line.held_until_s:
            return Wait(self._wake_s(now_s))
        if view.identity is None:
            asking = self._enrolling.ask(now_s) if self._line.is_open(AskEnrolment, now_s) else None
            return asking or Wait(self._wake_s(now_s))
        if now_s >= self._reporting.due_s(view.report):
            return Report(self._report(view))
        is_till_there = now_s >= self._till_shut_until_s
        if is_till_there and self._reporting.has_begun and not self._line.is_failing(Report):
            if view.wants_offer and not self._has_offered and self._line.is_open(Offer, now_s):
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

    def _push_due_s(self) -> float:
        gate_s = self._line.shut_until_s(Push)
        if self._pushed_at_s is None:
            return gate_s
        is_till_first = self._view is not None and self._view.is_busy and self._was_full
        rest_s = REST_WHILE_BUSY_S if is_till_first else SHORTEST_REST_S
        return max(self._push_begun_s + self._push_interval_s, self._pushed_at_s + rest_s, gate_s)

    def _wake_s(self, now_s: float) -> float | None:
        """The earliest time at which anything here may change by itself."""
        times: list[float | None] = [*self._line.openings_s(), self._line.held_until_s]
        times += [self._till_shut_until_s, self._streams.next_opening_s(now_s)]
        if self._view is not None and self._view.identity is None:
            times.append(self._enrolling.next_look_s())
        elif self._view is not None and not self._view.is_offline_by_choice:
            times += [self._reporting.due_s(self._view.report), self._push_due_s()]
        return min((at_s for at_s in times if at_s is not None and at_s > now_s), default=None)

    def _report(self, view: TillView) -> Json:
        own: dict[str, Any] = {
            "n": self._reporting.next_n,
            "streams": self._streams.report(),
            "uplink": self._uplink,
        }
        standing = self._line.standing_problem
        return {**view.report, **own, **({"problem": standing} if standing else {})}

    def _uplink_body(self) -> Json:
        tried = {} if self._line.reached is None else {"reached": self._line.reached}
        return {
            "online": bool(self.online),
            "problem": self.problem,
            "quarantine": self._reporting.quarantine,
            "attention": self._reporting.attention,
            "uplink": self._uplink,
            "sync_now": self._answered_sync_now,
            **tried,
        }

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
        before = self._told_of_line()
        kind = AskEnrolment if isinstance(asked, LookEnrolment) else type(asked)
        if isinstance(outcome, NoAnswer):
            self._not_answered(kind, outcome, now_s, sent)
        elif is_turned_away(kind, outcome):
            self._line.turned_away(kind, outcome, now_s)
        else:
            self._line.understood(kind, outcome)
            if isinstance(asked, Report):
                self._reported_to(outcome, now_s)
            elif isinstance(asked, Push):
                self._pushed(asked, outcome, now_s, sent or Sent(0, 0))
            elif isinstance(asked, Offer):
                self._offer_answered(outcome, now_s)
            elif not self._enrolling.answered(outcome, now_s):
                self._line.fail(kind, REFUSED, now_s)
        if isinstance(asked, Push):
            self._pushed_at_s = now_s
            self._was_full = sent is not None and sent.fills(asked.limit)
            if self._is_somebody_waiting and self._streams.due(now_s) is None:
                self._is_somebody_waiting, self._is_uplink_owed = False, True
        if isinstance(asked, Report):
            self._reporting.is_wanted = False
            self._answered_sync_now = self._view.sync_now if self._view else None
            self._is_uplink_owed = True
        elif before != self._told_of_line():
            self._is_uplink_owed = True

    def suspect(self) -> None:
        """Another connection to the back office broke: look at once whether it is still there."""
        if self.online:
            self._reporting.is_wanted = True

    def _told_of_line(self) -> tuple[object, ...]:
        """What the till is told of the line whenever it changes."""
        return self.online, self.problem, self._reporting.quarantine, self._reporting.attention

    def _not_answered(self, kind: type, nothing: NoAnswer, now_s: float, sent: Sent | None) -> None:
        self._line.not_answered(kind, nothing, now_s)
        if nothing.is_timeout and sent is not None:
            self._batch.halve(sent)
        if kind is Push and nothing.problem == NO_NETWORK:
            self._reporting.is_wanted = True

    def _reported_to(self, answer: Answer, now_s: float) -> None:
        said = None if self._view is None else self._view.report
        if not self._reporting.answered(answer, said, now_s):
            return
        self._wishes(answer.body)
        streams = answer.body.get("streams")
        if isinstance(streams, list):
            for entry in streams:
                self._follow(entry)
            self._streams.unnamed({entry.get("epoch") for entry in streams if isinstance(entry, Mapping)})
        self._forget_needless()

    def _forget_needless(self) -> None:
        """A failed push or offer that has nothing left to say (only its answer was lost) keeps nobody offline."""
        needless: list[type] = [] if self._streams.has_more else [Push]
        if self._view is None or not self._view.wants_offer:
            needless.append(Offer)
        self._line.forgive(*needless)

    def _pushed(self, push: Push, answer: Answer, now_s: float, sent: Sent) -> None:
        due, body = push.due, answer.body
        if answer.is_ok:
            self._batch.grow()
            self._wishes(body)
            self._push_interval_s = seconds(body.get("interval_s"), self._push_interval_s, least_s=0.02)
            self._line.is_refused = False
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
                self._line.is_refused = True
                self._streams.poisoned(due, now_s)
            return
        else:
            self._line.refused(Push, now_s)
            return
        self._streams.pushed(due, now_s)

    def _offer_answered(self, answer: Answer, now_s: float) -> None:
        if not answer.is_ok:
            self._line.refused(Offer, now_s)

    def _wishes(self, body: Mapping[str, Any]) -> None:
        self._batch.wish(body.get("batch"))
        self._line.is_revoked = body.get("revoked") is True

    def _follow(self, entry: object) -> None:
        if isinstance(entry, Mapping):
            epoch, f, head = entry.get("epoch"), entry.get("mark"), entry.get("head")
            if isinstance(epoch, int) and isinstance(f, int) and f >= 0 and isinstance(head, str):
                self._streams.follow(Mark(epoch, f, head))


def _office(view: TillView) -> Identity | None:
    return view.identity or (view.enrol.identity if view.enrol else None)
