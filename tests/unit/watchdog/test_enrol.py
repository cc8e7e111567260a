"""Joining a back office: ask, show, look, and stop looking once the owner has decided."""

from __future__ import annotations

import base64

import pytest

from appliance.watchdog.answers import Answer
from appliance.watchdog.enrol import AskEnrolment, Enrolling, LookEnrolment
from appliance.watchdog.view import EnrolWish, Identity
from tests.unit.watchdog.stage import KEY

WHO = Identity("new", base64.b64decode(KEY), "https://office.example")
WISH = EnrolWish(WHO, None, {"name": "Stand 12"})
PENDING = Answer(201, {"enrolment_id": "e1", "code": "K7QX-M2PD", "approve_url": "u", "interval_s": 2})


def asked_for_a_code() -> Enrolling:
    enrolling = Enrolling()
    enrolling.see(WISH)
    assert isinstance(enrolling.ask(0.0), AskEnrolment)
    assert enrolling.answered(PENDING, 0.0)
    return enrolling


def test_the_code_is_told_and_the_owners_decision_awaited_at_the_wished_pace() -> None:
    enrolling = asked_for_a_code()
    telling = enrolling.tell()
    assert telling is not None and telling.body["code"] == "K7QX-M2PD"
    enrolling.told(telling)
    assert enrolling.tell() is None
    assert enrolling.ask(1.9) is None
    assert enrolling.ask(2.0) == LookEnrolment(WHO, "e1")


@pytest.mark.parametrize("state", ["denied", "expired", "approved"])
def test_after_the_decision_nothing_is_asked_until_the_vendor_begins_anew(state: str) -> None:
    enrolling = asked_for_a_code()
    assert enrolling.answered(Answer(200, {"state": state, "box_id": "m-b"}), 2.0)
    telling = enrolling.tell()
    assert telling is not None and telling.body["state"] == state
    assert enrolling.ask(10_000.0) is None
    enrolling.see(EnrolWish(WHO, "e1", {}))
    assert enrolling.ask(10_000.0) is None
    enrolling.see(WISH)
    assert isinstance(enrolling.ask(10_000.0), AskEnrolment)


def test_a_back_office_that_has_forgotten_the_enrolment_is_asked_again() -> None:
    enrolling = asked_for_a_code()
    assert enrolling.answered(Answer(404, {}), 2.0)
    assert isinstance(enrolling.ask(4.0), AskEnrolment)


@pytest.mark.parametrize("body", [{}, {"state": "approved"}, {"state": "maybe"}, {"enrolment_id": 7}])
def test_a_senseless_answer_is_not_believed(body: dict[str, object]) -> None:
    enrolling = Enrolling()
    enrolling.see(WISH)
    assert not enrolling.answered(Answer(200, body), 0.0)
    assert enrolling.tell() is None


def test_cancelling_ends_it() -> None:
    enrolling = asked_for_a_code()
    enrolling.see(None)
    assert enrolling.ask(100.0) is None and enrolling.tell() is None
