"""The test print: a paper that shows whether printer, letters and width are right. It belongs to no sale.

Wished for by a person who stands in front of the printer: printed now or not at all, and never a second time by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from appliance.domain.document import Cut, Feed, Rule
from appliance.wording import say
from appliance.wording.layout import StyledLine

if TYPE_CHECKING:
    from appliance.wording.layout import Laid

SampleState = Literal["none", "waiting", "printed", "sent", "unconfirmed", "not_printed"]
WITHIN_S = 10.0
LETTERS = "€ ä ö ü å ß é à ñ ç"
DRAWN = "Bánh mì thịt nướng ₫"  # not in the printer's own letters: shows that drawing works


def sample_lines(language: str, columns: int) -> list[Laid]:
    """The paper, in the vendor's language; amounts at the right edge show whether the width is right."""
    return [
        StyledLine("Tillbox", bold=True, size=2, align="center"),
        StyledLine(say("sample.title", language), align="center"),
        Rule(),
        StyledLine(LETTERS),
        StyledLine(DRAWN),
        StyledLine("1234567890" * (columns // 10) + "-" * (columns % 10)),
        StyledLine(say("sample.edge", language).ljust(columns - 1)[: columns - 1] + "|"),
        Rule(),
        StyledLine(say("sample.no_sale", language), align="center"),
        Feed(3),
        Cut(),
    ]


class SamplePaper:
    """At most one wish at a time; any thread may wish, the printer's own thread serves."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()  # guards all below
        self._lines: Sequence[Laid] | None = None
        self._until = 0.0
        self._state: SampleState = "none"

    @property
    def state(self) -> SampleState:
        with self._lock:
            return self._state

    @property
    def is_wanted(self) -> bool:
        with self._lock:
            return self._lines is not None

    def wish(self, lines: Sequence[Laid]) -> None:
        """Print these soon; another wish takes the place of one still waiting."""
        with self._lock:
            self._lines, self._until, self._state = lines, self._clock() + WITHIN_S, "waiting"

    def take(self) -> Sequence[Laid] | None:
        """The lines, once: from here on they may be on paper."""
        with self._lock:
            lines, self._lines = self._lines, None
            return lines

    def not_now(self) -> bool:
        """The printer cannot print: whether its time is up and it was given up."""
        with self._lock:
            if self._lines is None or self._clock() < self._until:
                return False
            self._lines, self._state = None, "not_printed"
            return True

    def forget(self) -> None:
        """Another printer is plugged in: what became of the paper of the old one says nothing of it."""
        with self._lock:
            self._lines, self._state = None, "none"

    def ended(self, state: SampleState) -> None:
        with self._lock:
            self._state = state
