"""The program's findings on a Retold family: on gold statements, claims and tree, and end to end in the gold's offsets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from evals import retold
from evals.core import mean
from evals.own import WORD, Own, own
from stemma.collating import collate
from stemma.comparing import compare
from stemma.model import Contradiction, Drift, Findings, Omission, Passage, Span

F = TypeVar("F", Drift, Omission)


@cache
def on_gold(family: retold.Family) -> Findings:
    """Findings on gold statements, claims and tree, with the program's own collation."""
    articles = [retold.article(family, name) for name in sorted(family.visible())]
    parsed = {a.id: retold.parsed(family, a.id) for a in articles}
    collation = collate(articles, parsed)
    return compare(articles, parsed, retold.statements(family), retold.claims(family), collation, retold.stemma(family))


@cache
def on_own(family: retold.Family) -> Findings:
    """Findings end to end, of all the family's dossiers; articles by their gold names, spans in the gold's texts.

    Statement ids are dropped: a finding stands for the gold statements that its words overlap.
    """
    seen = own(family)
    out = [d.findings for d in seen.dossiers]
    return Findings(
        contradictions=tuple(_contradiction(c, seen) for f in out for c in f.contradictions),
        drifts=tuple(_drift(d, seen) for f in out for d in f.drifts if d.directed),
        omissions=tuple(_omission(o, seen) for f in out for o in f.omissions),
        moments=(),
        by="own",
    )


def _contradiction(found: Contradiction, seen: Own) -> Contradiction:
    return replace(found, a=_at(found.a, seen), b=_at(found.b, seen), statement_a=None, statement_b=None)


def _drift(found: Drift, seen: Own) -> Drift:
    return replace(found, parent=_at(found.parent, seen), child=_at(found.child, seen))


def _omission(found: Omission, seen: Own) -> Omission:
    return replace(found, child=seen.name[found.child], left_out=_at(found.left_out, seen))


def _at(passage: Passage, seen: Own) -> Passage:
    """The same words in the gold's text: both texts are the same page, so words are found by their number in it."""
    name = seen.name[passage.article]
    mine, gold = seen.page[name].text, retold.article(seen.family, name).text
    numbers = [i for i, m in enumerate(WORD.finditer(mine)) if m.start() < passage.span.end and m.end() > passage.span.start]
    places = [m.span() for m in WORD.finditer(gold)]
    if not numbers:
        return Passage(article=name, span=passage.span)
    return Passage(article=name, span=Span(places[numbers[0]][0], places[numbers[-1]][1]))


def touch(family: retold.Family, at: Passage, gold: list[int]) -> bool:
    """Whether a passage of the gold reading and a stretch of it lie in a common sentence."""
    a, (start, end) = at.span, gold
    parsed = retold.parsed(family, at.article)
    return any(s.start < a.end and a.start < s.end and s.start < end and start < s.end for s in parsed.sentences)


def recall(
    folder: Path,
    prefix: str,
    listed: Callable[[retold.Family], list[dict[str, Any]]],
    found: Callable[[retold.Family], Sequence[F]],
    matches: Callable[[retold.Family, dict[str, Any], F, bool], bool],
) -> dict[str, float]:
    """Recall over the listed findings of all families, with their kind and with any, and how many there are and were found.

    `matches(family, listed one, found one, whatever its kind)`.
    """
    hits, loose, count = [], [], 0
    for family in retold.families(folder):
        findings = found(family)
        count += len(findings)
        for gold in listed(family):
            hits.append(any(matches(family, gold, f, False) for f in findings))
            loose.append(any(matches(family, gold, f, True) for f in findings))
    return {
        f"{prefix}recall": mean(hits),
        f"{prefix}recall_any_kind": mean(loose),
        f"{prefix}listed": float(len(hits)),
        f"{prefix}found": float(count),
    }
