"""The routes of the inspector: check all that was recorded, and take all of it along."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, request
from pydantic import BaseModel, Field

from appliance.care.inspector import Inspector
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Nothing


class Inspected(BaseModel):
    """`done` of `of` files are looked through; `head` is the chain's head after the last record."""

    state: Literal["idle", "running", "sound", "damaged"]
    done: int
    of: int
    facts: int
    first_day: str | None
    last_day: str | None
    head: Annotated[str | None, Field(description="64 hex digits")]
    damaged: Annotated[list[str], Field(description="files of the journal that do not say what they should")]
    last_z: Annotated[int, Field(description="the newest closed shift; 0: none")]


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

    @api.get("/export")
    @api.output(FileSchema(), content_type="application/gzip")
    @api.doc(
        summary="All records, a line of JSON each, as one gzip file",
        responses={**SAFE_REFUSALS, 409: REFUSALS[409]},
    )
    def export() -> Response:
        answer = Response(inspector.export(), mimetype="application/gzip")
        answer.headers["Content-Disposition"] = "attachment; filename=tillbox-records.ndjson.gz"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return api
