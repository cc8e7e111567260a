"""Five market stalls to try the till with, one in each language. Data only; a real box has no use for it."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from appliance.demo.stall import Stall
from appliance.domain.catalogue import Category, Item
from appliance.domain.errors import TillError
from appliance.domain.receipt import Merchant

LANGUAGES: Final = ("en", "de", "fi", "it", "vi")


def stall(language: str) -> Stall:
    """The stall that speaks a language; raises `unknown_language`. Only the asked one is loaded."""
    if language not in LANGUAGES:
        raise TillError("unknown_language", field="language", allowed=", ".join(LANGUAGES), language=language)
    found: object = import_module(f"appliance.demo.stall_{language}").STALL
    if not isinstance(found, Stall):
        raise TypeError(f"appliance.demo.stall_{language}.STALL is no Stall")
    return found


def catalogue(language: str) -> tuple[tuple[Category, ...], tuple[Item, ...]]:
    """Categories and items of the stall, in the order of the screen."""
    chosen = stall(language)
    return chosen.categories(), chosen.items()


def merchant(language: str) -> Merchant:
    """Who runs the stall."""
    return stall(language).merchant


def country(language: str) -> str:
    """The code of the country pack whose tax codes the stall's items use."""
    return stall(language).country
