"""Parked tickets, under /api/v1/parked, and the open one parted, under /api/v1/ticket.

Parsed here, decided in `till.parking`. Behind the same door as every other call.
"""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from appliance.domain.limits import MAX_LINES, MAX_QUANTITY
from appliance.domain.parting import MAX_NAME
from appliance.till.parking import Parking
from appliance.web import shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import intent_key

TICKET = "/parked/<string(maxlength=64):ticket_id>"
Name = Annotated[str, Field(max_length=MAX_NAME, description="empty: none")]


class ParkedLine(BaseModel):
    name: str
    quantity: int
    weight_g: int | None


class ParkedTicket(BaseModel):
    """`number` is what it is called without a name; `more` lines are not told here."""

    id: str
    number: int
    name: str
    parked_utc: str
    offset_min: int
    total_minor: int
    paid_minor: Annotated[int, Field(description="what is paid of it already")]
    count: int
    lines: list[ParkedLine]
    more: int


class ParkedTickets(BaseModel):
    parked: list[ParkedTicket]


class Park(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name | None = None


class Naming(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name


class Piece(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    line_id: Annotated[str, Field(min_length=1, max_length=64)]
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, description="pieces; 1 of a weighed line")]


class Split(BaseModel):
    """`to`: `open` (these are paid now, the rest is parked), `parked` (these are), or the id of a parked ticket."""

    model_config = ConfigDict(extra="forbid", strict=True)

    lines: Annotated[list[Piece], Field(min_length=1, max_length=MAX_LINES)]
    to: Annotated[str, Field(min_length=1, max_length=64)]


def parking_api(parking: Parking) -> APIBlueprint:
    """The blueprint of the parked tickets."""
    api = APIBlueprint("parking", __name__, url_prefix="/api/v1", tag="Parked tickets")

    @api.get("/parked")
    @api.output(ParkedTickets)
    @api.doc(summary="The tickets that are put aside, in the order of their numbers", responses=SAFE_REFUSALS)
    def view() -> Response:
        return json_response(parking.view())

    @api.post("/ticket/park")
    @api.input(Park, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Put the open ticket aside", responses=REFUSALS)
    def park(body: Park) -> Response:
        return json_response(parking.park(intent_key(request), body.name))

    @api.post("/ticket/split")
    @api.input(Split, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Part the open ticket", responses=REFUSALS)
    def split(body: Split) -> Response:
        pieces = {one.line_id: one.quantity for one in body.lines}
        return json_response(parking.split(intent_key(request), pieces, body.to))

    @api.post(f"{TICKET}/take")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Go on with a parked ticket; the open one is parked in its place", responses=REFUSALS)
    def take(ticket_id: str, body: shapes.Nothing) -> Response:
        return json_response(parking.take(intent_key(request), ticket_id))

    @api.post(f"{TICKET}/merge")
    @api.input(shapes.Nothing, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Put all of a parked ticket on the open one", responses=REFUSALS)
    def merge(ticket_id: str, body: shapes.Nothing) -> Response:
        return json_response(parking.merge(intent_key(request), ticket_id))

    @api.patch(TICKET)
    @api.input(Naming, arg_name="body")
    @api.output(shapes.Snapshot)
    @api.doc(summary="Call a parked ticket something else", responses=REFUSALS)
    def name(ticket_id: str, body: Naming) -> Response:
        return json_response(parking.name(intent_key(request), ticket_id, body.name))

    return api
