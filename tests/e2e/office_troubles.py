"""What befalls a back office once in a season, told to a page instead: for pictures, not for proofs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

Told = dict[str, Any]
HEARD_UTC = "2026-11-21T08:21:30Z"
CODE, FINGERPRINT = "K7QX-M2PD", "7c1d 90fe 2ab4 e356"
REASONS = ("sums_differ", "unknown_type", "set_aside")


def tell(page: Page, path: str, change: Callable[[Told], None]) -> None:
    """The back office's own answer, changed on the way."""

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        change(told)
        route.fulfill(response=answer, json=told)

    page.route(f"**/api/v1/{path}", pass_on)


def wrong_password(page: Page) -> None:
    """What the back office says to one; a few real ones would close the door for everybody."""
    error = {"code": "wrong_password", "message": "", "field": "password", "allowed": None, "params": {}}

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=401, json={"error": error})
        else:
            route.fallback()

    page.route("**/api/v1/session", refuse)


def a_bad_day(page: Page) -> None:
    """One stall is silent, a box was copied, records are set aside, and somebody wants to join."""
    tell(page, "today", _needs)
    tell(page, "boxes", _boxes)
    tell(page, "quarantine", _set_aside)
    page.route(f"**/api/v1/enrolments/{CODE}", lambda route: route.fulfill(json=_enrolment()))


def line_breaks(page: Page) -> None:
    """The live line ends, and no call goes through."""
    page.route("**/api/v1/live", lambda route: route.abort())


def _go_silent(stall: Told) -> None:
    stall |= {"state": "silent", "heard_utc": HEARD_UTC, "waiting": 15, "waiting_sales": 14}
    stall["light"] = {"colour": "amber", "rhythm": "slow_pulse", "reason": "light.offline"}


def _needs(today: Told) -> None:
    first, second = today["stalls"]
    _go_silent(second)
    first["quarantine"] = len(REASONS)
    named = {"box_id": second["box_id"], "stall": second["name"]}
    today["needs"] = [
        {"kind": "fork", "params": {"box_id": first["box_id"], "stall": first["name"]}},
        {"kind": "quarantine", "params": {"count": len(REASONS)}},
        {"kind": "enrolment", "params": {"code": CODE, "stall": "Stand 15"}},
        {"kind": "silent", "params": named | {"heard_utc": HEARD_UTC}},
    ]


def _boxes(told: Told) -> None:
    first, second = told["boxes"]
    _go_silent(second)
    first["attention"] = "fork"
    told["boxes"].append(second | {"box_id": f"{second['box_id']}x", "series": "C", "is_revoked": True})


def _set_aside(told: Told) -> None:
    sale = {"number": "A-000021", "total_minor": 1250, "currency": "EUR"}
    told["entries"] = [
        {
            "quarantine_id": reason,
            "box_id": "m4k7q2xza-ba5j2wq7n",
            "stall": "Stand 12",
            "epoch": 1,
            "f": 842 + at,
            "reason": reason,
            "params": {"field": "lines", "found": 1240, "expected": 1250} if reason == "sums_differ" else {},
            "received_utc": HEARD_UTC,
            "state": "seen" if at == 1 else "open",
            "bytes": json.dumps({"f": 842 + at, "v": "1.0", "type": "sale", "body": sale}),
        }
        for at, reason in enumerate(REASONS)
    ]


def _enrolment() -> Told:
    return {
        "code": CODE,
        "name": "Stand 15",
        "series": "C",
        "fingerprint": FINGERPRINT,
        "version": "0.1.0",
        "created_utc": HEARD_UTC,
        "state": "pending",
    }
