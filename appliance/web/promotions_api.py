"""The routes of promotions, and of coupons on the open ticket. Parsed here, decided in `till.promotions`."""

from __future__ import annotations

from collections.abc import Callable

from apiflask import APIBlueprint
from flask import Response, request

from appliance.ports import Moment
from appliance.till.promotions import Promotions
from appliance.web import promotions_shapes as shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Snapshot

ONE = "/promotions/<string(maxlength=64):promotion_id>"


def promotions_api(promotions: Promotions, now: Callable[[], Moment]) -> APIBlueprint:
    """The blueprint."""
    api = APIBlueprint("promotions", __name__, url_prefix="/api/v1", tag="Promotions")

    @api.get("/promotions")
    @api.output(shapes.Promotions)
    @api.doc(summary="All promotions by name, and which of them hold now", responses=SAFE_REFUSALS)
    def every() -> Response:
        return json_response(promotions.view(now()))

    @api.post("/promotions")
    @api.input(shapes.NewPromotion, arg_name="body")
    @api.output(shapes.Put)
    @api.doc(summary="Make a promotion", responses=REFUSALS)
    def make(body: shapes.NewPromotion) -> Response:
        return json_response(promotions.make(intent_key(request), body.model_dump(), approval_token(request)))

    @api.patch(ONE)
    @api.input(shapes.PromotionWish, arg_name="body")
    @api.output(shapes.Put)
    @api.doc(summary="Change fields of a promotion, or switch it on or off", responses=REFUSALS)
    def alter(promotion_id: str, body: shapes.PromotionWish) -> Response:
        wish = body.model_dump(exclude_unset=True)
        return json_response(
            promotions.alter(intent_key(request), promotion_id, wish, approval_token(request))
        )

    @api.delete(ONE)
    @api.output(shapes.Put)
    @api.doc(summary="Forget a promotion; what it gave stays in the sales", responses=REFUSALS)
    def remove(promotion_id: str) -> Response:
        return json_response(promotions.remove(intent_key(request), promotion_id, approval_token(request)))

    @api.post("/ticket/coupons")
    @api.input(shapes.Coupon, arg_name="body")
    @api.output(Snapshot)
    @api.doc(summary="Put a coupon on the ticket", responses=REFUSALS)
    def give_coupon(body: shapes.Coupon) -> Response:
        return json_response(promotions.give_coupon(intent_key(request), body.code))

    @api.delete("/ticket/coupons/<string(maxlength=24):code>")
    @api.output(Snapshot)
    @api.doc(summary="Take a coupon off the ticket", responses=REFUSALS)
    def take_back(code: str) -> Response:
        return json_response(promotions.take_coupon_back(intent_key(request), code))

    return api
