"""The process that owns the status lamp: heartbeats in, levels of two pins out.

It knows nothing of sales, network or back office; what they mean for the lamp is the table of
`appliance.domain.light`. It stays small, so that nothing it needs can keep it from telling the truth.
"""

from __future__ import annotations

from appliance.lights.process import LightsSettings, run_lights, turn_red

__all__ = ["LightsSettings", "run_lights", "turn_red"]
