"""The truth table `docs/offline.md`: what works with no Internet here, what the screen says, which test shows it.

`python -m tests.unit.docs.offline` writes it; a test notices when it is stale, when a named test is gone and when words
are no longer on the screen. What is said of others is what their own help, their issue trackers or reports of their
users say, as read in November 2026; "?" is "nothing found", never "no".
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
PAGE: Final = ROOT / "docs" / "offline.md"
WORDS: Final = ROOT / "webui" / "src"
OTHERS: Final = ("Shopify", "Loyverse", "ConnectPOS", "TouchBistro", "Payforce", "Square", "Odoo")
LATER: Final = "not in this version"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing a stall does. `others` is what `OTHERS` do, in their order;"""

    what: str
    here: str
    words: tuple[str, ...]  # a folder of words and a key, or nothing
    test: str | None
    others: list[str]


def read_rows() -> tuple[Row, ...]:
    """The rows as `offline.toml` has them."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["row"]
    return tuple(
        Row(row["what"], row["here"], tuple(row.get("words", ())), row.get("test"), row["others"])
        for row in found
    )


ROWS: Final = read_rows()

HEAD = """# What works without the Internet

Written by `python -m tests.unit.docs.offline` and held true by a test: every *yes* names the test that shows it, and
what the screen says is read from its words. Of others it says what their own help, their issue trackers and their
users say, as read in November 2026; **?** means that nothing was found, never "no".

"""


def text_of(words: tuple[str, ...]) -> str | None:
    """What the English screen says under a key, in its general form; None when there is no such key."""
    part, key = words
    source = (WORDS / part / "words" / "en.ts").read_text(encoding="utf-8")
    quoted = rf"(?:'{re.escape(key)}'|\b{re.escape(key)})"
    plain = re.search(rf"^  {quoted}:\s*(['\"])(.*?)\1,$", source, re.M | re.S)
    if plain:
        return plain[2]
    many = re.search(rf"^  {quoted}: \{{.*?other:\s*(['\"])(.*?)\1", source, re.M | re.S)
    return many[2] if many else None


def page() -> str:
    """The page."""
    lines = [
        "| | here | the screen says | " + " | ".join(OTHERS) + " |",
        "|" + "---|" * (3 + len(OTHERS)),
    ]
    for row in ROWS:
        said = "" if not row.words else f"*{text_of(row.words)}*"
        shown = "" if row.test is None else f" [{ROWS.index(row) + 1}]"
        lines.append(f"| {row.what} | {row.here}{shown} | {said} | " + " | ".join(row.others) + " |")
    tests = [f"- [{n}] `{row.test}`" for n, row in enumerate(ROWS, 1) if row.test is not None]
    return HEAD + "\n".join(lines) + "\n\nShown by, in the order of the rows:\n\n" + "\n".join(tests) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
