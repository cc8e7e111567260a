"""A module `gpiod` that needs no kernel: what libgpiod's own Python (version 2) does, as far as pins need it."""

from __future__ import annotations

import queue
import types
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any


class Value(Enum):
    INACTIVE = 0
    ACTIVE = 1


class Direction(Enum):
    AS_IS = 1
    INPUT = 2
    OUTPUT = 3


class Bias(Enum):
    AS_IS = 1
    UNKNOWN = 2
    DISABLED = 3
    PULL_UP = 4
    PULL_DOWN = 5


class Edge(Enum):
    NONE = 1
    RISING = 2
    FALLING = 3
    BOTH = 4


@dataclass
class LineSettings:
    direction: Direction = Direction.AS_IS
    edge_detection: Edge = Edge.NONE
    bias: Bias = Bias.AS_IS
    debounce_period: timedelta = timedelta()
    output_value: Value = Value.INACTIVE


@dataclass
class Line:
    """One line of the hardware. `history` is every level it was driven to."""

    name: str = ""
    direction: Direction = Direction.INPUT
    bias: Bias = Bias.UNKNOWN
    value: Value = Value.INACTIVE
    edge: Edge = Edge.NONE
    debounce: timedelta = timedelta()
    is_held: bool = False
    history: list[int] = field(default_factory=list)

    def apply(self, settings: LineSettings) -> None:
        if settings.direction is not Direction.AS_IS:
            self.direction = settings.direction
        if settings.bias is not Bias.AS_IS:
            self.bias = settings.bias
        self.edge, self.debounce = settings.edge_detection, settings.debounce_period
        if settings.direction is Direction.OUTPUT:
            self.drive(settings.output_value)

    def drive(self, value: Value) -> None:
        self.value = value
        self.history.append(value.value)


@dataclass
class Hardware:
    """Chips by path: label and lines. A test adds them before the factory is made."""

    chips: dict[str, tuple[str, list[Line]]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def line(self, offset: int, path: str) -> Line:
        return self.chips[path][1][offset]


class EdgeEvent:
    class Type(Enum):
        RISING_EDGE = 1
        FALLING_EDGE = 2

    def __init__(self, kind: EdgeEvent.Type, timestamp_ns: int) -> None:
        self.event_type = kind
        self.timestamp_ns = timestamp_ns


class Request:
    def __init__(self, lines: dict[int, Line]) -> None:
        self._lines = lines
        self.events: queue.Queue[EdgeEvent] = queue.Queue()
        self.is_released = False

    def _live(self) -> None:
        if self.is_released:
            raise RuntimeError("the request was released")

    def release(self) -> None:
        self._live()
        self.is_released = True
        for line in self._lines.values():
            line.is_held = False

    def get_value(self, offset: int) -> Value:
        self._live()
        return self._lines[offset].value

    def set_value(self, offset: int, value: Value) -> None:
        self._live()
        if self._lines[offset].direction is not Direction.OUTPUT:
            raise PermissionError(1, "not an output")
        self._lines[offset].drive(value)

    def reconfigure_lines(self, config: dict[int, LineSettings]) -> None:
        self._live()
        for offset, settings in config.items():
            if settings.edge_detection is not Edge.NONE and settings.direction is not Direction.INPUT:
                raise OSError(22, "edges only of an input")
            self._lines[offset].apply(settings)

    def wait_edge_events(self, timeout: float) -> bool:
        try:
            event = self.events.get(timeout=timeout)
        except queue.Empty:
            return False
        self._next = event
        return True

    def read_edge_events(self) -> list[EdgeEvent]:
        return [self._next]


def module(hardware: Hardware) -> types.ModuleType:
    """The module, with `gpiod.line` in it, over this hardware."""

    class Chip:
        def __init__(self, path: str) -> None:
            self.label, self._lines = hardware.chips[path]
            self.is_closed = False

        def __enter__(self) -> Chip:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            self.is_closed = True

        def get_info(self) -> Any:
            return types.SimpleNamespace(label=self.label, num_lines=len(self._lines))

        def line_offset_from_id(self, name: str) -> int:
            for offset, line in enumerate(self._lines):
                if line.name == name:
                    return offset
            raise FileNotFoundError(2, "no such line")

        def get_line_info(self, offset: int) -> Any:
            line = self._lines[offset]
            return types.SimpleNamespace(direction=line.direction, bias=line.bias)

        def request_lines(self, config: dict[int, LineSettings], consumer: str) -> Request:
            lines = {offset: self._lines[offset] for offset in config}
            for offset, line in lines.items():
                if line.is_held:
                    raise OSError(16, "the line is held by somebody else")
                line.is_held = True
                line.apply(config[offset])
            request = Request(lines)
            hardware.requests.append(request)
            return request

    gpiod = types.ModuleType("gpiod")
    line = types.ModuleType("gpiod.line")
    line.__dict__.update(Bias=Bias, Direction=Direction, Edge=Edge, Value=Value)
    gpiod.__dict__.update(Chip=Chip, LineSettings=LineSettings, EdgeEvent=EdgeEvent, line=line)
    return gpiod
