"""What tells a right attribution from a wrong one once all candidates of an article stand side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.attributing.features import View
from stemma.attributing.frames import Frame

NUMBERS = ("cue", "path", "path per word", "length", "runs")
"""The numeric features, in the order of `Described.numbers`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame with the probability of its cue and the log-probability of its labels."""

    frame: Frame
    cue: float
    path: float


@dataclass(frozen=True, slots=True)
class Described:
    """A candidate as the ranker sees it."""

    numbers: tuple[float, ...]
    names: tuple[str, ...]


def describe(view: View, candidates: Sequence[Candidate]) -> list[Described]:
    """Features of every candidate of an article, each beside the others that are likelier or near."""
    contents = [set(c.frame.content) for c in candidates]
    by_token: dict[int, list[int]] = {}
    for n, content in enumerate(contents):
        for i in content:
            by_token.setdefault(i, []).append(n)
    anchors = {c.frame.anchor: n for n, c in enumerate(candidates)}
    return [_one(view, n, candidates, contents, by_token, anchors) for n in range(len(candidates))]


def _one(
    view: View,
    n: int,
    candidates: Sequence[Candidate],
    contents: list[set[int]],
    by_token: dict[int, list[int]],
    anchors: dict[int, int],
) -> Described:
    tokens, tree, mine = view.tokens, view.tree, candidates[n]
    frame, content = mine.frame, contents[n]
    i, token = frame.anchor, tokens[frame.anchor]
    group = "+".join(view.classes[i]) or token.pos
    near = {m for j in (frame.content[0], frame.content[-1], frame.content[len(frame.content) // 2]) for m in by_token[j]} - {n}
    stronger = [m for m in near if (candidates[m].cue, -m) > (mine.cue, -n)]
    same = max((len(content & contents[m]) / len(content | contents[m]) for m in stronger), default=0.0)
    weaker = max((len(content & contents[m]) / len(content | contents[m]) for m in near if m not in stronger), default=0.0)
    holders = [m for m in by_token.get(i, ()) if m != n]
    inner = [anchors[j] for j in frame.content if j in anchors and anchors[j] != n]
    beside = [m for d in (-3, -2, -1, 1, 2, 3) if (m := anchors.get(i + d)) is not None]
    quoted = sum(bool(view.inside[j]) for j in frame.content) / len(frame.content)
    top = min(frame.content, key=lambda j: (tree.depth[j], j))
    speaker = min(frame.source, key=lambda j: (tree.depth[j], j)) if frame.source else None
    who = "none" if speaker is None else tokens[speaker].entity or tokens[speaker].pos
    link = tokens[top].dep if tokens[top].head == i else f"up:{tokens[i].dep}" if tokens[i].head in content else "far"
    runs = len(tree.runs(frame.content))
    names = (
        "bias",
        f"pos={token.pos}",
        f"group={group}",
        f"lemma={token.lemma}",
        f"dep={token.dep}|{token.pos}",
        f"who={who}",
        f"who={who}|{group}",
        f"link={link}",
        f"link={link}|{group}",
        f"link={link}|{token.lemma}",
        f"quoted={round(quoted * 2)}",
        f"quoted={round(quoted * 2)}|{group}",
        f"in={bool(view.inside[i])}",
        f"same={math.ceil(same * 5)}",
        f"weaker={math.ceil(weaker * 5)}",
        f"held={max((round(candidates[m].cue * 4) for m in holders), default=-1)}",
        f"holds={max((round(candidates[m].cue * 4) for m in inner), default=-1)}|{min(len(inner), 3)}",
        f"beside={max((round(candidates[m].cue * 4) for m in beside), default=-1)}",
        f"first={tokens[frame.content[0]].pos}|{tokens[frame.content[0]].dep}",
        f"words={min(len(frame.content), 6)}",
        f"words={min(len(frame.content), 6)}|{token.pos}",
        f"title={tree.parsed.paragraph_of[token.sentence] <= 0}",
        f"cues={min(len(frame.cue), 4)}",
        f"sides={frame.content[0] < i}|{frame.content[-1] > i}|{token.pos}",
        f"cue={round(mine.cue * 10)}",
        f"cue={round(mine.cue * 5)}|{token.pos}",
        f"cue={round(mine.cue * 5)}|{round(quoted)}",
    )
    odds = math.log((mine.cue + 1e-4) / (1 - mine.cue + 1e-4))
    numbers = (
        odds,
        max(mine.path, -40.0) / 10,
        mine.path / (len(frame.content) + 10),
        math.log(len(frame.content)),
        math.log(runs),
    )
    return Described(numbers, names)
