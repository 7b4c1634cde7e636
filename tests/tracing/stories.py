"""Invented reports of one invented event, as articles, and what the earlier stages make of them."""

from __future__ import annotations

from functools import cache

from stemma.collating import collate
from stemma.model import Article, Credit, Line, Noted, Parsed, Span, Statement, Stemma
from stemma.parsing import parse
from stemma.tracing import trace

WIRE = (
    "Engineers closed the Halvor Bridge at Tynset Quay on Tuesday because divers saw a crack 42 centimetres long in its middle "
    "pier, two port officials with knowledge of the survey told Reuters.",
    "The crack had been reported to the harbour board in March and was left out of its spring bulletin, one of the officials said.",
    "“We were told to wait until the regatta was over,” the second official said.",
    "About 11,300 vehicles cross the bridge every day, and a detour through Osmark takes 35 minutes.",
    "The harbour board declined to comment on the survey.",
    "A replacement pier would cost 18 million crowns, according to a tender document seen by Reuters.",
)
EDIT = (
    "Engineers shut the Halvor Bridge at Tynset Quay on Tuesday after divers discovered a crack 42 centimetres long in its "
    "middle pier, two port officials with knowledge of the survey told Reuters.",
    "The crack had been reported to the harbour board in March and left out of its spring bulletin, one of the officials said.",
    "“We were told to wait until the regatta was over,” the second official said.",
    "A detour through Osmark takes 35 minutes.",
    "The harbour board declined to comment on the survey.",
)
REWRITE = (
    "Drivers face weeks of jams after the Halvor Bridge at Tynset Quay was shut on Tuesday because of a 42-centimetre crack that "
    "divers saw in the middle pier, port officials told Reuters.",
    "About 11,300 vehicles use the crossing daily. The detour through Osmark takes 35 minutes.",
    "A new pier would cost 18 million crowns, a tender document seen by Reuters showed.",
    "The harbour board would not comment.",
    "Officials had been told “to wait until the regatta was over”, one of them said.",
)
OWN = (
    "Ferry skipper Maren Dahl watched the barriers come down from her wheelhouse.",
    "“I have crossed under that arch for thirty years and never saw so much police,” she told this newspaper.",
    "By noon the school bus from Lower Vik had been turned back, and pupils walked home along the shore.",
    "The baker on the quay said she threw away two hundred rolls.",
)
LOOKALIKE = (
    "A fire below the deck of the ferry Solvei at Tynset Quay injured one sailor last winter, the coast guard said.",
    "Crews pumped foam into the hull for six hours before the vessel could be towed to a yard in Brenna.",
    "The owner, Solvei Lines, said that sailings would resume within a week.",
    "Investigators blamed a fuel hose that had been fitted the wrong way round.",
)


def article(name: str, paragraphs: tuple[str, ...], published: str | None = None, credit: str | None = None) -> Article:
    """A page of an outlet of that name: its paragraphs are the body, a credit line follows."""
    text = "\n".join((f"The {name} Gazette", *paragraphs, *((f"{credit}, with staff",) if credit else ())))
    body, at = [], 0
    for paragraph in paragraphs:
        at = text.index(paragraph, at)
        body.append(Span(at, at + len(paragraph)))
    end = len(text)
    credits = (
        (Credit(agency=credit, kind="credit-line", span=Span(end - len(f"{credit}, with staff"), end - 12), how="test"),)
        if credit
        else ()
    )
    return Article(
        id=name,
        source=f"{name}.txt",
        sha256="",
        text=text,
        body=tuple(body),
        lines=tuple(Line(span=s, role="body") for s in body),
        title=None,
        outlet=Noted(value=f"The {name} Gazette", how="test", span=None),
        byline=None,
        dateline=None,
        published=Noted(value=published, how="test") if published else None,
        credits=credits,
        url=None,
        language="en",
        kind="news-report",
        notes=(),
        by="test",
    )


@cache
def grammar(one: Article) -> Parsed:
    """The parse of an article."""
    return parse(one)


def traced(*articles: Article, statements: tuple[Statement, ...] = ()) -> Stemma:
    """The family tree of some articles."""
    parsed = {a.id: grammar(a) for a in articles}
    return trace(articles, parsed, statements, collate(articles, parsed), ())


def probability(stemma: Stemma, a: str, b: str) -> float:
    """How likely two articles are held to be kin."""
    return next(k.probability for k in stemma.kinships if {k.a, k.b} == {a, b})


def joined(stemma: Stemma) -> set[frozenset[str]]:
    """Edges without direction; a lost original is named by its children."""
    children: dict[str, list[str]] = {}
    for d in stemma.derivations:
        children.setdefault(d.parent, []).append(d.child)
    lost = {x.id: "lost:" + ",".join(sorted(children.get(x.id, []))) for x in stemma.lost}
    return {frozenset((lost.get(d.parent, d.parent), d.child)) for d in stemma.derivations}
