"""Words by which a statement holds back from full certainty, as spans."""

from __future__ import annotations

import re
from functools import lru_cache

from stemma.attributing.page import even
from stemma.attributing.trees import Tree
from stemma.background.lexicons import lexicon
from stemma.model import Span

_AMOUNT = re.compile(
    r"\s+(?:[$€£¥]|\d|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|dozens|hundreds|thousands|millions)\b)"
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = lexicon("hedges")
    alone = "|".join(sorted(words["words"]))
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(words["phrases"], key=lambda p: (-len(p), p)))
    return re.compile(rf"\b(?:{phrases}|{alone})\b(?! ?(?:not|n't)\b)", re.IGNORECASE)


def hedges(tree: Tree, text: str, content: tuple[Span, ...], cue: Span | None) -> tuple[Span, ...]:
    """Spans of the hedges inside the content, and of the cue where it hedges by itself ("reportedly", "estimated").

    Ordered, without overlaps, each inside `text`. "May" with a capital inside a sentence is the month;
    "about" before a number is not a hedge here: how exact a number is belongs to its value.
    """
    plain = even(text)
    found: list[Span] = []
    for span in sorted(content):
        for match in _pattern().finditer(plain, span.start, span.end):
            word = plain[match.start() : match.end()]
            if word == "May" and match.start() > span.start:
                continue
            if word.casefold() == "up to" and not _AMOUNT.match(plain, match.end()):
                continue
            found.append(Span(match.start(), match.end()))
    if cue is not None:
        soft = lexicon("hedges")["cues"]
        if any(
            tree.tokens[i].lemma in soft and tree.tokens[i].pos in ("VERB", "NOUN") for i in tree.within(cue)
        ) or _pattern().search(plain, cue.start, cue.end):
            found.append(cue)
    out: list[Span] = []
    for span in sorted(set(found)):
        if not out or span.start >= out[-1].end:
            out.append(span)
    return tuple(out)
