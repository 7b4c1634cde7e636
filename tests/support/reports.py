"""Small reports built by hand: a story of an invented orchard fire, parsed by the program's own parser."""

from collections.abc import Sequence
from functools import cache

from stemma.model import Article, Line, Noted, Parsed, Span, Statement
from stemma.parsing import parse

ORCHARD = {
    "north": (
        "Fire destroys cider store near Lumsford",
        "A fire destroyed a cider store near Lumsford on Tuesday night, killing 3 workers, the county fire service said.",
        'The roof came down within "barely ten minutes", fire chief Oona Prather told reporters.',
        "Prather said the sprinklers had been switched off for repairs since May.",
        "Brindle Farms, which owns the store, declined to comment.",
        "Apple growers in the valley expect a poor harvest this year.",
    ),
    "south": (
        "Three die in orchard blaze",
        "Four workers died when a blaze gutted a cider store outside Lumsford on Tuesday evening, according to firefighters.",
        'The roof fell in "barely five minutes", said Oona Prather, the fire chief.',
        "The sprinkler system had been turned off since May because it was being repaired, she added.",
        "Brindle Farms denied that the sprinklers had been switched off.",
    ),
    "west": (
        "Cider store burns down",
        "A fire destroyed a cider store near Lumsford on Tuesday night, killing 3 workers, the county fire service said.",
        "The owner, Brindle Farms, would not comment.",
    ),
}
ELSEWHERE = {
    "metro": (
        "Tram line to close for summer",
        "The city will shut its oldest tram line for eight weeks from July to replace the rails.",
        "Passengers will be carried by buses, the transport office said in a notice.",
    ),
}


def bare(name: str, text: str, body: Sequence[Span], **facts: object) -> Article:
    """A report of which nothing is known but its text and where its paragraphs stand, and `facts` (fields of an article)."""
    known: dict[str, object] = {
        "id": name,
        "source": f"{name}.txt",
        "sha256": "",
        "text": text,
        "body": tuple(body),
        "lines": (),
        "title": None,
        "outlet": Noted(value=f"The {name} Post", how="test"),
        "byline": None,
        "dateline": None,
        "published": None,
        "credits": (),
        "url": None,
        "language": "en",
        "kind": "news-report",
        "notes": (),
        "by": "test",
    }
    return Article(**(known | facts))  # type: ignore[arg-type]


def article(name: str, title: str, *paragraphs: str) -> Article:
    """A page of a title and paragraphs, each on a line of its own."""
    lines = (title, *paragraphs)
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return bare(
        name,
        "\n".join(lines),
        spans[1:],
        lines=tuple(Line(span=s, role="title" if n == 0 else "body") for n, s in enumerate(spans)),
        title=Noted(value=title, how="first line", span=spans[0]),
        outlet=None,
    )


@cache
def told(*names: str) -> tuple[tuple[Article, ...], dict[str, Parsed]]:
    """The named reports of `ORCHARD` and `ELSEWHERE`, and their parses."""
    every = {**ORCHARD, **ELSEWHERE}
    articles = tuple(article(n, *every[n]) for n in names)
    return articles, {a.id: parse(a) for a in articles}


def statement(page: Article, words: str, name: str, stance: str = "asserts", chain: Sequence[object] = ()) -> Statement:
    """A statement whose content is the first place where `words` stand in the page."""
    at = page.text.index(words)
    return Statement(
        id=name,
        article=page.id,
        content=(Span(at, at + len(words)),),
        cue=None,
        source=None,
        quotation="indirect",
        stance=stance,  # type: ignore[arg-type]
        hedges=(),
        chain=tuple(chain),  # type: ignore[arg-type]
        gathered=None,
        public=None,
        place="body",
        by="test",
    )
