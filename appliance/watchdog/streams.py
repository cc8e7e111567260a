"""Where each stream stands: what the till has, what the back office says it has, what follows from it.

The back office's mark is believed, even when it goes down. What it said and the till has not heard yet is
*owed*. A stream whose bytes differ on both sides is *forked*: nothing of it is pushed until the till has set
it aside. Pure; knows neither socket nor protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace

from appliance.watchdog.patience import OPEN, Gate
from appliance.watchdog.view import Stream

POISON_PAUSE_S = 60.0
FORK_PAUSE_S = 60.0
NO_HEAD = "0" * 64  # where every chain begins


@dataclass(frozen=True, slots=True)
class Mark:
    """The back office has everything of `epoch` up to `f`, where the chain's head is `head`."""

    epoch: int
    f: int
    head: str


@dataclass(frozen=True, slots=True)
class Fork:
    """The back office has other bytes for fact `at` of `epoch`."""

    epoch: int
    at: int


@dataclass(frozen=True, slots=True)
class AsideMark:
    """Facts of a forked stream are in quarantine up to `f`."""

    epoch: int
    f: int


Debt = Mark | Fork | AsideMark


@dataclass(frozen=True, slots=True)
class Due:
    """Facts of `epoch` after number `after` are to be sent."""

    epoch: int
    after: int
    is_aside: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one stream."""

    till: Stream
    told: Mark | None = None
    till_refuses: Mark | None = None  # a mark the till has refused: it is not offered again
    is_owed: bool = False
    fork: Fork | None = None
    fork_told_s: float | None = None
    aside: AsideMark | None = None
    is_aside_owed: bool = False
    gate: Gate = OPEN
    stuck: int = 0  # pushes in a row that did not move the mark up

    @property
    def mark(self) -> int:
        return self.told.f if self.told else self.till.mark

    @property
    def aside_after(self) -> int | None:
        if self.till.aside_after is None:
            return None
        return max(self.till.aside_after, self.aside.f if self.aside else 0)


class Streams:
    """All streams of the box, as far as this watchdog has been told."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._known: dict[int, _Known] = {}

    def see(self, streams: Iterable[Stream]) -> None:
        """The till's own account, possibly a little older than what it was told meanwhile."""
        seen: dict[int, _Known] = {}
        for till in streams:
            before = self._known.get(till.epoch, _Known(till))
            known = replace(before, till=till)
            if (till.aside_after or 0) < (before.till.aside_after or 0):
                known = replace(known, aside=None, is_aside_owed=False)  # the till wants it sent again
            if till.aside_after is not None:  # the till has taken the fork in
                known = replace(known, fork=None, fork_told_s=None, is_owed=False)
            seen[till.epoch] = _with_debt(known)
        self._known = seen

    def follow(self, mark: Mark) -> None:
        """The back office says how far it has a stream. An epoch the till does not know is none of ours."""
        known = self._known.get(mark.epoch)
        if known is not None:
            self._known[mark.epoch] = _with_debt(replace(known, told=mark))

    def unnamed(self, named: Container[object]) -> None:
        """A report is answered with every stream: what is not named, a restored back office has none of."""
        for epoch, known in list(self._known.items()):
            if epoch not in named and known.mark > 0:
                self.follow(Mark(epoch, 0, NO_HEAD))

    def forked(self, fork: Fork) -> None:
        """The back office has other bytes: the till has to know, and nothing is pushed until it does."""
        known = self._known.get(fork.epoch)
        if known is not None and known.till.aside_after is None:
            self._known[fork.epoch] = replace(known, fork=fork, fork_told_s=None)

    def set_aside(self, mark: AsideMark) -> None:
        """The back office has facts of a forked stream aside."""
        known = self._known.get(mark.epoch)
        if known is not None:
            self._known[mark.epoch] = replace(known, aside=mark, is_aside_owed=True)

    def debt(self, now_s: float) -> Debt | None:
        """What the till has to be told next."""
        for known in self._known.values():
            if known.fork is not None:
                if known.fork_told_s is None or now_s >= known.fork_told_s + FORK_PAUSE_S:
                    return known.fork
                continue
            if known.is_owed and known.told is not None:
                return known.told
            if known.is_aside_owed and known.aside is not None:
                return known.aside
        return None

    def paid(self, debt: Debt, now_s: float, *, refusal: str | None = None) -> None:
        """The till was told, and took it or refused it by this code.

        A mark beyond what the till has, or with another head, is the mark of facts that another box with this key
        has sent: a fork.
        """
        known = self._known.get(debt.epoch)
        if known is None:
            return
        if isinstance(debt, Fork):
            known = replace(known, fork_told_s=now_s)
        elif isinstance(debt, AsideMark):
            till = replace(known.till, aside_after=debt.f)
            known = replace(known, till=till, is_aside_owed=known.aside != debt)
        elif refusal is None:
            till = replace(known.till, mark=debt.f, head=debt.head)
            known = _with_debt(replace(known, till=till, till_refuses=None))
        else:
            known = _with_debt(replace(known, till_refuses=debt))
            if refusal in ("beyond_durable", "head_differs"):
                known = replace(
                    known, fork=Fork(debt.epoch, min(debt.f, known.till.last + 1)), fork_told_s=None
                )
            else:
                known = replace(known, gate=known.gate.failed(now_s, self._chance()))
        self._known[debt.epoch] = known

    def due(self, now_s: float) -> Due | None:
        """What to push next: streams in their order, then what was set aside."""
        for known in self._known.values():
            is_free = known.till.aside_after is None and known.fork is None and known.gate.is_open(now_s)
            if is_free and known.mark < known.till.last:
                return Due(known.till.epoch, known.mark, is_aside=False)
        for known in self._known.values():
            after = known.aside_after
            if after is not None and after < known.till.last and known.gate.is_open(now_s):
                return Due(known.till.epoch, after, is_aside=True)
        return None

    @property
    def has_more(self) -> bool:
        """Whether anything is left to send, now or later."""
        return any(
            known.fork is not None
            or (known.mark if known.aside_after is None else known.aside_after) < known.till.last
            for known in self._known.values()
        )

    def pushed(self, due: Due, now_s: float) -> None:
        """After an answer was followed: a mark that does not rise is followed once at once, then slowly."""
        known = self._known.get(due.epoch)
        if known is None:
            return
        reached = (known.aside_after or 0) if due.is_aside else known.mark
        if reached > due.after:
            known = replace(known, stuck=0, gate=OPEN)
        else:
            gate = known.gate.failed(now_s, self._chance()) if known.stuck else known.gate
            known = replace(known, stuck=known.stuck + 1, gate=gate)
        self._known[due.epoch] = known

    def poisoned(self, due: Due, now_s: float) -> None:
        """A single fact is refused by itself: try again every minute, skip nothing; other streams flow."""
        known = self._known.get(due.epoch)
        if known is not None:
            self._known[due.epoch] = replace(known, gate=known.gate.shut(now_s + POISON_PAUSE_S))

    def open_gates(self) -> None:
        """Somebody is waiting: try at once."""
        self._known = {epoch: replace(known, gate=OPEN) for epoch, known in self._known.items()}

    def next_opening_s(self, now_s: float) -> float | None:
        """When the next shut gate opens, or an unheard fork is told again."""
        times = [known.gate.shut_until_s for known in self._known.values()]
        times += [known.fork_told_s + FORK_PAUSE_S for known in self._known.values() if known.fork_told_s]
        return min((at_s for at_s in times if at_s > now_s), default=None)

    def report(self) -> list[dict[str, int]]:
        """The streams as a report names them."""
        return [{"epoch": known.till.epoch, "last": known.till.last} for known in self._known.values()]


def _with_debt(known: _Known) -> _Known:
    """Whether the till still has to hear what the back office said."""
    told = known.told
    has_heard = told is None or (known.till.mark, known.till.head) == (told.f, told.head)
    is_settled = has_heard or told == known.till_refuses or known.till.aside_after is not None
    return replace(known, is_owed=not is_settled)
