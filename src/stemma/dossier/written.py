"""Marked words as HTML with as few tags as they need: marks that go on from piece to piece are opened once.

What is said is a `q`, who says it a `b`, the words of saying an `i`, a hedge a `u`, words that vary an `em`, words that other
reports have too a `span` with their row. An anchor that stands where a mark begins is that mark's id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from markupsafe import Markup, escape

from stemma.dossier.marks import Anchor, Piece
from stemma.dossier.safe import direction, shown
from stemma.dossier.views.reports import Unit

_TAGS = {"content": "q", "source": "b", "cue": "i", "hedge": "u", "differs": "em"}
"""The marks, the outer before the inner."""
_ONE_ROW = re.compile(r"((?:<a id=[^>]*>\d+</a>)*)<span( data-r=[^>]*)>(.*)</span>", re.DOTALL)
"""Numbers of statements, and then one row to the end."""
Mark: TypeAlias = tuple[str, str]
"""A tag and its attributes."""


def wording(parts: Sequence[Piece]) -> Markup:
    """Words with their sources, hedges and variants marked, without anchors: what is said itself is the plain text."""
    return _written(parts, {}, ("source", "hedge", "differs"), full=False)


def text(parts: Sequence[Piece], heat: Mapping[int, int]) -> Markup:
    """Words of a report with all their marks and anchors.

    `heat` is the degree of agreement of each row, from 1 to 4.
    A mark belongs to the statement whose number stands last before it; where it belongs to others `data-s` names them.
    `data-r` names the rows of a passage, each after its degree: "312" is row 12, of degree 3.
    """
    return _written(parts, heat, tuple(_TAGS), full=True)


def paragraph(unit: Unit, heat: Mapping[int, int]) -> Markup:
    """A paragraph or line of a report with its marks (see `text`); rows that all of its words stand in are marked on itself."""
    words = "".join(part.text for part in unit.parts)
    named = Markup(' class="{}"').format(unit.role) if unit.role not in {"body", "chrome"} else ""
    inner = text(unit.parts, heat)
    whole = _ONE_ROW.fullmatch(inner)
    rows = ""
    if whole and "<span" not in whole[3]:
        rows, inner = Markup(whole[2]), Markup(whole[1] + whole[3])  # tags of ours as they came
    way = ' dir="rtl"' if direction(words) == "rtl" else ""
    return Markup(f"<p{named}{rows}{way}>{inner}</p>")


def _written(parts: Sequence[Piece], heat: Mapping[int, int], kinds: Sequence[str], *, full: bool) -> Markup:
    out: list[str] = []
    stack: list[Mark] = []
    last = 0
    for piece in parts:
        numbers = [a for a in piece.anchors if a.number]
        current = numbers[-1].number if numbers else last
        wanted = _marks(piece, heat, kinds, current if full else -1)
        same = 0
        while same < min(len(stack), len(wanted)) and stack[same] == wanted[same]:
            same += 1
        if numbers and same:
            same = 1 if stack[0][0] == "span" else 0  # what follows a number is the number's, so its marks begin there
        out += [f"</{tag}>" for tag, _ in reversed(stack[same:])]
        idle = [a for a in piece.anchors if not a.number] if full else []
        opened = wanted[same:]
        if not (len(idle) == 1 and opened and not numbers):
            out += [f"<i id={_name(a.id)}></i>" for a in idle]
            idle = []
        if full:
            out += [_number(a) for a in numbers]
        for n, (tag, attributes) in enumerate(opened):
            out.append(f"<{tag}{attributes}{f' id={_name(idle[0].id)}' if idle and n == 0 else ''}>")
        stack = wanted
        last = current
        out.append(str(shown(piece.text)))
    out += [f"</{tag}>" for tag, _ in reversed(stack)]
    return Markup("".join(out))


def _marks(piece: Piece, heat: Mapping[int, int], kinds: Sequence[str], current: int) -> list[Mark]:
    """The marks of a piece from the outermost to the innermost; `current` is the statement they are taken to belong to."""
    out: list[Mark] = []
    rows = sorted((r for r in piece.rows if r in heat), key=lambda r: (-heat[r], r))
    if rows:
        out.append(("span", f' data-r="{" ".join(f"{heat[r]}{r}" for r in rows)}"'))
    marks = [_TAGS[kind] for kind in kinds if kind in piece.kinds]
    whose = "" if current < 0 or piece.statements in ((), (current,)) else f' data-s="{",".join(map(str, piece.statements))}"'
    return out + [(tag, whose if n == 0 else "") for n, tag in enumerate(marks)]


def _number(anchor: Anchor) -> str:
    """A statement's number, which leads back to its claim."""
    back = f' href="#{anchor.back}"' if anchor.back else ""
    return f"<a id={_name(anchor.id)}{back}>{anchor.number}</a>"


def _name(anchor: str) -> str:
    return f'"{escape(anchor)}"'
