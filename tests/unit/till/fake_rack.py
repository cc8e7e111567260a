"""A rack that notes how it is wired, what it prints and what it listens for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from appliance.domain.device import Role
from appliance.ports import Wired


@dataclass
class FakeRack:
    configured: Mapping[Role, str] = field(default_factory=dict)
    sample: str = "none"
    wired: list[Wired] = field(default_factory=list)
    listening: tuple[str | None, dict[str, str]] = (None, {})
    listens_until_s: float = 0.0
    samples: list[str] = field(default_factory=list)

    def use(self, wired: Callable[[], Sequence[Wired]]) -> None:
        self.wired = list(wired())

    def print_sample(self, language: str) -> None:
        self.samples.append(language)

    def listen_for(self, code: str, nodes: Mapping[str, str], until_s: float) -> None:
        self.listening = (code, dict(nodes))
        self.listens_until_s = until_s

    def stop_listening(self) -> None:
        self.listening = (None, {})

    @property
    def used(self) -> dict[str, str | None]:
        return {f"{one.device.role}:{one.device.key}": one.node for one in self.wired}
