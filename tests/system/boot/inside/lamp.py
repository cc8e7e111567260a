"""Runs inside the box on the quick board: writes down what the pretended pins do. Stands alone.

lamp.py SECONDS PIN...    one line of JSON: [[milliseconds, level, level ...], ...], one entry a change
"""

import json
import sys
import time
from pathlib import Path

LOOK_EVERY_S = 0.01


def main(seconds: float, pins: list[int]) -> None:
    """Look for so long."""
    chip = next(Path("/sys/devices/platform").glob("gpio-sim.*/gpiochip*"))
    files = [(chip / f"sim_gpio{pin}" / "value").open() for pin in pins]
    began = time.monotonic()
    seen: list[list[int]] = []
    while (passed := time.monotonic() - began) < seconds:
        levels = []
        for file in files:
            file.seek(0)
            levels.append(int(file.read()))
        if not seen or seen[-1][1:] != levels:
            seen.append([round(passed * 1000), *levels])
        time.sleep(LOOK_EVERY_S)
    seen.append([round(passed * 1000), *seen[-1][1:]])
    print(json.dumps(seen))


if __name__ == "__main__":
    main(float(sys.argv[1]), [int(word) for word in sys.argv[2:]])
