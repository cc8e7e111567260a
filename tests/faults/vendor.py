"""A vendor at the screen, over HTTP: two taps and a payment, for ever, repeating what got no answer."""

import http.client
import json
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ANSWER_LIMIT_S = 10.0
PACE_S = 0.03  # between two customers: a queue of them, not a flood


class Refused(Exception):
    """The till answered, but not with success; `status` is the HTTP status."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status}: {body[:300]!r}")
        self.status = status


class Screen:
    """One entered session. Every call opens its own connection and raises OSError when no till answers."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie

    @classmethod
    def enter(cls, port: int, token_file: Path) -> "Screen":
        """Enter with the token that only the box's own user can read. OSError while the till is not there."""
        token = token_file.read_text().strip()
        status, headers, body = _call(port, "GET", f"/enter?token={token}", {}, None)
        cookie = headers.get("Set-Cookie")
        if status >= 400 or cookie is None:
            raise Refused(status, body)
        return cls(port, cookie.split(";")[0])

    def get(self, path: str) -> dict[str, Any]:
        """Read something."""
        return self._answer(_call(self._port, "GET", path, {"Cookie": self._cookie}, None))

    def intent(self, method: str, path: str, body: Mapping[str, object], key: str) -> dict[str, Any]:
        """Ask for something to happen, once, whatever happens to the answer."""
        headers = {"Cookie": self._cookie, "Idempotency-Key": key, "Content-Type": "application/json"}
        headers["Origin"] = f"http://127.0.0.1:{self._port}"
        return self._answer(_call(self._port, method, path, headers, json.dumps(body).encode()))

    @staticmethod
    def _answer(response: tuple[int, http.client.HTTPMessage, bytes]) -> dict[str, Any]:
        status, _, body = response
        if status >= 500 and not body:
            raise OSError(f"the till broke off ({status})")
        if status >= 400:
            raise Refused(status, body)
        answer: dict[str, Any] = json.loads(body)
        return answer


class Vendor(threading.Thread):
    """Sells until stopped. `sold` maps each payment's key to its receipt number."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(name="vendor", daemon=True)
        self.screen = screen
        self.sold: dict[str, str] = {}
        self.problems: list[str] = []
        self.repeated = 0
        self._stopping = threading.Event()
        self._progress = threading.Condition()
        items = screen.get("/api/v1/catalogue")["items"]
        pieces = [
            item
            for item in items
            if item["unit"] == "piece" and item["kind"] == "goods" and not item["deposit_id"]
        ]
        self._items = pieces[:2]

    def run(self) -> None:
        """The vendor's day."""
        total = sum(item["price_minor"] for item in self._items)
        try:
            while not self._stopping.is_set():
                self._sell(len(self.sold) + 1, total)
                self._stopping.wait(PACE_S)
        except Exception as problem:  # the thread's top: told to the judge
            self.problems.append(f"the vendor had to give up: {problem!r}")
        with self._progress:
            self._progress.notify_all()

    def _sell(self, number: int, total_minor: int) -> None:
        for position, item in enumerate(self._items):
            self._insist("/api/v1/ticket/lines", {"item_id": item["id"]}, f"tap-{number:06d}-{position}")
        key = f"pay-{number:06d}"
        paid = {"tender": "cash", "given_minor": total_minor, "total_minor": total_minor}
        sale = self._insist("/api/v1/ticket/pay", paid, key)["last_sale"]
        if sale["total_minor"] != total_minor:
            self.problems.append(f"{sale['number']} is {sale['total_minor']}, not {total_minor}")
        with self._progress:
            self.sold[key] = sale["number"]
            self._progress.notify_all()

    def _insist(self, path: str, body: dict[str, object], key: str) -> dict[str, Any]:
        """Repeat one intent, with its key, until a living till answers."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.screen.intent("POST", path, body, key)
            except (OSError, http.client.HTTPException, Refused) as failure:
                # A till just restarted may not know the old session until the rig has entered again.
                unknown = isinstance(failure, Refused) and failure.status not in (401, 403)
                if unknown or time.monotonic() > deadline:
                    raise
            self.repeated += 1
            time.sleep(0.02)

    def wait_for_sales(self, more: int, limit_s: float = 60.0) -> None:
        """Return once so many further sales are done; raise if the vendor gave up."""
        with self._progress:
            wanted = len(self.sold) + more
            if not self._progress.wait_for(lambda: len(self.sold) >= wanted or bool(self.problems), limit_s):
                raise RuntimeError(f"no {more} further sales within {limit_s} s")
        if self.problems:
            raise RuntimeError("; ".join(self.problems))

    def stop(self) -> None:
        """Finish the sale at hand and go home."""
        self._stopping.set()
        if self.is_alive():
            self.join(90)


def _call(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes | None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_LIMIT_S)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()
