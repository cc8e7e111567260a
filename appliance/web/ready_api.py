"""The morning check under /api/v1/ready: whether the box can leave home. Looks, and changes nothing."""

from __future__ import annotations

from typing import Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field

from appliance.till.ready import Ready
from appliance.web.answers import json_response
from appliance.web.api import SAFE_REFUSALS


class ReadyRow(BaseModel):
    """`key` is a sentence of the screen, `go` the screen that mends it; `*_s` are seconds, `*_g` grams."""

    name: str
    state: Literal["ok", "look", "act"]
    key: str
    params: dict[str, int | str]
    go: Literal["goods", "people", "day", "stock", "status", "stick", "devices", "care", "wifi", ""]


class ReadyNow(BaseModel):
    """`act` and `look` count the rows of that state; `started_utc` names this start of the till."""

    started_utc: str
    act: int = Field(ge=0)
    look: int = Field(ge=0)
    rows: list[ReadyRow]


def ready_api(ready: Ready) -> APIBlueprint:
    """The blueprint of the one route."""
    api = APIBlueprint("ready", __name__, url_prefix="/api/v1", tag="Ready")

    @api.get("/ready")
    @api.output(ReadyNow)
    @api.doc(summary="Whether the box is ready for the market, row by row", responses=SAFE_REFUSALS)
    def now() -> Response:
        return json_response(ready.view())

    return api
