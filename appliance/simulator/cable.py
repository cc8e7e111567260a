"""The network cable between the box and its back office: a TCP proxy that can be unplugged, die or crawl.

One thread carries all bytes. It knows nothing of what they mean.
"""

from __future__ import annotations

import contextlib
import logging
import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable

from appliance.simulator.log import Log

LOG = logging.getLogger(__name__)

STATES = ("works", "unplugged", "dead", "slow")
_KEYS = {
    "works": "log.cable_works",
    "unplugged": "log.cable_unplugged",
    "dead": "log.cable_dead",
    "slow": "log.cable_slow",
}
SLOW_BYTES_S = 2_000  # each way, for all connections together
SLOW_LATENCY_S = 0.7
SLOW_PIECE_BYTES = 200  # a tenth of a second on the slow line
PIECE_BYTES = 65_536
MOST_WAITING_BYTES = 8_192  # in a lane of the slow line; then the sender has to wait, as with a real one
MOST_CONNECTIONS = 64
TURN_S = 1.0
CONNECT_S = 2.0
_LINGER_RESET = struct.pack("ii", 1, 0)  # socket(7): close with a reset, as a line that is cut off


class Line:
    """When bytes arrive at the far end of the slow line, one way: in their order, at its rate, after its latency."""

    def __init__(self) -> None:
        self._free_s = 0.0

    def clear(self) -> None:
        """Nothing is on it."""
        self._free_s = 0.0

    def arrival_s(self, size: int, now_s: float) -> float:
        """When the last of `size` bytes put on it now comes out."""
        self._free_s = max(self._free_s, now_s) + size / SLOW_BYTES_S
        return self._free_s + SLOW_LATENCY_S


class Lane:
    """One direction of one connection: from `source` to `sink`, what is under way in between."""

    def __init__(self, source: socket.socket, sink: socket.socket, line: Line) -> None:
        self.source, self.sink, self._line = source, sink, line
        self._under_way: deque[tuple[float, bytes]] = deque()  # (when it arrives, what); b"" is the end
        self._waiting_bytes = 0
        self.has_ended_in = False
        self.has_ended_out = False

    def wants_to_read(self) -> bool:
        """Whether the source may say more now."""
        return not self.has_ended_in and self._waiting_bytes < MOST_WAITING_BYTES

    def due_s(self) -> float | None:
        """When the next bytes arrive; None when nothing is under way."""
        return self._under_way[0][0] if self._under_way else None

    def read(self, is_slow: bool, now_s: float) -> None:
        """Take from the source what it has. Raises OSError when the connection broke."""
        try:
            data = self.source.recv(SLOW_PIECE_BYTES if is_slow else PIECE_BYTES)
        except BlockingIOError:
            return
        self.has_ended_in = not data
        arrival_s = self._line.arrival_s(len(data), now_s) if is_slow else now_s
        self._under_way.append((arrival_s, data))
        self._waiting_bytes += len(data)

    def hurry(self) -> None:
        """The line is quick again: all that is under way arrives now."""
        self._under_way = deque((0.0, data) for _, data in self._under_way)

    def write(self, now_s: float) -> None:
        """Give the sink what has arrived. Raises OSError when the connection broke."""
        while self._under_way and self._under_way[0][0] <= now_s:
            _, data = self._under_way[0]
            if not data:
                self.has_ended_out = True
                self._under_way.popleft()
                with contextlib.suppress(OSError):  # the other side may have closed first
                    self.sink.shutdown(socket.SHUT_WR)
                return
            try:
                sent = self.sink.send(data)
            except BlockingIOError:
                return
            self._waiting_bytes -= sent
            self._under_way.popleft()
            if sent < len(data):
                self._under_way.appendleft((0.0, data[sent:]))
                return


class Joint:
    """One connection of the box through the cable. Without a far end it waits in the cable."""

    def __init__(self, near: socket.socket) -> None:
        self.near = near
        self.far: socket.socket | None = None
        self.lanes: tuple[Lane, ...] = ()

    def connect(self, address: tuple[str, int], out: Line, back: Line) -> None:
        """To the back office. Raises OSError when nobody is there."""
        self.far = socket.create_connection(address, timeout=CONNECT_S)
        for end in (self.near, self.far):
            end.setblocking(False)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lanes = (Lane(self.near, self.far, out), Lane(self.far, self.near, back))

    def is_over(self) -> bool:
        """Both sides have said their last and it has arrived."""
        return bool(self.lanes) and all(lane.has_ended_out for lane in self.lanes)

    def close(self, *, reset: bool) -> None:
        """End both connections; with `reset` as a cut line does. Never raises."""
        for end in (self.near, self.far):
            if end is not None:
                with contextlib.suppress(OSError):
                    if reset:
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_RESET)
                    end.close()


