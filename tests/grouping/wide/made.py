"""Invented reports for the tests of stories by text alone."""

from __future__ import annotations

from stemma.model import Article, Noted, Span

WHERE = ("Ostrava", "Kaunas", "Tromso", "Setubal", "Varberg", "Lugo", "Maribor", "Plovdiv", "Oulu", "Gorizia")
WHO = ("Horka", "Petrulis", "Solbakken", "Teixugo", "Lindqvist", "Barreiro", "Novakov", "Dimitrov", "Karhu", "Zanolla")
WHAT = (
    "footbridge collapsed timber brook inspection planks handrail anchors carpenter moss",
    "mill burned flour flames insurers millstone silo sprinklers bakery chimney",
    "grandmaster resigned bishop tournament arbiter endgame pawn clock rematch gambit",
    "trawler capsized lifeboat swell harbourmaster nets diesel winch herring flares",
    "tram derailed overhead brakes depot rails conductor points pantograph terminus",
    "museum burgled reliquary alarm curator vitrine enamel thieves ladder frescoes",
    "reservoir leaked spillway engineers evacuated concrete downstream sirens turbine gravel",
    "vineyard frosted harvest growers subsidies grapes cellar vintage candles cooperative",
    "icebreaker stranded rudder tugboats divers hull polar propeller fjord captaincy",
    "archive flooded manuscripts freezers restorers parchment basement pumps mildew catalogue",
)
TURNS = (
    ("{where} {0} {1}\n", "The {0} in {where} {1} on Tuesday.", "Its {2}, {5} and {6} and the {3} had been seen to by the {4}.",
     "{who} spoke of the {7}, the {8} and the {9} too."),
    ("A {0} {1} in {where}\n", "Near {where} a {0} {1}: {who} saw the {3} and the {2}.", "With the {6} went the {7}.",
     "{who} put it down to the {4} and the {5}, not to the {9} or the {8}."),
    ("{who} on {where} {0}\n", "The {4} did not stop the {0} that {1} in {where}.", "By the {2} lay the {9}, the {8}, the {3}.",
     "No {5} and no {7} were there, {who} said of the {6}."),
    ("{where} asks about {0}\n", "A {0} {1} in {where} and {who} asks why.", "The {3}, the {2} and the {4} are under the {6}.",
     "What of the {5}, the {8}, the {7} and the {9}?"),
)  # fmt: skip


def report(event: int, turn: int, *, published: str | None = None, id: str | None = None) -> Article:
    """A report of one of ten events in one of four wordings."""
    text = TURNS[turn][0] + "\n".join(TURNS[turn][1:])
    return article(id or f"e{event}-{turn}", text.format(*WHAT[event].split(), where=WHERE[event], who=WHO[event]), published)


def article(id: str, text: str, published: str | None = None) -> Article:
    """An article whose first line is the title."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return Article(
        id=id, source=id, sha256="", text=text, body=tuple(spans[1:]), lines=(),
        title=Noted(value=text.split("\n")[0], how="test", span=spans[0]) if spans else None, outlet=None, byline=None,
        dateline=None, published=Noted(value=published, how="test") if published else None, credits=(), url=None, language="en",
        kind="news-report", notes=(), by="test",
    )  # fmt: skip


ALL = tuple(report(event, turn) for event in range(len(WHAT)) for turn in range(len(TURNS)))
