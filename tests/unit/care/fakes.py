"""A door that answers when the test says so, a store of secrets in memory, a hash anybody can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.care.door_talk import Answer, Outcome, Request
from appliance.ports import Document


@dataclass
class FakeDoor:
    asked: list[Request] = field(default_factory=list)
    bundles: list[bytes | None] = field(default_factory=list)
    said: Answer | None = None
    is_missing: bool = False

    def ask(self, request: Request, payload: Iterable[bytes] | None = None) -> None:
        if self.is_missing:
            raise FileNotFoundError("no door")
        self.asked.append(request)
        self.bundles.append(None if payload is None else b"".join(payload))

    def answer(self) -> Answer | None:
        return self.said

    def say(self, outcome: Outcome, until_s: int | None = None, file: str = "") -> None:
        self.said = Answer(self.asked[-1].id, outcome, until_s, file)


@dataclass
class MemorySecrets:
    kept: dict[tuple[str, str], Document] = field(default_factory=dict)
    is_read_only: bool = False

    def get(self, kind: str, id_: str) -> Document | None:
        return self.kept.get((kind, id_))

    def put(self, kind: str, id_: str, document: Mapping[str, Any]) -> None:
        if self.is_read_only:
            raise OSError("read-only file system")
        self.kept[kind, id_] = dict(document)


class PlainHash:
    def make(self, pin: str) -> str:
        return f"hash of {pin}"

    def fits(self, pin: str, kept: str) -> bool:
        return kept == f"hash of {pin}"
