"""Where things stand on the page: the id of every report, statement and quoted passage, so that all can link to all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stemma.dossier.names import labels, ordered, speaker_name, voice
from stemma.model import Article, Claim, Dossier, Passage, Span, Statement


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Lookups over one dossier, made once a page.

    Reports are "A", "B" … in order of publication, statements "C12" in order of the text, claims "c" and findings "f" with as
    much of their id as tells them apart, other quoted passages "Cp120" by where they begin; one that begins where a statement
    does, or stands inside its marked words, has the statement's place.
    """

    articles: Mapping[str, Article]
    order: tuple[Article, ...]
    names: Mapping[str, str]
    report: Mapping[str, str]
    number: Mapping[str, int]
    statements: Mapping[str, Statement]
    claim_of: Mapping[str, Claim]
    claim: Mapping[str, str]
    finding: Mapping[str, str]
    speakers: Mapping[tuple[str, int, int], str]
    sentences: Mapping[str, tuple[Span, ...]]
    first: Mapping[tuple[str, int], str]
    said: Mapping[str, tuple[tuple[Span, str], ...]]

    def speaker_names(self, statement: Statement) -> tuple[str, ...]:
        """Who speaks first in a statement, by the name the story knows them by; empty where the outlet itself speaks."""
        voices = statement.chain[0].voices if statement.chain else ()
        return tuple(dict.fromkeys(self.speakers.get((statement.id, 0, n)) or voice(v) for n, v in enumerate(voices)))

    def statement(self, id_: str) -> str:
        """The anchor of a statement."""
        return f"{self.report[self.statements[id_].article]}{self.number[id_]}"

    def passage(self, passage: Passage) -> str:
        """The anchor of a passage that is quoted somewhere on the page."""
        said = self._begun(passage) or self._around(passage)
        return self.statement(said) if said else f"{self.report[passage.article]}p{passage.span.start}"

    def _begun(self, passage: Passage) -> str | None:
        """The statement that begins where a passage does, a quotation mark or bracket at its head aside."""
        text, start = self.articles[passage.article].text, passage.span.start
        while start < passage.span.end and not text[start].isalnum() and (passage.article, start) not in self.first:
            start += 1
        return self.first.get((passage.article, start))

    def _around(self, passage: Passage) -> str | None:
        """The statement with the shortest words that hold a passage."""
        spans = self.said.get(passage.article, ())
        return next((s for span, s in spans if span.start <= passage.span.start and passage.span.end <= span.end), None)

    def sentence(self, passage: Passage) -> Span:
        """The sentence that a passage stands in; the passage itself where it is not inside one."""
        spans = self.sentences.get(passage.article, ())
        n = bisect_right(spans, passage.span.start, key=lambda s: s.start) - 1
        inside = n >= 0 and passage.span.end <= spans[n].end and spans[n].start <= passage.span.start
        return spans[n] if inside else passage.span

    def quote(self, passage: Passage) -> str:
        """The exact words."""
        return self.articles[passage.article].text[passage.span.start : passage.span.end]


LEAST = 3
"""So many letters of an id an anchor has at least."""


def anchors(letter: str, ids: Iterable[str]) -> Mapping[str, str]:
    """An anchor for each id: a letter, and as much of the id as no other has.

    It stays the same when the story is examined again, unless another id comes that begins alike; the script of the page finds
    what is meant then too, and by a whole id.
    """
    ordered = sorted(set(ids))
    out = {}
    for n, one in enumerate(ordered):
        beside = [ordered[k] for k in (n - 1, n + 1) if 0 <= k < len(ordered)]
        alike = max(
            (next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one)) for other in beside), default=0
        )
        out[one] = letter + one[: max(LEAST, alike + 1)]
    return out


def siglum(n: int) -> str:
    """The letter of the n-th report (from 1), as editions name their witnesses: A, B … Z, AA, AB …"""
    out = ""
    while n:
        n, rest = divmod(n - 1, 26)
        out = chr(65 + rest) + out
    return out


def begins(statement: Statement) -> int:
    """Where a statement's first marked word stands."""
    return min(s.start for s in (*statement.content, statement.cue, statement.source) if s is not None)


def places(dossier: Dossier) -> Places:
    """Number everything on the page of a dossier."""
    order = ordered(dossier.articles)
    found = dossier.findings
    number: dict[str, int] = {}
    first: dict[tuple[str, int], str] = {}
    for article in order:
        own = sorted((s for s in dossier.statements if s.article == article.id), key=lambda s: (begins(s), s.id))
        number.update({s.id: n for n, s in enumerate(own, 1)})
        for statement in own:
            first.setdefault((article.id, begins(statement)), statement.id)
    return Places(
        {a.id: a for a in order},
        order,
        labels(dossier.articles, dossier.stemma),
        {a.id: siglum(n) for n, a in enumerate(order, 1)},
        number,
        {s.id: s for s in dossier.statements},
        {s: c for c in dossier.claims for s in c.statements},
        anchors("c", (c.id for c in dossier.claims)),
        anchors("f", (i for kind in (found.contradictions, found.drifts, found.omissions) for i in (f.id for f in kind))),
        {(m.statement, m.hop, m.voice): speaker_name(s) for s in dossier.speakers for m in s.mentions},
        {a.id: tuple(sorted({p.span for p in dossier.collation.sentences if p.article == a.id})) for a in order},
        first,
        {a.id: _said(a, dossier) for a in order},
    )


def _said(article: Article, dossier: Dossier) -> tuple[tuple[Span, str], ...]:
    """The words that the statements of a report give and those that tell who says them, the shortest first."""
    own = [s for s in dossier.statements if s.article == article.id]
    found = [(x, s.id) for s in own for x in (*s.content, s.source, s.cue) if x is not None]
    return tuple(sorted(found, key=lambda f: (f[0].end - f[0].start, f[0], f[1])))
