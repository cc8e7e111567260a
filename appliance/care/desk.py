"""What the page asks for, in one hand: checks, self-test, bundle, technician mode, the sheet of results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from appliance.care.health import Health
from appliance.care.saving import Saving
from appliance.care.self_test import SelfTest
from appliance.care.technician import Technician
from appliance.care.whereabouts import Whereabouts
from appliance.ports import Document
from appliance.till.recent_keys import RecentKeys


class Care:
    """Callable from any thread. `print_sheet` raises `no_printer`; `paper` says what became of the last paper."""

    def __init__(
        self,
        health: Health,
        self_test: SelfTest,
        saving: Saving,
        technician: Technician,
        print_sheet: Callable[[], None],
        paper: Callable[[], str],
        whereabouts: Callable[[], Whereabouts],
    ) -> None:
        self.health = health
        self.self_test = self_test
        self.saving = saving
        self.technician = technician
        self._print_sheet = print_sheet
        self._paper = paper
        self._whereabouts = whereabouts
        self._keys = RecentKeys()

    def print_results(self, key: str) -> None:
        """The sheet of results, once for each key."""
        with self._keys.once(key) as is_new:
            if is_new:
                self._print_sheet()

    def view(self) -> Document:
        """Everything the page draws."""
        return {
            "checks": [asdict(one) for one in self.health.look()],
            "parts": self.self_test.view(),
            "paper": self._paper(),
            "bundle": self.saving.view(),
            "technician": self.technician.view(),
            "whereabouts": self.whereabouts(),
        }

    def whereabouts(self) -> Document:
        """The box's name and addresses in the network."""
        return asdict(self._whereabouts())

    def stop(self) -> None:
        """End what is under way."""
        self.self_test.stop()
        self.saving.stop()
