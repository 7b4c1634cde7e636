"""Same event or not: BCubed and pairwise F on ECB+ topics 36-45 (one pool, one fixed threshold), and on the Retold pages.

ECB+ articles are built of their title line and text; Retold articles are the gold reading of every visible page, look-alike
events included, all families in one pool. `retold_lookalikes_joined` counts pages of another event that were put with a story.
The Retold families are part of what the models were fitted on: their cross-validated figure is printed by
`python -m tools.train_grouping SHARED --check`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evals import retold
from evals.core import bcubed, f1, find
from evals.pages import bare
from stemma.grouping import group
from stemma.model import Article, Noted, Span
from stemma.parsing import parse

NEEDS = "ecbplus"
VERSION = 1
FLOORS = ("ecb_bcubed_f", "ecb_pairwise_f", "retold_bcubed_f", "retold_pairwise_f")
CEILINGS = ("retold_lookalikes_joined",)

TEST_TOPICS = range(36, 46)


def measure(folder: Path) -> dict[str, float]:
    """Figures on ECB+, and on Retold where it lies beside it."""
    out = {f"ecb_{k}": v for k, v in _figures(ecb_articles(folder, TEST_TOPICS)).items()}
    beside = find("retold", folder.parent) or find("retold", None)
    if beside is not None:
        items = retold_articles(beside)
        out |= {f"retold_{k}": v for k, v in _figures(items).items()}
        found = _found(items)
        sizes = Counter(found.values())
        out["retold_lookalikes_joined"] = float(sum(sizes[found[a.id]] > 1 for a, story, _ in items if story == a.id))
    return out


def ecb_articles(folder: Path, topics: Container[int]) -> list[tuple[Article, str, str]]:
    """Articles of some topics of ECB+, each with its gold story and its topic."""
    out = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["topic"] in topics:
                out.append((_article(row["id"], row["title"].strip(), row["text"].strip()), row["story"], f"ecb {row['topic']}"))
    return out


def retold_articles(folder: Path) -> list[tuple[Article, str, str]]:
    """Visible pages of all families, each with its story (a look-alike: its own id) and its family."""
    out = []
    for family in retold.families(folder):
        same = set(family.visible())
        for name in family.visible(same_story=False):
            item = f"{family.name}/{name}"
            article = replace(retold.article(family, name), id=item)
            out.append((article, family.name if name in same else item, family.name))
    return out


def pairwise(gold: Mapping[str, str], found: Mapping[str, str]) -> float:
    """F1 over the pairs of items that are in one group."""

    def count(groups: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    items = sorted(gold)
    both = count([(gold[i], found[i]) for i in items])
    return f1(both, count([found[i] for i in items]), count([gold[i] for i in items]))


def _figures(items: Sequence[tuple[Article, str, str]]) -> dict[str, float]:
    gold, found = {a.id: story for a, story, _ in items}, _found(items)
    precision, recall, f = bcubed(gold, found)
    return {"bcubed_p": precision, "bcubed_r": recall, "bcubed_f": f, "pairwise_f": pairwise(gold, found)}


def _found(items: Sequence[tuple[Article, str, str]]) -> dict[str, str]:
    articles = [a for a, _, _ in items]
    stories = group(articles, {a.id: parse(a) for a in articles})
    return {member: story.id for story in stories for member in story.articles}


def _article(name: str, title: str, text: str) -> Article:
    whole = f"{title}\n{text}" if text else title
    body = (Span(len(title) + 1, len(whole)),) if text else ()
    return bare(name, whole, body, Noted(value=title, how="gold", span=Span(0, len(title))))
