"""The thread that acts: does what the pump decides, tells the pump what came of it. Decides nothing itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

from appliance.watchdog.answers import REFUSED, Answer, NoAnswer, Outcome
from appliance.watchdog.batching import MAX_BATCH_BYTES, Sent
from appliance.watchdog.client import BadOfficeUrl
from appliance.watchdog.decisions import Asked, Decision, Offer, Push, Report, Tell, TellUplink, Told, Wait
from appliance.watchdog.enrol import AskEnrolment, LookEnrolment, TellEnrolment
from appliance.watchdog.listen import LatestView
from appliance.watchdog.loop import Loop
from appliance.watchdog.pump import Pump
from appliance.watchdog.streams import Debt, Due, Fork, Mark
from appliance.watchdog.till_link import TillAnswer, TillGone
from appliance.watchdog.uplinks import Loopback, Uplink, Uplinks
from appliance.watchdog.view import Identity, Json, TillView

log = logging.getLogger(__name__)

LOOK_AT_ROUTE_S = 2.0
STUCK_AFTER_S = 60.0  # longer than any turn can take by its own time limits


class Office(Protocol):
    """The back office, as far as this thread speaks with it."""

    def report(self, report: dict[str, object]) -> Outcome: ...
    def push(self, batch: bytes) -> Outcome: ...
    def offer(self, catalogue: bytes) -> Outcome: ...
    def ask_enrolment(self, about: dict[str, object]) -> Outcome: ...
    def look_enrolment(self, enrolment_id: str) -> Outcome: ...
    def interrupt(self) -> None: ...
    def close(self) -> None: ...


class TillPort(Protocol):
    """The till, as far as this thread speaks with it. Every call may raise `TillGone`."""

    def batch(self, due: Due, limit: int) -> bytes | None: ...
    def catalogue(self) -> bytes: ...
    def tell_debt(self, debt: Debt) -> TillAnswer: ...
    def tell_uplink(self, body: Json) -> TillAnswer: ...
    def tell_enrolment(self, body: Json) -> TillAnswer: ...
    def offered(self, generation: str, version: int) -> TillAnswer: ...
    def interrupt(self) -> None: ...


class Sync(Loop):
    """Owns the pump and the connection for reports and facts."""

    def __init__(
        self,
        till: TillPort,
        latest: LatestView,
        connect: Callable[[Identity], Office],
        uplinks: Uplinks,
        chance: Callable[[], float],
        after_turn: Callable[[TillView | None, bool | None], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("watchdog-sync", chance)
        self._till = till
        self._latest = latest
        self._connect = connect
        self._uplinks = uplinks
        self._now_s = now_s
        self._after_turn = after_turn
        self._pump = Pump(chance)
        self._office: Office | None = None
        self._whose: Identity | None = None
        self._route = Uplink("unknown")
        self._looked_at_route_s = float("-inf")
        self._suspicious = False
        self._said: tuple[bool | None, str | None] = (None, None)
        self.turned_at_s = now_s()

    @property
    def online(self) -> bool | None:
        """For the light; None while nobody knows yet. Raises RuntimeError if the thread hangs: no beat is right."""
        if self._now_s() - self.turned_at_s > STUCK_AFTER_S:
            raise RuntimeError(f"{self.name} hangs")
        return self._pump.online

    def suspect(self) -> None:
        """Another connection broke: look soon. May be called from any thread."""
        self._suspicious = True
        self.wake()

    def turn(self) -> float:
        now_s = self.turned_at_s = self._now_s()
        if self._suspicious:
            self._suspicious = False
            self._pump.suspect()
        view = self._latest.get()
        if view is not None and view is not self._pump.view:
            if self._pump.view is None or self._pump.view.identity != view.identity:
                self._looked_at_route_s = float("-inf")
            self._pump.see(view, now_s)
        self._look_at_route(now_s)
        decision = self._pump.next(now_s)
        wait_s = self._do(decision)
        self._say()
        self._after_turn(self._pump.view, self._pump.online)
        return wait_s

    def ask_to_stop(self) -> None:
        super().ask_to_stop()
        self._till.interrupt()
        office = self._office
        if office is not None:
            office.interrupt()

    def release(self) -> None:
        if self._office is not None:
            self._office.close()

    def _do(self, decision: Decision) -> float:
        if isinstance(decision, Wait):
            until_s = decision.until_s
            if self._pump.view is None:
                return LOOK_AT_ROUTE_S
            rest_s = LOOK_AT_ROUTE_S if until_s is None else until_s - self._now_s()
            return min(max(rest_s, 0.001), LOOK_AT_ROUTE_S)
        if isinstance(decision, (TellUplink, Tell, TellEnrolment)):
            self._tell(decision)
        elif isinstance(decision, Push):
            self._push(decision)
        elif isinstance(decision, Offer):
            self._offer(decision)
        else:
            self._pump.answered(decision, self._ask(decision), self._now_s())
        return 0.0

    def _tell(self, telling: Told) -> None:
        try:
            if isinstance(telling, Tell):
                answer = self._till.tell_debt(telling.debt)
                self._log_debt(telling.debt, answer)
            elif isinstance(telling, TellUplink):
                answer = self._till.tell_uplink(telling.body)
            else:
                answer = self._till.tell_enrolment(telling.body)
        except TillGone as gone:
            log.debug("not told: %s", gone)
            self._pump.told(telling, self._now_s(), reached=False)
            return
        refusal = None if answer.is_ok else answer.code
        self._pump.told(telling, self._now_s(), reached=True, refusal=refusal)

    def _log_debt(self, debt: Debt, answer: TillAnswer) -> None:
        if isinstance(debt, Fork):
            log.error("the back office has other bytes for fact %d of epoch %d", debt.at, debt.epoch)
        elif not answer.is_ok:
            log.error("the till refuses %s: %s", debt, answer.code)
        elif isinstance(debt, Mark):
            log.debug("the back office has epoch %d up to %d", debt.epoch, debt.f)

    def _push(self, push: Push) -> None:
        try:
            batch = self._till.batch(push.due, push.limit)
        except TillGone as gone:
            log.debug("no batch: %s", gone)
            self._pump.till_failed(self._now_s())
            return
        count = 0 if batch is None else batch.count(b"\n") - 1
        if batch is None or count < 1:
            self._pump.nothing_to_push(push, self._now_s())
            return
        sent = Sent(count, len(batch))
        if sent.size > MAX_BATCH_BYTES and count > 1:
            self._pump.too_big(sent)
            return
        self._pump.answered(push, self._with_office(lambda office: office.push(batch)), self._now_s(), sent)

    def _offer(self, offer: Offer) -> None:
        try:
            goods = self._till.catalogue()
            outcome = self._with_office(lambda office: office.offer(goods))
            if isinstance(outcome, Answer) and outcome.is_ok:
                generation, version = outcome.body.get("generation"), outcome.body.get("version")
                if isinstance(generation, str) and isinstance(version, int):
                    taken = self._till.offered(generation, version)
                    if taken.is_ok:
                        self._pump.offered()
                    else:  # the till knows better: asked again, not in a hurry
                        outcome = Answer(taken.status)
                else:
                    outcome = NoAnswer("office_down", "an offer's answer without generation")
        except TillGone:
            self._pump.till_failed(self._now_s())
            return
        self._pump.answered(offer, outcome, self._now_s())

    def _ask(self, asked: Asked) -> Outcome:
        if isinstance(asked, Report):
            report = dict(asked.body)
            return self._with_office(lambda office: office.report(report))
        if isinstance(asked, AskEnrolment):
            about = dict(asked.about)
            return self._with_office(lambda office: office.ask_enrolment(about), asked.identity)
        if isinstance(asked, LookEnrolment):
            wanted = asked.enrolment_id
            return self._with_office(lambda office: office.look_enrolment(wanted), asked.identity)
        raise AssertionError(asked)

    def _with_office(self, ask: Callable[[Office], Outcome], identity: Identity | None = None) -> Outcome:
        view = self._pump.view
        whose = identity or (view.identity if view else None)
        if whose is None:
            raise AssertionError("asked without an identity")
        if whose != self._whose or self._office is None:
            if self._office is not None:
                self._office.close()
            self._office, self._whose = None, None
            try:
                self._office = self._connect(whose)
            except BadOfficeUrl as bad:
                return NoAnswer(REFUSED, str(bad))
            self._whose = whose
        return ask(self._office)

    def _look_at_route(self, now_s: float) -> None:
        if now_s - self._looked_at_route_s < LOOK_AT_ROUTE_S:
            return
        self._looked_at_route_s = now_s
        view = self._pump.view
        is_local = view is not None and view.identity is not None and _is_local(view.identity.office_url)
        route = Loopback().current() if is_local else self._uplinks.current()
        if route != self._route:
            log.info("the way out is %s (%s)", route.kind, route.interface or "no route")
            self._route = route
            self._pump.use_uplink(route.kind)

    def _say(self) -> None:
        now = (self._pump.online, self._pump.problem)
        if now == self._said:
            return
        self._said = now
        if now[1] == REFUSED:
            log.warning("the back office refuses what this box sends")
        log.info("back office: %s%s", "online" if now[0] else "offline", f" ({now[1]})" if now[1] else "")


def _is_local(office_url: str) -> bool:
    return office_url.startswith("http://")  # plain HTTP is only ever spoken to this machine
