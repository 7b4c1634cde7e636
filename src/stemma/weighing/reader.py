"""Origins in words that a reader uses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stemma.text.labels import label
from stemma.weighing.mouths import Mouth
from stemma.weighing.roots import Tree

_COUNT: Final = re.compile(
    r"(?i)(?:an?|the|another|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|\d+)(?: of the| other| more)?\b"
)

_OPENERS: Final = frozenset(
    ["another", "other", "others", "both", "people", "sources", "officials", "insiders", "those", "his", "her", "its"]
)


def name_of(mouth: Mouth, text: str = "") -> str:
    """A first mouth's name inside a sentence; an unnamed voice says that it is unnamed ("three unnamed Russian sources").

    `text` is the article's: it shows whether a first word is capital by its nature or only opens a sentence.
    """
    name = " ".join(mouth.name.split()).strip(" ,;:–—-")
    if mouth.kind not in ("named", "agency", "outlet"):
        name = _lowered(name, text)
    if mouth.bearing != "people" or re.search(r"(?i)\b(?:unnamed|anonymous|unidentified)\b", name):
        return name
    count = _COUNT.match(name) or re.match(r"\S+(?:’s|'s|s’|s')(?= )", name)
    if count is not None and re.match(r" of\b", name[count.end() :]):
        return name
    if count is None:
        return f"unnamed {name}"
    return re.sub(r"^a unnamed", "an unnamed", f"{name[: count.end()]} unnamed{name[count.end() :]}")


def _lowered(name: str, text: str) -> str:
    """The name with its first word in lower case where that word is an article or a count, or stands so in the text."""
    first = re.match(r"[^\W\d_]+", name)
    if first is None or not first.group()[0].isupper():
        return name
    low = first.group().casefold()
    if _COUNT.fullmatch(low) or low in _OPENERS or re.search(rf"\b{low}\b", text):
        return low + name[first.end() :]
    return name


def newsroom_name(tree: Tree, newsroom: str) -> str:
    """The name of a newsroom: a lost original's, what a reader calls an article, or the name credited."""
    if newsroom in tree.lost:
        return tree.lost[newsroom].name
    article = tree.articles.get(newsroom)
    if article is not None:
        return label(article)
    return newsroom.removeprefix("credited:") or "other media"


def tell(lower: int, upper: int, newsrooms: int, origins: Sequence[str]) -> str:
    """The interval in words: "1 origin: three unnamed Russian sources, to Reuters"."""
    count = f"{lower}" if lower == upper else f"{lower} to {upper}"
    noun = "origin" if upper == 1 else "origins"
    heard = f" (heard by {newsrooms} newsrooms)" if newsrooms > lower else ""
    return f"{count} {noun}: {'; '.join(origins)}{heard}"
