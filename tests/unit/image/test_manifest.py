"""What an image says about itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

from image.manifest import (
    Digest,
    Package,
    bill_of_materials,
    digest,
    imager_list,
    package_list,
    parse_metadata,
    parse_status,
    purl,
)

STATUS = """\
Package: zlib1g
Status: install ok installed
Source: zlib (1:1.3)
Version: 1:1.3.dfsg+really1.3.1-1+b1
Description: compression
 Version: not this one

Package: gone
Status: deinstall ok config-files
Version: 1

Package: apt
Status: install ok installed
Version: 3.0.3
"""
IMAGE = Digest(7, "ab" * 32)


def test_only_installed_packages_are_listed_in_order() -> None:
    assert parse_status(STATUS) == [
        Package("apt", "3.0.3", "deb", "apt"),
        Package("zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "deb", "zlib"),
    ]


def test_python_packages_are_read_from_the_head_of_their_metadata() -> None:
    text = "Metadata-Version: 2.4\nName: Flask\nVersion: 3.1.0\n\nName: a word of the description\n"
    assert parse_metadata([text]) == [Package("flask", "3.1.0", "pypi")]


def test_the_list_has_a_line_for_each_package() -> None:
    assert package_list([Package("apt", "3.0.3", "deb"), Package("flask", "3.1", "pypi")]) == (
        "deb\tapt\t3.0.3\npypi\tflask\t3.1\n"
    )


def test_package_urls_escape_what_the_notation_reserves() -> None:
    assert purl(Package("libstdc++6", "1:2+b1", "deb")) == (
        "pkg:deb/debian/libstdc%2B%2B6@1%3A2%2Bb1?arch=arm64&distro=debian-13"
    )
    assert purl(Package("flask", "3.1", "pypi")) == "pkg:pypi/flask@3.1"


def test_the_bill_of_materials_contains_each_package_in_the_image() -> None:
    packages = [Package("libstdc++6", "1", "deb"), Package("flask", "3.1", "pypi")]
    bill = bill_of_materials(packages, "1.0", IMAGE, 0)
    marks = {part["SPDXID"] for part in bill["packages"]}
    contained = {
        link["relatedSpdxElement"] for link in bill["relationships"] if link["relationshipType"] == "CONTAINS"
    }
    assert marks == contained | {"SPDXRef-image"}
    assert len(contained) == 2
    assert bill["creationInfo"]["created"] == "1970-01-01T00:00:00Z"


def test_imager_is_told_lengths_hashes_and_that_it_may_leave_settings_on_the_card() -> None:
    (entry,) = imager_list("1.0", "file:///x.img.zst", Digest(9, "cd" * 32), IMAGE, 86_400)["os_list"]
    assert (entry["extract_size"], entry["extract_sha256"]) == (9, "cd" * 32)
    assert (entry["image_download_size"], entry["image_download_sha256"]) == (7, "ab" * 32)
    assert (entry["init_format"], entry["release_date"]) == ("rpi-preseed", "1970-01-02")
    required = {"name", "description", "icon", "url", "devices"}
    assert required <= set(entry)


def test_a_file_is_measured_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 5_000_000)
    assert digest(path) == Digest(5_000_000, hashlib.sha256(b"x" * 5_000_000).hexdigest())
