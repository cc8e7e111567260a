"""The wishes on a new card: harmless as they are, and each of them understood by the first start."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from appliance.first_boot.reading import OWN_KEYS, read

EXAMPLE = Path(__file__).resolve().parents[3] / "image/files/tillbox.toml"
WISH = re.compile(r"# ([a-z_]+) = (.+)")


def test_an_untouched_file_asks_for_nothing_and_names_no_mistake() -> None:
    reading = read(EXAMPLE.read_bytes(), is_preseed=False)
    assert reading.taken == ()
    assert reading.refusals == ()


def test_every_wish_that_is_shown_is_toml_and_known_to_the_first_start() -> None:
    shown = [match for line in EXAMPLE.read_text().splitlines() if (match := WISH.fullmatch(line))]
    assert len(shown) > 10
    assert {match[1] for match in shown} <= set(OWN_KEYS)
    tomllib.loads("\n".join(f"{match[1]} = {match[2]}" for match in shown))
