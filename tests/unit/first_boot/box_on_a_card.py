"""A card in a folder and a machine that only notes what is asked of it; a plug that can be pulled at any write."""

from __future__ import annotations

from pathlib import Path

from appliance import config
from appliance.first_boot import FirstBoot, Places
from appliance.first_boot.files import Files
from appliance.first_boot.world import Room

BASE = config.Config(data_dir=Path("/data/till"), run_dir=Path("/run/tillbox"), stall="Stall 1")
HOST_KEY = (b"the private half\n", b"ssh-ed25519 AAAA\n")


class PluggedOut(BaseException):
    """The power went."""


class Plug:
    """Pulls itself out before the n-th write; never when it is None."""

    def __init__(self, before_write: int | None = None) -> None:
        self._left = before_write
        self.writes = 0

    def __call__(self) -> None:
        self.writes += 1
        if self._left is not None and self.writes > self._left:
            raise PluggedOut


class NotedMachine:
    """Everything works and is written down."""

    def __init__(self, room: Room | None = None, users: bool = True) -> None:
        self._room = room
        self._users = users
        self.host_name = ""
        self.radio_country = ""
        self.fat_is_writable = False

    def own(self, path: Path, user: str) -> bool:
        return self._users or user == "root"

    def name_host(self, name: str) -> None:
        self.host_name = name

    def set_radio_country(self, code: str) -> None:
        self.radio_country = code

    def open_fat(self, path: Path, *, writable: bool) -> None:
        self.fat_is_writable = writable

    def room(self, data: Path) -> Room | None:
        return self._room

    def random_hex(self, count: int) -> str:
        return "5" * count

    def make_host_key(self) -> tuple[bytes, bytes]:
        return HOST_KEY


class Card:
    """The folder that stands for a flashed card."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)
        self.places.fat.mkdir(parents=True)
        self.places.data.mkdir()
        config.write(BASE, self.places.base_config)
        self.places.machine_id.write_bytes(b"uninitialized\n")

    def put(self, text: str | bytes, name: str = "tillbox.toml") -> None:
        """A person writes a file with a computer."""
        (self.places.fat / name).write_bytes(text.encode() if isinstance(text, str) else text)

    def start(self, plug: Plug | None = None, machine: NotedMachine | None = None) -> NotedMachine:
        """One start of the box, until the plug is pulled."""
        used = machine or NotedMachine()
        try:
            assert FirstBoot(self.places, used, Files(plug or Plug())).run() == 0
        except PluggedOut:
            self.places.machine_id.write_bytes(b"uninitialized\n")
        return used

    def on_fat(self, name: str = "tillbox.toml") -> str:
        return (self.places.fat / name).read_bytes().decode(errors="replace")

    def report(self) -> str:
        return self.on_fat("tillbox-report.txt")

    def config(self) -> config.Config:
        return config.load(self.places.config, {})

    def everything(self) -> dict[str, tuple[bytes, int]]:
        """Each file of the card with content and mode."""
        root = self.places.root
        return {
            str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mode & 0o777)
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
