"""Who is alive and what they said last: heartbeats and a monotonic clock in, the state of the light out.

Pure: opens no socket, reads no clock, moves no pin.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from appliance.domain.light import WATCHDOG_MISSING_S, LightState
from appliance.lights.beats import TillBeat, WatchdogBeat

DEAD_AFTER_S = 2.5  # five beats missed; with the way to the lamp it is told within 3.5 s


@dataclass(frozen=True, slots=True)
class Vigil:
    """The last beat of each, by when it was sent. Nobody has been heard at the start."""

    began_s: float
    till: TillBeat | None = None
    till_s: float = -math.inf
    watchdog: WatchdogBeat | None = None
    watchdog_s: float = -math.inf

    def heard(self, beat: TillBeat | WatchdogBeat, now_s: float) -> Vigil:
        """With one more beat. One that was sent before the last known one changes nothing."""
        sent_s = now_s if beat.sent_s is None else min(beat.sent_s, now_s)
        if isinstance(beat, TillBeat):
            return self if sent_s < self.till_s else replace(self, till=beat, till_s=sent_s)
        return self if sent_s < self.watchdog_s else replace(self, watchdog=beat, watchdog_s=sent_s)

    def state(self, now_s: float) -> LightState:
        """What the table of the light is asked now. A till never heard is as good as dead: unknown is not fine."""
        till = self.till
        if till is None or now_s >= self.till_s + DEAD_AFTER_S:
            return LightState(can_save=False, till_alive=False)
        online = self.watchdog.online if self.watchdog and now_s < self.watchdog_s + DEAD_AFTER_S else None
        return LightState(
            can_save=till.can_save,
            attention=till.attention,
            watchdog_silent_s=now_s - max(self.watchdog_s, self.began_s),
            enrolled=till.enrolled,
            online=online,
            offline_by_choice=till.offline_by_choice,
            oldest_waiting_s=till.oldest_waiting_s,
        )

    def next_look_s(self, now_s: float) -> float:
        """When silence alone will next change the state; infinity when it cannot any more."""
        silences_s = (
            self.till_s + DEAD_AFTER_S,
            self.watchdog_s + DEAD_AFTER_S,
            max(self.watchdog_s, self.began_s) + WATCHDOG_MISSING_S,
        )
        return min((moment_s for moment_s in silences_s if moment_s > now_s), default=math.inf)
