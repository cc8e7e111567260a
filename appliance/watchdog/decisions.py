"""What the watchdog may do next, as values: something to ask the back office, something to tell the till, or wait."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.watchdog.enrol import AskEnrolment, LookEnrolment, TellEnrolment
from appliance.watchdog.streams import Debt, Due
from appliance.watchdog.view import Json


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before `until_s`, unless the till says something new."""

    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class TellUplink:
    """Tell the till how the line is."""

    body: Json


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell the till what the back office said of a stream."""

    debt: Debt


@dataclass(frozen=True, slots=True)
class Report:
    body: Json


@dataclass(frozen=True, slots=True)
class Offer:
    """Offer the box's own goods to the back office, once."""


@dataclass(frozen=True, slots=True)
class Push:
    due: Due
    limit: int


Asked = Report | Offer | Push | AskEnrolment | LookEnrolment
Told = TellUplink | Tell | TellEnrolment
Decision = Wait | Asked | Told
