"""Pages on which someone speaks for himself: releases, statements, transcripts, posts; and reports that only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Line, Noted, Span
from stemma.reading import read_bytes
from stemma.reading.facts.official import issuer_of, kind_by_address, kind_of

REPORT = [
    "The harbour at Selwick reopened on Tuesday after a storm that sank two boats there, the port said in the morning.",
    "The harbour master said that he had watched the waves from his office all night, and that the pier would be repaired.",
    "The council said that it had no money for a wall and had asked the government to pay for half of the cost of it.",
]
SPOKEN = [
    "ANN BELL, HOST: The harbour is open again. What did you see that night?",
    "PIET AALAND: Waves over the pier, all night long, and two boats that went down.",
    "BELL: Was anybody on board of them when they sank?",
    "AALAND: Nobody was on board, we were lucky. The crews had gone home at six.",
    "BELL: And what will happen now to the pier and the wall?",
    "AALAND: The pier will be repaired before the summer, the council says.",
]


def lay(above: list[str], title: str, body: list[str], below: list[str]) -> tuple[str, tuple[Line, ...]]:
    """A page as read: its text and lines."""
    text, lines = "", []
    for role, group in (("chrome", above), ("title", [title]), ("body", body), ("chrome", below)):
        for words in group:
            text += words + "\n"
            lines.append(Line(span=Span(len(text) - len(words) - 1, len(text) - 1), role=role))  # type: ignore[arg-type]
    return text, tuple(lines)


@pytest.mark.parametrize(
    ("above", "title", "body", "below", "kind"),
    [
        (["Selwick Echo"], "Harbour reopens after storm", REPORT, ["Share"], "news-report"),
        (["PRESS RELEASE"], "Harbour reopens after storm", REPORT, [], "press-release"),
        (["Joint Statement"], "Harbour reopens after storm", REPORT, [], "statement"),
        (["Home"], "Statement from the Port of Selwick on the storm", REPORT, [], "statement"),
        (["Home"], "Statement of accounts shows a hole, auditor says. Why?", REPORT, [], "news-report"),
        (["Markets"], "Harbour reopens", [f"SELWICK, March 4, 2025 /PRNewswire/ -- {REPORT[0]}", *REPORT[1:]], [], "press-release"),
        (["Selwick Port Authority", "Home | Tenders | Contact"], "Harbour reopens", REPORT, [], "press-release"),
        # An outlet that only has such a name, and a newspaper with such a menu.
        (["Selwick Port Authority", "Home | News"], "Harbour reopens", REPORT, [], "news-report"),
        (["Selwick Echo", "Home | Tenders | Contact"], "Harbour reopens", REPORT, [], "news-report"),
        (["Selwick News Agency", "Home | Publications"], "Harbour reopens", REPORT, [], "news-report"),
        (["Tide Radio"], "Interview with the harbour master", SPOKEN, [], "transcript"),
        (["Tide Radio", "TRANSCRIPT"], "The night of the storm", SPOKEN[:4], [], "transcript"),
        (["Tide Radio"], "The night of the storm", [*REPORT, *REPORT, *REPORT, *SPOKEN[:4]], [], "news-report"),
        (["Council"], "Remarks by Mayor Lise Brandvold at the harbour", [*REPORT, "(Applause.)"], [], "transcript"),
        (["Tide Radio"], "Ten questions", [f"Q: {w}" for w in REPORT] + [f"A: {w}" for w in REPORT], [], "news-report"),
        (["Guide"], "Harbours", [f"Pier {n}: {w}" for n in ("One", "Two", "Three") for w in REPORT], [], "news-report"),
        (
            ["Port of Selwick", "@selwickport"],
            "The harbour is open",
            REPORT[:1],
            ["9:41 AM · Mar 4, 2025", "1,204 Reposts 3.1K Likes"],
            "post",
        ),
        (["Selwick Echo", "Follow @selwickecho"], "Harbour reopens after storm", REPORT, ["12 comments"], "news-report"),
        (["Selwick Echo"], "Harbour reopens", REPORT, ["@selwickport", "9:41 AM · Mar 4, 2025"], "news-report"),
    ],
)
def test_kinds(above: list[str], title: str, body: list[str], below: list[str], kind: str) -> None:
    assert kind_of(*lay(above, title, body, below)) == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.brandvold.example/press-releases/2025/pier", "press-release"),
        ("https://www.ports.gov.xy/news/2025/pier", "press-release"),
        ("https://www.house.gov/briefing-room/statements-releases/pier", "statement"),
        ("https://www.ports.gov.xy/tides/today", None),
        ("https://www.selwick.example/news/press-release-shocks-town", None),
        ("https://www.selwickgov.example/news/pier", None),
        (None, None),
    ],
)
def test_kinds_by_address(url: str | None, kind: str | None) -> None:
    assert kind_by_address(url) == kind


OUTLET = Noted(value="Selwick Markets", how="masthead")


@pytest.mark.parametrize(
    ("above", "title", "body", "below", "issuer"),
    [
        (["PRESS RELEASE"], "Harbour reopens", REPORT, ["SOURCE Selwick Port Authority"], "Selwick Port Authority"),
        ([], "Statement by Mayor Lise Brandvold on the storm", REPORT, [], "Mayor Lise Brandvold"),
        (["Press release"], "Harbour reopens", ["The Selwick Port Authority announces that it reopens.", *REPORT], [],
         "Selwick Port Authority"),
        (["Press release"], "Harbour reopens", REPORT, ["About Brandvold Marine Ltd", "We build piers."], "Brandvold Marine Ltd"),
        (["Press release"], "Harbour reopens", REPORT, [], "Selwick Markets"),
        ([], "Harbour reopens", [f"SELWICK, March 4 /PRNewswire/ -- {REPORT[0]}", *REPORT[1:]], [], None),
        ([], "Harbour reopens", REPORT, ["SOURCE Selwick Port Authority"], None),
        (["TRANSCRIPT"], "Remarks by Mayor Lise Brandvold at the harbour", SPOKEN, [], "Mayor Lise Brandvold"),
        (["TRANSCRIPT"], "The night of the storm", SPOKEN, [], None),
        (["Port of Selwick", "@selwickport"], "Open", REPORT[:1], ["9:41 AM · Mar 4, 2025 · 12.3K Views"], "Port of Selwick"),
        (["Port of Selwick @selwickport"], "Open", REPORT[:1], ["9:41 AM · Mar 4, 2025 · 12.3K Views"], "Port of Selwick"),
    ],
)  # fmt: skip
def test_issuers(above: list[str], title: str, body: list[str], below: list[str], issuer: str | None) -> None:
    text, lines = lay(above, title, body, below)
    found = issuer_of(text, lines, kind_of(text, lines), OUTLET)
    assert (found.value if found else None) == issuer
    if found and found.span:
        assert text[found.span.start : found.span.end] == found.value


WORDS = st.sampled_from(
    ["PRESS RELEASE", "@port", "9:41 AM · Mar 4, 2025", "12 Likes", "BELL: Yes it was.", "AALAND: No, not at all.", "14:05 GMT",
     "SOURCE Port", "About Port", "Statement by", "/PRNewswire/", "###", "", "Transcript", *REPORT]
)  # fmt: skip


@given(st.lists(WORDS.filter(bool), max_size=6), WORDS.filter(bool), st.lists(WORDS.filter(bool), max_size=9))
def test_any_page_has_a_kind_and_its_issuer_is_quoted(above: list[str], title: str, body: list[str]) -> None:
    text, lines = lay(above, title, body, above)
    kind = kind_of(text, lines)
    assert kind == kind_of(text, lines)
    issuer = issuer_of(text, lines, kind, None)
    if kind in ("news-report", "live-blog"):
        assert issuer is None
    if issuer and issuer.span:
        assert text[issuer.span.start : issuer.span.end] == issuer.value


PAGES = {
    "transcript": f"""Tide Radio
