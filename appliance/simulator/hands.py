"""The hands that move the workbench's objects: one route each, every value of a body checked.

Who may call is decided before, see `web`.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, jsonify, request

from appliance.simulator.box_clock import STATES as CLOCK_STATES
from appliance.simulator.cable import STATES as CABLE_STATES
from appliance.simulator.office_switch import STATES as OFFICE_STATES
from appliance.simulator.printer import FAULTS
from appliance.simulator.scale import CAPACITY_G
from appliance.simulator.scanner import LONGEST_CODE
from appliance.simulator.state import LANGUAGES, Workbench
from appliance.simulator.usb import GADGETS
from appliance.simulator.watchdog_switch import ACTIONS as WATCHDOG_ACTIONS

HEAVIEST_G = CAPACITY_G + 5000  # the slider reaches beyond the scale's capacity, to show what happens then
PLUG_ACTIONS = ("pull", "arm", "disarm")

Answer = tuple[Response, int]


class Refused(Exception):
    """A call that changes nothing; says which field and what is allowed."""

    def __init__(
        self, status: int, code: str, message: str, field: str | None = None, allowed: str | None = None
    ):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.field, self.allowed = field, allowed


# -- reading bodies ----------------------------------------------------------------------------------------


def _body(*fields: str) -> dict[str, Any]:  # Any: JSON, each value checked by its reader
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "bad_json", "The body must be a JSON object.")
    for name in body:
        if name not in fields:
            raise Refused(422, "unknown_field", "There is no such field.", name[:64], ", ".join(fields))
    return body


def _flag(body: dict[str, Any], field: str) -> bool:  # Any: JSON
    value = body.get(field)
    if not isinstance(value, bool):
        raise Refused(422, "bad_value", f"{field} must be true or false.", field, "true, false")
    return value


def _choice(body: dict[str, Any], field: str, choices: tuple[str, ...]) -> str:  # Any: JSON
    value = body.get(field)
    if not isinstance(value, str) or value not in choices:
        raise Refused(
            422, "bad_value", f"{field} must be one of {', '.join(choices)}.", field, ", ".join(choices)
        )
    return value


def _grams(body: dict[str, Any], field: str) -> int:  # Any: JSON
    value = body.get(field)
    if type(value) is not int or not -HEAVIEST_G <= value <= HEAVIEST_G:
        allowed = f"-{HEAVIEST_G} to {HEAVIEST_G}"
        raise Refused(422, "bad_value", f"{field} must be whole grams, {allowed}.", field, allowed)
    return value


# -- hands -------------------------------------------------------------------------------------------------


def add_hands(app: Flask, bench: Workbench) -> None:
    """One route for each object a person can move."""
    _add_devices(app, bench)
    _add_surroundings(app, bench)


def _done() -> Answer:
    return jsonify({"ok": True}), 200


def _add_devices(app: Flask, bench: Workbench) -> None:
    @app.post("/api/printer")
    def printer() -> Answer:
        body = _body(*FAULTS)
        changes = {name: _flag(body, name) for name in body}
        if not changes:
            raise Refused(422, "bad_value", "Name at least one fault.", FAULTS[0], ", ".join(FAULTS))
        for name, on in changes.items():
            bench.set_fault(name, on)
        return _done()

    @app.post("/api/printer/tear")
    def tear() -> Answer:
        _body()
        bench.tear()
        return _done()

    @app.post("/api/scanner")
    def scanner() -> Answer:
        code = _body("code").get("code")
        allowed = f"1 to {LONGEST_CODE} printable ASCII characters"
        if not isinstance(code, str):
            raise Refused(422, "bad_value", "code must be text.", "code", allowed)
        try:
            was_heard = bench.scan(code)
        except ValueError:
            raise Refused(422, "bad_value", f"A code has {allowed}.", "code", allowed) from None
        return jsonify({"ok": True, "heard": was_heard}), 200

    @app.post("/api/usb")
    def usb() -> Answer:
        body = _body("device", "plugged")
        bench.plug_usb(_choice(body, "device", (*GADGETS, "stick")), _flag(body, "plugged"))
        return _done()

    @app.post("/api/usb/scan")
    def usb_scan() -> Answer:
        code = _body("code").get("code")
        if not isinstance(code, str) or not code.isascii() or not code.isdigit() or len(code) > 32:
            raise Refused(422, "bad_value", "code must be 1 to 32 digits.", "code", "1 to 32 digits")
        return jsonify({"ok": True, "heard": bench.type_code(code)}), 200

    @app.post("/api/scale")
    def scale() -> Answer:
        body = _body("weight_g", "on")
        bench.weigh(_grams(body, "weight_g"), _flag(body, "on"))
        return _done()

    @app.post("/api/drawer/close")
    def drawer() -> Answer:
        _body()
        bench.close_drawer()
        return _done()

    @app.post("/api/plug")
    def plug() -> Answer:
        action = _choice(_body("action"), "action", PLUG_ACTIONS)
        {"pull": bench.plug.pull_now, "arm": bench.plug.arm, "disarm": bench.plug.disarm}[action]()
        return _done()

    @app.post("/api/power-button")
    def power_button() -> Answer:
        bench.surroundings.power_button.press(_flag(_body("down"), "down"))
        return _done()

    @app.post("/api/language")
    def language() -> Answer:
        bench.set_language(_choice(_body("language"), "language", LANGUAGES))
        return _done()


def _add_surroundings(app: Flask, bench: Workbench) -> None:
    around = bench.surroundings

    @app.post("/api/cable")
    def cable() -> Answer:
        state = _choice(_body("state"), "state", CABLE_STATES)
        if around.cable is None:
            raise Refused(409, "no_such_object", "This workbench has no cable to a back office.")
        around.cable.set(state)
        return _done()

    @app.post("/api/office")
    def office() -> Answer:
        state = _choice(_body("state"), "state", OFFICE_STATES)
        if around.office is None:
            raise Refused(409, "no_such_object", "This workbench cannot switch the back office.")
        around.office.set(state)
        return _done()

    @app.post("/api/clock")
    def clock() -> Answer:
        around.clock.set(_choice(_body("state"), "state", CLOCK_STATES))
        return _done()

    @app.post("/api/watchdog")
    def watchdog() -> Answer:
        around.watchdog.do(_choice(_body("action"), "action", WATCHDOG_ACTIONS))
        return _done()
