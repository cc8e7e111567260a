"""The image's packages are what the roles declare, and what makes a card boot."""

from __future__ import annotations

from pathlib import Path

import pytest

from image.packages import BadList, merge, read_all, read_plain, read_role
from image.provision import ROLES

REPOSITORY = Path(__file__).resolve().parents[3]


def test_a_plain_list_has_comments_and_blank_lines() -> None:
    assert read_plain("# head\nudev\n\nlinux/trixie-backports # new\n") == ["udev", "linux/trixie-backports"]


def test_a_role_declares_its_packages_under_its_own_name() -> None:
    assert read_role("till", "till_packages:\n  - python3\nother: 1\n") == ["python3"]
    assert read_role("till", "---\n") == []


@pytest.mark.parametrize(
    "text", ["till_packages: python3", "till_packages: [1]", "till_packages: ['{{ x }}']"]
)
def test_a_list_that_cannot_be_read_as_it_stands_is_refused(text: str) -> None:
    with pytest.raises(BadList, match="till_packages"):
        read_role("till", text)


def test_every_package_is_named_once_and_a_wanted_suite_wins() -> None:
    assert merge([["udev", "linux"], ["linux/trixie-backports", "udev"]]) == (
        "linux/trixie-backports",
        "udev",
    )


def test_two_wishes_for_different_suites_are_a_mistake() -> None:
    with pytest.raises(BadList, match="linux"):
        merge([["linux/trixie-backports"], ["linux/sid"]])


def test_the_roles_of_this_repository_can_be_read() -> None:
    names = read_all(REPOSITORY, ROLES)
    assert {"cage", "gir1.2-webkit2-4.1", "network-manager", "raspi-firmware"} <= set(names)
