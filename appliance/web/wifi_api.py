"""The routes of the Wi-Fi screen. What comes of a wish is asked for again: nothing here waits for a radio."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field, SecretStr

from appliance.till.wifi import KNOWN_COUNTRIES, Wifi
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import intent_key
from appliance.web.shapes import Intent, Nothing


class Network(BaseModel):
    ssid: str
    strength: Annotated[int, Field(ge=0, le=4, description="bars")]
    is_locked: bool
    is_hidden: bool
    is_known: bool


class Joining(BaseModel):
    ssid: str
    is_done: bool
    outcome: Annotated[str | None, Field(description="once done: `joined`, or why it is not")]


class WifiView(BaseModel):
    radio: Annotated[
        Literal["unknown", "ready", "off", "none"], Field(description="`off` until it is told its country")
    ]
    networks: list[Network]
    joined: str | None
    is_searching: bool
    join: Joining | None
    country: Annotated[str, Field(description="a proposal, ISO 3166, or empty")]


class JoinWifi(Intent):
    ssid: Annotated[str, Field(min_length=1, max_length=32)]
    password: Annotated[SecretStr, Field(max_length=64)] | None = None
    is_hidden: bool = False


class WifiCountry(Intent):
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description=KNOWN_COUNTRIES)]


def wifi_api(wifi: Wifi) -> APIBlueprint:
    """The blueprint of the radio's routes."""
    api = APIBlueprint("wifi", __name__, url_prefix="/api/v1/wifi", tag="Wi-Fi")

    @api.get("")
    @api.output(WifiView)
    @api.doc(summary="What is in the air, and how joining goes", responses=SAFE_REFUSALS)
    def view() -> Response:
        return json_response(wifi.view())

    @api.post("/look")
    @api.input(Nothing, arg_name="body")
    @api.output(WifiView)
    @api.doc(summary="Search the air", responses=REFUSALS)
    def look(body: Nothing) -> Response:
        wifi.look(intent_key(request))
        return json_response(wifi.view())

    @api.post("/join")
    @api.input(JoinWifi, arg_name="body")
    @api.output(WifiView)
    @api.doc(summary="Join a network; what was joined before comes back if it fails", responses=REFUSALS)
    def join(body: JoinWifi) -> Response:
        password = body.password.get_secret_value() if body.password else None
        wifi.join(intent_key(request), body.ssid, password or None, body.is_hidden)
        return json_response(wifi.view())

    @api.post("/country")
    @api.input(WifiCountry, arg_name="body")
    @api.output(WifiView)
    @api.doc(summary="Tell the radio its country and switch it on", responses=REFUSALS)
    def country(body: WifiCountry) -> Response:
        wifi.set_country(intent_key(request), body.country)
        return json_response(wifi.view())

    return api
