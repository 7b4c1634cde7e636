"""Statements as annotators keep them: brat standoff, and JSON in the manner of PARC 3.0 and PolNeAR.

Sources: the standoff format of brat (https://brat.nlplab.org/standoff.html); Pareti, "PARC 3.0: A corpus of attribution relations"
(LREC 2016), whose roles are source, cue and content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from stemma.model import Article, Hop, Span, Statement, Voice

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | None"

BRAT_CONFIGURATION: Final = """\
[entities]
Content
Source
Cue
Hedge

[relations]
Cues\tArg1:Cue, Arg2:Content
Says\tArg1:Source, Arg2:Content
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Stance\tArg:Content, Value:asserts|denies|declines|doubts
Quotation\tArg:Content, Value:direct|indirect|mixed
Strength\tArg:Hedge, Value:slight|medium|strong
"""
"""What brat needs as `annotation.conf` beside the files."""


def brat(article: Article, statements: Sequence[Statement]) -> str:
    """The statements of an article as the text of a `.ann` file; the `.txt` beside it is `article.text`, unchanged.

    One `Content` a statement (in pieces where it is split or runs over a line's end), with its `Cue` and `Source`, bound to it by
    relations, its stance and quotation as attributes and its chain as a note. Offsets are code points.
    """
    ordered = [s for s in _ordered(statements) if s.article == article.id]
    lines: list[str] = []
    numbers = dict.fromkeys("TRA#", 0)
    known: dict[tuple[str, tuple[Span, ...]], str] = {}
    weighed: set[str | None] = set()

    def number(kind: str) -> str:
        numbers[kind] += 1
        return f"{kind}{numbers[kind]}"

    def mark(role: str, spans: Sequence[Span]) -> str | None:
        pieces = tuple(piece for span in spans for piece in _within_lines(article.text, span))
        if not pieces:
            return None
        # Two statements may share a source or a cue; each content is its own.
        if role == "Content" or (role, pieces) not in known:
            known[role, pieces] = number("T")
            where = ";".join(f"{p.start} {p.end}" for p in pieces)
            words = " ".join(article.text[p.start : p.end] for p in pieces)
            lines.append(f"{known[role, pieces]}\t{role} {where}\t{words}")
        return known[role, pieces]

    for statement in ordered:
        content = mark("Content", statement.content)
        if content is None:
            continue
        for role, relation, span in (("Cue", "Cues", statement.cue), ("Source", "Says", statement.source)):
            if span is not None and (name := mark(role, [span])):
                lines.append(f"{number('R')}\t{relation} Arg1:{name} Arg2:{content}")
        lines.append(f"{number('A')}\tStance {content} {statement.stance}")
        lines.append(f"{number('A')}\tQuotation {content} {statement.quotation}")
        hedges = [(mark("Hedge", [hedge]), hedge.strength) for hedge in statement.hedges]
        lines += [f"{number('A')}\tStrength {name} {strength}" for name, strength in hedges if name and name not in weighed]
        weighed |= {name for name, _ in hedges}
        if statement.chain:
            lines.append(f"{number('#')}\tAnnotatorNotes {content}\t{chain_words(statement.chain)}")
    return "".join(f"{line}\n" for line in lines)


def parc(article: Article, statements: Sequence[Statement]) -> Json:
    """An article with its statements as one JSON value: `id`, `text`, `attributions` with `source`, `cue` and `content` as lists of
    [start, end) in code points, as PolNeAR's releases have them; besides them what only stemma gives (stance, chain, hedges).

    Statements without a source and a cue (the outlet's own assertions) are left out: they attribute nothing.
    """
    rows: list[Json] = []
    for s in _ordered(statements):
        if s.article != article.id or not (s.source or s.cue or s.chain):
            continue
        rows.append(
            {
                "id": s.id,
                "source": _offsets([s.source] if s.source else []),
                "cue": _offsets([s.cue] if s.cue else []),
                "content": _offsets(s.content),
                "quotation": s.quotation,
                "stance": s.stance,
                "hedges": _offsets(s.hedges),
                "hedge_strengths": [h.strength for h in s.hedges],
                "chain": [[_offset_voice(v) for v in hop.voices] for hop in s.chain],
            }
        )
    return {
        "id": article.id,
        "outlet": article.outlet.value if article.outlet else None,
        "date": article.published.value if article.published else None,
        "text": article.text,
        "attributions": rows,
    }


def parc_json(article: Article, statements: Sequence[Statement]) -> str:
    """`parc` as one line of JSON."""
    return json.dumps(parc(article, statements), ensure_ascii=False)


def worded(article: Article, statement: Statement) -> str:
    """A statement with its words instead of offsets, as one line of JSON: for reading, grepping and spreadsheets."""

    def words(span: Span | None) -> str | None:
        return " ".join(article.text[span.start : span.end].split()) if span else None

    value: Json = {
        "id": statement.id,
        "article": article.id,
        "from": article.source,
        "outlet": article.outlet.value if article.outlet else None,
        "content": [words(s) for s in statement.content],
        "cue": words(statement.cue),
        "source": words(statement.source),
        "quotation": statement.quotation,
        "stance": statement.stance,
        "hedges": [{"words": words(h), "strength": h.strength} for h in statement.hedges],
        "chain": [
            [{**_named(v), "descriptors": [words(d) for d in v.descriptors], "ground": words(v.ground)} for v in hop.voices]
            for hop in statement.chain
        ],
        "gathered": words(statement.gathered),
        "public": words(statement.public),
        "place": statement.place,
        "at": {
            "content": _offsets(statement.content),
            "cue": _offsets([statement.cue] if statement.cue else []),
            "source": _offsets([statement.source] if statement.source else []),
        },
    }
    return json.dumps(value, ensure_ascii=False)


def chain_words(chain: Sequence[Hop]) -> str:
    """A chain for a reader, first mouth first: "three officials (unnamed, 3) → Norland News Agency (agency)"."""
    return " → ".join(", ".join(f"{v.name} ({v.kind}{f', {v.count}' if v.count > 1 else ''})" for v in hop.voices) for hop in chain)


def _offset_voice(voice: Voice) -> dict[str, Json]:
    ground = [voice.ground] if voice.ground else []
    return {**_named(voice), "descriptors": _offsets(voice.descriptors), "ground": _offsets(ground)}


def _named(voice: Voice) -> dict[str, Json]:
    return {"name": voice.name, "kind": voice.kind, "count": voice.count}


def _ordered(statements: Sequence[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda s: (s.content[0], s.id))


def _offsets(spans: Sequence[Span]) -> list[Json]:
    return [[s.start, s.end] for s in spans]


def _within_lines(text: str, span: Span) -> Iterator[Span]:
    """The pieces of a span between line ends, which no brat annotation may hold."""
    for m in re.finditer(r"\S[^\n]*", text[span.start : span.end]):
        yield Span(span.start + m.start(), span.start + m.start() + len(m[0].rstrip()))
