"""Every passage in a dossier lies inside a text it names; every quotation in its sentences stands in the words it points to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from stemma.model import Article, Dossier, Fault, Passage, Span, Statement, Version

_QUOTED = re.compile(r"“([^“”]+)”")


def spans(value: object, article: str | None, part: str) -> Iterator[tuple[str, str | None, Span]]:
    """(part of the dossier, article id, span) of every span below `value`; `article` is the one whose text is meant there."""
    if isinstance(value, Passage):
        yield part, value.article, value.span
    elif isinstance(value, Span):
        yield part, article, value
    elif isinstance(value, tuple):
        for one in value:
            yield from spans(one, article, part)
    elif is_dataclass(value):
        if isinstance(value, Article):
            article, part = value.id, f"articles/{value.id}"
        elif isinstance(value, Statement):
            article = value.article
        elif isinstance(value, Version):
            # Its spans lie in a text of its own: checked by `versions`.
            return
        for field in fields(value):
            yield from spans(getattr(value, field.name), article, part)


def outside(dossier: Dossier) -> tuple[int, list[Fault]]:
    """How many spans there are, and a fault for each that lies outside its text or names no report of the dossier."""
    text = {a.id: len(a.text) for a in dossier.articles}
    total, faults = 0, []
    for field in fields(dossier):
        for part, article, span in spans(getattr(dossier, field.name), None, field.name):
            total += 1
            if article is None or article not in text:
                faults.append(
                    Fault(part=part, words=f"a passage {span.start}-{span.end} of {article or 'no report'}, which is not here")
                )
            elif span.end > text[article]:
                faults.append(
                    Fault(part=part, words=f"a passage {span.start}-{span.end} of {article}, whose text ends at {text[article]}")
                )
    for one in dossier.articles:
        for version in one.earlier:
            for span in version.body:
                total += 1
                if span.end > len(version.text):
                    words = f"a paragraph {span.start}-{span.end} of an earlier version, whose text ends at {len(version.text)}"
                    faults.append(Fault(part=f"articles/{one.id}", words=words))
    return total, faults


def misquoted(dossier: Dossier) -> tuple[int, list[Fault]]:
    """How many quotations of the findings' sentences could be looked up, and a fault for each that is not in the reports they name.

    Where the texts are withheld only those count that are still there.
    """
    texts = {a.id: a.text for a in dossier.articles}
    total, faults = 0, []
    for words, passages in _told(dossier):
        there = " ".join(_plain(texts[p.article]) for p in passages if p.article in texts)
        for quoted in _QUOTED.findall(words):
            found = all(_plain(piece) in there for piece in quoted.split("…"))
            if not found and dossier.texts == "withheld":
                continue  # what it would be looked up in is not here
            total += 1
            if not found:
                faults.append(Fault(part="findings", words=f"“{quoted}” does not stand in the reports it is said to be from"))
    return total, faults


def _told(dossier: Dossier) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """The sentences of the findings, and the passages each is about."""
    for clash in dossier.findings.contradictions:
        yield clash.words, (clash.a, clash.b)
    for drift in dossier.findings.drifts:
        yield drift.words, (drift.parent, drift.child)
    for omission in dossier.findings.omissions:
        yield omission.words, (omission.left_out,)


def _plain(text: str) -> str:
    """Letters and digits alone: a sentence for a reader may close gaps and change quotation marks."""
    return "".join(c for c in text.casefold() if c.isalnum())


def dangling(dossier: Dossier) -> tuple[int, list[Fault]]:
    """How many references between the layers there are, and a fault for each to something that is not in the dossier."""
    known: Mapping[str, frozenset[str]] = {
        "report": frozenset(a.id for a in dossier.articles),
        "statement": frozenset(s.id for s in dossier.statements),
        "claim": frozenset(c.id for c in dossier.claims),
        "voice": frozenset(s.id for s in dossier.speakers),
        "node": frozenset((*(a.id for a in dossier.articles), *(x.id for x in dossier.stemma.lost))),
    }
    total, faults = 0, []
    for part, kind, name in _references(dossier):
        total += 1
        if name not in known[kind]:
            faults.append(
                Fault(
                    part=part, words=f"{'a report or lost original' if kind == 'node' else f'a {kind}'} {name!r} that is not here"
                )
            )
    return total, faults


def _references(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """(part, kind of thing, its id) of every reference from one layer to another."""
    yield from (("story", "report", a) for a in dossier.story.articles)
    yield from (("statements", "report", s.article) for s in dossier.statements)
    yield from (("speakers", "statement", m.statement) for s in dossier.speakers for m in s.mentions)
    yield from (("claims", "statement", s) for c in dossier.claims for s in c.statements)
    yield from (("stemma", "report", a) for a in dossier.stemma.articles)
    yield from (("stemma", "node", node) for d in dossier.stemma.derivations for node in (d.parent, d.child))
    yield from (("stemma", "report", node) for k in dossier.stemma.kinships for node in (k.a, k.b))
    yield from (("carriers", "statement", c.statement) for c in dossier.carriers)
    for one in dossier.origins:
        yield "origins", "claim", one.claim
        yield from (("origins", "node", o.newsroom) for o in one.proven)
        yield from (("origins", "voice", o.speaker) for o in one.proven if o.speaker is not None)
        yield from (("origins", "report", u.article) for u in one.unresolved)
    for clash in dossier.findings.contradictions:
        yield from (("findings", "claim", c) for c in (clash.claim,) if c is not None)
        yield from (("findings", "statement", s) for s in (clash.statement_a, clash.statement_b) if s is not None)
    yield from (("findings", "node", o.child) for o in dossier.findings.omissions)
