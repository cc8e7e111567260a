"""A box somebody has lived with, full of words that must not leave it; then its support bundle is made in every way.

Two real programs, a real journal, a real small store and their real logs. `tests/unit/care/test_bundle.py` plants
arbitrary words; here are the places they lie in on a box.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from appliance import config, demo
from appliance.care.bundle import with_log
from appliance.care.phrasebook import read_source
from appliance.clock import SystemClock
from appliance.store import open_store
from appliance.store.people import SmallStore
from appliance.till import catalogue
from tests.e2e.box import until
from tests.faults.vendor import Screen
from tests.free_port import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 60
SEEDS = {
    "merchant": "Quillfeather Orchards",
    "address": "7 Marrowbone Lane, Nettlecombe",
    "tax id": "QX-4471-0093",
    "stall": "Lantern corner",
    "customer": "Philomena Thistlewood",
    "e-mail": "philomena@thistlewood.example",
    "phone": "+44 7700 900461",
    "employee": "Barnaby Crumplehorn",
    "item": "Grandmother's plum jam",
    "note": "for aunt Wilhelmina",
    "office": "office.quillfeather.example",
    "printer": "192.168.77.13",
    "key of the box": "9f1c7d5e0b2a4c6688aa1357bd2468ce",
    "hash of a PIN": "JDEkc2FsdCRoYXNoLW9mLWEtcGlu",
    "Wi-Fi": "Nettlecombe Market 5G",
    "Wi-Fi password": "damson&sloe-1987",
    "technician's PIN": "86420975",
    "wrong PIN": "13579024",
    "technician's key": "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6",
    "typed address": "https://orchard-hq.example",
}


class Box:
    """A till and a watchdog on seeded data."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.settings = folder / "box.toml"
        self.port = free_port()
        self.keys = 0
        self._chosen = config.Config(
            data_dir=self.data, port=self.port, country="de", simulated=True,
            merchant_name=SEEDS["merchant"], merchant_address=SEEDS["address"], merchant_tax_id=SEEDS["tax id"],
            stall=SEEDS["stall"], office_url=f"https://{SEEDS['office']}",
            printer_link=f"tcp://{SEEDS['printer']}:9100",
        )  # fmt: skip
        config.write(self._chosen, self.settings)
        self.data.mkdir(mode=0o700)
        self._seed()

    def _seed(self) -> None:
        people = SmallStore(self.data / "people.json")
        people.put("customer", "c1", {
            "name": SEEDS["customer"], "email": SEEDS["e-mail"], "phone": SEEDS["phone"], "note": SEEDS["note"],
        })  # fmt: skip
        people.put("staff", "s1", {"name": SEEDS["employee"], "pin_hash": SEEDS["hash of a PIN"]})
        people.put("secret", "seeded", {"key": SEEDS["key of the box"]})
        store = open_store(self._chosen.store_dir, series="A")
        clock = SystemClock("Europe/Berlin", 0)
        categories, items = demo.catalogue("de")
        catalogue.replace(store, clock.now(), categories, [replace(items[0], name=SEEDS["item"]), *items[1:]])
        with store.transaction(clock.now(), durable=True) as tx:
            tx.put("held", "h1", {"customer": SEEDS["customer"], "email": SEEDS["e-mail"]})
        tx.commit.wait()
        store.close()
        refused = {"key": "admin_key", "code": "admin_key", "allowed": SEEDS["technician's key"]}
        report = {
            "version": 1,
            "hostname": "tillbox-3fa9",
            "taken": [],
            "refusals": [refused],
            "is_grown": True,
        }
        (self.folder / "state").mkdir()
        (self.folder / "state" / "first-boot-report.json").write_text(json.dumps(report))

    @contextmanager
    def running(self) -> Iterator[Screen]:
        with ExitStack() as ends:
            for name in ("till", "watchdog"):
                log = ends.enter_context((self.folder / f"{name}.log").open("ab"))
                program = subprocess.Popen(
                    (sys.executable, "-m", "appliance", name, "--config", str(self.settings)),
                    cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                )  # fmt: skip
                ends.callback(program.wait, LIMIT_S)
                ends.callback(program.terminate)
            until(self._answers, "the till is there", 30)
            yield Screen.enter(self.port, self.data / "run" / "kiosk-token")

    def _answers(self) -> bool:
        try:
            return bool(Screen.enter(self.port, self.data / "run" / "kiosk-token").get("/api/v1/snapshot"))
        except OSError:
            return False

    def live(self, screen: Screen) -> None:
        """A day of it: everything a person types is typed, and much of it goes wrong."""
        self._do(screen, "technician-pin", {"pin": SEEDS["technician's PIN"]}, "care")
        self._do(screen, "technician", {"pin": SEEDS["wrong PIN"]}, "care")
        self._do(screen, "join", {"ssid": SEEDS["Wi-Fi"], "password": SEEDS["Wi-Fi password"]}, "wifi")
        until(lambda: screen.get("/api/v1/wifi")["join"]["is_done"], "the radio answered", 30)
        self._do(screen, "enrol", {"url": SEEDS["typed address"]}, "office")

    def _do(self, screen: Screen, what: str, body: dict[str, object], part: str) -> None:
        self.keys += 1
        screen.intent("POST", f"/api/v1/{part}/{what}", body, f"lived-{self.keys:08d}")

    def bundle(self, name: str) -> bytes:
        """The one of the command line."""
        out = self.folder / f"{name}.zip"
        subprocess.run(
            (sys.executable, "-m", "appliance", "support-bundle", "--config", str(self.settings), "--out", str(out)),
            cwd=ROOT, check=True, capture_output=True, timeout=LIMIT_S,
        )  # fmt: skip
        return out.read_bytes()

    def logs(self) -> list[str]:
        return [line for file in sorted(self.folder.glob("*.log")) for line in file.read_text().splitlines()]

    def made_here(self) -> dict[str, str]:
        """Secrets the box made by itself."""
        found = {"kiosk's token": (self.data / "run" / "kiosk-token").read_text().strip()}
        people = SmallStore(self.data / "people.json")
        for id_ in people.ids("secret"):
            for word, value in (people.get("secret", id_) or {}).items():
                if isinstance(value, str) and len(value) >= 12:
                    found[f"{id_} {word}"] = value
        assert len(found) >= 4, found.keys()
        return found


