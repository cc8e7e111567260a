"""The docs are true where a machine can tell: paths and links exist, functions are where they are said to be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
STEP = re.compile(r"`((?:appliance|webui)/[\w./-]+)`\s+→\s+`([\w.]+)`")
PATH = re.compile(r"`((?:appliance|webui/src|tests|docs|requirements)/[\w./-]+)`")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def names_in(path: Path) -> set[str]:
    """Functions, classes and `Class.method` of a Python file; exported names of a TypeScript one."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"export (?:async )?(?:function|const|class) (\w+)", text))
    found = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)
            }
    return found


def test_the_tour_is_where_it_says() -> None:
    steps = STEP.findall((ROOT / "docs" / "tour.md").read_text(encoding="utf-8"))
    assert len(steps) >= 20
    missing = [
        (path, name)
        for path, name in steps
        if not (ROOT / path).exists() or name not in names_in(ROOT / path)
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_and_links_of_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = [path for path in PATH.findall(text) if "*" not in path and not (ROOT / path).exists()]
    links = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert (paths, links) == ([], [])
