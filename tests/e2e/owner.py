"""The owner in the back office, over HTTP: signs in as `make run` says, reads the day, edits a price."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

EMAIL = "demo@tillbox.example"
LIMIT_S = 10.0


class Owner:
    """One signed-in session with the back office of a demo."""

    def __init__(self, port: int, password: str, email: str = EMAIL) -> None:
        self._port = port
        self._cookie = self._csrf = ""
        session = self._call("POST", "/api/v1/session", {"email": email, "password": password})
        self._csrf = str(session["csrf"])

    @classmethod
    def of(cls, data: Path, port: int) -> Owner:
        """The owner of the demo on `data` whose till is at `port`."""
        return cls(port + 10, password_of(data))

    def today(self) -> tuple[int, int]:
        """(takings in minor units, number of sales) of the day the stalls are in."""
        day = self._call("GET", "/api/v1/today")
        return int(day["total_minor"]), int(day["sales"])

    def stalls(self) -> dict[str, tuple[int, int]]:
        """(takings in minor units, number of sales) of each stall today, by its name."""
        stalls: list[dict[str, Any]] = self._call("GET", "/api/v1/today")["stalls"]
        return {stall["name"]: (int(stall["today_minor"]), int(stall["today_sales"])) for stall in stalls}

    def numbers(self, day: str) -> list[str]:
        """The receipts that arrived of a day."""
        rows: list[dict[str, Any]] = self._call("GET", f"/api/v1/sales?day={day}&limit=200")["sales"]
        return [str(row["number"]) for row in rows]

    def shifts(self) -> list[dict[str, Any]]:
        """The latest closed shifts."""
        rows: list[dict[str, Any]] = self._call("GET", "/api/v1/shifts")["shifts"]
        return rows

    def quarantine(self) -> list[dict[str, Any]]:
        """What was set aside."""
        entries: list[dict[str, Any]] = self._call("GET", "/api/v1/quarantine")["entries"]
        return entries

    def sale(self, number: str, day: str = "") -> dict[str, Any]:
        """One sale of a day, or of today, down to its fact."""
        rows: list[dict[str, Any]] = self._call(
            "GET", f"/api/v1/sales?day={day}" if day else "/api/v1/sales"
        )["sales"]
        box_id = next(row["box_id"] for row in rows if row["number"] == number)
        return self._call("GET", f"/api/v1/boxes/{box_id}/sales/{number}")

    def item(self, item_id: str) -> dict[str, Any]:
        """An item of the catalogue."""
        items: list[dict[str, Any]] = self._call("GET", "/api/v1/catalogue")["items"]
        return next(item for item in items if item["id"] == item_id)

    def price(self, item_id: str, price_minor: int) -> None:
        """Give an item another price."""
        item = {name: value for name, value in self.item(item_id).items() if name not in ("id", "ver")}
        self._call("PUT", f"/api/v1/catalogue/items/{item_id}", item | {"price_minor": price_minor})

    def _call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        headers = {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/json"}
        headers |= {"Cookie": self._cookie, "X-CSRF-Token": self._csrf}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=LIMIT_S)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            said = answer.read()
            assert answer.status < 300, f"{method} {path}: {answer.status} {said[:300]!r}"
            cookie = answer.getheader("Set-Cookie")
        finally:
            connection.close()
        if cookie is not None:
            self._cookie = cookie.split(";")[0]
        found: dict[str, Any] = json.loads(said) if said else {}
        return found


def password_of(data: Path) -> str:
    """The password that the demo on `data` made for its owner."""
    return (data / "office" / "password").read_text(encoding="ascii").strip()
