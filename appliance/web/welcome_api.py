"""The routes of the welcome: how far it is, what first boot refused, and the next step."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Literal, Protocol

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field

from appliance.domain.errors import TillError
from appliance.ports import Document
from appliance.till import Till
from appliance.till.welcome import Welcome
from appliance.web.answers import json_response
from appliance.web.api import REFUSALS, SAFE_REFUSALS
from appliance.web.guards import intent_key
from appliance.web.shapes import Intent, Nothing, Snapshot

log = logging.getLogger(__name__)

MOST_REFUSALS = 40
MOST_IN_A_SENTENCE = 4


class CardRefusal(BaseModel):
    key: str
    code: str
    allowed: str


class Found(BaseModel):
    """What came from the backup stick; `missing_from`: this number and later ones may be on the old card alone."""

    stall: str
    facts: int
    last_number: str
    missing_from: str
    series: str
    is_whole: bool


class WelcomeView(BaseModel):
    """`refusals`: keys of the file on the card that were not taken.

    `restoring`: `none`, `working`, or the code of what went wrong; `restored`: what a stick gave.
    """

    step: str | None
    hostname: str
    refusals: list[CardRefusal]
    is_grown: bool | None
    restoring: str
    restored: Found | None


class WelcomeStep(Intent):
    step: Literal["language", "card", "network", "office", "goods", "done"]


class RestoreFrom(Intent):
    code: str = Field(max_length=80, description="the recovery code of the old box; secret")


class TakeOver(Protocol):
    """Makes this box again from the stick that is in; see `appliance.restore`."""

    @property
    def state(self) -> str: ...
    def begin(self, code: str) -> None: ...


def welcome_api(till: Till, welcome: Welcome, report_path: Path, take_over: TakeOver) -> APIBlueprint:
    """The blueprint; `report_path` is what first boot left for the screen, if it ever ran."""
    api = APIBlueprint("welcome", __name__, url_prefix="/api/v1/welcome", tag="Welcome")

    @api.get("")
    @api.output(WelcomeView)
    @api.doc(summary="How far a new box is, and what of its card was refused", responses=SAFE_REFUSALS)
    def view() -> Response:
        return json_response(_view())

    def _view() -> Document:
        now = {"step": welcome.step, "restoring": take_over.state, "restored": welcome.found()}
        return {**now, **read_report(report_path)}

    @api.post("/restore")
    @api.input(RestoreFrom, arg_name="body")
    @api.output(WelcomeView)
    @api.doc(
        summary="Make a new box the one whose backup stick is in; the till then starts again",
        responses=REFUSALS,
    )
    def restore(body: RestoreFrom) -> Response:
        intent_key(request)  # asked for as an intent; nothing is kept of it
        if welcome.step is None:
            raise TillError("restore_not_fresh", allowed="a box that is being set up")
        take_over.begin(body.code)
        return json_response(_view())

    @api.post("/step")
    @api.input(WelcomeStep, arg_name="body")
    @api.output(Snapshot)
    @api.doc(summary="Go to a step of the welcome; `done` ends it for ever", responses=REFUSALS)
    def step(body: WelcomeStep) -> Response:
        welcome.go(intent_key(request), body.step)
        return json_response(till.snapshot())

    @api.post("/sample-goods")
    @api.input(Nothing, arg_name="body")
    @api.output(Snapshot)
    @api.doc(summary="Fill an empty catalogue with a market stall's goods", responses=REFUSALS)
    def sample_goods(body: Nothing) -> Response:
        welcome.add_sample_goods(intent_key(request))
        return json_response(till.snapshot())

    return api


def refused_keys(path: Path) -> str:
    """The names of what was refused, as many as a sentence can hold; empty when all was well."""
    names = [one["key"] for one in read_report(path)["refusals"]]
    more = " …" if len(names) > MOST_IN_A_SENTENCE else ""
    return ", ".join(names[:MOST_IN_A_SENTENCE]) + more


def read_report(path: Path) -> Document:
    """What first boot said, as far as it can be understood; nothing where it never ran."""
    empty: Document = {"hostname": "", "refusals": [], "is_grown": None}
    try:
        said = json.loads(path.read_bytes())
        refusals = [
            {name: str(one[name]) for name in ("key", "code", "allowed")}
            for one in said["refusals"][:MOST_REFUSALS]
        ]
        is_grown = said["is_grown"]
        return {
            "hostname": str(said["hostname"]),
            "refusals": refusals,
            "is_grown": is_grown if isinstance(is_grown, bool) else None,
        }
    except FileNotFoundError:
        return empty
    except (OSError, ValueError, KeyError, TypeError) as problem:
        log.warning("%s is not understood: %r", path, problem)
        return empty
