"""Origins in words that a reader uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.weighing.mouths import Mouth
from stemma.weighing.roots import Tree

_COUNT: Final = re.compile(
    r"(?i)(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|\d+)(?: of the| other| more)?\b"
)


def name_of(mouth: Mouth) -> str:
    """A first mouth's name; an unnamed voice says that it is unnamed ("three unnamed Russian sources")."""
    name = " ".join(mouth.name.split())
    if mouth.bearing != "people" or re.search(r"(?i)\b(?:unnamed|anonymous)\b", name):
        return name
    count = _COUNT.match(name)
    if count is None:
        return f"unnamed {name}"
    return f"{name[: count.end()]} unnamed{name[count.end() :]}".replace("a unnamed", "an unnamed").replace(
        "A unnamed", "An unnamed"
    )


def newsroom_name(tree: Tree, newsroom: str) -> str:
    """The name of a newsroom: a lost original's, an article's outlet or (not known) its source, or the name credited."""
    if newsroom in tree.lost:
        return tree.lost[newsroom].name
    article = tree.articles.get(newsroom)
    if article is not None:
        return article.outlet.value if article.outlet else article.source.rsplit("/", 1)[-1]
    return newsroom.removeprefix("credited:") or "other media"


def tell(lower: int, upper: int, newsrooms: int, origins: Sequence[str]) -> str:
    """The interval in words: "1 origin: three unnamed Russian sources, to Reuters"."""
    count = f"{lower}" if lower == upper else f"{lower} to {upper}"
    noun = "origin" if upper == 1 else "origins"
    heard = f" (heard by {newsrooms} newsrooms)" if newsrooms > lower else ""
    return f"{count} {noun}: {'; '.join(origins)}{heard}"
