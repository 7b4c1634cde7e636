"""Who brought a statement to its article where the statement's own passage is silent: a layer beside the statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from stemma.background.names import SHIPPED, Names
from stemma.model import Article, Carrier, Credit, Derivation, Evidence, Passage, Statement, Stemma, Voice
from stemma.text.spans import overlap
from stemma.tracing import measures
from stemma.tracing.measures import absent, generic, of_page
from stemma.tracing.sources import sources

BY: Final = "close@1"


def close(
    articles: Sequence[Article], statements: Sequence[Statement], stemma: Stemma, names: Names = SHIPPED
) -> tuple[Carrier, ...]:
    """Find the carrier of every statement whose chain names no agency or outlet and that was not gathered by the outlet itself.

    The evidence is the page's only credit as a whole, to an agency that is not among the articles, on a page that has no parent
    among the articles but such as its lost original was itself made from; and the tree, where the passage comes from a lost
    original. Nothing is given where two agencies are credited, or where another article that is there may have brought the
    statement too. Sorted by statement. `names` hold the user's own outlets.
    """
    by_id = {a.id: a for a in articles}
    through = _through(by_id, stemma)
    out = []
    for statement in sorted(statements, key=lambda s: s.id):
        passed_on = any(v.kind in ("agency", "outlet") for hop in statement.chain for v in hop.voices)
        if statement.article in by_id and not passed_on and statement.gathered is None:
            carrier = _carrier(by_id[statement.article], articles, statement, stemma, through, names)
            if carrier:
                out.append(carrier)
    return tuple(out)


def _through(by_id: Mapping[str, Article], stemma: Stemma) -> frozenset[tuple[str, str]]:
    """Articles (parent, child) of which the child has a lost parent that was made from the other one."""
    edges = [(d.parent, d.child) for d in stemma.derivations if d.parent in by_id and d.child in by_id]
    kin = {pair: k.probability for k in stemma.kinships for pair in ((k.a, k.b), (k.b, k.a))}
    out = set()
    for lost in stemma.lost:
        children = sorted({d.child for d in stemma.derivations if d.parent == lost.id})
        made_from = sources(edges, children, lambda a, b: measures.names(by_id[b], by_id[a]), lambda a, b: kin.get((a, b), 0.0))
        out |= {(a, b) for a in made_from for b in children}
    return frozenset(out)


def _carrier(
    article: Article,
    articles: Sequence[Article],
    statement: Statement,
    stemma: Stemma,
    through: Collection[tuple[str, str]],
    names: Names,
) -> Carrier | None:
    credits = [c for c in article.credits if of_page(article, c) and absent(c.agency, articles, names)]
    parents = [d for d in stemma.derivations if d.child == article.id and (d.parent, d.child) not in through]
    lost = {x.id: x for x in stemma.lost}
    if len({c.agency for c in credits}) != 1 or any(d.parent not in lost for d in parents):
        return None
    named = [Evidence(note=f"the passage comes from {lost[d.parent].name}") for d in parents if _covers(d, statement)]
    return _made(statement, credits[0].agency, [_credit(article, credits[0]), *named])


def _made(statement: Statement, agency: str, evidence: Sequence[Evidence]) -> Carrier:
    vague = generic(agency) and not any(word in agency.casefold() for word in ("agenc", "wire"))
    voice = Voice(name=agency, kind="outlet" if vague else "agency")
    return Carrier(statement=statement.id, voice=voice, evidence=tuple(evidence), by=BY)


def _covers(derivation: Derivation, statement: Statement) -> bool:
    """Whether a derivation covers the statement's passage."""
    return any(overlap(i.child.span, span) for i in derivation.passages for span in statement.content)


def _credit(article: Article, credit: Credit) -> Evidence:
    at = Passage(article=article.id, span=credit.span) if credit.span else None
    return Evidence(note=f"the page credits {credit.agency}", at=at)
