"""The backup stick's recovery code, for the screen that shows it. How the stick is stands in the snapshot."""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field

from appliance.till.people import People
from appliance.till.stick import Stick
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Nothing


class RecoveryCode(BaseModel):
    code: Annotated[
        str, Field(pattern=r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){6}$", description="reads this box's sticks; secret")
    ]


def stick_api(stick: Stick, people: People) -> APIBlueprint:
    """The blueprint of the stick's one route."""
    api = APIBlueprint("stick", __name__, url_prefix="/api/v1/stick", tag="Stick")

    @api.post("/code")
    @api.input(Nothing, arg_name="body")
    @api.output(RecoveryCode)
    @api.doc(summary="Show the code that reads this box's backup sticks", responses=REFUSALS)
    def code(body: Nothing) -> Response:
        intent_key(request)  # asked for as an intent; nothing is kept of it
        people.check("export", approval_token(request))
        return json_response({"code": stick.code()})

    return api
