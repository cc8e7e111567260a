"""Jobs in the real store: marks survive, questions are found, a crash is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.devices.jobs import TABLE, StoredJobs
from appliance.domain import print_job
from appliance.domain.errors import TillError
from appliance.ports import Moment, Store
from appliance.store import open_store

NOW = Moment("2026-11-22T07:00:00.000Z", "ntp", 60, "Europe/Berlin", "2026-11-22")


class StoppedClock:
    def now(self) -> Moment:
        return NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, series="A")
    yield opened
    opened.close()


def queue(store: Store, *numbers: str) -> None:
    for number in numbers:
        job = print_job.new_job(
            f"p-{number}", kind="receipt", f=1, number=number, language="en", created_utc=NOW.utc
        )
        with store.transaction(NOW, durable=False) as transaction:
            transaction.put(TABLE, job.id, {**print_job.to_document(job), "colour": "red"})


def jobs_of(store: Store) -> StoredJobs:
    return StoredJobs(store, StoppedClock(), lambda job, fact: [])


def test_open_jobs_come_oldest_first_and_finished_ones_not_at_all(store: Store) -> None:
    queue(store, "A-000001", "A-000002", "A-000003")
    jobs = jobs_of(store)
    jobs.mark("p-A-000002", "sending", durable=True)
    jobs.mark("p-A-000002", "confirmed", durable=False)
    jobs.mark("p-A-000001", "held", durable=False)
    assert [(job.number, job.state) for job in jobs.open_jobs()] == [
        ("A-000001", "held"),
        ("A-000003", "queued"),
    ]


def test_a_mark_keeps_what_a_newer_version_wrote(store: Store) -> None:
    queue(store, "A-000001")
    jobs_of(store).mark("p-A-000001", "sending", durable=True)
    document = store.get(TABLE, "p-A-000001")
    assert document is not None
    assert (document["state"], document["sent_utc"], document["colour"]) == ("sending", NOW.utc, "red")


def test_the_oldest_unconfirmed_paper_is_the_question_until_it_is_answered(store: Store) -> None:
    queue(store, "A-000001", "A-000002")
    jobs = jobs_of(store)
    assert jobs.question() is None
    for job_id in ("p-A-000001", "p-A-000002"):
        jobs.mark(job_id, "sending", durable=True)
        jobs.mark(job_id, "unconfirmed", durable=False)
    first = jobs.question()
    assert first is not None and first.number == "A-000001"
    answered, _ = print_job.answer(first, True, copy_id="p-x", at_utc=NOW.utc)
    with store.transaction(NOW, durable=True) as transaction:
        transaction.put(TABLE, answered.id, print_job.to_document(answered))
    second = jobs.question()
    assert second is not None and second.number == "A-000002"
    again = jobs_of(store).question()
    assert again is not None and again.number == "A-000002"


def test_unknown_jobs_and_sales_are_refused_by_name(store: Store) -> None:
    queue(store, "A-000001")
    jobs = jobs_of(store)
    with pytest.raises(TillError) as caught:
        jobs.mark("p-none", "sending", durable=True)
    assert caught.value.code == "print_job_unknown"
    (job,) = jobs.open_jobs()
    with pytest.raises(TillError) as caught:
        jobs.render(job)
    assert caught.value.code == "sale_unknown"
