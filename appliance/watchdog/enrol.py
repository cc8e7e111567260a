"""How a new box joins a back office: ask for a code, show it, look until the owner has decided. Pure.

Asking again with the same key is answered with the same enrolment, so a lost answer costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from appliance.watchdog.answers import Answer
from appliance.watchdog.view import EnrolWish, Identity, Json

INTERVAL_S = 2.0
SHORTEST_INTERVAL_S = 0.5
LONGEST_INTERVAL_S = 60.0
TOLD = ("state", "code", "approve_url", "enrolment_id", "expires_in_s", "box_id", "merchant", "series")


@dataclass(frozen=True, slots=True)
class AskEnrolment:
    """Ask for a code."""

    identity: Identity
    about: Json


@dataclass(frozen=True, slots=True)
class LookEnrolment:
    """Look whether the owner has decided."""

    identity: Identity
    enrolment_id: str


@dataclass(frozen=True, slots=True)
class TellEnrolment:
    """Tell the till how the enrolment stands."""

    body: Json


class Enrolling:
    """One enrolment, from the wish to the owner's decision."""

    def __init__(self) -> None:
        self._begin_anew()

    def _begin_anew(self) -> None:
        """All of it belongs to one wish."""
        self._wish: EnrolWish | None = None
        self._id: str | None = None
        self._is_settled = False
        self._interval_s = INTERVAL_S
        self._look_at_s = 0.0
        self._told: Json = {}
        self._to_tell: Json | None = None

    def see(self, wish: EnrolWish | None) -> None:
        """What the till wants now. Another key or back office begins anew; so does a forgotten enrolment."""
        before = self._wish
        if wish is None or before is None or before.identity != wish.identity:
            self._begin_anew()
        elif before.enrolment_id is not None and wish.enrolment_id is None:
            self._begin_anew()
        self._wish = wish
        if wish is not None and wish.enrolment_id is not None:
            self._id = wish.enrolment_id

    def tell(self) -> TellEnrolment | None:
        """What the till has to be told first."""
        return None if self._to_tell is None else TellEnrolment(self._to_tell)

    def told(self, telling: TellEnrolment) -> None:
        if self._to_tell == telling.body:
            self._told, self._to_tell = telling.body, None

    def ask(self, now_s: float) -> AskEnrolment | LookEnrolment | None:
        """What to ask the back office now."""
        if self._wish is None or self._is_settled or now_s < self._look_at_s:
            return None
        if self._id is None:
            return AskEnrolment(self._wish.identity, self._wish.about)
        return LookEnrolment(self._wish.identity, self._id)

    def next_look_s(self) -> float | None:
        return self._look_at_s if self._wish is not None and not self._is_settled else None

    def answered(self, answer: Answer, now_s: float) -> bool:
        """Fold an answer; False if it makes no sense."""
        if answer.status == 404 and self._id is not None:
            self._id = None  # a back office that was restored has forgotten it: ask again
            self._look_at_s = now_s + self._interval_s
            return True
        body = answer.body
        state = body.get("state", "pending" if answer.is_ok else None)
        enrolment_id = body.get("enrolment_id", self._id)
        if not answer.is_ok or state not in ("pending", "denied", "expired", "approved"):
            return False
        if state == "approved" and not isinstance(body.get("box_id"), str):
            return False
        if state == "pending" and not isinstance(enrolment_id, str):
            return False
        self._id = enrolment_id
        self._is_settled = state != "pending"
        self._interval_s = _interval_s(body.get("interval_s"), self._interval_s)
        self._look_at_s = now_s + self._interval_s
        known = {**self._told, **(self._to_tell or {})}
        told: dict[str, Any] = {key: body.get(key, known.get(key)) for key in TOLD}
        told |= {"state": state, "enrolment_id": enrolment_id}
        told = {key: value for key, value in told.items() if value is not None}
        if told != self._told:
            self._to_tell = told
        return True


def _interval_s(value: object, before_s: float) -> float:
    if isinstance(value, (int, float)) and value == value:
        return min(max(float(value), SHORTEST_INTERVAL_S), LONGEST_INTERVAL_S)
    return before_s
