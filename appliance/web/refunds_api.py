"""The routes of refunds: what can come back of a sale, and paying it back. Knows the use case and nothing below it."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request

from appliance.domain.refund import Back
from appliance.till.refunds import Refunds
from appliance.web import refunds_shapes as shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key


def refunds_api(refunds: Refunds) -> APIBlueprint:
    """The blueprint."""
    api = APIBlueprint("refunds", __name__, url_prefix="/api/v1", tag="Refunds")

    @api.get("/sales/<string(maxlength=32):number>/refund")
    @api.input(shapes.Wanted, location="query", arg_name="wanted")
    @api.output(shapes.RefundOffer)
    @api.doc(summary="What can still come back of a sale, and what it pays", responses=OFFER_REFUSALS)
    def offer(number: str, wanted: shapes.Wanted) -> Response:
        back = None if wanted.take is None else _taken(wanted.take)
        return json_response(refunds.offer(number, back, in_cash=wanted.in_cash))

    @api.post("/sales/<string(maxlength=32):number>/refunds")
    @api.input(shapes.GiveBack, arg_name="body")
    @api.output(shapes.RefundDone)
    @api.doc(summary="Pay back what comes back", responses=REFUSALS)
    def give_back(number: str, body: shapes.GiveBack) -> Response:
        lines = None
        if body.lines is not None:
            lines = [Back(line.line_id, line.measure, line.to_stock) for line in body.lines]
        return json_response(
            refunds.give_back(
                intent_key(request),
                number,
                lines,
                total_minor=body.total_minor,
                reason=body.reason,
                in_cash=body.in_cash,
                approval=approval_token(request),
            )
        )

    return api


OFFER_REFUSALS = {**SAFE_REFUSALS, 409: REFUSALS[409]}


def _taken(text: str) -> list[Back]:
    pairs = (part.split(":") for part in text.split(","))
    return [Back(line_id, int(measure)) for line_id, measure in pairs]
