"""The program's own results on a Retold family, mapped to the gold, for the figures that are measured end to end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from evals import retold
from stemma.model import Article, Dossier, Span, Statement
from stemma.pipeline import examine

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


@dataclass(frozen=True, eq=False)
class Own:
    """A family as the program saw it: `dossier` is the story that holds most of the family's true story, `page` and `name`
    translate between gold article names and the program's ids, `matched` gold statement ids -> own statements."""

    family: retold.Family
    dossiers: tuple[Dossier, ...]
    dossier: Dossier
    page: dict[str, Article]
    name: dict[str, str]
    matched: dict[str, Statement]

    def claim_of(self) -> dict[str, str]:
        """Own statement id -> own claim id."""
        return {s: c.id for c in self.dossier.claims for s in c.statements}


@cache
def own(family: retold.Family) -> Own:
    """Examine the visible pages of a family, look-alikes among them, as a user would."""
    names = family.visible(same_story=False)
    found = examine([family.path(n) for n in names])
    by_file = {family.path(n).name: n for n in names}
    page, name = {}, {}
    for dossier in found.dossiers:
        for article in dossier.articles:
            known = by_file[article.source.replace("\\", "/").rsplit("/", 1)[-1]]
            page[known], name[article.id] = article, known
    story = set(family.visible())
    dossier = max(found.dossiers, key=lambda d: (sum(name[a.id] in story for a in d.articles), d.id))
    matched: dict[str, Statement] = {}
    for one in found.dossiers:
        for article in one.articles:
            gold = retold.gold_statements(family, name[article.id])
            mine = [s for s in one.statements if s.article == article.id]
            matched |= match_statements(retold.article(family, name[article.id]).text, gold, article, mine)
    return Own(family, found.dossiers, dossier, page, name, matched)


def covered(text: str, spans: list[Span] | tuple[Span, ...]) -> frozenset[int]:
    """Numbers of the words of `text` that the spans touch."""
    return frozenset(i for i, m in enumerate(WORD.finditer(text)) for s in spans if m.start() < s.end and m.end() > s.start)


def match_statements(
    gold_text: str, gold: list[dict[str, object]], article: Article, mine: list[Statement]
) -> dict[str, Statement]:
    """Gold statement id -> own statement, one to one, best token Jaccard of content first, at least .5.

    Both texts are the same page, so words are compared by their number in it; attributed ones match attributed ones only.
    """
    if _words(gold_text) != _words(article.text):
        raise ValueError(f"{article.source}: the page as read has other words than the file")
    golds = [(g, covered(gold_text, [Span(a, b) for a, b in g["content_at"]])) for g in gold]  # type: ignore[attr-defined]
    owns = [(s, covered(article.text, s.content)) for s in mine]
    pairs = sorted(
        (
            (-len(gw & sw) / len(gw | sw), str(g["id"]), s.id, s)
            for g, gw in golds
            for s, sw in owns
            if gw & sw and retold.is_attributed(g) == bool(s.cue or s.source or s.chain)
        ),
        key=lambda p: p[:3],
    )
    out: dict[str, Statement] = {}
    used: set[str] = set()
    for score, gold_id, own_id, statement in pairs:
        if -score >= 0.5 and gold_id not in out and own_id not in used:
            out[gold_id] = statement
            used.add(own_id)
    return out


def _words(text: str) -> list[str]:
    return [m.group() for m in WORD.finditer(text)]
