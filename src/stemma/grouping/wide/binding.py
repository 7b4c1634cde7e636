"""What binds a story that was found by texts alone: the names that most of its reports share, each where it stands first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from stemma.grouping.wide.profiles import NAME, Profile, profile
from stemma.grouping.wide.surfaces import surfaces
from stemma.model import Article, Evidence, Passage, Span

SHOWN = 5
_WORD = re.compile(r"[^\s\-–—/\u2011]+")
_LETTERS = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def binding(articles: Sequence[Article]) -> tuple[Evidence, ...]:
    """Evidence that the articles of a story tell the same event: at most five names, rarest and most widely held first."""
    members = sorted(articles, key=lambda a: a.id)
    if len(members) < 2:
        return ()
    profiles = [profile(a) for a in members]
    named = [_names(p) for p in profiles]
    held = Counter(term for names in named for term in names)
    rarity = {term: idf for names in named for term, idf in names.items()}
    told = sorted((-n * rarity[term], term) for term, n in held.items() if n > 1)
    out = []
    for _, term in told[:SHOWN]:
        for article, names in zip(members, named, strict=True):
            at = _place(article, term) if term in names else None
            if at is not None:
                note = f"named in {held[term]} of {len(members)} reports"
                out.append(Evidence(note=note, at=Passage(article=article.id, span=at)))
                break
    return tuple(out)


def _names(one: Profile) -> dict[int, int]:
    records = one.array()
    kept = records[records["flags"] & NAME > 0]
    return dict(zip(kept["term"].tolist(), kept["idf"].tolist(), strict=True))


def _place(article: Article, term: int) -> Span | None:
    """Where the words of a term first stand with a capital in the title or the body."""
    title = (article.title.span,) if article.title is not None and article.title.span is not None else ()
    for span in (*title, *article.body):
        for word in _WORD.finditer(article.text, span.start, span.end):
            if surfaces([word[0]])[0] & 0xFFFFFFFF == term:
                letters = _LETTERS.search(word[0])
                if letters is not None and letters[0][0].isupper():
                    return Span(word.start() + letters.start(), word.start() + letters.end())
    return None
