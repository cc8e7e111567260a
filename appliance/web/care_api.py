"""The page "Box check" under /api/v1/care: how the box is, its self-test, its support bundle, technician mode.

Nothing here waits: what takes seconds is begun, and the page looks again. A PIN only passes through.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import AfterValidator, BaseModel, Field, SecretStr

from appliance.care.desk import Care
from appliance.care.technician import Said
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import intent_key
from appliance.web.shapes import Intent, Nothing

PartName = Literal["lamp", "printer", "touch", "storage", "clock"]


def _digits(pin: SecretStr) -> SecretStr:
    if re.fullmatch(r"[0-9]{6,12}", pin.get_secret_value()) is None:
        raise ValueError("a PIN is 6 to 12 digits")
    return pin


# pydantic cannot hold a secret against a pattern itself; the document shows it all the same.
Pin = Annotated[SecretStr, AfterValidator(_digits), Field(json_schema_extra={"pattern": "^[0-9]{6,12}$"})]


class HealthCheck(BaseModel):
    """`key` is a sentence of the screen."""

    name: str
    level: Literal["fine", "attention", "danger", "unknown"]
    key: str
    params: dict[str, int | str]


class TestedPart(BaseModel):
    part: PartName
    state: Literal["open", "running", "asks", "good", "attention", "bad", "failed"]
    params: dict[str, int | str]


class SavedBundle(BaseModel):
    state: Literal["none", "saving", "saved", "no_stick", "failed", "no_answer"]
    file: str


class TechnicianMode(BaseModel):
    """`said`: what came of the last try; `wait_s`: how long until another PIN is looked at."""

    has_pin: bool
    state: Literal["off", "asked", "on"]
    minutes_left: int
    said: Said
    wait_s: int


class WhereaboutsView(BaseModel):
    """Name and addresses of the box in the network; none in no network."""

    host: str
    addresses: list[str]


class CareView(BaseModel):
    """`paper` is what became of the last paper that belongs to no sale, see AttachedDevices.sample."""

    checks: list[HealthCheck]
    parts: list[TestedPart]
    paper: Literal["none", "waiting", "printed", "sent", "unconfirmed", "not_printed"]
    bundle: SavedBundle
    technician: TechnicianMode
    whereabouts: WhereaboutsView


class Begin(Intent):
    part: PartName


class Judge(Intent):
    part: Literal["lamp", "printer", "touch"]
    is_good: bool


class WithPin(Intent):
    pin: Pin


def care_api(care: Care) -> APIBlueprint:
    """The blueprint of the page."""
    api = APIBlueprint("care", __name__, url_prefix="/api/v1/care", tag="Care")
    _looking(api, care)
    _testing(api, care)
    _technician(api, care)
    return api


def _looking(api: APIBlueprint, care: Care) -> None:
    @api.get("")
    @api.output(CareView)
    @api.doc(summary="Every health check, and how the rest of the page stands", responses=SAFE_REFUSALS)
    def view() -> Response:
        return json_response(care.view())

    @api.get("/whereabouts")
    @api.output(WhereaboutsView)
    @api.doc(summary="By which name and addresses the box is reached", responses=SAFE_REFUSALS)
    def whereabouts() -> Response:
        return json_response(care.whereabouts())

    @api.post("/support-bundle")
    @api.input(Nothing, arg_name="body")
    @api.output(CareView)
    @api.doc(summary="Make a support bundle and save it on the USB stick", responses=REFUSALS)
    def save_bundle(body: Nothing) -> Response:
        care.saving.start(intent_key(request))
        return json_response(care.view())


def _testing(api: APIBlueprint, care: Care) -> None:
    @api.post("/self-test")
    @api.input(Begin, arg_name="body")
    @api.output(CareView)
    @api.doc(summary="Test a part of the hardware", responses=REFUSALS)
    def begin(body: Begin) -> Response:
        care.self_test.begin(intent_key(request), body.part)
        return json_response(care.view())

    @api.post("/self-test/verdict")
    @api.input(Judge, arg_name="body")
    @api.output(CareView)
    @api.doc(summary="Say what was seen of a part", responses=REFUSALS)
    def judge(body: Judge) -> Response:
        care.self_test.judge(intent_key(request), body.part, body.is_good)
        return json_response(care.view())

    @api.post("/result-sheet")
    @api.input(Nothing, arg_name="body")
    @api.output(CareView)
    @api.doc(summary="Print the results, within ten seconds or not at all", responses=REFUSALS)
    def print_results(body: Nothing) -> Response:
        care.print_results(intent_key(request))
        return json_response(care.view())


def _technician(api: APIBlueprint, care: Care) -> None:
    @api.post("/technician-pin")
    @api.input(WithPin, arg_name="body")
    @api.output(CareView)
    @api.doc(summary="Set the first PIN of this box", responses=REFUSALS)
    def set_pin(body: WithPin) -> Response:
        care.technician.set_pin(intent_key(request), body.pin.get_secret_value())
        return json_response(care.view())

    @api.post("/technician")
    @api.input(WithPin, arg_name="body")
    @api.output(CareView)
    @api.doc(summary="Let a technician in by SSH for an hour", responses=REFUSALS)
    def switch_on(body: WithPin) -> Response:
        care.technician.switch_on(intent_key(request), body.pin.get_secret_value())
        return json_response(care.view())

    @api.delete("/technician")
    @api.output(CareView)
    @api.doc(summary="End technician mode now", responses=REFUSALS)
    def switch_off() -> Response:
        care.technician.switch_off(intent_key(request))
        return json_response(care.view())
