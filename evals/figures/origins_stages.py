"""Origins: what each stage before the weighing costs.

The lower bounds of `origins`, with the program's own result of one stage after the other in place of the gold's: first the tree,
then the statements, then both; `origins` itself has all gold and all own (there the claims are the program's, too). A gold claim
none of whose statements was found counts as a miss.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from evals import retold
from evals.figures.origins import counted, summary
from evals.own import WORD, Own, own
from stemma.model import Claim, Origins, Span, Statement, Stemma
from stemma.weighing import weigh

NEEDS = "retold"
VERSION = 1
FLOORS: tuple[str, ...] = ()


def moved(span: Span, before: str, after: str) -> Span:
    """The span of the same words in another rendering of a page (same words in the same order); `span` holds a word at least."""
    here = [m.span() for m in WORD.finditer(before)]
    there = [m.span() for m in WORD.finditer(after)]
    touched = [i for i, (a, b) in enumerate(here) if a < span.end and b > span.start]
    return Span(there[touched[0]][0], there[touched[-1]][1])


def gold_on_own(seen: Own) -> tuple[tuple[Statement, ...], Stemma]:
    """The gold statements and the gold tree of a family, told in the ids and offsets of the program's own reading."""
    family, ids = seen.family, {name: i for i, name in seen.name.items()}
    shown = {a.id for a in seen.dossier.articles}

    def here(name: str, span: Span) -> Span:
        return moved(span, retold.article(family, name).text, seen.page[name].text)

    statements = tuple(
        replace(s, article=ids[s.article], content=tuple(here(s.article, c) for c in s.content), source=None, cue=None)
        for s in retold.statements(family)
        if ids.get(s.article) in shown
    )
    tree = retold.stemma(family)
    edges = tuple(
        replace(
            d,
            child=ids[d.child],
            parent=ids.get(d.parent, d.parent),
            passages=tuple(
                replace(p, child=replace(p.child, article=ids[d.child], span=here(d.child, p.child.span))) for p in d.passages
            ),
        )
        for d in tree.derivations
        if ids.get(d.child) in shown
    )
    return statements, replace(tree, articles=tuple(sorted(shown)), derivations=edges, kinships=())


def claims_of_own(seen: Own) -> tuple[Claim, ...]:
    """The gold claims over the program's own statements that match gold ones."""
    shown = {a.id for a in seen.dossier.articles}
    mine = {g: s.id for g, s in seen.matched.items() if s.article in shown}
    found = ((c, tuple(sorted(mine[g] for g in c.statements if g in mine))) for c in retold.claims(seen.family))
    return tuple(replace(c, statements=members) for c, members in found if members)


def measure(folder: Path) -> dict[str, float]:
    """Lower bounds with the own tree on gold statements, and with own statements in gold claims on the gold and the own tree."""
    rows: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    for family in retold.families(folder):
        seen = own(family)
        dossier = seen.dossier
        statements, tree = gold_on_own(seen)
        gold, mine = retold.claims(family), claims_of_own(seen)
        found: dict[str, tuple[Origins, ...]] = {
            "own_tree_": weigh(dossier.articles, statements, (), gold, dossier.stemma, ()),
            "own_statements_": weigh(dossier.articles, dossier.statements, dossier.speakers, mine, tree, ()),
            "own_both_": weigh(dossier.articles, dossier.statements, dossier.speakers, mine, dossier.stemma, dossier.carriers),
        }
        for name, origins in found.items():
            by_claim = {o.claim: o for o in origins if o.side == "asserting"}
            for claim, (low, high) in counted(family):
                one = by_claim.get(claim.id)
                rows[name].append((low, high, one.lower, one.upper) if one else (low, high, -1, -1))
    return {key: value for name in sorted(rows) for key, value in summary(rows[name], name).items()}
