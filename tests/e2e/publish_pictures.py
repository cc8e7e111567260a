"""Copies the few pictures the documents show from build/pictures to docs/pictures, small enough for a repository.

Also draws the contact sheets into build/pictures: one a size, a column a language, for people who look at all of it at
once. Run by `make pictures` after the journeys have taken them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent.parent
TAKEN = ROOT / "build" / "pictures"
SHOWN = ROOT / "docs" / "pictures"
LARGEST_BYTES = 150_000
COLOURS = 256
LANGUAGES = ("de", "en", "fi", "it", "vi")
SIZES = ((800, 480), (1024, 600), (1280, 800), (390, 844))
THUMB_PX = 320

CHOSEN = {
    "sell.png": "en-800x480-ticket.png",
    "pay.png": "en-800x480-pay-given.png",
    "pay-part.png": "en-800x480-pay-part.png",
    "change.png": "en-800x480-change.png",
    "tickets.png": "en-800x480-tickets.png",
    "kinds.png": "en-800x480-kinds.png",
    "arrange.png": "en-800x480-goods-arrange.png",
    "prices.png": "en-800x480-prices.png",
    "menu.png": "en-800x480-menu.png",
    "ready.png": "en-ready-act-800x480.png",
    "discount.png": "en-800x480-discount-given.png",
    "refund.png": "en-800x480-refund.png",
    "day.png": "en-800x480-day.png",
    "day-count.png": "en-800x480-day-count.png",
    "day-z.png": "en-800x480-day-z.png",
    "goods.png": "en-800x480-goods.png",
    "promotions.png": "en-800x480-promotions.png",
    "offline.png": "story-offline.png",
    "workbench.png": "story-workbench.png",
    "safe.png": "story-safe.png",
    "dashboard.png": "story-dashboard.png",
    "connect.png": "en-800x480-connect-pending.png",
    "sell-vi.png": "vi-800x480-ticket.png",
    "setup-language.png": "setup-1-language.png",
    "setup-wifi.png": "setup-2-wifi.png",
    "setup-password.png": "setup-3-password.png",
    "setup-code.png": "setup-4-code.png",
    "setup-selling.png": "setup-5-selling.png",
    "setup-devices.png": "en-devices-800x480.png",
    "setup-self-test.png": "en-care-test-done-800x480.png",
    "setup-technician.png": "en-care-help-open-800x480.png",
}


def main() -> int:
    """Publish all; 1 when one is missing or too large."""
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name, source in CHOSEN.items():
        if not (TAKEN / source).exists():
            print(f"{TAKEN / source} is missing: run the journeys first", file=sys.stderr)
            return 1
        with Image.open(TAKEN / source) as picture:
            picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
                SHOWN / name, optimize=True
            )
        heavy = (SHOWN / name).stat().st_size
        print(f"{name}: {heavy // 1024} KiB")
        if heavy > LARGEST_BYTES:
            print(f"{name} is larger than {LARGEST_BYTES} bytes", file=sys.stderr)
            return 1
    for size in SIZES:
        contact_sheet(size).save(TAKEN / f"contact-{size[0]}x{size[1]}.png")
    return 0


def contact_sheet(size: tuple[int, int]) -> Image.Image:
    """All pictures of a size small, in the order in which they were taken."""
    height = THUMB_PX * size[1] // size[0]
    columns = [
        sorted(TAKEN.glob(f"{language}-{size[0]}x{size[1]}-*.png"), key=lambda path: path.stat().st_mtime)
        for language in LANGUAGES
    ]
    width, rows = len(columns) * (THUMB_PX + 8), max(map(len, columns))
    sheet = Image.new("RGB", (width, rows * (height + 22)), "white")
    draw = ImageDraw.Draw(sheet)
    for column, paths in enumerate(columns):
        for row, path in enumerate(paths):
            x, y = column * (THUMB_PX + 8), row * (height + 22)
            draw.text((x + 2, y + 4), path.stem, fill="black")
            with Image.open(path) as picture:
                small = picture.convert("RGB").resize((THUMB_PX, height), Image.Resampling.LANCZOS)
                sheet.paste(small, (x, y + 20))
    return sheet


if __name__ == "__main__":
    sys.exit(main())