Home | Programmes | Live
TRANSCRIPT: The night the harbour broke
Aired 4 March 2025, 18:00

{chr(10).join(SPOKEN)}

Follow us on social media
""",
    "post": (
        "Post\nPort of Selwick\n@selwickport\n"
        "The harbour at Selwick is open again from 2pm today. Please wait for the pilots before you go out; two wrecks are still "
        "being raised near the pier. Thank you for your patience over the last days.\n"
        "9:41 AM · Mar 4, 2025\n214 Reposts 31 Quotes 1,204 Likes\n"
    ),
    "press-release": f"""Selwick Port Authority
Home   About us   Tenders   Newsroom   Contact
Harbour reopens after storm
4 March 2025
{chr(10).join(REPORT)}
Media contact: Ann Bell, press@selwickport.example
""",
    "news-report": f"""The Selwick Observer
Home   News   Sport   Jobs
Harbour reopens after storm
By Ida Marlowe
4 March 2025
{chr(10).join(REPORT)}
Read the press release: Tenders for the pier
""",
}


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_kinds_of_pages_read_from_plain_text(kind: str) -> None:
    article = read_bytes(PAGES[kind].encode(), "page.txt")
    assert article.kind == kind
    issuers = {"post": "Port of Selwick", "press-release": "Selwick Port Authority"}
    assert (article.issuer.value if article.issuer else None) == issuers.get(kind)
