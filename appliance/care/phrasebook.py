"""What our own programs can say in a log, read from their source: the sentences, and the names of what they contain.

The list of what a support bundle may repeat. Reads source files and nothing else; imports none of them.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEVELS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
SPECIFIER = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?([sradiuxXeEfFgG%])")
NUMBERS = frozenset("diufFeEgGxX")
LARGEST = r"-?\d{1,7}(?:\.\d{1,3})?"  # longer ones could be somebody's number


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing a module may say; `shown` is the text with a place `{}` for each value."""

    pattern: re.Pattern[str]
    shown: str
    is_number: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Sentences by module; names of modules' files, functions and errors."""

    sentences: dict[str, tuple[Sentence, ...]]
    files: frozenset[str]
    functions: frozenset[str]
    errors: frozenset[str]


def read_source(package: Path) -> Phrasebook:
    """The phrasebook of a package; what cannot be read has nothing to say."""
    sentences: dict[str, tuple[Sentence, ...]] = {}
    files: set[str] = set()
    functions: set[str] = set()
    errors = {name for name, one in vars(builtins).items() if _is_error(one)}
    for path in sorted(package.rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        name = path.relative_to(package.parent)
        files.add(str(name))
        module = ".".join(name.with_suffix("").parts).removesuffix(".__init__")
        sentences[module] = tuple(sentence(text) for text in _said(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                functions.add(node.name)
            elif isinstance(node, ast.ClassDef):
                errors.add(node.name)
    return Phrasebook(sentences, frozenset(files), frozenset(functions), frozenset(errors))


def sentence(template: str) -> Sentence:
    """A template of the logging library as something to recognise and to repeat."""
    pattern, shown, is_number, at = "", "", [], 0
    for found in SPECIFIER.finditer(template):
        plain = template[at : found.start()]
        pattern += re.escape(plain)
        shown += _literal(plain)
        at = found.end()
        if found[1] == "%":
            pattern, shown = pattern + "%", shown + "%"
            continue
        pattern += "(.*?)"
        shown += "{}"
        is_number.append(found[1] in NUMBERS)
    pattern += re.escape(template[at:])
    return Sentence(re.compile(pattern, re.DOTALL), shown + _literal(template[at:]), tuple(is_number))


def _said(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in LEVELS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _is_error(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, BaseException)