def contents(packed: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return "\n".join([*file.namelist(), *(file.read(name).decode() for name in file.namelist())])


def test_nothing_of_the_people_of_a_box_is_in_its_support_bundle(tmp_path: Path) -> None:
    box = Box(tmp_path)
    stick = box.data / "run" / "stick"
    with box.running() as screen:
        box.live(screen)
        secrets = SEEDS | box.made_here()
        stick.mkdir()
        box._do(screen, "support-bundle", {}, "care")
        until(lambda: screen.get("/api/v1/care")["bundle"]["state"] == "saved", "it is saved", 30)
        made = {"while it runs": box.bundle("running")}
    made["on the stick"] = next(stick.iterdir()).read_bytes()
    made["when it is off"] = box.bundle("off")
    made["with root's ring of logs"] = with_log(
        made["on the stick"], box.logs(), read_source(ROOT / "appliance")
    )
    for way, packed in made.items():
        text = contents(packed)
        assert "checks.json" in text and "0.1.0" in text, way
        found = [what for what, word in secrets.items() if word.casefold() in text.casefold()]
        assert found == [], f"{way}: {found}"
        for word in ("Thistlewood", "Nettlecombe", "quillfeather", "tillbox-3fa9", str(tmp_path)):
            assert word.casefold() not in text.casefold(), f"{way}: {word}"


def test_the_words_looked_for_are_really_on_the_box(tmp_path: Path) -> None:
    """The proof of the proof: what is not on the box is easily kept out of its bundle."""
    box = Box(tmp_path)
    with box.running() as screen:
        box.live(screen)
    on_the_box = b"".join(one.read_bytes() for one in sorted(tmp_path.rglob("*")) if one.is_file())
    only_passed_through = {"Wi-Fi", "Wi-Fi password", "technician's PIN", "wrong PIN"}
    missing = {what for what, word in SEEDS.items() if word.encode() not in on_the_box}
    assert missing == only_passed_through
