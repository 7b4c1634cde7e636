"""A page copied as text: lines, head and credits."""

import textwrap

import pytest

from stemma.model import Article
from stemma.reading import read_bytes
from stemma.reading.facts.heads import find_head
from stemma.reading.plain.lines import units
from tests.reading.pages import PAGE


@pytest.fixture(scope="module")
def article() -> Article:
    return read_bytes(PAGE.encode(), "page.txt")


def role_of(article: Article, words: str) -> str:
    return next(line.role for line in article.lines if words in article.text[line.span.start : line.span.end])


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Harbour reopens after storm", "title"),
        ("By Ida Marlowe and", "byline"),
        ("Tuesday 4 March", "dateline"),
        ("Waves break over", "caption"),
        ("Home | News", "chrome"),
        ("SELWICK, England", "body"),
        ("We were lucky", "body"),
        ("Advertisement", "chrome"),
        ("A higher wall", "subhead"),
        ("Ten beaches", "chrome"),
        ("no money for a wall", "body"),
        ("Sign up for our newsletter", "chrome"),
        ("covers ports and fishing", "chrome"),
        ("Leave a reply", "chrome"),
        ("All rights reserved", "chrome"),
    ],
)
def test_lines_have_their_roles(article: Article, words: str, role: str) -> None:
    assert role_of(article, words) == role


def test_head(article: Article) -> None:
    assert article.title and article.title.value == "Harbour reopens after storm sinks two boats"
    assert article.byline and article.byline.value == "By Ida Marlowe and Tom Veld"
    assert article.dateline and article.dateline.value == "SELWICK, England"
    assert article.published and article.published.value == "2025-03-04T14:05+00:00"
    assert article.outlet and article.outlet.value == "THE SELWICK OBSERVER"
    for noted in (article.title, article.byline, article.dateline, article.outlet):
        assert noted.span and article.text[noted.span.start : noted.span.end] == noted.value


def test_credits(article: Article) -> None:
    assert {(c.agency, c.kind) for c in article.credits} == {("AFP", "credit-line"), ("Reuters", "in-text"), ("Reuters", "photo")}


def test_a_hard_wrapped_page_has_the_same_paragraphs() -> None:
    wrapped = "\n\n".join("\n".join(textwrap.wrap(p, 72)) for p in PAGE.split("\n\n"))
    body = [" ".join(wrapped[s.start : s.end].split()) for s in read_bytes(wrapped.encode(), "page.txt").body]
    assert any(p.startswith("The council said") and p.endswith("half of it.") for p in body)


def test_a_letter_to_the_reader_goes_as_a_whole() -> None:
    letter = (
        "A word from our publisher:\n\nYou have read to the end, and we thank you. "
        "We rely on you, and we need your help today.\n\n"
        "Will you give us five dollars?\n\nThey want us to fail. "
        "We will not, if you stand with us and tell your friends to join our cause.\n\nThank you!"
    )
    page = PAGE.replace("(with inputs from AFP)", letter)
    article = read_bytes(page.encode(), "page.txt")
    assert not [
        s for s in article.body if "help today" in article.text[s.start : s.end] or "our cause" in article.text[s.start : s.end]
    ]


def test_lines_that_are_not_wrapped_stay_apart() -> None:
    text = "One short line\nAnother one here\n\nA third"
    assert [text[s.start : s.end] for s in units(text)] == ["One short line", "Another one here", "A third"]


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Lena Fuchs", "Lena Fuchs"),
        ("By Lena Fuchs | 3 min read", "By Lena Fuchs"),
        ("Posted by Admin | 14 hours ago", "Posted by Admin"),
        ("Foreign desk · 4 March 2025", "Foreign desk"),
        ("Lena Fuchs, 4 March 2025 16:30", "Lena Fuchs"),
        ("Lena Fuchs, Science editor", "Lena Fuchs, Science editor"),
        ("Edited by: Lena Fuchs @lena Vienna Published : Mar 04, 2025 23:55 IST", "Edited by: Lena Fuchs"),
        ("Share  Print  Save", None),
        ("Photo: Lena Fuchs", None),
    ],
)
def test_bylines(line: str, byline: str | None) -> None:
    text = (
        f"Harbour reopens after storm\n{line}\n" + "The harbour reopened after a storm that sank two boats there last week.\n" * 3
    )
    spans = units(text)
    head = find_head(text, spans, [False, False, True, True, True])
    assert (head.byline.value if head.byline else None) == byline


REPORT = (
    "The council of Selwick voted on Monday to close the old pier, which the storm of last winter had damaged beyond repair.",
    "Nobody will miss it more than the anglers, who have stood there every evening for as long as anyone remembers.",
    "A new pier would cost four million crowns, the town engineer told the council, and could not be finished within two years.",
    "The ferry will leave from the fish quay in the meantime, its owner said, and the fares will stay as they are.",
    "Opponents asked for a vote of the whole town, but the mayor refused to hold one before the autumn.",
)


def body_of(*lines: str) -> list[str]:
    page = "\n\n".join(["THE SELWICK OBSERVER", "Council votes to close pier", "By Ida Marlowe", "Tuesday 4 March 2025", *lines])
    article = read_bytes(page.encode(), "page.txt")
    return [article.text[s.start : s.end] for s in article.body]


@pytest.mark.parametrize(
    "insert",
    [
        ("Related", "Ten beaches that you should not miss"),
        ("Trending Now:", "Baker Sues Own Brother Over Bread Recipe"),
        ("Sign up for our newsletter", "The week in Selwick, in your inbox every Friday.", "Enter your email address"),
        ("Advertisement",),
        ("READ MORE: Why the swans have left the lake",),
    ],
)
def test_what_is_put_into_the_middle_goes(insert: tuple[str, ...]) -> None:
    found = body_of(*REPORT[:2], *insert, *REPORT[2:])
    assert found == list(REPORT)


@pytest.mark.parametrize(
    "line",
    ["A quay instead", "“Nobody asked us,” he said.", "What happens next?", "“It is a shame,” said one of them, Piet Aaland."],
)
def test_subheads_and_short_quotes_stay(line: str) -> None:
    assert body_of(*REPORT[:2], line, *REPORT[2:]) == [*REPORT[:2], line, *REPORT[2:]]


@pytest.mark.parametrize(
    "tail",
    [
        ("Write a comment", "Your address is shown to nobody.", "Name", "Email", "Post comment"),
        ("Ida Marlowe covers ports and fishing for the Observer. She can be reached at ida@selwick.example.",),
        ("We need your help", "If you value what we do, please support us with a small gift today. We cannot go on without you."),
        ("Most read", "Storm closes coast road", "Bank holds rates as prices cool", "Cup final moved to Sunday"),
        ("Copyright 2025 The Selwick Observer. All rights reserved.",),
    ],
)
def test_what_follows_the_report_goes(tail: tuple[str, ...]) -> None:
    assert body_of(*REPORT, *tail) == list(REPORT)


def test_a_plea_in_mid_article_goes_even_where_no_furniture_announces_it() -> None:
    plea = "Enjoy reading the Observer? It is paid for by people like you. Please consider a small gift so that we can go on."
    assert body_of(*REPORT[:2], plea, *REPORT[2:]) == list(REPORT)


def test_a_report_about_giving_keeps_its_paragraphs() -> None:
    about = (
        "“Please donate what you can,” the lifeboat crew said in a letter to the town, according to its secretary.",
        "The crew said that it needed forty thousand crowns for a new engine, and that readers of the paper had sent half of it.",
    )
    assert body_of(*REPORT[:2], *about, *REPORT[2:]) == [*REPORT[:2], *about, *REPORT[2:]]
