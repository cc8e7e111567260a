"""A hundred lines on the ticket: Total and Pay stay where they are, on every screen there is."""

from __future__ import annotations

import pytest

from tests.e2e import eyes
from tests.e2e.box import DemoBox
from tests.e2e.conftest import OpenTill

SHARES_BOX = True
SIZES = [(800, 480), (1024, 600), (1280, 800), (390, 844)]
LINES = 100
# From `ui.md`: the key that takes money, and those that end a sale with one tap.
LEAST_HEIGHT_PX = {"pay": 84, "quick-cash": 80}


@pytest.fixture(scope="module")
def loaded_box(box: DemoBox) -> DemoBox:
    """Goods by weight, each a line of its own."""
    vendor = box.vendor()
    for number in range(LINES):
        body = {"item_id": "apples-elstar", "weight_g": 100 + number}
        vendor.intent("POST", "/api/v1/ticket/lines", body, f"hundred-{number:03d}")
    return box


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_total_and_pay_stay_in_sight(size: tuple[int, int], loaded_box: DemoBox, open_till: OpenTill) -> None:
    till = open_till(loaded_box, size)
    if size[0] < size[1]:
        till.tap("toggle-lines")  # on a phone the lines lie over the tiles when asked for
    till.has_lines(LINES)
    for name in ("total", "pay", "exact", "undo", "menu"):
        box = till.key(name).bounding_box()
        assert box is not None, name
        assert box["x"] >= 0 and box["y"] >= 0, (name, box)
        assert box["x"] + box["width"] <= size[0] and box["y"] + box["height"] <= size[1], (name, box)
    for name, least in LEAST_HEIGHT_PX.items():
        box = till.key(name).bounding_box()
        assert box is not None and box["height"] >= least, (name, box)
    newest = till.lines.last.bounding_box()
    lines = till.key("lines").bounding_box()
    assert newest is not None and lines is not None
    assert newest["y"] + newest["height"] <= lines["y"] + lines["height"] + 1, "the newest line is in view"
    found = eyes.defects(till.page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_tiles_are_large_enough_for_gloves(
    size: tuple[int, int], loaded_box: DemoBox, open_till: OpenTill
) -> None:
    till = open_till(loaded_box, size)
    box = till.page.locator(".tile").first.bounding_box()
    assert box is not None and box["width"] >= 104 and box["height"] >= 104
    till.tap("pay")
    key = till.key("pad-5").bounding_box()
    assert key is not None and key["height"] >= 64, key
    confirm = till.key("confirm").bounding_box()
    assert confirm is not None and confirm["y"] + confirm["height"] <= size[1] and confirm["height"] >= 84
    found = eyes.defects(till.page)
    assert not found, "\n".join(found)
