"""Contradictions, drift, omissions and the voices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stemma.dossier.names import published
from stemma.dossier.places import Places
from stemma.dossier.views.claims import CONTEXT, Link
from stemma.model import Article, Contradiction, Dossier, Passage, Speaker

KINDS = {
    "named": "named",
    "role": "by office",
    "organisation": "organisation",
    "document": "document",
    "unnamed": "not named",
    "agency": "agency",
    "outlet": "outlet",
}
DRIFTS = {
    "hedge-dropped": "hedge dropped",
    "certainty-raised": "certainty raised",
    "source-vaguer": "source made vaguer",
    "source-sharper": "source made sharper",
    "number-changed": "number changed",
    "quote-altered": "quotation altered",
    "stance-changed": "stance changed",
    "subject-swapped": "subject swapped",
    "scope-widened": "scope widened",
}
EMPHASIS = 0.7
"""A passage that is more of its sentence than this is not set off from it."""
OMISSIONS = {"denial": "denial", "no-comment": "refusal to comment", "caveat": "caveat", "source": "source", "figure": "figure"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Exact words, the rest of their sentence where it is wanted, whose they are and where they stand."""

    before: str
    words: str
    after: str
    link: Link
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding in a plain sentence, with the words that show it; `same` is the anchor of the contradiction that is this change."""

    anchor: str
    badge: str
    words: str
    quotes: tuple[Quoted, ...]
    joint: str
    same: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What one report left out."""

    report: Link
    left: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceView:
    """A row of the table of voices."""

    name: str
    kind: str
    count: int
    said: int
    passed_on: int
    grounds: tuple[str, ...]
    reports: tuple[Link, ...]


def quoted(passage: Passage, at: Places, statement: str | None = None, *, context: bool = False) -> Quoted:
    """A passage with the way to it; with `context` in its whole sentence, if that is not too long to read."""
    to = at.statement(statement) if statement and statement in at.statements else at.passage(passage)
    text = at.articles[passage.article].text
    link, when = Link(words=at.names[passage.article], to=to), published(at.articles[passage.article])
    whole = at.sentence(passage) if context else passage.span
    length, part = whole.end - whole.start, passage.span.end - passage.span.start
    if length > CONTEXT or part > EMPHASIS * length:
        # Too long to read, or nearly all of it: then nothing would stand out.
        whole = whole if length <= CONTEXT else passage.span
        return Quoted(before="", words=text[whole.start : whole.end], after="", link=link, when=when)
    before, after = text[whole.start : passage.span.start], text[passage.span.end : whole.end]
    return Quoted(before=before, words=at.quote(passage), after=after, link=link, when=when)


def contradiction_views(dossier: Dossier, at: Places) -> tuple[FindingView, ...]:
    """Contradictions first, then what merely changed with time."""
    return tuple(
        FindingView(
            anchor=at.finding[c.id],
            badge="later development" if c.evolution else "contradiction" if c.kind == "other" else c.kind,
            words=_sentence(c.words),
            quotes=(quoted(c.a, at, c.statement_a, context=True), quoted(c.b, at, c.statement_b, context=True)),
            joint="later" if c.evolution else "against",
        )
        for c in _clashes(dossier)
    )


def _clashes(dossier: Dossier) -> list[Contradiction]:
    """The contradictions in the order of the page."""
    return sorted(dossier.findings.contradictions, key=lambda c: (c.evolution, c.kind, c.id))


def drift_views(dossier: Dossier, at: Places) -> tuple[FindingView, ...]:
    """What became of a wording on its way; one that a contradiction tells too says so."""
    same: dict[str, str] = {}
    for clash in _clashes(dossier):
        if clash.drift is not None:
            same.setdefault(clash.drift, at.finding[clash.id])
    return tuple(
        FindingView(
            anchor=at.finding[d.id],
            badge=DRIFTS[d.kind],
            words=_sentence(d.words),
            quotes=(quoted(d.parent, at, context=True), quoted(d.child, at, context=True)),
            joint="became" if d.directed else "beside",
            same=same.get(d.id, ""),
        )
        for d in sorted(dossier.findings.drifts, key=lambda d: (not d.directed, d.kind, d.id))
    )


