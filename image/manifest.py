"""Says what an image is: its packages, its parts for a bill of materials, and how to flash it.

Pure but for hashing a file. Formats: SPDX 2.3 JSON, and the list of operating systems of Raspberry Pi Imager 2.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

# The boards whose kernel, device tree and drivers are in the image (docs/hardware.md says what was proven where).
NOT_IN_A_MARK = re.compile(r"[^A-Za-z0-9.-]")
DEVICES = ("pi3-64bit", "pi4-64bit", "pi5-64bit")


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package of either kind."""

    name: str
    version: str
    kind: str  # "deb" or "pypi"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """Length and SHA-256 of a file."""

    size: int
    sha256: str


def parse_status(text: str) -> list[Package]:
    """Installed packages of a dpkg status file."""
    found = []
    for paragraph in text.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and line[0] != " "
        )
        if fields.get("Status", "").endswith(" installed"):
            source = fields.get("Source", fields["Package"]).split(" ")[0]
            found.append(Package(fields["Package"], fields["Version"], "deb", source))
    return sorted(found, key=lambda package: package.name)


def parse_metadata(texts: Iterable[str]) -> list[Package]:
    """Python packages from the METADATA files of their dist-info folders."""
    found = []
    for text in texts:
        head = text.split("\n\n", 1)[0]
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line and line[0] != " ")
        if "Name" in fields and "Version" in fields:
            found.append(Package(fields["Name"].lower(), fields["Version"], "pypi"))
    return sorted(found, key=lambda package: package.name)


def read_root(root: Path) -> list[Package]:
    """Every package in a root: Debian's, and those of the application's environment."""
    metadata = sorted((root / "opt/tillbox").glob("*/lib/python3*/site-packages/*.dist-info/METADATA"))
    return [
        *parse_status((root / "var/lib/dpkg/status").read_text()),
        *parse_metadata(path.read_text(errors="replace") for path in metadata),
    ]


def package_list(packages: Iterable[Package]) -> str:
    """One line a package: kind, name, version."""
    return "".join(f"{item.kind}\t{item.name}\t{item.version}\n" for item in packages)


def digest(path: Path) -> Digest:
    """Read a file once."""
    hashed, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            hashed.update(block)
            size += len(block)
    return Digest(size, hashed.hexdigest())


def bill_of_materials(
    packages: Iterable[Package], version: str, image: Digest, epoch_s: int
) -> dict[str, Any]:
    """An SPDX 2.3 document: the image and what it contains."""
    name = "tillbox"
    parts: list[dict[str, Any]] = [
        {
            "SPDXID": "SPDXRef-image", "name": name, "versionInfo": version, "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "checksums": [{"algorithm": "SHA256", "checksumValue": image.sha256}],
        }
    ]  # fmt: skip
    links = [_link("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-image")]
    for item in packages:
        mark = f"SPDXRef-{item.kind}-{NOT_IN_A_MARK.sub('-', item.name)}"
        address = {
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": purl(item),
        }
        parts.append(
            {
                "SPDXID": mark, "name": item.name, "versionInfo": item.version, "downloadLocation": "NOASSERTION",
                "filesAnalyzed": False, "externalRefs": [address],
            }
        )  # fmt: skip
        links.append(_link("SPDXRef-image", "CONTAINS", mark))
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{name}-{version}",
        "documentNamespace": f"urn:tillbox:spdx:{version}:{image.sha256}",
        "creationInfo": {"created": _utc(epoch_s, "%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: tillbox-image"]},
        "packages": parts,
        "relationships": links,
    }


def _link(one: str, relation: str, other: str) -> dict[str, str]:
    return {"spdxElementId": one, "relationshipType": relation, "relatedSpdxElement": other}


def purl(item: Package) -> str:
    """The package's URL in the notation of package-url."""
    name, version = quote(item.name, safe=""), quote(item.version, safe="")
    if item.kind == "deb":
        return f"pkg:deb/debian/{name}@{version}?arch=arm64&distro=debian-13"
    return f"pkg:pypi/{name}@{version}"


def imager_list(version: str, url: str, raw: Digest, packed: Digest, epoch_s: int) -> dict[str, Any]:
    """What Raspberry Pi Imager opens (`rpi-imager --repo FILE`): a file alone would be flashed without settings.

    `rpi-preseed` makes Imager ask for Wi-Fi and keys and leave them on the FAT, where first boot reads them.
    """
    return {
        "os_list": [
            {
                "name": f"Tillbox {version}",
                "description": "A till for a market stall, ready to sell",
                "icon": "",
                "url": url,
                "extract_size": raw.size,
                "extract_sha256": raw.sha256,
                "image_download_size": packed.size,
                "image_download_sha256": packed.sha256,
                "release_date": _utc(epoch_s, "%Y-%m-%d"),
                "init_format": "rpi-preseed",
                "devices": list(DEVICES),
                "architecture": "armv8",
            }
        ]
    }


def _utc(epoch_s: int, pattern: str) -> str:
    return datetime.fromtimestamp(epoch_s, UTC).strftime(pattern)
