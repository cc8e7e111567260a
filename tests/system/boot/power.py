"""Pulls the plug of the emulated board at random moments, and judges what is left. The moments come from a seed.

Three kinds of moments take turns: in the first start of a fresh card, in a sale, at rest. A pulled plug is SIGKILL to
the emulator: what the box had written reaches the card, what it still held in memory is gone. Writes lost in the
card itself are the matter of `tests/faults/power_cut.py`.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.system.boot.boards import VIRT
from tests.system.boot.box import PLACE, PYTHON, Box, acknowledged

MOMENTS = ("first start", "in a sale", "at rest")
# Either fsck or the kernel says that it had to finish what the cut had interrupted.
RECOVERED = "journalctl -b -o cat --no-pager | grep -qiE 'recovering journal|recovery complete|orphan'"
SELL_ON = 2  # sales a box must make after each cut, without help


@dataclass(slots=True)
class Day:
    """What happened until now: what was promised, and what was found wrong."""

    sold: dict[str, str] = field(default_factory=dict)
    cuts: Counter[str] = field(default_factory=Counter)
    recoveries: int = 0  # starts in which the data's file system had to repair itself: the cut bit
    problems: list[str] = field(default_factory=list)


def rig(
    image: Path, work: Path, logs: Path, kills: int, seed: int, say: Callable[[str], None] = print
) -> Day:
    """So many cuts on one card; the day with all problems in words."""
    rng, day = random.Random(f"image-power-{seed}"), Day()
    box = Box(VIRT, image, work, logs)
    with box.machine:
        for number in range(kills):
            moment = MOMENTS[number % len(MOMENTS)]
            told = CUTS[moment](box, rng, day, number)
            day.cuts[moment] += 1
            say(f"cut {number + 1} of {kills}: {moment}, {told}; {len(day.sold)} sales promised")
            running(box)
            judge(box, day, number)
    return day


def cut_first_start(box: Box, rng: random.Random, day: Day, number: int) -> str:
    """Somewhere between power-on and the first sale; on a card that has started before, in any start."""
    box.machine.kill()
    box.machine.start()
    wait_s = rng.uniform(8.0, 60.0)
    time.sleep(wait_s)  # the random moment itself
    pull(box, day)
    return f"{wait_s:.0f} s after power-on"


def cut_in_a_sale(box: Box, rng: random.Random, day: Day, number: int) -> str:
    """Among sales that follow each other without a pause."""
    running(box)
    promised = begin_selling(box, f"sale-{number}")
    time.sleep(rng.uniform(0.5, 12.0))  # the random moment itself
    pull(box, day)
    sold = promised()
    day.sold |= sold
    if not sold:
        day.problems.append(f"cut {number}: no sale was promised before it, so it proves nothing")
    return f"after {len(sold)} sales"


def cut_at_rest(box: Box, rng: random.Random, day: Day, number: int) -> str:
    """Some time after the last sale, with nobody at the box."""
    running(box)
    day.sold |= box.sell(1, f"rest-{number}")
    wait_s = rng.uniform(1.0, 30.0)
    time.sleep(wait_s)  # the random moment itself
    pull(box, day)
    return f"{wait_s:.0f} s after a sale"


CUTS = {"first start": cut_first_start, "in a sale": cut_in_a_sale, "at rest": cut_at_rest}


def running(box: Box) -> None:
    """The box is up and has goods; starts it when the cut before left it without power."""
    if not box.machine.is_on:
        box.start()
        box.ready("till")


def begin_selling(box: Box, prefix: str) -> Callable[[], dict[str, str]]:
    """Sell without end; the answer tells later what had been promised when the line went dead."""
    line = box.machine.shell_line
    before = len(line.transcript.all())
    box.shell.start(f"{PYTHON} {PLACE}/sell.py sales 0 {prefix}")
    line.expect(r"sold \S+ \S+\n", box.machine.limit_s(60.0))
    return lambda: acknowledged(line.transcript.all()[before:])


def pull(box: Box, day: Day) -> None:
    """Pull the plug; it counts only if there was power until then."""
    if not box.machine.kill():
        day.problems.append("the board had stopped by itself before its plug was pulled")


def judge(box: Box, day: Day, number: int) -> None:
    """Everything promised is there once, nothing else broke, the root was never written, and it sells on."""
    if box.shell.attempt(RECOVERED).code == 0:
        day.recoveries += 1
    sold_on = box.sell(SELL_ON, f"after-{number}")
    day.sold |= sold_on
    box.verify()
    listed = Counter(box.numbers())
    if twice := [one for one, count in listed.items() if count > 1]:
        day.problems.append(f"cut {number}: numbers used twice: {twice}")
    if lost := [f"{key} {one}" for key, one in day.sold.items() if one not in listed]:
        day.problems.append(f"cut {number}: promised and lost: {lost}")
    # A sale whose answer was never heard may be there or not: one for each cut at most.
    if len(listed) > len(day.sold) + sum(day.cuts.values()):
        day.problems.append(f"cut {number}: {len(listed)} sales listed, {len(day.sold)} promised")
    asked_again = acknowledged((box.till("again", *list(day.sold)[-3:]) + "\n").encode())
    if wrong := {key: one for key, one in asked_again.items() if day.sold[key] != one}:
        day.problems.append(f"cut {number}: a repeated payment became another sale: {wrong}")
    if failed := box.failed_units():
        day.problems.append(f"cut {number}: units failed: {failed}")
    day.problems += [f"cut {number}: {words}" for words in root_problems(box)]


def root_problems(box: Box) -> list[str]:
    """The root is read-only: no start and no cut may ever have written one byte of it."""
    return [f"the root was written at {offset} ({size} bytes)" for offset, size in box.written("root_a")]
