"""What is left, under /api/v1/stock: all levels, moves, the threshold of an item, the owner's rule.

Parsed here, decided in `till.stock`. Behind the same door as every other call.
"""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request

from appliance.till.stock import Stock
from appliance.web import stock_shapes as shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key


def stock_api(stock: Stock) -> APIBlueprint:
    """The blueprint of the Stock page."""
    api = APIBlueprint("stock", __name__, url_prefix="/api/v1", tag="Stock")

    @api.get("/stock")
    @api.output(shapes.Stock)
    @api.doc(summary="What is left of every counted item", responses=SAFE_REFUSALS)
    def levels() -> Response:
        return json_response(stock.view())

    @api.post("/stock/moves")
    @api.input(shapes.StockMove, arg_name="body")
    @api.output(shapes.StockMoved)
    @api.doc(summary="Receive, throw away, count, load or unload goods", responses=REFUSALS)
    def move(body: shapes.StockMove) -> Response:
        key = intent_key(request)
        approval = approval_token(request)
        moved = stock.move(key, body.item_id, body.kind, body.amount, body.reason, approval)
        return json_response(moved)

    @api.patch("/stock/items/<string(maxlength=64):item_id>")
    @api.input(shapes.StockLow, arg_name="body")
    @api.output(shapes.Stock)
    @api.doc(summary="Set from how much on an item counts as low", responses=REFUSALS)
    def set_low(item_id: str, body: shapes.StockLow) -> Response:
        return json_response(stock.set_low(intent_key(request), item_id, body.low, approval_token(request)))

    @api.patch("/stock/rules")
    @api.input(shapes.StockRules, arg_name="body")
    @api.output(shapes.Stock)
    @api.doc(summary="Say whether selling stops where nothing is left", responses=REFUSALS)
    def set_rules(body: shapes.StockRules) -> Response:
        return json_response(
            stock.set_rules(
                intent_key(request), stop_at_zero=body.stop_at_zero, approval=approval_token(request)
            )
        )

    return api
