"""States of a till that take long to bring about for real, told to a page instead: for pictures, not for proofs."""

from __future__ import annotations

import json

import segno
from playwright.sync_api import Page, Route, WebSocketRoute

from appliance.domain.light import Light
from appliance.till.views import light_view

FULL = {"level": "danger", "key": "status.full", "params": {}}
ALONE = {"level": "safe", "key": "status.only_on_box", "params": {"count": 3}}
WINK = light_view(Light("green", "wink", "light.only_on_box"))
CANNOT_SAVE = light_view(Light("red", "double_blink", "light.cannot_save"))
OFFICE = "https://backoffice.example"
LINE_IS_UP = "40"  # Socket.IO: connected
NO_ROOM = {"error": {"code": "store_full", "params": {}}}


def nobody_answers(page: Page) -> None:
    """The till was there a moment ago; then the live line ends and comes back no more."""
    lines: list[WebSocketRoute] = []
    heard: list[str] = []

    def once(line: WebSocketRoute) -> None:
        lines.append(line)
        if len(lines) > 1:
            return
        till = line.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            line.send(message)
            heard.append(str(message[:2]))

        till.on_message(pass_on)

    page.route_web_socket("**/socket.io/**", once)
    page.reload()
    page.locator(".tile").first.wait_for()
    for _ in range(200):
        if LINE_IS_UP in heard:
            break
        page.wait_for_timeout(50)
    assert LINE_IS_UP in heard, "the live line never came up, so its end would tell nothing"
    lines[0].close()


def line_dies_in_the_greeting(page: Page) -> None:
    """The till takes the line and dies before it has said hello; whoever calls again hears nothing."""
    lines: list[WebSocketRoute] = []

    def once(line: WebSocketRoute) -> None:
        lines.append(line)
        if len(lines) == 1:
            line.close()

    page.route_web_socket("**/socket.io/**", once)
    page.reload()


def card_is_full(page: Page) -> None:
    """After `nobody_answers`: the till answers again, but its card takes no more; nothing newer is pushed."""

    def snapshot(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=json.dumps(answer.json() | {"status": FULL, "light": CANNOT_SAVE})
        )

    page.route("**/api/v1/snapshot", snapshot)
    page.route("**/api/v1/ticket/**", lambda route: route.fulfill(status=507, json=NO_ROOM))
    page.reload()


def enrolling(page: Page, step: str) -> None:
    """The box is not connected (`not_enrolled`), or on the way there; no live line says otherwise."""
    has_code = step == "pending"
    enrol = {
        "state": step,
        "code": "K7QX-M2PD" if has_code else None,
        "approve_url": f"{OFFICE}/join?code=K7QX-M2PD" if has_code else None,
        "fingerprint": "3f9a 41c0 77be d215",
        "qr": qr_rows(f"{OFFICE}/join?code=K7QX-M2PD") if has_code else None,
    }
    is_alone = step == "not_enrolled"
    told = {
        "state": step if is_alone else "enrolling",
        "enrol": None if is_alone else enrol,
        "office_url": None if is_alone else OFFICE,
        "problem": "no_network" if step == "asking" else None,
        "merchant": None,
        "online": None,
    }

    def snapshot(route: Route) -> None:
        answer = route.fetch()
        now = answer.json()
        now |= {"status": ALONE, "light": WINK, "sync": now["sync"] | told}
        route.fulfill(response=answer, body=json.dumps(now))

    enrolled_again(page, reload=False)
    page.route_web_socket("**/socket.io/**", lambda line: None)  # silent, not away
    page.route("**/api/v1/snapshot", snapshot)
    page.reload()


def enrolled_again(page: Page, *, reload: bool = True) -> None:
    """The page hears the box itself again."""
    page.unroute("**/api/v1/snapshot")
    page.route_web_socket("**/socket.io/**", _pass_on)
    if reload:
        page.reload()


def qr_rows(text: str) -> list[str]:
    """A QR code as the box draws it: rows of 0 and 1."""
    return ["".join("1" if dark else "0" for dark in row) for row in segno.make(text, error="m").matrix]


def _pass_on(line: WebSocketRoute) -> None:
    line.connect_to_server()
