"""What the page asks for, in one hand: checks, self-test, bundle, technician mode, the sheet of results."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict

from appliance.care.health import Health
from appliance.care.saving import Saving
from appliance.care.self_test import SelfTest
from appliance.care.technician import Technician
from appliance.ports import Document


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
    ) -> None:
        self.health = health
        self.self_test = self_test
        self.saving = saving
        self.technician = technician
        self._print_sheet = print_sheet
        self._paper = paper
        self._lock = threading.Lock()  # guards the key
        self._key: str | None = None

    def print_results(self, key: str) -> None:
        """The sheet of results, once for each key."""
        with self._lock:
            is_new, self._key = key != self._key, key
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
        }

    def stop(self) -> None:
        """End what is under way."""
        self.self_test.stop()
        self.saving.stop()
