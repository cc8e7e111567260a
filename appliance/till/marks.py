"""How far the back office has our facts: one mark per epoch, believed even when it goes down.

A mark is only taken with a head that equals our own chain's head there. Unsynced means `f > mark`: no flag on a sale.
Also notes how long the oldest fact has been waiting, by the monotonic clock: the wall clock may be wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from appliance.domain.errors import TillError
from appliance.ports import Document, Moment, Store, Transaction

RECEIPTS = ("sale", "refund")  # the facts a customer has a paper of
OFFICE = "office"
STREAMS = "streams"


@dataclass(slots=True)
class Age:
    """Since when something is waiting, judged from counts alone; it may say a little more, never less."""

    since_s: float | None = None
    upto: int = 0  # what was there when `since_s` was taken
    next_s: float | None = None  # when more came

    def look(self, now_s: float, total: int, acked: int) -> float | None:
        """Seconds the oldest fact has waited; None when none does."""
        if acked >= total:
            self.since_s = self.next_s = None
            return None
        if self.since_s is None:
            self.since_s, self.upto, self.next_s = now_s, total, None
        elif total > self.upto and self.next_s is None:
            self.next_s = now_s
        if acked >= self.upto:
            self.since_s, self.upto, self.next_s = self.next_s or now_s, total, None
        return now_s - self.since_s


class Marks:
    """Marks of all epochs; callable from any thread."""

    def __init__(self, store: Store, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._monotonic = monotonic
        self._age = Age()

    def streams(self) -> list[Document]:
        """Every epoch with something to send or a mark to follow: last durable number, mark, head, aside."""
        known = self._known()
        found: list[Document] = []
        for epoch in self._store.epochs():
            stream = known.get(str(epoch), {})
            last = self._store.last_durable(epoch)
            aside = stream.get("aside")
            if aside is not None and aside >= last and epoch != self._store.state().epoch:
                continue  # all of it was sent aside: nothing is left to say about it
            found.append(
                {
                    "epoch": epoch,
                    "last": last,
                    "mark": stream.get("mark", 0),
                    "head": stream.get("head") or self._store.head_at(epoch, 0),
                    "aside": {"after": aside} if aside is not None else None,
                }
            )
        return found

    def is_safe(self, epoch: int, f: int) -> bool:
        """Whether the back office has a fact, applied or set aside."""
        return f <= _delivered(self._known().get(str(epoch), {}))

    def settled_by(self, seen: object) -> Callable[[int, int], bool]:
        """Which facts an answer of the back office was made from; `seen` is its `marks`.

        An older back office does not say: then what it has acknowledged counts. A stream that was left is settled once
        it was sent aside: what is set aside changes nothing there.
        """
        epoch_now = self._store.state().epoch
        if not isinstance(seen, list):
            return self.is_safe
        upto = {int(entry["epoch"]): int(entry["mark"]) for entry in seen}
        return lambda epoch, f: f <= upto.get(epoch, 0) or (epoch != epoch_now and self.is_safe(epoch, f))

    def total(self) -> int:
        """All durable facts of all epochs."""
        return sum(self._store.last_durable(epoch) for epoch in self._store.epochs())

    def waiting(self) -> tuple[int, int, float | None]:
        """(facts, sales among them, seconds the oldest has waited)."""
        known = self._known()
        total = delivered_total = sales = 0
        for epoch in self._store.epochs():
            last = self._store.last_durable(epoch)
            delivered = min(last, _delivered(known.get(str(epoch), {})))
            total += last
            delivered_total += delivered
            if delivered < last:
                sales += sum(self._store.count_after(type_, epoch, delivered) for type_ in RECEIPTS)
        age_s = self._age.look(self._monotonic(), total, delivered_total)
        return total - delivered_total, sales, None if age_s is None else round(age_s, 1)

    def acked(self, moment: Moment, epoch: int, mark: int, head: str) -> bool:
        """Follow a mark, up or down; whether it moved. Raises `beyond_durable`, `head_differs`.

        Of an epoch that came from the backup stick the back office may have more than the stick had: then it has all.
        """
        if self._is_restored(epoch) and mark > self._store.last_durable(epoch):
            last = self._store.last_durable(epoch)
            return self._change(moment, epoch, lambda stream: {**stream, "aside": last, "left": last})
        if epoch not in self._store.epochs() or not 0 <= mark <= self._store.last_durable(epoch):
            raise TillError(
                "beyond_durable", field="mark", allowed="at most the last fact on this box's disk"
            )
        own = self._store.head_at(epoch, mark)
        if own != head:
            raise TillError("head_differs", field="head", allowed=own or "the head of this box's own chain")
        return self._change(moment, epoch, lambda stream: {**stream, "mark": mark, "head": head})

    def forked(self, moment: Moment, epoch: int) -> None:
        """Leave a stream that the back office knows with other bytes; what it lacks is sent aside."""
        if epoch not in self._store.epochs():
            return
        self._change(moment, epoch, lambda stream: {"aside": stream.get("mark", 0), **stream}, durable=True)
        self.leave_forked(moment)

    def leave_forked(self, moment: Moment) -> None:
        """Begin a new epoch if the present one is forked; also when a power cut came between the two."""
        epoch = self._store.state().epoch
        if self._known().get(str(epoch), {}).get("aside") is not None:
            self._store.begin_epoch(moment, reason="fork")

    def sent_aside(self, moment: Moment, epoch: int, f: int) -> None:
        """Note how far a forked stream was sent aside."""
        last = self._store.last_durable(epoch)

        def further(stream: Document) -> Document:
            return {**stream, "aside": max(stream["aside"], min(f, last))} if "aside" in stream else stream

        self._change(moment, epoch, further)

    def send_aside_again(self, tx: Transaction) -> None:
        """Another life of the back office may know nothing of what was set aside."""
        streams = tx.get(OFFICE, STREAMS) or {}
        again = {
            epoch: {**stream, "aside": stream.get("left", 0)} if "aside" in stream else stream
            for epoch, stream in streams.items()
        }
        if again != streams:
            tx.put(OFFICE, STREAMS, again)

    def leave_behind(self, tx: Transaction) -> None:
        """The back office will know this box as another one: what it has stays there, and is not sent again.

        Sent twice, it would be counted twice. What it lacks goes aside; `leave_forked` has to follow.
        """
        streams = tx.get(OFFICE, STREAMS) or {}
        for epoch in self._store.epochs():
            stream = streams.get(str(epoch), {})
            delivered = _delivered(stream)
            streams[str(epoch)] = {**stream, "aside": delivered, "left": delivered}
        tx.put(OFFICE, STREAMS, streams)

    def new_series(self, moment: Moment, letters: str) -> None:
        """Number the receipts from now on with other letters."""
        self._store.begin_epoch(moment, reason="series_taken", letters=letters)

    def _is_restored(self, epoch: int) -> bool:
        return epoch != self._store.state().epoch and bool(self._known().get(str(epoch), {}).get("restored"))

    def _known(self) -> Document:
        return self._store.get(OFFICE, STREAMS) or {}

    def _change(
        self, moment: Moment, epoch: int, change: Callable[[Document], Document], *, durable: bool = False
    ) -> bool:
        with self._store.transaction(moment, durable=durable) as tx:
            streams = tx.get(OFFICE, STREAMS) or {}
            before = streams.get(str(epoch), {})
            after = change(before)
            if after == before:
                return False
            tx.put(OFFICE, STREAMS, {**streams, str(epoch): after})
        tx.commit.wait()
        return True


def _delivered(stream: Document) -> int:
    return int(max(stream.get("mark", 0), stream.get("aside") or 0))
