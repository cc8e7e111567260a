"""Goods made and changed on the box, under /api/v1/goods. The catalogue itself is read at /api/v1/catalogue.

Parsed here, decided in `till.goods`. Behind the same door as every other call.
"""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import Response, request

from appliance.till.goods import Goods
from appliance.web import goods_shapes as wishes
from appliance.web import shapes
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key

ITEM = "/goods/items/<string(maxlength=64):item_id>"
CATEGORY = "/goods/categories/<string(maxlength=64):category_id>"


def goods_api(goods: Goods) -> APIBlueprint:
    """The blueprint of the Goods page."""
    api = APIBlueprint("goods", __name__, url_prefix="/api/v1", tag="Goods")

    @api.get("/goods/taxes")
    @api.output(wishes.Taxes)
    @api.doc(summary="The tax codes an item may have", responses=SAFE_REFUSALS)
    def taxes() -> Response:
        return json_response({"taxes": goods.taxes()})

    _items(api, goods)
    _categories(api, goods)
    return api


def _items(api: APIBlueprint, goods: Goods) -> None:
    @api.post("/goods/items")
    @api.input(wishes.NewItem, arg_name="body")
    @api.output(shapes.Item)
    @api.doc(summary="Make an item", responses=REFUSALS)
    def make_item(body: wishes.NewItem) -> Response:
        return json_response(goods.make_item(intent_key(request), body.model_dump(), approval_token(request)))

    @api.patch(ITEM)
    @api.input(wishes.ItemWish, arg_name="body")
    @api.output(shapes.Item)
    @api.doc(summary="Change fields of an item", responses=REFUSALS)
    def change_item(item_id: str, body: wishes.ItemWish) -> Response:
        wish = body.model_dump(exclude_unset=True)
        return json_response(goods.change_item(intent_key(request), item_id, wish, approval_token(request)))

    @api.post(f"{ITEM}/move")
    @api.input(wishes.Move, arg_name="body")
    @api.output(shapes.Item)
    @api.doc(summary="Move an item one place among the tiles of its category", responses=REFUSALS)
    def move_item(item_id: str, body: wishes.Move) -> Response:
        return json_response(
            goods.move_item(intent_key(request), item_id, body.step, approval_token(request))
        )

    @api.post(f"{ITEM}/place")
    @api.input(wishes.Place, arg_name="body")
    @api.output(shapes.Item)
    @api.doc(summary="Put an item right before another tile of its category, or last", responses=REFUSALS)
    def place_item(item_id: str, body: wishes.Place) -> Response:
        return json_response(
            goods.place_item(intent_key(request), item_id, body.before, approval_token(request))
        )

    @api.delete(ITEM)
    @api.output(wishes.Gone)
    @api.doc(summary="Sell an item no longer; old receipts keep it", responses=REFUSALS)
    def remove_item(item_id: str) -> Response:
        return json_response(goods.remove_item(intent_key(request), item_id, approval_token(request)))


def _categories(api: APIBlueprint, goods: Goods) -> None:
    @api.post("/goods/categories")
    @api.input(wishes.NewCategory, arg_name="body")
    @api.output(shapes.Category)
    @api.doc(summary="Make a category", responses=REFUSALS)
    def make_category(body: wishes.NewCategory) -> Response:
        return json_response(
            goods.make_category(intent_key(request), body.model_dump(), approval_token(request))
        )

    @api.patch(CATEGORY)
    @api.input(wishes.CategoryWish, arg_name="body")
    @api.output(shapes.Category)
    @api.doc(summary="Change fields of a category", responses=REFUSALS)
    def change_category(category_id: str, body: wishes.CategoryWish) -> Response:
        wish = body.model_dump(exclude_unset=True)
        return json_response(
            goods.change_category(intent_key(request), category_id, wish, approval_token(request))
        )

    @api.post(f"{CATEGORY}/move")
    @api.input(wishes.Move, arg_name="body")
    @api.output(shapes.Category)
    @api.doc(summary="Move a category one place among the tabs", responses=REFUSALS)
    def move_category(category_id: str, body: wishes.Move) -> Response:
        return json_response(
            goods.move_category(intent_key(request), category_id, body.step, approval_token(request))
        )

    @api.delete(CATEGORY)
    @api.output(wishes.Gone)
    @api.doc(summary="Remove an empty category", responses=REFUSALS)
    def remove_category(category_id: str) -> Response:
        return json_response(goods.remove_category(intent_key(request), category_id, approval_token(request)))
