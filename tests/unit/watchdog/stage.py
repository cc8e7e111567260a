"""A pump between a till's book and a back office's book, with a fake clock and whatever goes wrong between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from appliance.watchdog.answers import Answer, NoAnswer, Outcome
from appliance.watchdog.batching import Sent
from appliance.watchdog.decisions import Decision, Offer, Push, Report, Tell, TellUplink, Wait
from appliance.watchdog.enrol import AskEnrolment, LookEnrolment, TellEnrolment
from appliance.watchdog.pump import Pump
from appliance.watchdog.streams import AsideMark, Mark
from appliance.watchdog.view import till_view
from tests.unit.watchdog.books import OfficeBook, TillBook

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
IDENTITY = {"box_id": "mabcd2345-bxyz23456", "key": KEY, "office_url": "http://127.0.0.1:8090"}
OK = "ok"
Fault = str  # ok | lost (never arrives) | unheard (arrives, its answer does not) | down | till_away


class Stage:
    """Plays decisions until a time; `fault` says of each request what becomes of it."""

    def __init__(self, chance: float = 0.5) -> None:
        self.now_s = 1_000.0
        self.till = TillBook(identity=dict(IDENTITY))
        self.office = OfficeBook()
        self.chance = chance
        self.fault: Callable[[Decision], Fault] = lambda decision: OK
        self.instead: Callable[[Decision], Outcome | None] = lambda decision: None
        self.done: list[tuple[float, Decision]] = []
        self.restart()

    def restart(self) -> None:
        """The watchdog is killed and comes back knowing nothing."""
        self.pump = Pump(lambda: self.chance)
        self._seen: int | None = None

    def look(self) -> None:
        if self.till.rev != self._seen:
            self._seen = self.till.rev
            self.pump.see(till_view(self.till.next()), self.now_s)

    def run(self, seconds: float, steps: int = 5_000) -> None:
        """Let the time pass, acting on every decision."""
        until_s = self.now_s + seconds
        for _ in range(steps):
            if not self.step(until_s):
                return
        raise AssertionError("the pump never rests")

    def step(self, until_s: float) -> bool:
        self.look()
        decision = self.pump.next(self.now_s)
        if isinstance(decision, Wait):
            at_s = until_s if decision.until_s is None else decision.until_s
            assert decision.until_s is None or at_s > self.now_s, "a wait that does not wait"
            self.now_s = min(at_s, until_s)
            return self.now_s < until_s
        self.done.append((self.now_s, decision))
        self.act(decision)
        return True

    def act(self, decision: Decision) -> None:
        fault = self.fault(decision)
        if isinstance(decision, (Tell, TellUplink, TellEnrolment)):
            self._tell(decision, fault)
            return
        assert not isinstance(decision, Wait)
        sent = None
        batch = b""
        if isinstance(decision, Push):
            due = decision.due
            if fault == "till_away":
                self.pump.till_failed(self.now_s)
                return
            found = self.till.batch(due.epoch, due.after, decision.limit, due.is_aside)
            if found is None:
                self.pump.nothing_to_push(decision, self.now_s)
                return
            batch, sent = found, Sent(found.count(b"\n") - 1, len(found))
        self.now_s += 0.01
        outcome = self.instead(decision) or self._exchange(decision, batch, fault)
        if isinstance(decision, Offer) and isinstance(outcome, Answer) and outcome.is_ok:
            self.till.offer = False
            self.pump.offered()
        self.pump.answered(decision, outcome, self.now_s, sent)

    def _exchange(self, decision: Decision, batch: bytes, fault: Fault) -> Outcome:
        if fault == "lost":
            self.now_s += 10
            return NoAnswer("no_network", "lost", is_timeout=True)
        if fault == "down":
            return NoAnswer("office_down", "down")
        if fault == "truncated":
            batch = batch[: len(batch) // 2]
        answer = self._office(decision, batch)
        if fault == "unheard":
            self.now_s += 10
            return NoAnswer("no_network", "unheard", is_timeout=True)
        if fault == "repeated":
            self._office(decision, batch)
        return answer

    def _office(self, decision: Decision, batch: bytes) -> Answer:
        status, body = 200, {}
        if isinstance(decision, Report):
            status, body = self.office.report(dict(decision.body))
        elif isinstance(decision, Push):
            status, body = self.office.push(batch)
        elif isinstance(decision, (AskEnrolment, LookEnrolment)):
            raise AssertionError("use `instead` for enrolments")
        return Answer(status, body)

    def _tell(self, telling: Tell | TellUplink | TellEnrolment, fault: Fault) -> None:
        if fault == "till_away":
            self.pump.told(telling, self.now_s, reached=False)
            return
        status, body = 200, dict[str, Any]()
        if isinstance(telling, TellUplink):
            self.till.uplinks.append(dict(telling.body))
        elif isinstance(telling, TellEnrolment):
            self.till.enrolments.append(dict(telling.body))
        elif isinstance(telling.debt, Mark):
            status, body = self.till.acked(telling.debt.epoch, telling.debt.f, telling.debt.head)
        elif isinstance(telling.debt, AsideMark):
            status, body = self.till.set_aside(telling.debt.epoch, telling.debt.f)
        else:
            status, body = self.till.fork(telling.debt.epoch, telling.debt.at)
        refusal = None if status == 200 else str(body["error"]["code"])
        if fault != "unheard":
            self.pump.told(telling, self.now_s, reached=True, refusal=refusal)
        else:
            self.pump.told(telling, self.now_s, reached=False)

    def times(self, kind: type) -> list[float]:
        return [at_s for at_s, decision in self.done if isinstance(decision, kind)]

    def is_safe(self) -> bool:
        """Every fact of the till is with the back office, in its stream or set aside, and the till knows."""
        kept = {
            (e, f, fact) for e, chain in self.office.streams.items() for f, fact in enumerate(chain.facts, 1)
        }
        return self.till.facts() <= kept | self.office.aside
