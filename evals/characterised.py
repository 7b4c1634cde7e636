"""Statements characterised on gold extracts, and what a right chain is: shared by the figures `chains` and `stance`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from evals import retold
from stemma.attributing.characterise import characterise
from stemma.attributing.extracts import Extract
from stemma.model import Hop, Parsed, Span, Statement

Case = tuple[str, dict[str, Any], Statement]
"""Family name, gold statement, own statement."""

_SMALL = frozenset(
    {"the", "a", "an", "of", "and", "in", "at", "for", "to", "by", "on", "from", "with"}
    | {"his", "her", "its", "their", "one", "two", "s", "mr", "mrs", "ms", "dr"}
)


def sentence_of(parsed: Parsed, span: Span) -> int:
    """The first sentence that `span` touches; 0 where it touches none."""
    return next((i for i, s in enumerate(parsed.sentences) if s.start < span.end and span.start < s.end), 0)


def whole(text: str, span: Span, near: Span | None) -> Span:
    """`span`, or where its offsets cut a word (a few of the gold's do: "he" inside "The"), the nearest place to `near`
    where the same words stand whole."""
    words = text[span.start : span.end]
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    if pattern.match(text, span.start) and (span.start == 0 or not text[span.start - 1].isalnum() or not words[:1].isalnum()):
        return span
    at = (near or span).start
    places = [m.start() for m in pattern.finditer(text, max(0, at - 400), at + 400)]
    if not places:
        return span
    best = min(places, key=lambda p: (abs(p - at), p))
    return Span(best, best + len(words))


def extract(gold: dict[str, Any], parsed: Parsed, text: str) -> Extract:
    """A gold statement as extraction should hand it on."""
    content = tuple(Span(a, b) for a, b in gold["content_at"])
    cue = Span(*gold["cue_at"]) if gold.get("cue_at") else None
    source = whole(text, Span(*gold["source_at"]), cue or content[-1]) if gold.get("source_at") else None
    sentence = sentence_of(parsed, cue or source or content[0])
    place = "title" if parsed.paragraph_of and parsed.paragraph_of[sentence] < 0 else "body"
    return Extract(
        content=content,
        cue=cue,
        source=source,
        quotation=gold["quotation"] or "indirect",
        sentence=sentence,
        place="title" if place == "title" else "body",
    )


@cache
def on_gold(folder: Path) -> tuple[Case, ...]:
    """Every attributed gold statement of the visible articles with the program's own reading of the gold extract."""
    out: list[Case] = []
    for family in retold.families(folder):
        for name in family.visible(same_story=False):
            article, parsed = retold.article(family, name), retold.parsed(family, name)
            golds = [g for g in retold.gold_statements(family, name) if retold.is_attributed(g)]
            extracts = {g["id"]: extract(g, parsed, article.text) for g in golds}
            found = characterise(article, parsed, tuple(extracts.values()))
            spare = list(found)
            for gold in golds:
                wanted = extracts[gold["id"]]
                mine = next((s for s in spare if (s.content, s.cue, s.source) == (wanted.content, wanted.cue, wanted.source)), None)
                if mine is None:
                    raise ValueError(f"{family.name}/{gold['id']}: no statement came back for a gold extract")
                spare.remove(mine)
                out.append((family.name, gold, mine))
    return tuple(out)


def tokens(name: str) -> set[str]:
    """The words of a name that count, in lower case."""
    return {w for w in re.findall(r"\w+", name.casefold().replace("’", "'").replace("'s", "")) if w not in _SMALL}


def same_hop(gold: dict[str, Any], hop: Hop) -> bool:
    """Same kind (of a hop of several: of its first voice), names overlapping; "unknown" matches any unnamed voice."""
    if hop.voices[0].kind != gold["kind"]:
        return False
    if gold["name"] == "unknown" and gold["kind"] == "unnamed":
        return True
    return bool(tokens(gold["name"]) & {w for v in hop.voices for w in tokens(v.name)})


def chain_exact(gold: dict[str, Any], mine: Statement) -> bool:
    """As many hops, each the same, in order."""
    return len(gold["chain"]) == len(mine.chain) and all(same_hop(g, h) for g, h in zip(gold["chain"], mine.chain, strict=True))


def first_kind(gold: dict[str, Any], mine: Statement) -> bool | None:
    """Whether the first mouth is of the right kind; None where the gold has no chain."""
    if not gold["chain"]:
        return None
    return bool(mine.chain) and mine.chain[0].voices[0].kind == gold["chain"][0]["kind"]
