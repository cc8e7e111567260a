"""Which Debian packages the image holds. Reads lists; installs nothing.

A box is described by the roles: `<role>_packages` in `ansible/roles/<role>/defaults/main.yml`. `packages.txt` adds
only what makes a root bootable on a bare card (kernel, firmware, init), which a stock system already has.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml  # type: ignore[import-untyped]  # ships no types


class BadList(Exception):
    """A package list cannot be read."""


def read_plain(text: str) -> list[str]:
    """Names from a plain list: one a line, `#` starts a comment."""
    return [name for line in text.splitlines() if (name := line.split("#", 1)[0].strip())]


def read_role(name: str, text: str) -> list[str]:
    """`<name>_packages` out of a role's defaults. A role without the key needs no package."""
    defaults = yaml.safe_load(text) or {}
    wanted = defaults.get(f"{name}_packages", [])
    if not isinstance(wanted, list) or not all(isinstance(item, str) for item in wanted):
        raise BadList(f"{name}_packages is not a list of names")
    for item in wanted:
        if "{{" in item:
            raise BadList(
                f"{name}_packages: {item} must be a plain name, the image build reads it as it stands"
            )
    return [str(item) for item in wanted]


def merge(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """All names once, sorted. A name wanted from a certain suite (`name/suite`) beats the same name without."""
    chosen: dict[str, str] = {}
    for item in (item for names in lists for item in names):
        name, _, suite = item.partition("/")
        held = chosen.get(name, name)
        if "/" in held and suite and held != item:
            raise BadList(f"{name} is wanted from two suites: {held} and {item}")
        chosen[name] = item if suite else held
    return tuple(chosen[name] for name in sorted(chosen))


def read_roles(repository: Path, roles: Iterable[str]) -> tuple[str, ...]:
    """What the roles ask for."""
    lists = []
    for role in roles:
        path = repository / "ansible" / "roles" / role / "defaults" / "main.yml"
        if not path.is_file():
            raise BadList(f"the role {role} has no defaults/main.yml")
        lists.append(read_role(role, path.read_text()))
    return merge(lists)


def read_all(repository: Path, roles: Iterable[str]) -> tuple[str, ...]:
    """The image's packages: its own list and every role's."""
    own = read_plain((repository / "image" / "packages.txt").read_text())
    return merge([own, read_roles(repository, roles)])
