"""How the box stands, for everybody who asks but the screen: the lamp, the back office, the page about the box.

All of it from one `LightState`, so that lamp, screen and report cannot disagree.
"""

from __future__ import annotations

from appliance.domain.light import LightState, light
from appliance.ports import Clock, Devices, Document, Moment, Store, StoreState
from appliance.till import views
from appliance.till.back_office import BackOffice
from appliance.till.box import Box


class Standing:
    """Callable from any thread."""

    def __init__(self, store: Store, clock: Clock, devices: Devices, box: Box, office: BackOffice) -> None:
        self._store = store
        self._clock = clock
        self._devices = devices
        self._box = box
        self._office = office

    def now(self) -> LightState:
        """What the light is decided from, at this moment."""
        return self.at(self._clock.now(), self._store.state())

    def at(self, moment: Moment, state: StoreState) -> LightState:
        """What the light is decided from."""
        return self._office.light_state(moment, can_save=state.writable, damage=state.damage is not None)

    def about(self) -> Document:
        """Version, chain and space."""
        return views.about(self._box, self._store.state())

    def report(self) -> Document:
        """What the box says of itself to its back office."""
        state = self._store.state()
        shown = light(self.at(self._clock.now(), state))
        return {
            "light": {"colour": shown.colour, "rhythm": shown.rhythm, "reason": shown.reason},
            "series": state.series,
            "free_mb": state.free_bytes // views.MIB,
            "printer": self._devices.status().printer,
        }
