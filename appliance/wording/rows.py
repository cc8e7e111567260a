"""From the domain's document to rows of plain text in one language. Knows no width."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.domain.document import (
    Align,
    Amount,
    Cut,
    Document,
    Element,
    Feed,
    Heading,
    Moment,
    Piece,
    Qr,
    Rate,
    Row,
    Rule,
    Size,
    Table,
    Text,
    Weight,
    Word,
    Words,
)
from appliance.wording.formats import moment, money, rate, weight
from appliance.wording.phrases import say


@dataclass(frozen=True, slots=True)
class PlainText:
    """A paragraph in words."""

    text: str
    align: Align = "left"
    bold: bool = False
    size: Size = 1


@dataclass(frozen=True, slots=True)
class PlainRow:
    """Left and right in words."""

    left: str
    right: str
    bold: bool = False
    size: Size = 1


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Cells in words, the first row a heading."""

    rows: tuple[tuple[str, ...], ...]


Plain = PlainText | PlainRow | PlainTable | Rule | Qr | Feed | Cut


def render(document: Document, language: str) -> list[Plain]:
    """The document in a language; raises `unknown_language`."""
    return [_plain(element, language) for element in document.elements]


def _plain(element: Element, language: str) -> Plain:
    match element:
        case Heading(text):
            return PlainText(_said(text, language), align="center", bold=True, size=2)
        case Text(words, align, bold):
            return PlainText(_said(words, language), align=align, bold=bold)
        case Row(left, right, bold, size):
            return PlainRow(_said(left, language), _said(right, language), bold=bold, size=size)
        case Table(rows):
            return PlainTable(tuple(tuple(_said(cell, language) for cell in row) for row in rows))
        case Rule() | Qr() | Feed() | Cut():
            return element


def _said(words: Words, language: str) -> str:
    if isinstance(words, tuple):
        return "".join(_piece(piece, language) for piece in words)
    return _piece(words, language)


def _piece(piece: Piece, language: str) -> str:
    match piece:
        case str():
            return piece
        case Word(key, args):
            return say(key, language, **dict(args))
        case Amount(minor, currency, exponent, bare):
            return money(minor, currency, exponent, language, bare=bare)
        case Weight(g):
            return weight(g, language)
        case Moment(utc, offset_min):
            return moment(utc, offset_min, language)
        case Rate(bp):
            return rate(bp, language)
