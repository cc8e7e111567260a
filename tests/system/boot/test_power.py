"""The plug of the running image is pulled at random moments; `IMAGE_KILLS` says how often (2, in a soak 20)."""

from __future__ import annotations

import os
from pathlib import Path

from tests.system.boot import power
from tests.system.boot.ground import LOGS, fresh


def test_nothing_promised_is_lost_when_the_plug_is_pulled(image: Path, tmp_path: Path) -> None:
    kills, seed = int(os.environ.get("IMAGE_KILLS", "2")), int(os.environ.get("IMAGE_SEED", "1"))

    day = power.rig(image, tmp_path, fresh(LOGS / "power"), kills, seed)

    assert day.problems == []
    assert sum(day.cuts.values()) == kills
    assert day.recoveries > 0, "no cut left anything to recover, so none of them bit"
