"""`journal export`: every fact that can be read, byte for byte, and in words what cannot.

Facts go to standard output, words to standard error. Reads only; knows no store.
"""

from __future__ import annotations

import sys
from pathlib import Path

from appliance.store.files import REAL_FILES
from appliance.store.records import records


def export(paths: list[Path]) -> int:
    """Write the facts of all segments; 1 when something of them is damaged, else 0."""
    is_damaged = False
    for one in records(REAL_FILES, [(path, None) for path in paths]):
        for fact in one.facts:
            sys.stdout.write(fact.decode() + "\n")
        for words in one.damage:
            sys.stderr.write(f"{one.path.name}: {words}.\n")
            is_damaged = True
    if is_damaged:
        sys.stderr.write("Part of the journal is damaged; everything that can be read was exported.\n")
    return 1 if is_damaged else 0
