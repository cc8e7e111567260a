"""What the first stage of a Raspberry Pi would start, from the texts of a firmware partition."""

import pytest

from tests.system.boot.firmware import BootFiles, NotBootable, boot_files, options

TREE = "bcm2837-rpi-3-b.dtb"
SLOT = {"slot_a/vmlinuz", "slot_a/initrd.img", f"slot_a/{TREE}", "slot_a/cmdline.txt"}


def test_last_option_wins_and_comments_are_passed_over() -> None:
    assert options("# kernel=x\nkernel=a\n\nkernel = b # why\n") == {"kernel": "b"}


def test_sections_of_other_boards_do_not_hold() -> None:
    text = "[pi4]\nkernel=four\n[pi3]\nkernel=three\n[all]\nos_prefix=slot_a/\n[none]\nkernel=never\n"

    assert options(text) == {"kernel": "three", "os_prefix": "slot_a/"}


def test_initramfs_has_a_blank_instead_of_an_equals_sign() -> None:
    assert options("initramfs initrd.img followkernel\n") == {"initramfs": "initrd.img"}


def test_included_files_are_refused_not_guessed() -> None:
    with pytest.raises(NotBootable, match="include"):
        options("include more.txt\n")


def test_prefix_leads_to_the_folder_of_a_slot() -> None:
    config = {"os_prefix": "slot_a/", "kernel": "vmlinuz", "initramfs": "initrd.img"}

    found = boot_files(config, SLOT, TREE, {"slot_a/cmdline.txt": "root=x quiet\n", "cmdline.txt": "wrong"})

    assert found == BootFiles("slot_a/vmlinuz", "slot_a/initrd.img", f"slot_a/{TREE}", "root=x quiet")


def test_without_options_the_firmware_looks_for_its_usual_names() -> None:
    names = {"kernel8.img", "initramfs8", TREE, "cmdline.txt"}

    assert boot_files({}, names, TREE, {"cmdline.txt": "a\n"}).initrd is None
    assert boot_files({"auto_initramfs": "1"}, names, TREE, {"cmdline.txt": "a\n"}).initrd == "initramfs8"


def test_prefix_without_a_kernel_behind_it_is_ignored_as_the_firmware_does() -> None:
    names = {"vmlinuz", TREE, "cmdline.txt"}

    found = boot_files({"os_prefix": "gone/", "kernel": "vmlinuz"}, names, TREE, {"cmdline.txt": "a"})

    assert found.kernel == "vmlinuz"


@pytest.mark.parametrize("lacking", ["slot_a/vmlinuz", "slot_a/initrd.img", f"slot_a/{TREE}"])
def test_file_that_is_not_there_is_named(lacking: str) -> None:
    config = {"os_prefix": "slot_a/", "kernel": "vmlinuz", "initramfs": "initrd.img"}

    with pytest.raises(NotBootable, match=lacking.rpartition("/")[2]):
        boot_files(config, SLOT - {lacking}, TREE, {"slot_a/cmdline.txt": "x", "cmdline.txt": "x"})
