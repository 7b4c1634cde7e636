"""The Retold families as nouns of stemma: the gold of each stage, to measure the next stage on, and loaders for pages.

Ids: a gold article is "A" … as in its family, lost originals are the invisible articles; gold statements and claims keep
their ids. Nothing here reads what the program would not be given, except where a function says gold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from stemma.model import (
    Article,
    Claim,
    Credit,
    Derivation,
    Hop,
    Inherited,
    Kinship,
    Line,
    Lost,
    Noted,
    Parsed,
    Passage,
    Span,
    Statement,
    Stemma,
    Story,
    Voice,
)
from stemma.parsing import parse

BY = "gold"


@dataclass(frozen=True, eq=False)
class Family:
    """One family: its folder and the gold as JSON."""

    name: str
    folder: Path
    gold: dict[str, Any] = field(repr=False)

    def visible(self, same_story: bool = True) -> list[str]:
        """Ids of the articles that the program is given (by default only those of the story itself)."""
        return [a["id"] for a in self.gold["articles"] if a["visible"] and (a["same_story"] or not same_story)]

    def path(self, article: str) -> Path:
        """The page of an article."""
        return self.folder / str(next(a["file"] for a in self.gold["articles"] if a["id"] == article))

    def parents(self) -> dict[str, list[str]]:
        """True parents of every article."""
        out: dict[str, list[str]] = {a["id"]: [] for a in self.gold["articles"]}
        for d in self.gold["derivations"]:
            out[d["child"]].append(d["parent"])
        return out

    def ancestors(self, article: str) -> set[str]:
        """All true ancestors of an article, itself left out."""
        parents, seen, todo = self.parents(), set[str](), [article]
        while todo:
            for parent in parents[todo.pop()]:
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        return seen

    def kin(self, a: str, b: str) -> bool:
        """Whether one is an ancestor of the other or they share one."""
        up_a, up_b = self.ancestors(a) | {a}, self.ancestors(b) | {b}
        return bool(up_a & up_b)


@cache
def families(folder: Path) -> tuple[Family, ...]:
    """All families below a folder, by name."""
    return tuple(Family(g.parent.name, g.parent, json.loads(g.read_text("utf-8"))) for g in sorted(folder.glob("*/gold.json")))


def line_spans(text: str) -> list[Span]:
    """Lines that are not blank, without surrounding space."""
    out, at = [], 0
    for line in text.split("\n"):
        solid = line.strip()
        if solid:
            start = at + line.index(solid)
            out.append(Span(start, start + len(solid)))
        at += len(line) + 1
    return out


@cache
def article(family: Family, name: str) -> Article:
    """The gold reading of an article."""
    gold = next(a for a in family.gold["articles"] if a["id"] == name)
    text = family.path(name).read_text("utf-8")
    lines = line_spans(text)
    wanted, body = list(gold["body"]), []
    for span in lines:
        if wanted and text[span.start : span.end] == wanted[0].strip():
            body.append(span)
            wanted.pop(0)
    if wanted:
        raise ValueError(f"{family.name}/{name}: {len(wanted)} body lines of the gold are not lines of the page")

    def noted(value: str | None) -> Noted | None:
        if value is None:
            return None
        at = text.find(value)
        return Noted(value=value, how=BY, span=Span(at, at + len(value)) if at >= 0 else None)

    return Article(
        id=name,
        source=str(family.path(name)),
        sha256="",
        text=text,
        body=tuple(body),
        lines=tuple(Line(span=s, role="body" if s in body else "chrome") for s in lines),
        title=noted(gold["title"]),
        outlet=noted(gold["outlet"]),
        byline=noted(gold["byline"]),
        dateline=noted(gold["dateline"]),
        published=noted(gold["published"]),
        credits=tuple(Credit(agency=c, kind="credit-line", span=None, how=BY) for c in gold["credits"]),
        url=None,
        language="en",
        kind="news-report",
        notes=(),
        by=BY,
    )


@cache
def parsed(family: Family, name: str) -> Parsed:
    """The program's parse of the gold reading of an article."""
    return parse(article(family, name))


