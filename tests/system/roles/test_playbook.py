"""The playbook itself: a second run finds nothing to do, and its style is that of Ansible's production profile."""

from __future__ import annotations

import os
import subprocess

from tests.system.roles.conftest import Box
from tests.system.roles.container import ANSIBLE, PLAYBOOK, changed

LINT_LIMIT_S = 400


def test_the_second_run_changes_nothing(box: Box) -> None:
    assert changed(box.first) != []
    assert changed(box.second) == []


def test_the_roles_are_clean_by_the_production_profile() -> None:
    lint = subprocess.run(
        [str(ANSIBLE / "ansible-lint"), "--offline", "--nocolor"],
        cwd=PLAYBOOK,
        env={**os.environ, "PATH": f"{ANSIBLE}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=LINT_LIMIT_S,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr
    assert "Profile 'production' was required, and it passed" in lint.stdout + lint.stderr
