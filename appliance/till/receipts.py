"""Receipts after the sale: the list, one in detail, and the print jobs that belong to them.

Closed print jobs are kept for the newest receipts only, so that years of selling do not fill the memory; the
sale itself is never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from appliance.domain import print_job
from appliance.domain.discount import discount_to_dict
from appliance.domain.errors import TillError
from appliance.domain.print_job import PrintJob
from appliance.domain.refund import Refund, refund_from_body
from appliance.domain.sale import sale_from_body
from appliance.domain.tax import tax_total_to_dict
from appliance.domain.ticket_record import line_to_dict
from appliance.ports import Document, Fact, Moment, Paper, Store, Transaction
from appliance.till import views
from appliance.till.marks import RECEIPTS, Marks

JOBS = "print_jobs"
KEPT_JOBS = 400


class Receipts:
    """Sales as the store has them, and what became of their paper."""

    def __init__(self, store: Store, paper: Paper, new_id: Callable[[str], str], marks: Marks) -> None:
        self._store = store
        self._marks = marks
        self._paper = paper
        self._new_id = new_id
        self._jobs = sorted(job_id for job_id, _ in store.documents(JOBS))  # ids sort by time

    def fact(self, number: str) -> Fact:
        """The sale with a receipt number; raises `unknown_receipt`."""
        fact = self._store.receipt_by_number(number)
        state = self._store.state()
        if fact is None or (fact.f > state.durable_fact and fact.epoch == state.epoch):
            raise TillError("unknown_receipt", field="number", allowed="a number of this box", number=number)
        return fact

    def page(self, before: tuple[int, int] | None, limit: int) -> Document:
        """One page of the list, newest first, below the sale `before` (epoch, f)."""
        facts: list[Fact] = []
        for epoch in reversed(self._store.epochs()):
            if before is None or epoch <= before[0]:
                below = before[1] if before is not None and epoch == before[0] else None
                room = limit + 1 - len(facts)
                found = [
                    one for type_ in RECEIPTS for one in self._store.latest(type_, below, room, epoch=epoch)
                ]
                facts += sorted(found, key=lambda fact: -fact.f)[:room]
        states = self._print_states()
        return {"sales": [self._row(fact, states) for fact in facts[:limit]], "more": len(facts) > limit}

    def rows(self, facts: Iterable[Fact]) -> list[Document]:
        """Rows of the list, as `page` has them."""
        states = self._print_states()
        return [self._row(fact, states) for fact in facts]

    def detail(self, number: str) -> Document:
        """One receipt with its lines, taxes, hash and paper."""
        fact = self.fact(number)
        row = {**self._row(fact, self._print_states()), "hash": fact.hash, "paper": self._paper.lines(fact)}
        if fact.type == "refund":
            refund = refund_from_body(fact.body)
            return {
                **row,
                "lines": [line_to_dict(one.line) for one in refund.lines],
                "discounts": [],
                "taxes": [tax_total_to_dict(tax) for tax in refund.taxes],
                "given_minor": 0,
                "change_minor": -refund.total_minor,
                "refunds": [],
            }
        sale = sale_from_body(fact.body)
        return {
            **row,
            "lines": [line_to_dict(line) for line in sale.lines],
            "discounts": [discount_to_dict(discount) for discount in sale.discounts],
            "taxes": [tax_total_to_dict(tax) for tax in sale.taxes],
            "given_minor": sale.given_minor,
            "change_minor": sale.change_minor,
            "refunds": (self._store.get("refunds", number) or {}).get("numbers", []),
        }

    def last_sale(self, number: str) -> Document | None:
        """A sale as the change screen shows it, however long ago it was; None if it cannot be read any more."""
        fact = self._store.receipt_by_number(number)
        if fact is None:
            return None
        job_id = next(
            (job.id for job in self._kept() if job.number == number and job.kind == "receipt"), None
        )
        return views.last_sale(sale_from_body(fact.body), job_id)

    def queue(self, tx: Transaction, moment: Moment, kind: str, f: int, number: str, language: str) -> str:
        """Put a job for the printer into the sale's own transaction; return its id."""
        job = print_job.new_job(
            self._new_id("p"), kind=kind, f=f, number=number, language=language, created_utc=moment.utc
        )
        tx.put(JOBS, job.id, print_job.to_document(job))
        self._jobs.append(job.id)
        self._forget(tx)
        return job.id

    def answer(self, tx: Transaction, moment: Moment, job_id: str, *, printed: bool) -> None:
        """Note whether an unconfirmed paper came out; no queues a copy.

        Raises `unknown_print_job` or `print_job_not_asked`.
        """
        document = tx.get(JOBS, job_id)
        if document is None:
            raise TillError("unknown_print_job", field="job_id")
        job = print_job.from_document(document)
        closed, copy = print_job.answer(job, printed, copy_id=self._new_id("p"), at_utc=moment.utc)
        tx.put(JOBS, job_id, print_job.to_document(closed))
        if copy is not None:
            tx.fact("reprint", {"number": copy.number, "after": job_id})
            tx.put(JOBS, copy.id, print_job.to_document(copy))
            self._jobs.append(copy.id)

    def _kept(self) -> list[PrintJob]:
        documents = (self._store.get(JOBS, job_id) for job_id in list(self._jobs))
        return [print_job.from_document(document) for document in documents if document is not None]

    def _print_states(self) -> dict[str, str]:
        return {job.number: job.state for job in self._kept()}

    def _forget(self, tx: Transaction) -> None:
        """Drop the oldest closed jobs once enough are kept; one that waits or asks stays, however old."""
        for job_id in list(self._jobs):
            if len(self._jobs) <= KEPT_JOBS:
                return
            document = tx.get(JOBS, job_id)
            if document is not None:
                job = print_job.from_document(document)
                if job.asks or job.state in print_job.OPEN:
                    continue
                tx.remove(JOBS, job_id)
            self._jobs.remove(job_id)

    def _row(self, fact: Fact, states: dict[str, str]) -> Document:
        is_refund = fact.type == "refund"
        paper = refund_from_body(fact.body) if is_refund else sale_from_body(fact.body)
        lines = [one.line for one in paper.lines] if isinstance(paper, Refund) else paper.lines
        return {
            "kind": "refund" if is_refund else "sale",
            "of": paper.of.number if isinstance(paper, Refund) else None,
            "epoch": fact.epoch,
            "f": fact.f,
            "number": paper.number,
            "at_utc": fact.at.utc,
            "offset_min": fact.at.offset_min,
            "total_minor": paper.total_minor,
            "count": sum(line.quantity for line in lines if line.parent_id is None),
            "state": "safe" if self._marks.is_safe(fact.epoch, fact.f) else "on_box",
            "print_state": states.get(paper.number, "none"),
        }
