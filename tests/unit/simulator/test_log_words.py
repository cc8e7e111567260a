"""Every log key the simulator can write has words on the page."""

import re
from pathlib import Path

from appliance.simulator.plug import BUTTON, PHASES
from appliance.simulator.printer import FAULTS

ROOT = Path(__file__).parents[3]


def test_every_log_key_has_words() -> None:
    words = (ROOT / "webui/src/workbench/words/en.ts").read_text()
    known = set(re.findall(r"'(log\.\w+)':", words))
    sources = "".join(path.read_text() for path in (ROOT / "appliance/simulator").glob("*.py"))
    written = set(re.findall(r'"(log\.\w+)"', sources))
    written |= {f"log.{fault}_{end}" for fault in FAULTS for end in ("on", "off")}
    written |= {f"log.pulled_{phase}" for phase in (*PHASES, BUTTON, "now")}
    reasons = set(re.findall(r'NotTheTill\("(\w+)"\)', sources))
    written |= {f"log.nothing_pulled_{reason}" for reason in reasons}
    assert written == known
