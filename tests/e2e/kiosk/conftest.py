"""One screen for all kiosk tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from appliance.kiosk import available
from tests.e2e.kiosk import driver


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    driver.require_programs()
    with driver.screen() as name:
        reason = available({"DISPLAY": name})
        assert reason is None, reason
        yield name
