"""Runs inside the box: a customer's hands and eyes at the till. Needs `vendor.py` beside it and nothing of the box.

sell.py get PATH                      what the till answers, as one line of JSON
sell.py call METHOD PATH JSON KEY     one intent
sell.py sales COUNT PREFIX [PAUSE_S]  sell (0: for ever); says `sold KEY NUMBER` once the till has acknowledged
sell.py numbers                       all receipt numbers, oldest first
sell.py again KEY...                  asks payments again that were answered before: `sold KEY NUMBER`
"""

import contextlib
import itertools
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from vendor import Refused, Screen

PORT = 8080
TOKEN = Path("/run/tillbox/kiosk-token")
ENTER_LIMIT_S = 240.0
GOODS = 2


def enter() -> Screen:
    """A session; waits for a till that is just starting."""
    deadline = time.monotonic() + ENTER_LIMIT_S
    while True:
        try:
            return Screen.enter(PORT, TOKEN)
        except (OSError, Refused):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def goods(screen: Screen) -> list[dict]:
    """The first few things sold by the piece."""
    items = screen.get("/api/v1/catalogue")["items"]
    found = [
        item
        for item in items
        if item["unit"] == "piece" and item["kind"] == "goods" and not item["deposit_id"]
    ]
    return found[:GOODS]


def sell(screen: Screen, items: list[dict], key: str) -> str:
    """One sale; its receipt number. The key makes every repetition of it the same sale."""
    total = sum(item["price_minor"] for item in items)
    for place, item in enumerate(items):
        screen.intent("POST", "/api/v1/ticket/lines", {"item_id": item["id"]}, f"{key}-tap-{place}")
    paid = {"tender": "cash", "given_minor": total, "total_minor": total}
    answer = screen.intent("POST", "/api/v1/ticket/pay", paid, f"{key}-pay")
    return str(answer["last_sale"]["number"])


def sales(screen: Screen, count: int, prefix: str, pause_s: float) -> None:
    """Sell and say so, a line a sale; each line is an acknowledgement that must hold for ever."""
    items = goods(screen)
    with contextlib.suppress(
        Refused
    ):  # an empty ticket cannot be cleared; a pulled plug may have left lines on it
        screen.intent("POST", "/api/v1/ticket/clear", {}, f"{prefix}-clear-ticket")
    print("selling", flush=True)
    for number in range(count) if count else itertools.count():
        key = f"{prefix}-{number:05d}"
        print("sold", key, sell(screen, items, key), flush=True)
        time.sleep(pause_s)


def numbers(screen: Screen) -> list[str]:
    """Every receipt number, oldest first."""
    found: list[str] = []
    before = ""
    while True:
        page = screen.get(f"/api/v1/sales?limit=100{before}")
        found += [sale["number"] for sale in page["sales"]]
        if not page["more"]:
            return found[::-1]
        before = f"&before={page['sales'][-1]['f']}"


def main(words: list[str]) -> None:
    """Do one of the things above."""
    screen = enter()
    what, told = words[0], words[1:]
    if what == "get":
        print(json.dumps(screen.get(told[0])))
    elif what == "call":
        print(json.dumps(screen.intent(told[0], told[1], json.loads(told[2]), told[3])))
    elif what == "sales":
        sales(screen, int(told[0]), told[1], float(told[2]) if len(told) > 2 else 0.0)
    elif what == "again":
        items = goods(screen)
        for key in told:
            print("sold", key, sell(screen, items, key), flush=True)
    else:
        print(json.dumps(numbers(screen)))


if __name__ == "__main__":
    main(sys.argv[1:])
