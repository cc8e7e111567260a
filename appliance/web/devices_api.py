"""Attached devices under /api/v1: what is plugged in, what it is for, a test print, pairing a scanner.

Parsed here, decided in `till.peripherals`. Behind the same door as every other call.
"""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field

from appliance.till.peripherals import Peripherals
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import intent_key
from appliance.web.shapes import Intent, Nothing

Role = Literal["printer", "scale", "scanner", "display", "ignored"]
Baud = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]


class Assign(Intent):
    """What a person says a device is; `baud` is only for a serial line."""

    role: Role
    baud: Baud | None = None


class Attached(BaseModel):
    """One device. `state` is the printer's or the scale's own word, or `ready`, `gone`, `spare`, `asks`, `ignored`,
    `keyboard`; `roles` is what a person may say it is."""

    key: str
    kind: Literal["printer", "serial", "keyboard", "configured"]
    role: Role | None
    name: str
    node: str
    state: str
    baud: int | None
    roles: list[Role]
    can_forget: bool


class Pairing(BaseModel):
    """The code on the screen, as digits, as the 95 modules of its bars and as rows of its QR code."""

    state: Literal["waiting", "paired", "known", "expired"]
    name: str
    code: str
    bars: Annotated[str, Field(pattern="^[01]{95}$")]
    qr: list[str]


class AttachedDevices(BaseModel):
    devices: list[Attached]
    sample: Literal["none", "waiting", "printed", "sent", "unconfirmed", "not_printed"]
    pairing: Pairing | None


def devices_api(peripherals: Peripherals) -> APIBlueprint:
    """The blueprint of the Devices page."""
    api = APIBlueprint("devices", __name__, url_prefix="/api/v1", tag="Devices")
    _devices(api, peripherals)
    _deeds(api, peripherals)
    return api


def _devices(api: APIBlueprint, peripherals: Peripherals) -> None:
    @api.get("/devices")
    @api.output(AttachedDevices)
    @api.doc(summary="What is plugged in or remembered, and how it is", responses=SAFE_REFUSALS)
    def devices() -> Response:
        return json_response(peripherals.view())

    @api.patch("/devices/<string(maxlength=128):key>")
    @api.input(Assign, arg_name="body")
    @api.output(AttachedDevices)
    @api.doc(summary="Say what a device is", responses=REFUSALS)
    def assign(key: str, body: Assign) -> Response:
        return json_response(peripherals.assign(intent_key(request), key, body.role, body.baud))

    @api.delete("/devices/<string(maxlength=128):key>")
    @api.output(AttachedDevices)
    @api.doc(summary="Forget a device; plugged in, it is asked for again", responses=REFUSALS)
    def forget(key: str) -> Response:
        return json_response(peripherals.forget(intent_key(request), key))


def _deeds(api: APIBlueprint, peripherals: Peripherals) -> None:
    @api.post("/test-print")
    @api.input(Nothing, arg_name="body")
    @api.output(AttachedDevices)
    @api.doc(
        summary="Print a paper that belongs to no sale, within ten seconds or not at all", responses=REFUSALS
    )
    def test_print(body: Nothing) -> Response:
        return json_response(peripherals.print_sample(intent_key(request)))

    @api.post("/scanner-pairing")
    @api.input(Nothing, arg_name="body")
    @api.output(AttachedDevices)
    @api.doc(summary="Show a code; the keyboard that types it becomes the scanner", responses=REFUSALS)
    def start_pairing(body: Nothing) -> Response:
        return json_response(peripherals.start_pairing(intent_key(request)))

    @api.delete("/scanner-pairing")
    @api.output(AttachedDevices)
    @api.doc(summary="Take the code off the screen", responses=REFUSALS)
    def end_pairing() -> Response:
        return json_response(peripherals.end_pairing(intent_key(request)))
