"""The hardware self-test: lamp, printer, touch, card, clock; some parts a person judges, some judge themselves.

Memory of this till only: a result is for the sheet that is printed now. A wish runs once for each key.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from appliance.care.check import Check
from appliance.care.storage import Pace, Speed
from appliance.ports import Document
from appliance.till.recent_keys import RecentKeys

log = logging.getLogger(__name__)

Part = Literal["lamp", "printer", "touch", "storage", "clock"]
State = Literal["open", "running", "asks", "good", "attention", "bad", "failed"]
PARTS: tuple[Part, ...] = ("lamp", "printer", "touch", "storage", "clock")
JUDGED: frozenset[Part] = frozenset({"lamp", "printer", "touch"})
OF_PACE: dict[Pace, State] = {"fast": "good", "usable": "attention", "slow": "bad"}
JOIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Result:
    """Where a part stands; `params` are what its sentence needs."""

    state: State = "open"
    params: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the parts are tested with. `light_up` and `print_letters` return at once; `measure` takes seconds."""

    light_up: Callable[[], bool]
    print_letters: Callable[[], None]
    measure: Callable[[Callable[[], bool]], Speed]
    look_at_clock: Callable[[], Check]


class SelfTest:
    """Callable from any thread."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lock = threading.Lock()  # guards the results; never held over a tool
        self._results: dict[Part, Result] = {part: Result() for part in PARTS}
        self._keys = RecentKeys()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def results(self) -> dict[Part, Result]:
        """Every part as it stands."""
        with self._lock:
            return dict(self._results)

    def view(self) -> list[Document]:
        """What the screen draws, in order."""
        return [
            {"part": part, "state": result.state, "params": dict(result.params)}
            for part, result in self.results.items()
        ]

    def begin(self, key: str, part: Part) -> None:
        """Do a part; raises what its tool raises (`no_printer`)."""
        with self._keys.once(key, "begin", part) as is_new:
            if is_new:
                self._do(part)

    def judge(self, key: str, part: Part, is_good: bool) -> None:
        """What a person saw; passed over for a part that asks nothing."""
        with self._keys.once(key, "judge", part, is_good) as is_new, self._lock:
            if is_new and part in JUDGED and self._results[part].state == "asks":
                self._results[part] = Result("good" if is_good else "bad")

    def stop(self) -> None:
        """End a measurement that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(JOIN_S)

    def _do(self, part: Part) -> None:
        if part == "lamp":
            self._set(part, Result("asks" if self._tools.light_up() else "failed"))
        elif part == "printer":
            self._tools.print_letters()
            self._set(part, Result("asks"))
        elif part == "touch":
            self._set(part, Result("asks"))
        elif part == "clock":
            seen = self._tools.look_at_clock()
            self._set(part, Result("good" if seen.level == "fine" else "attention", {"key": seen.key}))
        else:
            self._begin_storage()

    def _begin_storage(self) -> None:
        with self._lock:
            if self._results["storage"].state == "running":
                return
            self._results["storage"] = Result("running")
            self._thread = threading.Thread(target=self._measure, name="care-storage", daemon=True)
            self._thread.start()

    def _measure(self) -> None:
        try:
            speed = self._tools.measure(self._stop.is_set)
        except OSError as problem:
            log.warning("the card's speed could not be measured: %r", problem)
            self._set("storage", Result("failed"))
            return
        self._set("storage", Result(OF_PACE[speed.pace], {"p50_us": speed.p50_us, "p99_us": speed.p99_us}))

    def _set(self, part: Part, result: Result) -> None:
        with self._lock:
            self._results[part] = result
