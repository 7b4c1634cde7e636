"""What a person says is wrong in a dossier -> the correction that says so, anchored to the bytes of its pages and to their words.

The app and the command line both make their corrections here, so that the same thing said in either is the same correction.
Who says so, why and when is added by whoever asks.
"""

from __future__ import annotations

from stemma.dossier.places import Places
from stemma.model import Article, Claim, Correction, CorrectionField, Dossier, LineRole, Speaker, Statement, Verdict
from stemma.text.anchors import places as occurrences


def article_of(statement: Statement, dossier: Dossier) -> Article:
    """The article of a statement."""
    return next(a for a in dossier.articles if a.id == statement.article)


def content(statement: Statement, dossier: Dossier) -> str:
    """The words of a statement from its first to its last: what a correction quotes."""
    text = article_of(statement, dossier).text
    return text[statement.content[0].start : statement.content[-1].end]


def leader(claim: Claim, dossier: Dossier) -> Statement:
    """The statement whose words stand for a claim: of its article's the one that shares most with the gist."""
    own = {s.id: s for s in dossier.statements}
    members = sorted((own[s] for s in claim.statements), key=lambda s: (s.article, s.content, s.id))

    def shared(s: Statement) -> int:
        if s.article != claim.gist.article:
            return -1
        gist = claim.gist.span
        return sum(max(0, min(c.end, gist.end) - max(c.start, gist.start)) for c in s.content)

    return max(members, key=shared)


def called(speaker: Speaker, at: Places) -> list[tuple[Article, str]]:
    """The reports that a speaker speaks in, with the name that it has there; the fullest name first, then in order of the page."""
    rank = {a.id: n for n, a in enumerate(at.order)}
    found: dict[tuple[int, str], tuple[Article, str]] = {}
    for mention in speaker.mentions:
        statement = at.statements[mention.statement]
        name = statement.chain[mention.hop].voices[mention.voice].name
        key = (rank[statement.article], " ".join(name.split()).casefold())
        found.setdefault(key, (at.articles[statement.article], name))
    full = " ".join(speaker.name.split()).casefold()
    return [found[k] for k in sorted(found, key=lambda k: (k[1] != full, k))]


def touched(article: Article, words: str) -> list[int]:
    """The lines of a page, by number, that a correction of the line with these words is about."""
    found = occurrences(article.text, words)
    return [n for n, line in enumerate(article.lines) if any(p.start < line.span.end and line.span.start < p.end for p in found)]


def about_claim(one: Statement, other: Statement, dossier: Dossier, verdict: Verdict) -> Correction:
    """That two statements make the same claim ("must-be"), or do not ("cannot-be")."""
    return Correction(
        page=article_of(one, dossier).sha256,
        field="claim",
        verdict=verdict,
        quote=content(one, dossier),
        other=article_of(other, dossier).sha256,
        other_quote=content(other, dossier),
    )


def about_edge(child: Article, parent: Article | None, verdict: Verdict) -> Correction:
    """That a report rests on another, or does not; None is an original that is not among the reports."""
    other = parent.sha256 if parent is not None else None
    return Correction(page=child.sha256, field="edge", verdict=verdict, quote="", other=other)


def about_voice(one: tuple[Article, str], other: tuple[Article, str], verdict: Verdict) -> Correction:
    """That what two reports call so is the same voice, or is not; each end is a report and the name there, as `called` gives."""
    return Correction(page=one[0].sha256, field="voice", verdict=verdict, quote=one[1], other=other[0].sha256, other_quote=other[1])


def about_line(article: Article, words: str, role: LineRole) -> Correction:
    """That the lines of a page that hold these words have this role."""
    return Correction(page=article.sha256, field="line", verdict="must-be", quote=words, value=role)


def about_fact(article: Article, field: CorrectionField, value: str, verdict: Verdict = "must-be") -> Correction:
    """That the headline, outlet, byline, dateline or date of a page is this, or is not."""
    return Correction(page=article.sha256, field=field, verdict=verdict, quote="", value=value)
