"""Every sentence a row of the morning check can say has words on the screen, and no words are left over."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROWS = ROOT / "appliance" / "till" / "ready"
WORDS = ROOT / "webui" / "src" / "till" / "ready" / "words" / "en.ts"
MADE = {  # keys made of a state or a name
    *(f"stick.{state}" for state in ("full", "read_only", "failed")),
    *(f"printer.{state}" for state in ("paper_out", "cover_open", "offline")),
    *(f"{name}.{how}" for name in ("scanner", "scale") for how in ("here", "gone")),
}


def test_rows_and_words_are_the_same() -> None:
    said = {
        found
        for file in ROWS.glob("*.py")
        if file.name != "desk.py"
        for found in re.findall(r'(?<!f)"([a-z]+\.[a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    known = set(re.findall(r"'row\.([a-z_.]+)'", WORDS.read_text(encoding="utf-8")))
    assert said | MADE == known
