"""Claims + Stemma -> Origins: on how many independent origins each side of a claim stands, as an interval with its proof.

An origin is a first mouth as obtained by one newsroom. Echoes are traced to their parent and counted there, once; two
origins count as two only on positive proof; what is neither proven independent nor shown to be an echo is unresolved and
raises the upper bound only.
"""

from __future__ import annotations

from collections.abc import Sequence

from stemma.background.names import SHIPPED, Names
from stemma.background.outlets import outlets
from stemma.model import Article, Carrier, Claim, Evidence, Origin, Origins, Passage, Side, Speaker, Statement, Stemma, Unresolved
from stemma.weighing.counting import Unit, largest, most, represented, units
from stemma.weighing.mouths import Mouth, issuers, mouths
from stemma.weighing.names import PRONOUNS
from stemma.weighing.names import telling as words_of
from stemma.weighing.reader import name_of, newsroom_name, tell
from stemma.weighing.roots import Root, Tree, roots
from stemma.weighing.sides import sided
from stemma.weighing.ties import Ties

__all__ = ["weigh"]

BY = "weigh@3"

_CLAUSE = 4
"""Words from which something may be told."""
_STANCES: dict[Side, tuple[str, ...]] = {"asserting": ("asserts",), "denying": ("denies", "doubts")}


def weigh(
    articles: Sequence[Article],
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    claims: Sequence[Claim],
    stemma: Stemma,
    carriers: Sequence[Carrier],
    names: Names = SHIPPED,
) -> tuple[Origins, ...]:
    """The interval of independent origins of each claim, asserting side before denying side; a side nobody takes has none.

    Returns one `Origins` a claim and side, in the order of the claims' ids; `1 <= lower <= upper`, `len(proven) == lower`.
    Statements that decline belong to neither side, nor do bits of a claim that
    most of its statements decline. The rules are the seven "rules of independence" of the design.
    Outlets of one newsroom (`names` hold the user's own) are one newsroom.
    """
    tree, ties = Tree(articles, statements, stemma, carriers, outlets(names)), Ties(articles)
    by_id = {s.id: s for s in statements}
    speaker_of = {(m.statement, m.hop, m.voice): speaker for speaker in speakers for m in speaker.mentions}
    issued = issuers(articles, statements)
    out: list[Origins] = []
    for claim in sorted(claims, key=lambda c: c.id):
        members = sided([by_id[i] for i in sorted(claim.statements) if i in by_id], tree.articles)
        holding = frozenset(s.article for s in members)
        declined = 2 * sum(s.stance == "declines" for s in members) > len(members)
        for side, stances in _STANCES.items():
            chosen = [s for s in members if s.stance in stances and not (declined and _bit(s, tree))]
            if chosen:
                of = {s.id: mouths(s, issued.get(s.article), speaker_of, _text(tree, s)) for s in chosen}
                out.append(_origins(claim, side, tree, ties, chosen, holding, of))
    return tuple(out)


def _origins(
    claim: Claim,
    side: Side,
    tree: Tree,
    ties: Ties,
    chosen: Sequence[Statement],
    holding: frozenset[str],
    of: dict[str, tuple[Mouth, ...]],
) -> Origins:
    found = roots(tree, chosen, holding, of)
    items = units(found, tree.house)
    said: dict[str, list[Mouth]] = {}
    for statement in sorted(chosen, key=lambda s: s.id):
        said.setdefault(statement.article, []).extend(of[statement.id])
    # What a lost original carried is shown by all its children, those too that are counted as echoes of another.
    children: dict[str, set[str]] = {r.newsroom: {t.article for t in r.tellings} for r in found if r.newsroom not in said}
    for statement in chosen:
        for derivation, _ in tree.parents(statement):
            if derivation.parent in children:
                children[derivation.parent].add(statement.article)
    for newsroom, articles in children.items():
        said[newsroom] = [m for article in sorted(articles) for m in said[article]]
    proven = represented(largest(items, said, ties), items, said, ties)
    loose = _unresolved(found, items, tree)
    if proven:
        origins = tuple(_origin(u, tree) for u in proven)
        upper = max(len(proven), most(items)) + len(loose)
    else:
        origins = (_unattributed(found, tree, chosen, of),)
        upper = max(1, len(loose))
    upper = max(upper, len(origins))
    newsrooms = max(1, len({u.house for u in items}))
    return Origins(
        claim=claim.id,
        side=side,
        lower=len(origins),
        upper=upper,
        newsrooms=newsrooms,
        proven=origins,
        unresolved=loose,
        words=tell(len(origins), upper, newsrooms, [o.words for o in origins]),
        by=BY,
    )


def _bit(statement: Statement, tree: Tree) -> bool:
    """Whether a statement says too little ("to comment") to be more than the no-comment that most of its claim is."""
    text = _text(tree, statement)
    return len(" ".join(text[c.start : c.end] for c in statement.content).split()) < _CLAUSE


def _text(tree: Tree, statement: Statement) -> str:
    article = tree.articles.get(statement.article)
    return article.text if article else ""


def _unresolved(found: Sequence[Root], items: Sequence[Unit], tree: Tree) -> tuple[Unresolved, ...]:
    """Articles that neither name a first mouth nor are shown to be echoes."""
    out = []
    voiced = {u.newsroom for u in items} | {u.house for u in items}
    for root in found:
        house = tree.house.get(root.newsroom, root.newsroom)
        if root.newsroom in voiced or house in voiced:
            continue
        voiced.add(house)
        for article in sorted({t.article for t in root.tellings})[:1]:
            reason = (
                "says it without saying who said it, and neither own reporting nor a derivation is shown"
                if root.own
                else f"has it from {newsroom_name(tree, root.newsroom)}, which names nobody here"
            )
            out.append(Unresolved(article=article, reason=reason))
    return tuple(out)


def _origin(unit: Unit, tree: Tree) -> Origin:
    newsroom = newsroom_name(tree, unit.newsroom)
    text = tree.articles[unit.mouth.article].text
    who = name_of(unit.mouth, text)
    how = (
        "it says that it got this itself"
        if unit.mouth.gathered
        else "no report that it rests on has this"
        if unit.own
        else f"the reports that rest on {newsroom} show it"
    )
    return Origin(
        speaker=unit.mouth.speaker,
        newsroom=unit.newsroom,
        words=f"{who}, to {newsroom}",
        proof=(Evidence(note=f"{who}: first mouth, to {newsroom}; {how}", at=unit.mouth.at),),
    )


def _unattributed(found: Sequence[Root], tree: Tree, chosen: Sequence[Statement], of: dict[str, tuple[Mouth, ...]]) -> Origin:
    """The one origin of a claim that somebody makes and nobody is shown to have said."""
    telling = next((t for root in found for t in root.tellings), None)
    mouth = telling.mouths[0] if telling else of[min(s.id for s in chosen)][0]
    newsroom = found[0].newsroom if found else mouth.article
    who = f"{name_of(mouth, tree.articles[mouth.article].text)}, in" if words_of(mouth.name) - PRONOUNS else "not attributed, in"
    name = newsroom_name(tree, newsroom)
    at = Passage(article=mouth.article, span=mouth.at.span)
    return Origin(
        speaker=mouth.speaker,
        newsroom=newsroom,
        words=f"{who} {name}",
        proof=(Evidence(note=f"somebody says it, so there is one origin; who said it first is not shown in {name}", at=at),),
    )
