"""What came of a request to the back office: an answer, or none. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NO_NETWORK = "no_network"
OFFICE_DOWN = "office_down"
REFUSED = "refused"
CLOCK = "clock"
REVOKED = "revoked"
UNKNOWN_BOX = "unknown_box"  # its code, too
SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Answer:
    """The back office understood the question and answered it, kindly (200, 201) or not (4xx).

    `is_clock_off`: its clock and the box's are more than a day apart.
    """

    status: int
    body: dict[str, Any] = field(default_factory=dict)  # JSON as it came; its readers check what they need
    elapsed_s: float = 0.0
    is_clock_off: bool = False
    retry_after_s: float | None = None

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        error = self.body.get("error")
        return str(error.get("code", "")) if isinstance(error, dict) else ""

    @property
    def params(self) -> dict[str, Any]:
        error = self.body.get("error")
        params = error.get("params") if isinstance(error, dict) else None
        return params if isinstance(params, dict) else {}


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nobody answered, or not like a back office. `problem` is `no_network`, `office_down` or `clock`."""

    problem: str
    detail: str
    is_timeout: bool = False
    retry_after_s: float | None = None


Outcome = Answer | NoAnswer
