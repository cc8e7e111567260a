"""Leaving the back office, for the screen. What stands against it is in the snapshot."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from appliance.till import Till
from appliance.till.leaving import Leaving
from appliance.web import shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS
from appliance.web.guards import approval_token, intent_key


class Leave(shapes.Intent):
    to_stick: bool = Field(default=False, description="what was not sent is handed over on the backup stick")


def leaving_api(till: Till, leaving: Leaving) -> APIBlueprint:
    """The blueprint of the one route."""
    api = APIBlueprint("leaving", __name__, url_prefix="/api/v1/office", tag="Back office")

    @api.post("/leave")
    @api.input(Leave, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(
        summary="Leave the back office; refused while something is only on this card", responses=REFUSALS
    )
    def leave(body: Leave) -> Response:
        leaving.leave(intent_key(request), approval_token(request), to_stick=body.to_stick)
        return json_response(till.snapshot())

    return api
