"""What the core needs from the world, as Protocols and the plain values that cross them.

Two implementations exist of each Protocol (a real one and a simulated or in-memory one).
This module knows no library: adapters import it, it imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from appliance.domain.device import Device, Role
from appliance.domain.money import Currency

# A document is JSON: what may stand in it is decided where it is made, so its values stay open here.
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, fixed at that time and never recomputed.

    `utc` is ISO 8601 with milliseconds and `Z`; `quality` is `ntp`, `rtc`, `saved` or `estimated`;
    `offset_min` is the local offset east of UTC; `day` is the business day `YYYY-MM-DD`.
    """

    utc: str
    quality: str
    offset_min: int
    zone: str
    day: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One immutable business event. `f` is gapless within (box, epoch); `hash` ends its chain in hex.

    `hash` is empty when what stands before the fact is damaged: it can be read, its place cannot be proven.
    """

    f: int
    epoch: int
    type: str
    version: str
    at: Moment
    body: Document
    hash: str


@dataclass(frozen=True, slots=True)
class StreamPart:
    """Facts of one epoch as exact bytes, from number `first` on; `start` and `end` are the chain's heads in hex."""

    epoch: int
    first: int
    start: str
    end: str
    facts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class StoreState:
    """What the store can say of itself. `problem` is None, `full`, `failed` or `read_only`."""

    writable: bool
    problem: str | None
    damage: str | None
    epoch: int
    series: str
    last_fact: int
    durable_fact: int
    head: str
    free_bytes: int


@dataclass(frozen=True, slots=True)
class TableState:
    """Every table as it was after the fact `f` of `epoch`, by name and id."""

    epoch: int
    f: int
    tables: dict[str, dict[str, Document]]


class Commit(Protocol):
    """One appended transaction on its way to the disk."""

    def wait(self, timeout_s: float = 10.0) -> None:
        """Return once durable (at once for a lazy one); raise TillError `store_failed` or `store_full`."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer given earlier to an intent's key, and the commit that carries it."""

    answer: Document
    commit: Commit


class Transaction(Protocol):
    """One line of the journal while it is being decided; the store's lock is held."""

    @property
    def commit(self) -> Commit: ...
    def put(self, table: str, doc_id: str, document: Mapping[str, Any]) -> None: ...
    def get(self, table: str, doc_id: str) -> Document | None: ...
    def remove(self, table: str, doc_id: str) -> None: ...
    def fact(self, type: str, body: Mapping[str, Any]) -> int: ...
    def next_receipt(self) -> tuple[str, int]: ...
    def answer(self, answer: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class LookedBack:
    """Facts found from the newest back; `below` is the (epoch, f) to go on below, None when all was looked through."""

    facts: list[Fact]
    below: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of the journal, verified: `count` facts can be read, `facts` are their exact bytes in order.

    `damage` says in sentences what is wrong with it (none: nothing); `lost` facts cannot be read, None where nobody
    can know. `day` and `head`, the chain's 64 hex digits after its last fact, are None where the file does not say.
    """

    name: str
    day: str | None
    count: int
    facts: Iterable[bytes]
    head: str | None
    damage: tuple[str, ...]
    lost: int | None


class Store(Protocol):
    """The only truth of the box. See docs/journal.md."""

    def transaction(
        self, moment: Moment, *, durable: bool, key: str | None = None
    ) -> AbstractContextManager[Transaction]: ...
    def get(self, table: str, doc_id: str) -> Document | None: ...
    def documents(self, table: str) -> list[tuple[str, Document]]: ...
    def answered(self, key: str) -> Answered | None: ...
    def latest(
        self, type: str, before: int | None, limit: int, *, epoch: int | None = None
    ) -> list[Fact]: ...
    def fact(self, f: int, *, epoch: int | None = None) -> Fact | None: ...
    def facts_since(self, epoch: int, f: int) -> Iterator[Fact]:
        """Every readable fact past (epoch, f) in order, of this epoch and later ones; also what is not yet durable."""

    def receipt_by_number(self, number: str) -> Fact | None: ...
    def records(self, step: Callable[[int, int], None]) -> Iterator[RecordFile]:
        """Verify every file and both chains, oldest first; `step` is told (done, of) before each and at the end.

        Takes its time; selling goes on. Ends where the journal was when it was asked for.
        """

    def look_back(
        self,
        types: Collection[str],
        needles: Sequence[bytes],
        before: tuple[int, int] | None,
        *,
        most_bytes: int,
        most_facts: int,
    ) -> LookedBack: ...
    def count(self, type: str) -> int: ...
    def epochs(self) -> list[int]: ...
    def last_durable(self, epoch: int) -> int: ...
    def head_at(self, epoch: int, f: int) -> str | None: ...
    def stream_part(self, epoch: int, after: int, limit: int, max_bytes: int) -> StreamPart | None: ...
    def count_after(self, type: str, epoch: int, f: int) -> int: ...
    def begin_epoch(self, moment: Moment, *, reason: str, letters: str | None = None) -> None:
        """Go on with a new stream of facts and a new receipt series; its first fact names the old head."""

    def state(self) -> StoreState: ...
    def table_state(self) -> TableState: ...
    def settle(self, timeout_s: float = 10.0) -> None:
        """Return once every durable transaction appended so far is durable, or the store has failed."""


class Clock(Protocol):
    """The only source of time for the core."""

    def now(self) -> Moment: ...


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """What the devices last said of themselves; unknown is a value of its own, never "fine".

    `question` is (print job, receipt number) of a paper of which nobody knows whether it came out.
    """

    printer: str = "none"
    printer_queued: int = 0
    paper_low: bool | None = None
    question: tuple[str, str] | None = None
    scale: str = "none"
    weight_g: int | None = None


class Devices(Protocol):
    """What a committed fact may set in motion. Every call returns at once and never raises."""

    def status(self) -> DeviceStatus: ...
    def kick_drawer(self) -> None: ...
    def print_soon(self, job_id: str | None = None) -> None: ...
    def show_welcome(self, language: str) -> None: ...
    def show_line(
        self, name: str, amount_minor: int, total_minor: int, currency: Currency, language: str
    ) -> None: ...
    def show_change(self, total_minor: int, change_minor: int, currency: Currency, language: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Wired:
    """A remembered device and where it is plugged in now; `node` None: it is not."""

    device: Device
    node: str | None


class Rack(Protocol):
    """The devices' workers as they can be wired anew while they run. Every call returns at once and never raises."""

    @property
    def configured(self) -> Mapping[Role, str]:
        """The links the configuration names, by role."""

    @property
    def sample(self) -> str:
        """What became of the last test print: `none`, `waiting`, `printed`, `sent`, `unconfirmed`, `not_printed`."""

    def use(self, wired: Callable[[], Sequence[Wired]]) -> None:
        """These devices and no others, beside what is configured; asked and applied in one go, whoever calls."""

    def print_sample(self, language: str) -> None: ...
    def listen_for(self, code: str, nodes: Mapping[str, str], until_s: float) -> None:
        """Find out which keyboard (key to node) types `code`; ends by itself at `until_s` of the monotonic clock."""

    def stop_listening(self) -> None: ...


class Paper(Protocol):
    """Turns a sale into the lines a receipt shows."""

    def lines(self, sale: Fact) -> list[str]: ...
