"""What a box does at each start before anything else: its directories, keys and name, and what the card's FAT asks for.

Most of it happens once; each start only makes sure that it has happened. Every write is atomic, so the plug may be
pulled anywhere: the next start ends in the same state. Knows nothing of selling; needs no network. docs/first-boot.md.
"""

from __future__ import annotations

from appliance.first_boot.steps import FirstBoot
from appliance.first_boot.world import Machine, Places, RealMachine

__all__ = ["FirstBoot", "Machine", "Places", "RealMachine"]
