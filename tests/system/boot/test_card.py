"""Reading and writing a card's firmware partition, on a card of a few megabytes made for it."""

import subprocess
from pathlib import Path

import pytest

from tests.system.boot.box import written_inside
from tests.system.boot.card import MIB, Card

TABLE = "label: gpt\nstart=2MiB, size=8MiB, name=firmware\nstart=10MiB, size=4MiB, name=root_a\n"
FILES = {
    "config.txt": "os_prefix=slot_a/\nkernel=vmlinuz\ninitramfs initrd.img followkernel\n",
    "slot_a/vmlinuz": "kernel",
    "slot_a/initrd.img": "initrd",
    "slot_a/bcm2837-rpi-3-b.dtb": "tree",
    "slot_a/cmdline.txt": "root=PARTLABEL=root_a quiet\n",
}


def run(*command: str | Path, told: str | None = None) -> None:
    subprocess.run(command, input=told, text=True, check=True, capture_output=True, timeout=60)


@pytest.fixture
def small_image(tmp_path: Path) -> Path:
    fat, image = tmp_path / "fat", tmp_path / "image"
    fat.write_bytes(bytes(8 * MIB))
    run("mkfs.vfat", fat)
    run("mmd", "-i", fat, "::/slot_a")
    for name, text in FILES.items():
        (tmp_path / "file").write_text(text)
        run("mcopy", "-i", fat, tmp_path / "file", f"::/{name}")
    image.write_bytes(bytes(15 * MIB))
    run("sfdisk", "-q", image, told=TABLE)
    with image.open("r+b") as disk:
        disk.seek(2 * MIB)
        disk.write(fat.read_bytes())
    return image


def test_what_starts_is_taken_from_the_card(small_image: Path, tmp_path: Path) -> None:
    found = Card(small_image, tmp_path / "card").boot_files(tmp_path)

    assert found.cmdline == "root=PARTLABEL=root_a quiet"
    assert Path(found.kernel).read_text() == "kernel"
    assert found.initrd is not None and Path(found.initrd).read_text() == "initrd"
    assert Path(found.device_tree).read_text() == "tree"


def test_card_has_a_size_that_an_emulated_slot_takes(small_image: Path, tmp_path: Path) -> None:
    Card(small_image, tmp_path / "card", least_mib=17)

    info = subprocess.run(("qemu-img", "info", tmp_path / "card"), capture_output=True, text=True, check=True)
    assert "32 MiB" in info.stdout


def test_written_file_is_on_the_card_and_not_in_the_image(small_image: Path, tmp_path: Path) -> None:
    before, card = small_image.read_bytes(), Card(small_image, tmp_path / "card")

    with card.firmware(is_written=True) as fat:
        fat.put("tillbox.toml", 'language = "fi"\n')

    with card.firmware() as fat:
        assert fat.text("tillbox.toml") == 'language = "fi"\n'
        assert "slot_a/vmlinuz" in fat.names()
    assert small_image.read_bytes() == before


def test_layer_shows_what_was_written_where(small_image: Path, tmp_path: Path) -> None:
    card = Card(small_image, tmp_path / "card")
    firmware, root = card.partitions()["firmware"], card.partitions()["root_a"]

    with card.firmware(is_written=True) as fat:
        fat.put("tillbox.toml", "x")

    assert written_inside(card.layer(), firmware.offset, firmware.size) != []
    assert written_inside(card.layer(), root.offset, root.size) == []