class Cable:
    """`works`; `unplugged`: refuses and resets; `dead`: accepts and swallows; `slow`: see the constants."""

    def __init__(
        self,
        host: str,
        port: int,
        office: tuple[str, int],
        log: Log,
        on_change: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host = host
        self._office = office
        self._log = log
        self._on_change = on_change
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._wanted = "works"
        self._state = "works"  # what the thread last did; only the thread writes it
        self._has_settled = threading.Condition(self._lock)
        self._out, self._back = Line(), Line()
        self._joints: list[Joint] = []
        self._stop = threading.Event()
        self._listener = socket.create_server((host, port), backlog=16)
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_out.setblocking(False)
        self._thread = threading.Thread(target=self._carry, name="sim-cable", daemon=True)

    def start(self) -> None:
        """Begin to carry."""
        self._thread.start()

    def stop(self) -> None:
        """Close everything; returns within about three seconds."""
        self._stop.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(CONNECT_S + 1.0)
        for one in (self._listener, self._wake_in, self._wake_out):
            one.close()

    def view(self) -> dict[str, str | int]:
        """Its state and port."""
        with self._lock:
            return {"state": self._wanted, "port": self.port}

    def set(self, state: str) -> None:
        """One of `STATES`; returns when it is so."""
        with self._lock:
            if state == self._wanted:
                return
            self._wanted = state
            self._wake()
            self._has_settled.wait_for(lambda: self._state == state or self._stop.is_set(), CONNECT_S + 1.0)
        self._log.say(_KEYS[state])
        self._on_change()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_in.send(b"x")

    # -- the thread ------------------------------------------------------------------------------------------

    def _carry(self) -> None:
        while not self._stop.is_set():
            self._settle()
            try:
                self._turn()
            except Exception:
                LOG.exception("the cable stumbled; its connections are cut")
                self._cut()
        self._cut()

    def _settle(self) -> None:
        """Become what is wanted."""
        with self._lock:
            wanted, state = self._wanted, self._state
        if wanted == state:
            return
        if state == "unplugged":
            self._listener.listen(16)
        if wanted == "unplugged":
            self._cut()
            self._listener.close()
            # Bound but not listening: the port stays ours and whoever calls is refused.
            self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._listener.setblocking(False)
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.bind((self._host, self.port))
        self._out.clear()
        self._back.clear()
        if wanted == "works":
            for joint in self._joints:
                for lane in joint.lanes:
                    lane.hurry()
        with self._lock:
            self._state = wanted
            self._has_settled.notify_all()

    def _turn(self) -> None:
        """Wait for something to do and do it."""
        is_dead, is_slow = self._state == "dead", self._state == "slow"
        # Whoever connects gets a far end with the first byte: with the back office down it is then hung up in
        # the middle of its talk, and never in the middle of connecting, which would look like no cable at all.
        silent = [] if is_dead else [joint for joint in self._joints if joint.far is None]
        lanes = [] if is_dead else [(joint, lane) for joint in self._joints for lane in joint.lanes]
        now_s = self._monotonic()
        due = [due_s for _, lane in lanes if (due_s := lane.due_s()) is not None]
        arrived = [lane for _, lane in lanes if (due_s := lane.due_s()) is not None and due_s <= now_s]
        later = min((due_s - now_s for due_s in due if due_s > now_s), default=TURN_S)
        is_listening = self._state != "unplugged" and len(self._joints) < MOST_CONNECTIONS
        listening = [self._listener] if is_listening else []
        newcomers = [*listening, *(joint.near for joint in silent)]
        readers = [self._wake_out, *newcomers, *(lane.source for _, lane in lanes if lane.wants_to_read())]
        readable, _, _ = select.select(
            readers, [lane.sink for lane in arrived], [], min(TURN_S, max(0.0, later))
        )
        if self._wake_out in readable:
            self._wake_out.recv(4096)
        if self._listener in readable:
            self._accept()
        for joint in silent:
            if joint.near in readable:
                self._connect(joint)
        now_s = self._monotonic()
        for joint, lane in lanes:
            try:
                if lane.source in readable and lane.wants_to_read():
                    lane.read(is_slow, now_s)
                lane.write(now_s)
            except OSError:
                self._drop(joint, reset=True)
        for joint in [joint for joint in self._joints if joint.is_over()]:
            self._drop(joint, reset=False)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            near, _ = self._listener.accept()
            self._joints.append(Joint(near))

    def _connect(self, joint: Joint) -> None:
        try:
            joint.connect(self._office, self._out, self._back)
        except OSError:
            self._drop(joint, reset=True)  # the back office is down: the line is fine, nobody answers

    def _drop(self, joint: Joint, *, reset: bool) -> None:
        joint.close(reset=reset)
        if joint in self._joints:
            self._joints.remove(joint)

    def _cut(self) -> None:
        for joint in list(self._joints):
            self._drop(joint, reset=True)
