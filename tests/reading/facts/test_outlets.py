"""Whose page it is: mastheads among menus and mottos, abbreviations spelt out, official pages, the foot of a page."""

import pytest

from stemma.model import Article
from stemma.reading import read_bytes

BODY = """\
The harbour at Selwick reopened on Tuesday after a storm that sank two boats there, the port said in the morning.
The harbour master said that he had watched the waves from his office all night, and that the pier would be repaired.
The council said that it had no money for a wall and had asked the government to pay for half of the cost of it.
Residents told the council that they want a higher wall before the autumn, because the storm was the third this winter.
"""


def page(top: str, foot: str = "", body: str = BODY, title: str = "Harbour reopens after storm sinks two boats") -> Article:
    return read_bytes(f"{top}\n{title}\n4 March 2025, 14:05\n{body}{foot}\n".encode(), "page.txt")


@pytest.mark.parametrize(
    ("top", "foot", "outlet"),
    [
        ("TIDEROOM  Boats  Money  Film  Weather", "", "TIDEROOM"),
        ("Shoreline \N{SPARKLES}\nBoats | Money | Film", "", "Shoreline"),
        ("\N{TRIGRAM FOR HEAVEN} Coast Pulse Daily", "", "Coast Pulse Daily"),
        ("SELWICK EAGLE: All the truth of the coast", "", "SELWICK EAGLE"),
        ("Bayside FM 91.2 - Listen live", "Download the Bayside FM app", "Bayside FM"),
        ("World Coast Weekly", "More from World Coast Weekly: Ten beaches", "World Coast Weekly"),
        ("Politics  World  Sport  Money", "", None),
        ("EN | FR | Search", "", None),
        ("FOR IMMEDIATE RELEASE", "", None),
        ("News Release", "", None),
        ("", "CoastBrief - the sea in two minutes", "CoastBrief"),
        ("", "Ann Bell: I work with Bayside Radio as a reporter and producer.", None),
    ],
)
def test_mastheads_and_feet(top: str, foot: str, outlet: str | None) -> None:
    found = page(top, foot).outlet
    assert (found.value if found else None) == outlet


OFFICIAL = BODY.replace("The harbour at Selwick reopened", "The Selwick Port Authority (SPA) confirms that the harbour reopened")


def test_an_abbreviation_is_spelt_out_as_the_page_does() -> None:
    article = page("SPA | Home | Tides | Tenders\nMEDIA RELEASE", body=OFFICIAL)
    assert article.outlet
    assert article.outlet.value == "Selwick Port Authority"
    assert article.outlet.span
    assert article.text[article.outlet.span.start : article.outlet.span.end] == "SPA"


def test_an_official_page_without_a_masthead_is_its_issuer_s() -> None:
    article = page("EN | FR", "Media enquiries: Ann Bell", body=OFFICIAL)
    assert article.outlet
    assert article.outlet.value == "Selwick Port Authority"


@pytest.mark.parametrize(
    ("top", "foot", "body", "title", "kind"),
    [
        ("FOR IMMEDIATE RELEASE", "", BODY, "Harbour reopens", "press-release"),
        ("Press release no. 12/2025", "", BODY, "Harbour reopens", "press-release"),
        ("Official Communiqué", "", BODY, "Harbour reopens", "statement"),
        ("Home", "", BODY, "Statement by the Selwick Port Authority on the storm", "statement"),
        ("Home > Newsroom > 2025", "Media contact: Ann Bell", BODY, "Harbour reopens", "press-release"),
        ("Home", "Notes to editors\nFor more information, please contact Ann Bell", BODY, "Harbour reopens", "press-release"),
        ("gov.xy | Ports", "Press enquiries: 555", BODY, "Harbour reopens", "press-release"),
        ("Home | News | Press releases", "", BODY, "Harbour reopens after storm", "news-report"),
        ("Selwick Echo", "Press office | Privacy | Contact", BODY, "Harbour reopens after storm", "news-report"),
        ("Selwick Echo", "", BODY, "Port in statement of the obvious", "news-report"),
    ],
)
def test_kinds(top: str, foot: str, body: str, title: str, kind: str) -> None:
    assert page(top, foot, body, title).kind == kind


def test_an_agency_alone_below_the_title_signs_and_is_credited_as_byline() -> None:
    article = read_bytes(
        f"The Selwick Echo\nHome  News  Sport\nHarbour reopens after storm\nTidewire News Agency\n4 March 2025\n{BODY}"
        "Two sailors told Tidewire News Agency that nobody was hurt in the storm.\n".encode(),
        "page.txt",
    )
    assert article.byline
    assert article.byline.value == "Tidewire News Agency"
    assert [(c.agency, c.kind) for c in article.credits] == [("Tidewire News Agency", "byline")]
