"""The routes of price lists, under /api/v1/price-lists. Parsed here, decided in `till.price_lists`."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field

from appliance.domain.price_list import MAX_NAME, MAX_PRICES
from appliance.till.price_lists import PriceLists
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import approval_token, intent_key
from appliance.web.shapes import Intent, Minor

ONE = "/price-lists/<string(maxlength=64):list_id>"
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
Starts = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
        description="time of the stall, to the minute",
    ),
]


class Price(Intent):
    item_id: Annotated[str, Field(min_length=1, max_length=64)]
    price_minor: Minor


class NewPriceList(Intent):
    name: Name
    starts: Starts
    prices: Annotated[list[Price], Field(min_length=1, max_length=MAX_PRICES)]


class PriceListWish(Intent):
    """What is left out stays as it is; `prices` are all of them."""

    name: Name = ""
    starts: Starts = ""
    prices: Annotated[list[Price], Field(min_length=1, max_length=MAX_PRICES)] = []


class Kept(BaseModel):
    id: str


class PriceList(BaseModel):
    id: str
    name: str
    starts: str
    prices: list[Price]
    in_force_utc: str | None
    state: Literal["waiting", "in_force"]


class AllPriceLists(BaseModel):
    """`now` is the stall's wall clock, as lists are dated."""

    now: str
    lists: list[PriceList]


def price_lists_api(lists: PriceLists) -> APIBlueprint:
    """The blueprint."""
    api = APIBlueprint("price_lists", __name__, url_prefix="/api/v1", tag="Price lists")

    @api.get("/price-lists")
    @api.output(AllPriceLists)
    @api.doc(summary="All price lists, the latest first", responses=SAFE_REFUSALS)
    def every() -> Response:
        return json_response(lists.view())

    @api.post("/price-lists")
    @api.input(NewPriceList, arg_name="body")
    @api.output(Kept)
    @api.doc(summary="Make a price list; one whose time has come is in force at once", responses=REFUSALS)
    def make(body: NewPriceList) -> Response:
        return json_response(lists.make(intent_key(request), body.model_dump(), approval_token(request)))

    @api.patch(ONE)
    @api.input(PriceListWish, arg_name="body")
    @api.output(Kept)
    @api.doc(summary="Change a price list while it waits", responses=REFUSALS)
    def alter(list_id: str, body: PriceListWish) -> Response:
        wish = body.model_dump(exclude_unset=True)
        return json_response(lists.alter(intent_key(request), list_id, wish, approval_token(request)))

    @api.delete(ONE)
    @api.output(Kept)
    @api.doc(summary="Forget a price list; prices it has set stay", responses=REFUSALS)
    def remove(list_id: str) -> Response:
        return json_response(lists.remove(intent_key(request), list_id, approval_token(request)))

    return api
