"""Which words a screen will want first, so that they come beside the program that says them, not after it.

Reads the list of files that the build leaves beside the page; knows nothing of what is in them. A page without the
list works all the same: its screen asks for its words a moment later.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

MANIFEST = Path(".vite", "manifest.json")
WORDS = re.compile(r"src/shared/words/([a-z]{2})\.ts")


def word_files(dist: Path) -> dict[str, str]:
    """The built file of each language's words, as a path below the page; empty where the build left no list."""
    try:
        manifest = json.loads((dist / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {found[1]: entry["file"] for name, entry in manifest.items() if (found := WORDS.fullmatch(name))}
