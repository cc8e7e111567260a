"""The routes of the day: shifts, cash moves, X and Z. Knows the use cases and nothing below them."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request

from appliance.till.day import Day
from appliance.web import day_shapes as shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Nothing, Reprint

ASKED = {**SAFE_REFUSALS, 409: REFUSALS[409]}


def day_api(day: Day) -> APIBlueprint:
    """The blueprint."""
    api = APIBlueprint("day", __name__, url_prefix="/api/v1", tag="Day")
    _shift(api, day)
    _closed(api, day)
    return api


def _shift(api: APIBlueprint, day: Day) -> None:
    @api.get("/shift")
    @api.output(shapes.ShiftNow)
    @api.doc(summary="The open shift, and what is open besides", responses=SAFE_REFUSALS)
    def shift() -> Response:
        return json_response(day.view())

    @api.get("/shift/x")
    @api.output(shapes.Report)
    @api.doc(summary="X: what happened so far; changes nothing", responses=ASKED)
    def x() -> Response:
        return json_response(day.x())

    @api.post("/shift/x/expected")
    @api.input(Nothing, arg_name="body")
    @api.output(shapes.Report)
    @api.doc(summary="X with what should be in the drawer; changes nothing", responses=REFUSALS)
    def expected(body: Nothing) -> Response:
        intent_key(request)  # asked for as an intent, so that somebody may approve it; nothing is kept of it
        return json_response(day.expected(approval_token(request)))

    @api.post("/shift/x/print")
    @api.input(Nothing, arg_name="body")
    @api.output(shapes.Report)
    @api.doc(summary="X on paper; changes nothing", responses=REFUSALS)
    def print_x(body: Nothing) -> Response:
        intent_key(request)  # every unsafe call has one; a paper more does no harm
        return json_response(day.print_x_now())

    @api.post("/shift/open")
    @api.input(shapes.OpenShift, arg_name="body")
    @api.output(shapes.ShiftOpened)
    @api.doc(summary="Begin with this much in the drawer", responses=REFUSALS)
    def open_shift(body: shapes.OpenShift) -> Response:
        return json_response(day.open(intent_key(request), body.float_minor, _pieces(body.pieces)))

    @api.post("/shift/moves")
    @api.input(shapes.CashMove, arg_name="body")
    @api.output(shapes.CashMoved)
    @api.doc(summary="Pay in, pay out, drop into the safe, or only open the drawer", responses=REFUSALS)
    def move(body: shapes.CashMove) -> Response:
        return json_response(
            day.move(intent_key(request), body.kind, body.amount_minor, body.reason, approval_token(request))
        )

    @api.post("/shift/close")
    @api.input(shapes.CloseShift, arg_name="body")
    @api.output(shapes.ShiftDetail)
    @api.doc(summary="Close the shift, counted or not: Z", responses=REFUSALS)
    def close(body: shapes.CloseShift) -> Response:
        key, approval = intent_key(request), approval_token(request)
        return json_response(day.close(key, body.counted_minor, _pieces(body.pieces), approval))


def _closed(api: APIBlueprint, day: Day) -> None:
    @api.get("/shifts")
    @api.input(shapes.ShiftsPage, location="query", arg_name="page")
    @api.output(shapes.Shifts)
    @api.doc(summary="Closed shifts, newest first", responses=SAFE_REFUSALS)
    def shifts(page: shapes.ShiftsPage) -> Response:
        return json_response(day.page(page.before))

    @api.get("/shifts/<int:n>")
    @api.output(shapes.ShiftDetail)
    @api.doc(summary="One Z with its paper", responses=SAFE_REFUSALS)
    def closed(n: int) -> Response:
        return json_response(day.detail(n))

    @api.post("/shifts/<int:n>/reprint")
    @api.input(Nothing, arg_name="body")
    @api.output(Reprint)
    @api.doc(summary="Print a Z again, marked as a copy", responses=REFUSALS)
    def reprint(n: int, body: Nothing) -> Response:
        return json_response(day.reprint(intent_key(request), n))


def _pieces(pieces: dict[str, int] | None) -> dict[int, int] | None:
    return None if pieces is None else {int(piece): count for piece, count in pieces.items()}
