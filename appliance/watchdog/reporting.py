"""When the box reports, and what the back office wishes in answer. Pure: time is handed in."""

from __future__ import annotations

from appliance.watchdog.answers import Answer
from appliance.watchdog.decisions import Report
from appliance.watchdog.line import Line
from appliance.watchdog.view import Json

REPORT_INTERVAL_S = 10.0
LONGEST_INTERVAL_S = 300.0
DEBOUNCE_S = 1.0
MOVING = frozenset(
    {"at", "waiting", "waiting_sales", "oldest_waiting_s", "free_mb"}
)  # no cause to report at once


class Reporting:
    """The reports of one watchdog to one back office. `said` is what the till says of itself."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._n = 0
        self._reported: Json | None = None
        self._reported_at_s: float | None = None
        self._interval_s = REPORT_INTERVAL_S
        self.is_wanted = False
        self.quarantine = 0
        self.attention: str | None = None

    @property
    def has_begun(self) -> bool:
        """Whether a report was heard: before that nothing else is sent."""
        return self._reported_at_s is not None

    @property
    def next_n(self) -> int:
        """The number of the next report."""
        return self._n + 1

    def due_s(self, said: Json | None) -> float:
        """When the next report goes out: soon after something changed, else once an interval."""
        gate_s = self._line.shut_until_s(Report)
        if self._reported_at_s is None or self.is_wanted or self._line.is_failing(Report):
            return gate_s
        has_changed = said is not None and _still(said) != self._reported
        pause_s = min(DEBOUNCE_S, self._interval_s) if has_changed else self._interval_s
        return max(gate_s, self._reported_at_s + pause_s)

    def answered(self, answer: Answer, said: Json | None, now_s: float) -> bool:
        """What the back office said to a report; False when it was not taken."""
        last_n = answer.params.get("n")
        if answer.status == 409 and isinstance(last_n, int) and last_n > self._n:
            if self._n > 0:  # the first time it is only that this process is new
                self._line.pause(Report, now_s)
            self._n = last_n
            self._reported_at_s = None
            return False
        self._reported_at_s = now_s
        self._reported = None if said is None else _still(said)
        if not answer.is_ok:  # our report is not understood; facts flow all the same
            self._line.shut(Report, now_s + self._interval_s)
            return False
        self._n += 1
        self._interval_s = seconds(answer.body.get("interval_s"), self._interval_s, least_s=1.0)
        quarantine, attention = answer.body.get("quarantine"), answer.body.get("attention")
        self.quarantine = quarantine if isinstance(quarantine, int) else 0
        self.attention = attention if isinstance(attention, str) else None
        return True


def seconds(value: object, otherwise_s: float, *, least_s: float) -> float:
    """An interval the back office wishes, within reason."""
    if isinstance(value, (int, float)) and value == value:
        return min(max(float(value), least_s), LONGEST_INTERVAL_S)
    return otherwise_s


def _still(report: Json) -> Json:
    """A report without what always moves."""
    return {key: value for key, value in report.items() if key not in MOVING}
