"""The routes of the inspector: check all that was recorded, and put all of it on a stick."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field

from appliance.care.inspector import Inspector
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.care_api import SavedBundle
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Nothing


class DamagedFile(BaseModel):
    """A file of the journal that does not say what it should; `lost` records cannot be read, null: nobody can know."""

    file: str
    day: str | None
    lost: int | None


class Inspected(BaseModel):
    """`done` of `of` files are looked through; `head` is the chain's head after the last record."""

    state: Literal["idle", "running", "sound", "damaged", "failed"]
    done: int
    of: int
    facts: Annotated[int, Field(description="records that can be read")]
    first_day: str | None
    last_day: str | None
    head: Annotated[str | None, Field(description="64 hex digits")]
    damaged: list[DamagedFile]
    last_z: Annotated[int, Field(description="the newest closed shift; 0: none")]
    saved: SavedBundle


def inspector_api(inspector: Inspector) -> APIBlueprint:
    """The blueprint."""
    api = APIBlueprint("inspector", __name__, url_prefix="/api/v1/inspector", tag="Inspector")

    @api.get("")
    @api.output(Inspected)
    @api.doc(summary="How far the check is, and what it found", responses=SAFE_REFUSALS)
    def view() -> Response:
        return json_response(inspector.view())

    @api.post("/check")
    @api.input(Nothing, arg_name="body")
    @api.output(Inspected)
    @api.doc(summary="Verify every record and both chains; selling goes on", responses=REFUSALS)
    def check(body: Nothing) -> Response:
        intent_key(request)  # asked for as an intent; nothing is kept of it
        return json_response(inspector.begin(approval_token(request)))

    @api.post("/records")
    @api.input(Nothing, arg_name="body")
    @api.output(Inspected)
    @api.doc(
        summary="Save all records on the USB stick, as one ZIP file with a page about it", responses=REFUSALS
    )
    def save(body: Nothing) -> Response:
        return json_response(inspector.save(intent_key(request), approval_token(request)))

    return api
