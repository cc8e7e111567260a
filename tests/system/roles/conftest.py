"""One container for the whole lane: booted, made a box by the playbook, and the playbook run over it once more."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.system.roles.container import ANSIBLE, Container, PlayFailed
from tests.system.roles.root import CannotRun, make


@dataclass(frozen=True, slots=True)
class Box:
    """The running box, and what the playbook said the first and the second time."""

    container: Container
    first: str
    second: str


@pytest.fixture(scope="session")
def box() -> Iterator[Box]:
    scratch = Path(tempfile.mkdtemp(prefix="tillbox-roles-", dir="/var/tmp"))
    container = Container(scratch / "root", scratch)
    try:
        if os.geteuid() != 0:
            raise CannotRun("The roles cannot be tried here: only root can boot a container.")
        if not (ANSIBLE / "ansible-playbook").exists():
            raise CannotRun("The roles cannot be tried here: run `make .venv-ansible/.made` first.")
        make(container.root)
        container.boot()
        first, second = container.apply_roles(), container.apply_roles()
    except (CannotRun, PlayFailed) as problem:  # said once, not by every test
        pytest.exit(str(problem), returncode=1)
    else:
        yield Box(container, first, second)
    finally:
        container.stop()
        shutil.rmtree(scratch)


@pytest.fixture
def inside(box: Box) -> Container:
    """The box, to be asked."""
    return box.container
