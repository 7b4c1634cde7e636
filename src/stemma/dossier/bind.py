"""All the layers of one story, and what is not known, as one `Dossier`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stemma.dossier.kin import UNDECIDED
from stemma.dossier.names import count, label, labels, listed, ordered
from stemma.dossier.safe import oneline, plainly
from stemma.dossier.strip import facts, main_claim, strip
from stemma.model import (
    SCHEMA_VERSION,
    Article,
    Carrier,
    Claim,
    Collation,
    Correction,
    Dossier,
    Findings,
    Lexicon,
    Origins,
    Passage,
    Speaker,
    Statement,
    Stemma,
    Story,
)
from stemma.text.anchors import holds
from stemma.text.bounds import left_over
from stemma.text.words import folded, quote, words

BY = "bind@1"
TITLE = 200
"""Longest title in characters."""


def bind(
    story: Story,
    articles: Sequence[Article],
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    collation: Collation,
    claims: Sequence[Claim],
    stemma: Stemma,
    carriers: Sequence[Carrier],
    origins: Sequence[Origins],
    findings: Findings,
    lexicons: Sequence[Lexicon] = (),
    corrections: Sequence[Correction] = (),
) -> Dossier:
    """Bind a story's layers. Reports and statements are sorted by id, claims by weight; the order given changes nothing.

    Corrections that do not find what they are about are named among what is not known.
    """
    counted = facts(articles, statements, speakers, claims, stemma, origins, findings)
    made = {x.by for group in (articles, statements, speakers, claims, carriers, origins) for x in group}
    return Dossier(
        schema=SCHEMA_VERSION,
        id=story.id,
        title=title(articles, claims, origins),
        strip=strip(counted),
        story=story,
        articles=tuple(sorted(articles, key=lambda a: a.id)),
        statements=tuple(sorted(statements, key=lambda s: (s.article, s.content, s.id))),
        speakers=tuple(sorted(speakers, key=lambda s: s.id)),
        collation=collation,
        claims=tuple(sorted(claims, key=lambda c: (-c.weight, c.id))),
        stemma=stemma,
        carriers=tuple(sorted(carriers, key=lambda c: (c.statement, c.voice.name))),
        origins=tuple(sorted(origins, key=lambda o: (o.claim, o.side))),
        findings=findings,
        not_known=(*not_known(articles, claims, stemma, origins), *_unheld(corrections, articles, statements)),
        made_by=tuple(sorted(made | {story.by, collation.by, stemma.by, findings.by, BY})),
        lexicons=tuple(sorted(lexicons, key=lambda x: (x.file, x.sha256))),
        corrections=tuple(corrections),
    )


def _unheld(corrections: Sequence[Correction], articles: Sequence[Article], statements: Sequence[Statement]) -> list[str]:
    """One sentence a correction that was left out, as what it quotes stands nowhere."""
    lost = [c for c in corrections if not holds(c, articles, statements)]
    return [
        f"A correction ({c.field}) was left out: what it is about was not found"
        + (f": “{oneline(plainly(c.quote), 90)}”." if c.quote.strip() else ".")
        for c in lost
    ]


def title(articles: Sequence[Article], claims: Sequence[Claim], origins: Sequence[Origins]) -> str:
    """The headline whose words the other reports share most; without headlines the words of the main claim."""
    contents = {a.id: frozenset(folded(a.text, words(a.text))) for a in articles}
    best: tuple[float, int, str] | None = None
    for article in articles:
        headline = oneline(article.title.value, TITLE) if article.title else ""
        own = sorted({w for w in folded(headline, words(headline)) if len(w) > 2})
        if not own:
            continue
        others = [contents[a.id] for a in articles if a.id != article.id]
        shared = sum(w in other for other in others for w in own) / (len(own) * len(others)) if others else 1.0
        # Half a point for five words of substance: a headline of one word is shared easily and says little.
        key = (-shared * min(1.0, 0.5 + len(own) / 10), len(headline), headline)
        best = min(best, key) if best else key
    if best:
        return best[2]
    main = main_claim(claims, origins)[0]
    if main:
        return oneline(quote(next(a.text for a in articles if a.id == main.gist.article), main.gist.span), TITLE)
    return "Untitled: " + listed([label(a) for a in ordered(articles)][:3]) if articles else "Untitled"


def not_known(articles: Sequence[Article], claims: Sequence[Claim], stemma: Stemma, origins: Sequence[Origins]) -> tuple[str, ...]:
    """Plain sentences on what the dossier cannot tell: dates, directions, authors of lost originals, independence."""
    names = labels(articles, stemma)
    out = [f"{names[a.id]} carries no date of publication." for a in ordered(articles) if a.published is None]
    out += [
        f"{names[a.id]} is longer than a report: of its {sum(s.end - s.start for s in a.body):,} characters the last "
        f"{left_over(a):,} were not analysed, and what it leaves out was not asked."
        for a in ordered(articles)
        if left_over(a)
    ]
    out += [f"Who wrote {plainly(x.name)} is not known." for x in sorted(stemma.lost, key=lambda x: x.id) if x.agency is None]
    out += [
        f"Which of {names[d.parent]} and {names[d.child]} came first is not decided."
        for d in sorted(stemma.derivations, key=lambda d: d.id)
        if d.direction < UNDECIDED and d.parent not in {x.id for x in stemma.lost}
    ]
    out += _unresolved(articles, claims, origins, names)
    return tuple(out)


def _unresolved(
    articles: Sequence[Article], claims: Sequence[Claim], origins: Sequence[Origins], names: Mapping[str, str]
) -> list[str]:
    """One sentence a report whose own knowledge of a claim is neither shown nor refuted."""
    gists: dict[str, Passage] = {c.id: c.gist for c in claims}
    texts = {a.id: a.text for a in articles}
    weight = {c.id: c.weight for c in claims}
    out = []
    for article in ordered(articles):
        open_ = {o.claim for o in origins if any(u.article == article.id for u in o.unresolved)}
        if not open_:
            continue
        first = min(open_, key=lambda c: (-weight[c], c))
        words_ = oneline(plainly(quote(texts[gists[first].article], gists[first].span)), 90)
        more = f", and {count(len(open_) - 1, 'more claim')}" if len(open_) > 1 else ""
        out.append(f"Whether {names[article.id]} found out for itself is neither shown nor ruled out: “{words_}”{more}.")
    return out
