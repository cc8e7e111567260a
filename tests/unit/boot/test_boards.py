"""What the harness adds to a card's command line, and how a board is put together."""

from pathlib import Path

import pytest

from tests.system.boot.boards import PI3, VIRT, Board, BoardFiles, credential, kernel_words
from tests.system.boot.box import PIN_WORDS, WORDS

OF_CARD = "console=tty1 root=PARTLABEL=root_a ro quiet"
FILES = BoardFiles("kernel", "initrd", "tree", "words", Path("card"))


@pytest.mark.parametrize("board", [VIRT, PI3])
def test_words_of_the_card_stay_and_come_first(board: Board) -> None:
    assert kernel_words(board, OF_CARD).startswith(OF_CARD)


def test_shell_is_asked_for_on_a_port_of_its_own_where_there_is_one() -> None:
    words = kernel_words(VIRT, OF_CARD).split()

    assert "systemd.debug_shell=ttyAMA1" in words
    assert not [word for word in words if word.startswith("systemd.mask=")]


def test_login_stays_off_the_port_that_shell_and_kernel_share() -> None:
    assert "systemd.mask=serial-getty@ttyS1.service" in kernel_words(PI3, OF_CARD).split()


def test_everything_the_harness_says_fits_into_a_kernel() -> None:
    kernel_words(VIRT, OF_CARD, f"{WORDS} {PIN_WORDS}")

    with pytest.raises(AssertionError, match="too many"):
        kernel_words(VIRT, OF_CARD, "x" * 2048)


def test_credential_carries_any_text_as_one_word() -> None:
    assert " " not in credential("name", "two lines\nand blanks")


def test_only_a_raspberry_pi_gets_the_device_tree_of_the_card() -> None:
    assert "-dtb" in PI3.command(FILES, Path("work"))
    assert "-dtb" not in VIRT.command(FILES, Path("work"))