def voices(hop: dict[str, Any]) -> tuple[Voice, ...]:
    """The voices of a gold hop; a name with "; " is several who speak as one."""
    return tuple(Voice(name=n, kind=hop["kind"], count=hop.get("count") or 1) for n in hop["name"].split("; "))


def gold_statements(family: Family, name: str) -> list[dict[str, Any]]:
    """The gold statements of an article, as JSON."""
    return [s for s in family.gold["statements"] if s["article"] == name]


def is_attributed(gold: dict[str, Any]) -> bool:
    """Whether a gold statement has a source, a cue or a chain."""
    return bool(gold["source"] or gold["cue"] or gold["chain"])


def statement(gold: dict[str, Any]) -> Statement:
    """A gold statement as a noun (`hedges`, `gathered` and `public` are not in the gold: empty)."""
    at = gold.get("source_at")
    cue = gold.get("cue_at")
    return Statement(
        id=gold["id"],
        article=gold["article"],
        content=tuple(Span(a, b) for a, b in gold["content_at"]),
        cue=Span(*cue) if cue else None,
        source=Span(*at) if at else None,
        quotation=gold["quotation"] or "indirect",
        stance=gold["stance"] or "asserts",
        hedges=(),
        chain=tuple(Hop(voices=voices(h)) for h in gold["chain"]),
        gathered=None,
        public=None,
        place="body",
        by=BY,
    )


def statements(family: Family, visible_only: bool = True) -> tuple[Statement, ...]:
    """All gold statements of a family's story, as nouns."""
    keep = set(family.visible()) if visible_only else {a["id"] for a in family.gold["articles"]}
    return tuple(statement(s) for s in family.gold["statements"] if s["article"] in keep)


def story(family: Family) -> Story:
    """The gold story: its visible articles."""
    return Story(id=family.name, articles=tuple(sorted(family.visible())), evidence=(), by=BY)


def claims(family: Family) -> tuple[Claim, ...]:
    """The gold claims, over statements of visible same-story articles."""
    keep = set(family.visible())
    out = []
    for claim in family.gold["claims"]:
        members = [s for s in family.gold["statements"] if s["claim"] == claim["id"] and s["article"] in keep]
        if members:
            gist = Passage(article=members[0]["article"], span=Span(*members[0]["content_at"][0]))
            out.append(
                Claim(
                    id=claim["id"], gist=gist, statements=tuple(sorted(m["id"] for m in members)), weight=len(members) / 10, by=BY
                )
            )
    return tuple(out)


def stemma(family: Family) -> Stemma:
    """The gold family tree; lost originals are the invisible articles. Passages of the derivations are not in the gold."""
    shown = family.visible()
    by_id = {a["id"]: a for a in family.gold["articles"]}
    lost = [a for a in by_id if not by_id[a]["visible"]]
    derivations = tuple(
        Derivation(
            id=f"{d['parent']}>{d['child']}",
            parent=d["parent"],
            child=d["child"],
            kind=d["kind"],
            share=d["share"],
            passages=tuple(
                Inherited(child=Passage(article=d["child"], span=s), parent=None) for s in article(family, d["child"]).body
            ),
            confidence=1.0,
            direction=1.0,
            evidence=(),
        )
        for d in family.gold["derivations"]
    )
    kinships = tuple(
        Kinship(a=a, b=b, probability=float(family.kin(a, b)), evidence=())
        for i, a in enumerate(sorted(shown))
        for b in sorted(shown)[i + 1 :]
    )
    return Stemma(
        articles=tuple(sorted(shown)),
        lost=tuple(Lost(id=x, name=by_id[x]["outlet"], agency=by_id[x]["outlet"], recovered=(), evidence=()) for x in sorted(lost)),
        derivations=derivations,
        kinships=kinships,
        by=BY,
    )
