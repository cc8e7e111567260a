"""What is plugged in is read from a tree like /sys, typed by class, and keeps its key."""

from __future__ import annotations

from pathlib import Path

from appliance.devices.sysfs import SysTree
from appliance.domain.device import Found

KEYS_OF_A_KEYBOARD = "fffffffffffffffe"
PRINTER = {"bInterfaceClass": "07", "bInterfaceSubClass": "01"}


class Tree:
    """A /sys laid out by hand."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def device(self, where: str, interface: dict[str, str], **attributes: str) -> Path:
        device = self.root / "sys/devices/pci/0000:01:00.0/usb1" / where
        lay(device, {"idVendor": "0416", "idProduct": "5011", **attributes})
        return lay(device / f"{where}:1.0", {"bInterfaceNumber": "00", **interface})

    def node(self, name: str, node: str, on: Path) -> None:
        entry = lay(self.root / "sys/class" / name, {"uevent": f"MAJOR=180\nDEVNAME={node}"})
        (entry / "device").symlink_to(on)

    def scan(self) -> tuple[Found, ...]:
        return SysTree(self.root / "sys", self.root / "dev").scan()


def lay(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text + "\n")
    return folder


def test_an_empty_machine_has_nothing(tmp_path: Path) -> None:
    assert SysTree(tmp_path).scan() == ()


def test_a_printer_is_known_by_its_class_and_speaks_for_itself(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    card = {"ieee1284_id": "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;"}
    interface = tree.device("1-1", PRINTER | card, serial="J7XK01", product="UB-U05")
    tree.node("usbmisc/lp0", "usb/lp0", interface)
    (found,) = tree.scan()
    assert (found.kind, found.node) == ("printer", str(tmp_path / "dev/usb/lp0"))
    assert found.key == "usb-0416:5011-J7XK01-00"
    assert found.hints == {"maker": "EPSON", "model": "TM-T20II", "speaks": "ESC/POS"}
    assert found.name == "EPSON TM-T20II"


def test_the_same_printer_in_another_socket_keeps_its_key(tmp_path: Path) -> None:
    keys = set()
    for where in ("1-1", "1-1.4"):
        tree = Tree(tmp_path / where)
        tree.node("usbmisc/lp3", "usb/lp3", tree.device(where, PRINTER, serial="J7XK01"))
        keys.add(tree.scan()[0].key)
    assert len(keys) == 1


def test_without_a_number_of_its_own_the_socket_is_the_key(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for at, serial in enumerate(("0", "", "SerialNumber=0", "0123456789", "TWIN", "TWIN")):
        where = f"1-1.{at + 1}"
        tree.node(f"usbmisc/lp{at}", f"usb/lp{at}", tree.device(where, PRINTER, serial=serial))
    assert [found.key for found in tree.scan()] == [f"at-0000:01:00.0-1.{at}:1.0" for at in range(1, 7)]


def test_a_list_of_languages_is_read_whole(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    speaks = "MLC,PCL,PML,DW-PCL,PJL,PCLXL,POSTSCRIPT,URF,PWGRASTER,APPLERASTER,PDF,ESC/POS"
    interface = tree.device("1-1", PRINTER | {"ieee1284_id": f"MFG:Office;CMD:{speaks};MDL:Jet;"})
    tree.node("usbmisc/lp0", "usb/lp0", interface)
    assert tree.scan()[0].hints["speaks"] == speaks


def test_a_device_says_where_it_is_and_what_its_number_is(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for at in (1, 2):
        tree.node(f"usbmisc/lp{at}", f"usb/lp{at}", tree.device(f"1-{at}", PRINTER, serial="TWIN"))
    assert [(found.by_id, found.by_path) for found in tree.scan()] == [
        ("usb-0416:5011-TWIN-00", f"at-0000:01:00.0-{at}:1.0") for at in (1, 2)
    ]


def test_a_serial_adapter_is_a_serial_line_and_nothing_more(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    interface = tree.device("1-2", {"bInterfaceClass": "ff"}, product="USB2.0-Serial")
    tree.node("tty/ttyUSB0", "ttyUSB0", lay(interface / "ttyUSB0", {}))
    tree.node("tty/ttyS0", "ttyS0", lay(tmp_path / "sys/devices/pnp0", {}))
    (found,) = tree.scan()
    assert (found.kind, found.name) == ("serial", "USB2.0-Serial")


def test_the_lines_of_a_mobile_modem_are_left_alone(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    by_driver = tree.device("1-2", {"bInterfaceClass": "ff"})
    (by_driver / "driver").symlink_to(lay(tmp_path / "sys/bus/drivers/option", {}))
    tree.node("tty/ttyUSB2", "ttyUSB2", lay(by_driver / "ttyUSB2", {}))
    by_net = tree.device("1-3", {"bInterfaceClass": "02"})
    lay(by_net.parent / "1-3:1.4" / "net" / "wwan0", {})
    tree.node("tty/ttyACM0", "ttyACM0", by_net)
    assert tree.scan() == ()


def test_a_keyboard_has_digits_and_a_touch_screen_has_not(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for at, keys in enumerate((KEYS_OF_A_KEYBOARD, "400 0 0 0 0 0", "nonsense")):
        interface = tree.device(f"1-{at + 1}", {"bInterfaceClass": "03"}, serial=f"S{at}")
        lay(interface / "in/capabilities", {"key": keys})
        tree.node(f"input/event{at}", f"input/event{at}", interface / "in")
    assert [(found.kind, found.key) for found in tree.scan()] == [("keyboard", "usb-0416:5011-S0-00")]


def test_what_a_device_calls_itself_cannot_break_a_screen(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    name = "Evil\u202e\x07\x1b[2J" + "x" * 200
    interface = tree.device("1-1", PRINTER, serial="../../a b\n/é", product=name, manufacturer="M\u200bk")
    tree.node("usbmisc/lp0", "usb/lp0", interface)
    (found,) = tree.scan()
    assert len(found.name) <= 121 and found.name.isprintable()
    assert found.key.isascii() and "/" not in found.key and " " not in found.key


def test_a_device_pulled_while_we_look_is_not_there(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.node("usbmisc/lp0", "usb/lp0", tmp_path / "gone")
    assert tree.scan() == ()
