"""The life of a print job, as values."""

from __future__ import annotations

import itertools

import pytest

from appliance.domain import print_job
from appliance.domain.errors import TillError

NOW = "2026-11-22T07:00:05.000Z"


def job(state: str = "queued") -> print_job.PrintJob:
    made = print_job.new_job(
        "p-1", kind="receipt", f=7, number="A-000007", language="de", created_utc="2026-11-22T07:00:00.000Z"
    )
    for step in {"queued": (), "held": ("held",), "sending": ("sending",)}.get(state, ("sending", state)):
        made = print_job.move(made, step, at_utc=NOW)
    return made


def test_no_way_leads_from_sent_bytes_back_to_sending() -> None:
    reached = {"sending"}
    for _ in print_job.STEPS:
        reached |= set(itertools.chain.from_iterable(print_job.STEPS[state] for state in reached))
    assert reached == {"sending", "confirmed", "sent", "unconfirmed", "failed"}
    assert all("sending" not in print_job.STEPS[state] for state in reached)


def test_a_forbidden_step_is_refused_by_name() -> None:
    with pytest.raises(TillError) as caught:
        print_job.move(job("confirmed"), "sending", at_utc=NOW)
    assert caught.value.code == "print_job_step"


def test_sending_remembers_when() -> None:
    assert job("sending").sent_utc == NOW
    assert job("held").sent_utc is None


def test_answering_yes_confirms() -> None:
    done, copy = print_job.answer(job("unconfirmed"), True, copy_id="p-2", at_utc=NOW)
    assert (done.state, done.answered, copy) == ("confirmed", True, None)


def test_answering_no_queues_a_copy_of_the_same_sale() -> None:
    done, copy = print_job.answer(job("unconfirmed"), False, copy_id="p-2", at_utc=NOW)
    assert (done.state, done.answered) == ("failed", False)
    assert copy is not None
    assert (copy.id, copy.kind, copy.f, copy.number, copy.state) == ("p-2", "copy", 7, "A-000007", "queued")


@pytest.mark.parametrize("state", ["queued", "held", "sending", "sent", "confirmed"])
def test_only_an_unconfirmed_job_can_be_answered(state: str) -> None:
    with pytest.raises(TillError) as caught:
        print_job.answer(job(state), True, copy_id="p-2", at_utc=NOW)
    assert caught.value.code == "print_job_not_asked"


def test_a_second_answer_is_refused() -> None:
    done, _ = print_job.answer(job("unconfirmed"), False, copy_id="p-2", at_utc=NOW)
    with pytest.raises(TillError):
        print_job.answer(done, False, copy_id="p-3", at_utc=NOW)


def test_a_job_survives_its_document_with_keys_of_a_newer_version() -> None:
    assert print_job.from_document({**print_job.to_document(job("sending")), "colour": "red"}) == job(
        "sending"
    )


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TillError):
        print_job.new_job("p-1", kind="poster", f=1, number="A-000001", language="en", created_utc=NOW)
