"""A print job's life as plain values: what may follow what, and what a person is asked.

Pure: no device, no store, no clock. The one rule everything here serves: a receipt is never
printed twice by itself. Once bytes may have reached the paper, only a person says "print again",
and what comes then is marked COPY.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from appliance.domain.errors import TillError

# What may follow what. `sending` is written durably before the first byte leaves, so a job found in that
# state after a restart may be on paper: it becomes `unconfirmed`, never `queued`.
STEPS: dict[str, frozenset[str]] = {
    "queued": frozenset({"held", "sending", "failed"}),
    "held": frozenset({"held", "sending", "failed"}),
    "sending": frozenset({"confirmed", "sent", "unconfirmed"}),
    "unconfirmed": frozenset({"confirmed", "failed"}),
    "sent": frozenset(),
    "confirmed": frozenset(),
    "failed": frozenset(),
}
WAITING = frozenset({"queued", "held"})
OPEN = WAITING | {"sending"}
Z = "Z "  # what a Z is called begins so; no receipt number does
KINDS = frozenset({"receipt", "copy"})


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper to print. `f` and `number` name the sale; `sent_utc` is when bytes were about to leave."""

    id: str
    kind: str
    f: int
    number: str
    language: str
    state: str
    created_utc: str
    sent_utc: str | None = None
    answered: bool | None = None

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def asks(self) -> bool:
        """Whether a person must say if this paper came out."""
        return self.state == "unconfirmed" and self.answered is None


def new_job(job_id: str, *, kind: str, f: int, number: str, language: str, created_utc: str) -> PrintJob:
    """A job to be stored in the sale's own transaction."""
    if kind not in KINDS:
        raise TillError("print_job_kind", field="kind", allowed=", ".join(sorted(KINDS)))
    return PrintJob(job_id, kind, f, number, language, "queued", created_utc)


def move(job: PrintJob, state: str, *, at_utc: str) -> PrintJob:
    """The job in its next state; TillError `print_job_step` when that must not follow."""
    allowed = STEPS[job.state]
    if state not in allowed:
        raise TillError(
            "print_job_step", field="state", allowed=", ".join(sorted(allowed)), was=job.state, wanted=state
        )
    return replace(job, state=state, sent_utc=at_utc if state == "sending" else job.sent_utc)


def answer(job: PrintJob, printed: bool, *, copy_id: str, at_utc: str) -> tuple[PrintJob, PrintJob | None]:
    """What a person's "Did it print?" makes of the job: done, or given up with a COPY queued in its place.

    TillError `print_job_not_asked` when nothing was asked or it was answered before.
    """
    if not job.asks:
        raise TillError("print_job_not_asked", field="id", number=job.number)
    if printed:
        return replace(move(job, "confirmed", at_utc=at_utc), answered=True), None
    copy = new_job(
        copy_id, kind="copy", f=job.f, number=job.number, language=job.language, created_utc=at_utc
    )
    return replace(move(job, "failed", at_utc=at_utc), answered=False), copy


def to_document(job: PrintJob) -> dict[str, Any]:
    """The job as its row in the table of print jobs."""
    return asdict(job)


def from_document(document: Mapping[str, Any]) -> PrintJob:
    """The job a row holds; keys of a newer version are left aside."""
    return PrintJob(
        id=document["id"],
        kind=document["kind"],
        f=document["f"],
        number=document["number"],
        language=document["language"],
        state=document["state"],
        created_utc=document["created_utc"],
        sent_utc=document.get("sent_utc"),
        answered=document.get("answered"),
    )
