"""Articles -> stories: profiles, candidate pairs, scores, clusters, and what binds each of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from stemma.grouping.candidates import candidates
from stemma.grouping.clusters import agglomerate
from stemma.grouping.decide import pair_score, same_story
from stemma.grouping.profiles import Profile, profile
from stemma.model import Article, Evidence, Parsed, Passage, Story

BY = "group@1"
SHOWN = 5


def group(articles: Sequence[Article], parsed: Mapping[str, Parsed]) -> tuple[Story, ...]:
    """Put every article into exactly one story; a report that nothing else tells of is a story of its own.

    `parsed` holds the parse of every article by its id. The order of `articles` changes nothing and an id given twice counts
    once; articles that have nothing to do with a story do not change it, because rarity is measured on a fixed background
    and the threshold is one. Stories come in order of their first article's id. `Story.id` is derived from the ids of its
    articles. Raises `KeyError` if a parse is missing, `BadWeights` if the models are.
    """
    return group_profiles({article.id: profile(article, parsed[article.id]) for article in articles})


def group_profiles(profiles: Mapping[str, Profile]) -> tuple[Story, ...]:
    """The stories of articles of which the profiles (by article id) are at hand: the same as `group` finds of the articles."""
    profiles = {id: profiles[id] for id in sorted(profiles)}
    scores = {(a, b): pair_score(profiles[a], profiles[b]) for a, b in candidates(profiles)}
    return tuple(_story(members, profiles) for members in agglomerate(profiles, scores, same_story))


def _story(members: Sequence[str], profiles: Mapping[str, Profile]) -> Story:
    return Story(
        id=hashlib.sha256("\n".join(members).encode("utf-8")).hexdigest()[:12],
        articles=tuple(members),
        evidence=_evidence([profiles[m] for m in members]),
        by=BY,
    )


def _evidence(members: Sequence[Profile]) -> tuple[Evidence, ...]:
    """The names that most of the reports share, rarest and most widely held first, each where it stands first."""
    if len(members) < 2:
        return ()
    held = Counter(term for p in members for term in p.mentions)
    told = sorted((-n * max(p.weight[term] for p in members if term in p.mentions), term) for term, n in held.items() if n > 1)
    out = []
    for _, term in told[:SHOWN]:
        first = next(p for p in members if term in p.mentions)
        note = f"named in {held[term]} of {len(members)} reports"
        out.append(Evidence(note=note, at=Passage(article=first.article, span=first.mentions[term])))
    return tuple(out)
