"""Words by which a statement holds back from full certainty, as spans, and how far they hold back."""

from __future__ import annotations

import re
from functools import lru_cache

from stemma.attributing.page import even
from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.model import Hedge, HedgeStrength, Span

_AMOUNT = re.compile(
    r"\s+(?:[$€£¥]|\d|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|dozens|hundreds|thousands|millions)\b)"
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = lexicon("hedges")
    alone = "|".join(sorted(words["words"]))
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(words["phrases"], key=lambda p: (-len(p), p)))
    return re.compile(rf"\b(?:{phrases}|{alone})\b(?! ?(?:not|n't)\b)", re.IGNORECASE)


def hedges(tree: Tree, text: str, content: tuple[Span, ...], cue: Span | None) -> tuple[Hedge, ...]:
    """The hedges inside the content, and the cue where it hedges by itself ("reportedly", "estimated"), each with its strength.

    Ordered, without overlaps, each inside `text`. "May" with a capital inside a sentence is the month;
    "about" before a number is not a hedge here: how exact a number is belongs to its value.
    """
    plain = even(text)
    found: list[Hedge] = []
    for span in sorted(content):
        for match in _pattern().finditer(plain, span.start, span.end):
            word = plain[match.start() : match.end()]
            if word == "May" and match.start() > span.start:
                continue
            if word.casefold() == "up to" and not _AMOUNT.match(plain, match.end()):
                continue
            found.append(Hedge(match.start(), match.end(), _strength(word)))
    if cue is not None:
        soft = lexicon("hedges")["cues"]
        lemmas = [
            tree.tokens[i].lemma
            for i in tree.within(cue)
            if tree.tokens[i].lemma in soft and tree.tokens[i].pos in ("VERB", "NOUN")
        ]
        within = _pattern().search(plain, cue.start, cue.end)
        if within or lemmas:
            found.append(Hedge(cue.start, cue.end, _strength(within.group() if within else lemmas[0])))
    out: list[Hedge] = []
    for hedge in sorted(set(found)):
        if not out or hedge.start >= out[-1].end:
            out.append(hedge)
    return tuple(out)


def _strength(words: str) -> HedgeStrength:
    """How far a word or phrase of the lexicon holds back."""
    table, entry = lexicon("hedges"), " ".join(words.casefold().split())
    return "strong" if entry in table["strong"] else "slight" if entry in table["slight"] else "medium"
