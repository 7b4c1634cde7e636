"""How far a passage went: if it was wrong, these are the passages that inherit the error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stemma.asking.finding import Meant, meant, standing
from stemma.dossier.names import count, labels, listed, ordered
from stemma.errors import UnknownName
from stemma.model import SCHEMA_VERSION, Article, Derivation, Dossier, Heir, Lost, Passage, Reach
from stemma.text.spans import overlap


def reach(dossier: Dossier, passage: Passage | str, *, at: str | Article | Lost | None = None) -> Reach:
    """Every passage downstream of `passage` that inherits it, nearest first.

    `passage` is a span of an article, or words as a report prints them; `at` names the report or lost original that is meant.
    Words that stand in several reports need `at`, unless one of the reports, or one lost original, is upstream of all (others). In
    a lost original the words are sought among the passages that witness it. A derivation holds by sentences, so an heir is a
    whole sentence, though the words asked for may be a part. Raises `UnknownName` where the words stand nowhere, in several
    unconnected reports, beyond the end of the report, or in nothing that the lost original is known to have carried.
    """
    where = meant(dossier, at) if at is not None else None
    if where is not None and where.what == "voice":
        raise UnknownName(f"{where.name!r} is a voice; needed a report or a lost original", "name the report the words stand in")
    if where is not None and where.what == "lost":
        node, passages = where.id, _witnessed(dossier, where, passage)
    elif isinstance(passage, Passage):
        node, passages = passage.article, (passage,)
        article = next((a for a in dossier.articles if a.id == node), None)
        if article is None:
            raise UnknownName(f"this dossier has no article {node}", "take the passage from the dossier asked")
        if passage.span.end > len(article.text):
            raise UnknownName(
                f"the passage ends at {passage.span.end}, and {node} has {len(article.text)} characters",
                "take the passage from the dossier asked",
            )
    else:
        found = standing(dossier, passage, where)
        node = _first(dossier, found, passage)
        lost = any(x.id == node for x in dossier.stemma.lost)
        passages = _witnesses(dossier, node, found) if lost else tuple(p for p in found if p.article == node)
    return _reach(dossier, node, passages)


def inherited(derivations: Iterable[Derivation], node: str, passages: Iterable[Passage]) -> tuple[Heir, ...]:
    """All passages that come from `passages` of `node` by the derivations, each by its surest path, nearest first."""
    below: dict[str, list[Derivation]] = {}
    for d in sorted(derivations, key=lambda d: d.id):
        below.setdefault(d.parent, []).append(d)
    best: dict[Passage, Heir] = {}
    open_ = [_Step(node, p, (node,), 1.0) for p in sorted(set(passages))]
    while open_:
        step = open_.pop(0)
        for d in below.get(step.node, ()):
            if d.child in step.path:
                continue
            for link in sorted(d.passages, key=lambda i: i.child):
                # A lost original has no text of its own: the passage asked about is one that witnesses it.
                source = link.parent if link.parent is not None else link.child
                if link.parent is None and step.node != node:
                    continue
                if source.article != step.passage.article or not overlap(source.span, step.passage.span):
                    continue
                heir = Heir(
                    passage=link.child, path=(*step.path, d.child), sure=round(min(step.sure, d.confidence, d.direction), 6)
                )
                old = best.get(link.child)
                if old is None or (-heir.sure, len(heir.path), heir.path) < (-old.sure, len(old.path), old.path):
                    best[link.child] = heir
                    open_.append(_Step(d.child, link.child, heir.path, heir.sure))
    return tuple(sorted(best.values(), key=lambda h: (len(h.path), -h.sure, h.passage)))


@dataclass(frozen=True, slots=True)
class _Step:
    node: str
    passage: Passage
    path: tuple[str, ...]
    sure: float


def _witnessed(dossier: Dossier, where: Meant, passage: Passage | str) -> tuple[Passage, ...]:
    """The passages that witness what a lost original said there."""
    out = _witnesses(dossier, where.id, (passage,) if isinstance(passage, Passage) else standing(dossier, passage, None))
    if not out:
        raise UnknownName(
            f"those words are not among what {where.name} is known to have carried", "leave out `at` to ask of the report itself"
        )
    return out


def _witnesses(dossier: Dossier, lost: str, asked: Sequence[Passage]) -> tuple[Passage, ...]:
    """All passages that witness what a lost original said where any of `asked` witnesses it."""

    def meets(one: Passage) -> bool:
        return any(one.article == p.article and overlap(one.span, p.span) for p in asked)

    recovered = next(x.recovered for x in dossier.stemma.lost if x.id == lost)
    out = {w for r in recovered if any(meets(one) for one in r.witnesses) for w in r.witnesses}
    out |= {i.child for d in dossier.stemma.derivations if d.parent == lost for i in d.passages if meets(i.child)}
    return tuple(sorted(out))


def _first(dossier: Dossier, found: Sequence[Passage], said: str) -> str:
    """The one of several reports that all others have the words from; else the one lost original that they have them from."""
    articles = sorted({p.article for p in found})
    if len(articles) == 1:
        return articles[0]
    for one in articles:
        if set(articles) - {one} <= downstream(dossier.stemma.derivations, one):
            return one
    for lost in sorted(x.id for x in dossier.stemma.lost):
        heirs = inherited(dossier.stemma.derivations, lost, _witnesses(dossier, lost, found))
        if set(articles) <= {h.passage.article for h in heirs}:
            return lost
    names = labels(dossier.articles, dossier.stemma)
    where = listed([names[a.id] for a in ordered(dossier.articles) if a.id in articles])
    raise UnknownName(
        f"the words {said!r} stand in {where}, and none of these is the source of the others", "say which report is meant"
    )


def downstream(derivations: Iterable[Derivation], node: str) -> frozenset[str]:
    """The ids of all articles that descend from `node`, by whatever passages."""
    below: dict[str, set[str]] = {}
    for d in derivations:
        below.setdefault(d.parent, set()).add(d.child)
    seen: set[str] = set()
    open_ = [node]
    while open_:
        for child in sorted(below.get(open_.pop(), set()) - seen):
            seen.add(child)
            open_.append(child)
    return frozenset(seen - {node})


def _reach(dossier: Dossier, node: str, passages: tuple[Passage, ...]) -> Reach:
    heirs = inherited(dossier.stemma.derivations, node, passages)
    names = labels(dossier.articles, dossier.stemma)
    carrying = {h.passage.article for h in heirs}
    order = [a.id for a in ordered(dossier.articles)]
    clear = [a for a in order if a in downstream(dossier.stemma.derivations, node) - carrying]
    above = sorted(
        {
            d.parent
            for d in dossier.stemma.derivations
            for i in d.passages
            if any(i.child.article == p.article == node and overlap(i.child.span, p.span) for p in passages)
        }
    )
    if heirs:
        said = f"{count(len(heirs), 'passage')} in {count(len(carrying), 'report')} " + (
            "inherits" if len(heirs) == 1 else "inherit"
        )
        said += f" it from {names[node]}: {listed([names[a] for a in order if a in carrying])}"
    else:
        said = f"no report of this dossier has it from {names[node]}"
    if clear:
        said += f"; {listed([names[a] for a in clear])} {'rests' if len(clear) == 1 else 'rest'} on {names[node]} but not for this"
    if above:
        said += f"; {names[node]} itself has it from {listed([names[a] for a in above])}"
    return Reach(
        schema=SCHEMA_VERSION,
        node=node,
        passages=tuple(sorted(passages)),
        heirs=heirs,
        clear=tuple(clear),
        above=tuple(above),
        words=said,
    )
