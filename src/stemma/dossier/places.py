"""Where things stand on the page: the id of every report, statement and quoted passage, so that all can link to all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from stemma.dossier.names import labels, ordered, speaker_name, voice
from stemma.model import Article, Claim, Dossier, Passage, Span, Statement


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Lookups over one dossier, made once a page.

    Reports are "A", "B" … in order of publication, statements "C12" in order of the text, claims "claim-" and their id,
    other quoted passages "Cp120" by where they begin; one that begins where a statement does, or stands inside the words that one
    gives, has the statement's place.
    """

    articles: Mapping[str, Article]
    order: tuple[Article, ...]
    names: Mapping[str, str]
    report: Mapping[str, str]
    number: Mapping[str, int]
    statements: Mapping[str, Statement]
    claim_of: Mapping[str, Claim]
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
        said = self.first.get((passage.article, passage.span.start)) or self._around(passage)
        return self.statement(said) if said else f"{self.report[passage.article]}p{passage.span.start}"

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


def claim_anchor(claim: Claim) -> str:
    """The anchor of a claim; stays the same when the story is examined again."""
    return f"claim-{claim.id}"


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
        {(m.statement, m.hop, m.voice): speaker_name(s) for s in dossier.speakers for m in s.mentions},
        {a.id: tuple(sorted({p.span for p in dossier.collation.sentences if p.article == a.id})) for a in order},
        first,
        {a.id: _said(a, dossier) for a in order},
    )


def _said(article: Article, dossier: Dossier) -> tuple[tuple[Span, str], ...]:
    """The words that the statements of a report give, the shortest first."""
    found = [(x, s.id) for s in dossier.statements if s.article == article.id for x in s.content]
    return tuple(sorted(found, key=lambda f: (f[0].end - f[0].start, f[0], f[1])))