def omission_views(dossier: Dossier, at: Places) -> tuple[LeftOut, ...]:
    """What each report left out of those it rests on, by report."""
    out = []
    for article in at.order:
        own = [o for o in dossier.findings.omissions if o.child == article.id]
        if own:
            items = tuple(
                FindingView(
                    anchor=at.finding[o.id],
                    badge=OMISSIONS[o.kind],
                    words=_sentence(_without_name(o.words, article, at)),
                    quotes=(quoted(o.left_out, at),),
                    joint="",
                )
                for o in sorted(own, key=lambda o: (list(OMISSIONS).index(o.kind), o.left_out, o.id))
            )
            out.append(LeftOut(report=Link(words=at.names[article.id], to=at.report[article.id]), left=items))
    return tuple(out)


def _sentence(words: str) -> str:
    """With a capital at its head, unless that is a name written small, and a mark at its end."""
    flat = " ".join(words.split())
    if re.match(r"[a-z]+\s", flat):
        flat = flat[0].upper() + flat[1:]
    return flat if not flat or flat[-1] in '.!?…”"' else f"{flat}."


def _without_name(words: str, article: Article, at: Places) -> str:
    """The sentence without the report's name at its head, where it stands under that name."""
    for name in (at.names[article.id], article.source.replace("\\", "/").rsplit("/", 1)[-1]):
        if words.startswith(f"{name} "):
            return words[len(name) + 1 :]
    return words


def passages(dossier: Dossier) -> Iterator[Passage]:
    """Every passage that something on the page quotes by itself, for the full texts to carry an anchor."""
    for contradiction in dossier.findings.contradictions:
        yield from (contradiction.a, contradiction.b)
    for drift in dossier.findings.drifts:
        yield from (drift.parent, drift.child)
    for omission in dossier.findings.omissions:
        yield omission.left_out
    yield from (e.at for e in dossier.story.evidence if e.at is not None)
    for moment in dossier.findings.moments:
        yield moment.expression
    for claim in dossier.claims:
        yield claim.gist
    for origins in dossier.origins:
        for origin in origins.proven:
            yield from (e.at for e in origin.proof if e.at is not None)
    for derivation in dossier.stemma.derivations:
        yield from (e.at for e in derivation.evidence if e.at is not None)
    for lost in dossier.stemma.lost:
        yield from (r.wording for r in lost.recovered)
        yield from (e.at for e in lost.evidence if e.at is not None)


def voice_views(dossier: Dossier, at: Places) -> tuple[VoiceView, ...]:
    """Everyone who speaks or passes on, the most heard first."""
    return tuple(sorted((_voice(s, at) for s in dossier.speakers), key=lambda v: (-v.said, -v.passed_on, v.name)))


def _voice(speaker: Speaker, at: Places) -> VoiceView:
    grounds: list[str] = []
    told: dict[str, Link] = {}
    mentions = sorted({m.statement for m in speaker.mentions}, key=lambda s: (at.statements[s].article, at.number[s]))
    for mention in speaker.mentions:
        statement = at.statements[mention.statement]
        text = at.articles[statement.article].text
        voice = statement.chain[mention.hop].voices[mention.voice]
        if voice.ground:
            grounds.append(" ".join(text[voice.ground.start : voice.ground.end].split()))
    for name in mentions:
        article = at.statements[name].article
        told.setdefault(article, Link(words=at.names[article], to=at.statement(name)))
    return VoiceView(
        name=speaker.name,
        kind=KINDS[speaker.kind],
        count=speaker.count,
        said=len({m.statement for m in speaker.mentions if m.hop == 0}),
        passed_on=len({m.statement for m in speaker.mentions if m.hop > 0}),
        grounds=tuple(sorted(set(grounds))),
        reports=tuple(told[a.id] for a in at.order if a.id in told),
    )
