"""An invented story as it comes in: each report with what it brings."""

from tests.watching.server import Item, Served

REPORTS = {
    "ledger": (
        "Ferry runs aground off Varn Island",
        "A passenger ferry ran aground off Varn Island in thick fog on Sunday evening, injuring 17 people, the coast guard said.",
        "The Marrow Star struck the Kettle rocks shortly after 7 p.m. with 112 passengers on board, the coast guard said in a "
        "statement.",
        "The captain had ignored two warnings by radio before the ferry struck the rocks, coast guard commander Iva Strand told "
        "the Varn Ledger.",
        "The ferry was towed to Port Hale during the night, and a technical inquiry has begun.",
    ),
    "echo": (
        "Seventeen hurt as ferry hits rocks near Varn",
        "Seventeen people were hurt when a passenger ferry hit rocks off Varn Island in heavy fog on Sunday evening, according to "
        "the coast guard.",
        "The Marrow Star, with 112 passengers on board, struck the Kettle rocks soon after 7 p.m., a coast guard statement said.",
        "Coast guard commander Iva Strand told the Varn Ledger that the captain had ignored two warnings by radio before the "
        "ferry struck the rocks.",
    ),
    "denial": (
        "Ferry company rejects coast guard's account of Varn grounding",
        "The company that runs the Marrow Star denied on Monday that its captain had ignored two warnings by radio before the "
        "ferry struck the Kettle rocks off Varn Island.",
        "“The captain did not ignore any warnings,” Halden Lines spokesman Per Ekdal told Coast Radio. “There was no call to our "
        "bridge.”",
        "The ferry ran aground in thick fog on Sunday evening with 112 passengers on board. The coast guard said 17 people were "
        "injured.",
    ),
    "number": (
        "Ferry off Varn: 23 injured, hospital says",
        "The grounding of the passenger ferry Marrow Star off Varn Island on Sunday evening injured 23 people, the hospital in "
        "Port Hale said on Monday.",
        "The ferry ran aground in thick fog and struck the Kettle rocks with 112 passengers on board.",
        "Doctors kept some of the injured for the night, most of them with broken bones, and sent the others home after they had "
        "been looked at, the hospital said.",
    ),
    "origin": (
        "Passenger heard radio warnings before Varn ferry struck rocks",
        "The captain of the Marrow Star ignored two warnings by radio before the ferry struck the Kettle rocks off Varn Island on "
        "Sunday evening, the ship's second mate, Tomas Reve, told this newspaper.",
        "“He ignored both warnings,” Reve said in an interview in Port Hale. “I was standing beside him.”",
        "The ferry ran aground in thick fog with 112 passengers on board.",
    ),
}


def item(name: str, **more: str) -> Item:
    """A report as a feed brings it, whole."""
    title, *paragraphs = REPORTS[name]
    return Item(f"/{name}", title, tuple(paragraphs), **more)


def corrected() -> Item:
    """The first report once its outlet has put the number right."""
    title, lead, *rest = REPORTS["ledger"]
    note = "Correction: An earlier version of this report gave the number of injured as 17."
    return Item("/ledger", title, (lead.replace("17", "19"), *rest, note), updated="2026-03-02T15:00:00Z")


OUTLETS = {"/a": "Varn Ledger", "/b": "Morning Echo", "/c": "Coast Radio", "/d": "Hale Post", "/e": "Harbour Times"}


def opened(served: Served) -> None:
    """The feeds on the first day: one report, and three outlets that have nothing of it yet."""
    for path, outlet in OUTLETS.items():
        served.feed(path, outlet, *([item("ledger")] if path == "/a" else []))
