"""First boot, step by step. Each step makes sure that something is so; done twice it changes nothing.

The order is the safety: what was asked for is on the data partition before it is remembered as taken, and it is
remembered before its secrets are masked on the FAT. Wherever the plug is pulled, the next start goes on there.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
from dataclasses import replace
from pathlib import Path

from appliance import config
from appliance.first_boot import profiles, report, settings, state, toml_text
from appliance.first_boot.files import Files
from appliance.first_boot.reading import OWN_FILE, PRESEED_FILES, read
from appliance.first_boot.wishes import TAKEN, Refusal, Wifi
from appliance.first_boot.world import Machine, Places

log = logging.getLogger(__name__)

REPORT_FILE = "tillbox-report.txt"
# Below /data: mode and owner. What root writes for others to read is 0644 in a folder of root's, and root touches
# nothing inside the folders of the programs: what lies there may be anything, a pipe that keeps root waiting too.
DIRECTORIES: dict[str, tuple[int, str]] = {
    "state": (0o755, "root"),
    "config": (0o755, "root"),
    "network": (0o700, "root"),
    "ssh": (0o755, "root"),
    "log": (0o755, "root"),
    "till": (0o700, "tillbox-till"),
    "watchdog": (0o700, "tillbox-watchdog"),
    "kiosk": (0o700, "tillbox-kiosk"),
}


class FirstBoot:
    """One start of a box. `run` raises OSError when the data partition cannot be written, ConfigError when the
    image's own configuration is wrong."""

    def __init__(self, places: Places, machine: Machine, files: Files | None = None) -> None:
        self._places = places
        self._machine = machine
        self._files = files or Files()
        self._kept: dict[str, state.Taken] = {}

    def run(self) -> int:
        """Every step in its order; the exit code."""
        places = self._places
        base = config.load(places.base_config, {})  # refused before anything is touched: then this is no box
        self._directories()
        name = self._names()
        self._host_key()
        self._kept = state.parse(self._files.read(places.state / "first-boot.json"))
        for file in (*PRESEED_FILES, OWN_FILE):
            self._take(file)
        name = self._host_name(name)
        refusals = self._write_config(base)
        self._radio_country()
        self._say(name, refusals)
        return 0

    def _directories(self) -> None:
        for folder, (mode, user) in DIRECTORIES.items():
            path = self._places.data / folder
            self._files.directory(path, mode)
            if not self._machine.own(path, user):
                log.warning("there is no user %s here; %s stays root's", user, path)

    def _names(self) -> str:
        """The machine-id, for ever the one of the first start; answers the host name that follows from it.

        A read-only root cannot keep it: the unit shows the kept one in its place.
        """
        kept = self._places.state / "machine-id"
        content = self._files.read(kept)
        if content is None:
            shown = (self._files.read(self._places.machine_id) or b"").strip()
            is_real = re.fullmatch(rb"[0-9a-f]{32}", shown) is not None
            content = (shown if is_real else self._machine.random_hex(32).encode()) + b"\n"
            self._files.write(kept, content, 0o444)
        return f"tillbox-{hashlib.sha256(content.strip()).hexdigest()[:4]}"

    def _host_key(self) -> None:
        """sshd's key. The private half is written last: where it is, both are."""
        private_path = self._places.ssh / "ssh_host_ed25519_key"
        if self._files.read(private_path) is None:
            private, public = self._machine.make_host_key()
            self._files.write(private_path.with_suffix(".pub"), public, 0o644)
            self._files.write(private_path, private, 0o600)

    def _take(self, name: str) -> None:
        """Do what a file on the FAT asks for, unless it was done before."""
        content = self._on_fat(name)
        if content is None or not state.is_news(content, self._kept.get(name)):
            return
        reading = read(content, is_preseed=name != OWN_FILE)
        refusals = list(reading.refusals)
        wishes = reading.wishes
        if wishes.wifi is not None and not self._join(wishes.wifi):
            refusals.append(Refusal("wifi_password" if name == OWN_FILE else "wlan.password", "again"))
        if wishes.apn is not None:
            path = self._places.network / profiles.MODEM_FILE
            self._files.write(path, profiles.modem(wishes.apn).encode(), 0o600)
        if wishes.admin_keys:
            keys = "".join(f"{key}\n" for key in wishes.admin_keys)
            self._files.write(self._places.ssh / "authorized_keys", keys.encode(), 0o644)
        self._kept[name] = state.taken(content, reading, tuple(refusals))
        self._remember()
        log.info("%s: %d keys taken, %d refused", name, len(reading.taken), len(refusals))

    def _join(self, wifi: Wifi) -> bool:
        """Keep the network's profile; False when its password was masked and the box has no such network."""
        path = self._places.network / profiles.WIFI_FILE
        if wifi.password == TAKEN:
            return profiles.ssid_line(wifi.ssid).encode() in (self._files.read(path) or b"").splitlines()
        self._files.write(path, profiles.wifi(wifi).encode(), 0o600)
        return True

    def _remember(self) -> None:
        self._files.write(self._places.state / "first-boot.json", state.as_bytes(self._kept), 0o600)

    def _host_name(self, usual: str) -> str:
        wished = [entry.hostname for entry in self._kept.values() if entry.hostname]
        name = wished[-1] if wished else usual
        self._files.write(self._places.state / "hostname", name.encode() + b"\n", 0o644)
        self._machine.name_host(name)
        return name

    def _write_config(self, base: config.Config) -> tuple[Refusal, ...]:
        """One complete configuration, made anew at each start: the base may have changed with an update."""
        preseed: dict[str, str | int | bool] = {}
        for name in PRESEED_FILES:
            if name in self._kept:
                preseed |= self._kept[name].settings
        own = self._kept[OWN_FILE].settings if OWN_FILE in self._kept else {}
        chosen, refusals = settings.complete(base, preseed, own)
        with tempfile.TemporaryDirectory() as scratch:
            config.write(chosen, Path(scratch) / "box.toml")
            content = (Path(scratch) / "box.toml").read_bytes()
        self._files.write(self._places.config, content, 0o644)
        return refusals

    def _radio_country(self) -> None:
        wished = [entry.wifi_country for entry in self._kept.values() if entry.wifi_country]
        if wished:
            self._files.write(self._places.state / "radio-country", wished[-1].encode() + b"\n", 0o644)
            self._machine.set_radio_country(wished[-1])

    def _say(self, name: str, refused_by_config: tuple[Refusal, ...]) -> None:
        """The report for the screen, then on the FAT the masks and the report."""
        room = self._machine.room(self._places.data)
        refusals = [*(one for entry in self._kept.values() for one in entry.refusals), *refused_by_config]
        refused = {one.key for one in refusals}
        taken = [key for entry in self._kept.values() for key in entry.taken if key not in refused]
        self._files.write(self._places.screen_report, report.document(name, taken, refusals, room), 0o644)
        has_masked = any(entry.had_secrets for entry in self._kept.values())
        page = report.page(name, taken, refusals, room, has_masked).encode() if self._kept else None
        try:
            self._tidy_fat(page)
        except OSError as problem:
            log.warning("the card's first partition cannot be written: %s", problem)

    def _tidy_fat(self, page: bytes | None) -> None:
        """The page comes last: it says that the passwords are gone."""
        path = self._places.fat / REPORT_FILE
        unmasked = [name for name, entry in self._kept.items() if not entry.is_masked]
        if not unmasked and (page is None or self._files.read(path) == page):
            return
        self._machine.open_fat(self._places.fat, writable=True)
        try:
            for name in unmasked:
                self._mask(name)
            if page is not None:
                self._files.write_plain(path, page)
        finally:
            self._machine.open_fat(self._places.fat, writable=False)

    def _mask(self, name: str) -> None:
        content = self._on_fat(name)
        if content is not None:
            masked = toml_text.mask(content)
            if masked != content:
                self._files.overwrite(self._places.fat / name, masked)
        self._kept[name] = replace(self._kept[name], is_masked=True)
        self._remember()

    def _on_fat(self, name: str) -> bytes | None:
        try:
            return self._files.read(self._places.fat / name)
        except OSError as problem:
            log.warning("%s cannot be read: %s", name, problem)
            return None
