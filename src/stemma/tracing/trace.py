"""The stage: a story's articles -> their family tree, with the originals that are lost."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stemma.background.names import SHIPPED, Names
from stemma.model import Article, Claim, Collation, Correction, Derivation, Evidence, Kinship, Lost, Parsed, Statement, Stemma
from stemma.tracing import logistic
from stemma.tracing.corrected import said
from stemma.tracing.logistic import Weights
from stemma.tracing.material import Floats, Material, gather
from stemma.tracing.originals import agency_of, named, recovered
from stemma.tracing.passages import Share, inherited, part, shares
from stemma.tracing.reasons import Grounds, edge_evidence, grounds, kinship_evidence, lost_evidence
from stemma.tracing.resampling import firmness, resampled
from stemma.tracing.reworking import kind_of, reworking
from stemma.tracing.support import support
from stemma.tracing.tree import Tree, grow

BY: Final = "trace@2"


def trace(
    articles: Sequence[Article],
    parsed: Mapping[str, Parsed],
    statements: Sequence[Statement],
    collation: Collation,
    claims: Sequence[Claim],
    *,
    weights: Weights | None = None,
    names: Names = SHIPPED,
    corrections: Sequence[Correction] = (),
) -> Stemma:
    """Infer who derives from whom among the articles of one story, passage by passage, and which originals are lost.

    Kinships are given for every two articles, a probability in 0..1 each. The derivations are a directed acyclic graph;
    a parent is an article or a lost original. Which articles are joined does not depend on dates; dates help to tell the
    direction. The order of the inputs changes nothing; an article given twice counts once. `weights` replaces the models that
    ship; `names` hold the user's own outlets. What a wire packet itself says of its descent is held,
    and before it what a person's `corrections` say of an edge. Raises `BadWeights` if the
    models are missing.
    """
    unique = sorted({a.id: a for a in articles}.values(), key=lambda a: a.id)
    material = replace(gather(unique, parsed, collation, names), said=said(unique, corrections))
    spoken = sorted(statements, key=lambda s: (s.article, s.content, s.id))
    models = weights or logistic.load()
    tree = grow(material, spoken, models)
    others = resampled(material, spoken, models) if tree.edges else ()
    supported = support(material)
    known = grounds(material, tree, supported, spoken)
    taken = shares(material, supported, tree, spoken)
    lost = tuple(_lost(material, supported, tree, taken, number, spoken) for number in range(len(tree.lost)))
    return Stemma(
        articles=tuple(a.id for a in unique),
        lost=lost,
        derivations=tuple(sorted((_derivation(known, s, lost, others) for s in taken), key=lambda d: (d.child, d.parent))),
        kinships=tuple(
            Kinship(
                a=unique[a].id,
                b=unique[b].id,
                probability=round(float(tree.kin[a, b]), 4),
                evidence=kinship_evidence(known, a, b),
            )
            for a in range(len(unique))
            for b in range(a + 1, len(unique))
        ),
        by=BY,
    )


def _lost(
    material: Material, supported: Floats, tree: Tree, taken: Sequence[Share], number: int, statements: Sequence[Statement]
) -> Lost:
    children = [material.witnesses[n].article for n in tree.lost[number]]
    agency, evidence = agency_of(material, tree.lost[number], statements)
    shared = Evidence(note=f"{len(children)} articles share text that none of them can have had from another")
    return Lost(
        id="lost-" + _hash("lost", *(a.id for a in children)),
        name=named(agency, children, number),
        agency=agency,
        recovered=recovered(material, supported, tree, taken, number),
        evidence=((shared,) if len(children) > 1 else ()) + evidence,
    )


def _derivation(known: Grounds, share: Share, lost: Sequence[Lost], others: Sequence[Tree]) -> Derivation:
    edge, material, tree = share.edge, known.material, known.tree
    child = material.witnesses[edge.child].article.id
    parent = material.witnesses[edge.parent].article.id if edge.parent >= 0 else lost[-1 - edge.parent].id
    return Derivation(
        id=_hash(parent, child),
        parent=parent,
        child=child,
        kind=kind_of(reworking(material, share, tree)),
        share=part(material, share),
        passages=inherited(material, share),
        confidence=round(edge.probability, 4),
        direction=round(edge.way, 4),
        evidence=edge_evidence(known, edge) if edge.parent >= 0 else lost_evidence(known, edge, lost[-1 - edge.parent]),
        support=firmness(tree, edge, others),
    )


def _hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]
