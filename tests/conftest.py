"""How property tests run everywhere: they say what holds, never how long it takes."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("tillbox", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tillbox")
