"""How the line to the back office is: whether it answers, what it refuses, and how long each question has to wait.

Knows kinds of questions, not what is in them. Pure: time and chance are handed in.
"""

from __future__ import annotations

from collections.abc import Callable

from appliance.watchdog.answers import (
    CLOCK,
    NO_NETWORK,
    REFUSED,
    REVOKED,
    SLOW,
    UNKNOWN_BOX,
    Answer,
    NoAnswer,
)
from appliance.watchdog.decisions import Report
from appliance.watchdog.patience import LONGEST_OFFLINE_PAUSE_S, LONGEST_PAUSE_S, OPEN, Gate, obeyed_s

SLOW_S = 3.0
WRONG_MESSAGE = frozenset({400, 413, 415, 422})
CLOCK_OFF = "clock_off"


class Line:
    """What one back office made us think of the line. `kind` is the type of a question."""

    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self._gates: dict[type, Gate] = {}
        self._failing: dict[type, str] = {}
        self.online: bool | None = None
        self.reached: bool | None = None  # whether the last try found the back office; None: not tried
        self.held_until_s = 0.0
        self.is_revoked = self.is_refused = False
        self._is_clock_off = self._is_slow = False

    @property
    def problem(self) -> str | None:
        """What keeps the box from its back office, the gravest first; None if nothing does."""
        return next(iter(self._failing.values()), None) or self.standing_problem

    @property
    def standing_problem(self) -> str | None:
        """What is wrong although the back office answers."""
        if self.is_revoked:
            return REVOKED
        if self.is_refused:
            return REFUSED
        if self._is_clock_off:
            return CLOCK
        return SLOW if self._is_slow else None

    # ---- patience ------------------------------------------------------------------------------------------

    def is_failing(self, kind: type) -> bool:
        """Whether the last question of this kind failed."""
        return kind in self._failing

    def is_open(self, kind: type, now_s: float) -> bool:
        """Whether a question of this kind may be asked now."""
        return self._gates.get(kind, OPEN).is_open(now_s)

    def shut_until_s(self, kind: type) -> float:
        """From when on a question of this kind may be asked."""
        return self._gates.get(kind, OPEN).shut_until_s

    def openings_s(self) -> list[float]:
        """When something may be asked again that may not be asked now."""
        return [gate.shut_until_s for gate in self._gates.values()]

    def open_gates(self) -> None:
        """Do not wait any longer, except where the back office asked for it."""
        self._gates.clear()

    def shut(self, kind: type, until_s: float) -> None:
        """Do not ask before then; no growing pause."""
        self._gates[kind] = self._gates.get(kind, OPEN).shut(until_s)

    def pause(self, kind: type, now_s: float, longest_s: float = LONGEST_PAUSE_S) -> None:
        """Wait longer than the last time before asking again."""
        self._gates[kind] = self._gates.get(kind, OPEN).failed(now_s, self._chance(), longest_s)

    # ---- what came of a question ---------------------------------------------------------------------------

    def switch_off(self) -> None:
        """A person wants no connection: what failed before is no news any more."""
        self.online, self.reached = False, None
        self._failing.clear()
        self._gates.clear()

    def fail(self, kind: type, problem: str, now_s: float) -> None:
        """This kind of question did not get through."""
        self._failing[kind] = problem
        self.pause(kind, now_s, LONGEST_OFFLINE_PAUSE_S if problem == NO_NETWORK else LONGEST_PAUSE_S)

    def forgive(self, *kinds: type) -> None:
        """What failed has nothing left to say: it keeps nobody offline."""
        for kind in kinds:
            self._failing.pop(kind, None)
        self.online = not self._failing

    def refused(self, kind: type, now_s: float) -> None:
        """This message is not taken, others are: not a reason to call the box offline."""
        self.is_refused = True
        self.pause(kind, now_s)

    def not_answered(self, kind: type, nothing: NoAnswer, now_s: float) -> None:
        """Nobody answered, or asked us to come back later."""
        self.online, self.reached = False, False
        self.fail(kind, nothing.problem, now_s)
        if nothing.retry_after_s is not None:
            self.held_until_s = now_s + obeyed_s(nothing.retry_after_s)

    def turned_away(self, kind: type, answer: Answer, now_s: float) -> None:
        """Our signature or our box is not accepted. A clock is put right once at once, then slowly."""
        is_first = self._failing.get(kind) != CLOCK
        self.online, self.reached = False, True
        self._is_clock_off = answer.is_clock_off
        problem = {CLOCK_OFF: CLOCK, UNKNOWN_BOX: UNKNOWN_BOX}.get(answer.code, REFUSED)
        self.fail(kind, problem, now_s)
        if answer.code == CLOCK_OFF and is_first:
            self._gates.pop(kind)

    def understood(self, kind: type, answer: Answer) -> None:
        """The back office took part in the conversation: the line is there."""
        if self._failing.pop(kind, None) is not None and kind is Report:
            self._gates.clear()  # it was gone and is back: nobody waits for an old pause
            self._failing.clear()
        if answer.is_ok:
            self._gates.pop(kind, None)
        self.online, self.reached = not self._failing, True
        self._is_slow = answer.elapsed_s > SLOW_S
        self._is_clock_off = answer.is_clock_off


def is_turned_away(kind: type, answer: Answer) -> bool:
    """Whether the box is refused, and not only this message. A report is what tells."""
    if answer.code == CLOCK_OFF or answer.status in (401, 403):
        return True
    is_late = answer.status == 409 and isinstance(answer.params.get("n"), int)
    return kind is Report and not (answer.is_ok or is_late or answer.status in WRONG_MESSAGE)
