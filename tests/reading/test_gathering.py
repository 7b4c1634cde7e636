"""What only several pages show: versions of one address, and furniture that an outlet repeats."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Article, Correction, Handling, Noted, Rejected
from stemma.reading import build, read_bytes
from stemma.reading.gathering import address, gather
from stemma.reading.parts import Given, Part
from stemma.reading.plain.repeated import repeated
from tests.reading.pages import HTML, PAGE
from tests.support.timing import within

URL = "https://selwick.example/news/harbour"


def state(words: str, modified: str | None, name: str, *, url: str = URL, captured: str | None = None) -> Article:
    """The page of the shared example with one paragraph more, as it stood at a time."""
    html = HTML.replace("</article>", f"<p>{words}</p></article>").replace("https://selwick.example/news/harbour", url)
    article = read_bytes(html.encode(), name)
    return replace(article, modified=Noted(value=modified, how="test") if modified else None, captured=captured)


FIRST = state(
    "The port said that it would count the damage on Wednesday morning, when the tide is low.", "2025-03-04T14:05+00:00", "1"
)
SECOND = state(
    "The port put the damage at four million crowns, and said that it was insured for half.", "2025-03-04T18:30+02:00", "2"
)
THIRD = state("The port now puts the damage at seven million crowns, of which half is insured.", "2025-03-05T09:00+00:00", "3")


def test_states_of_one_address_are_one_article_with_its_past() -> None:
    (one,) = gather([SECOND, THIRD, FIRST])
    assert isinstance(one, Article)
    assert one.id == THIRD.id
    assert [v.id for v in one.earlier] == [FIRST.id, SECOND.id]  # 18:30 in the east is after 14:05 in Greenwich
    assert [v.time for v in one.earlier] == ["2025-03-04T14:05+00:00", "2025-03-04T18:30+02:00"]
    assert all(v.text[s.start : s.end] for v in one.earlier for s in v.body)
    assert "2 earlier states of this address are kept" in one.notes


@given(st.permutations([FIRST, SECOND, THIRD]))
def test_the_order_of_the_input_does_not_matter(order: list[Article]) -> None:
    assert gather(order) == gather([FIRST, SECOND, THIRD])


def test_the_same_words_seen_twice_are_one_state() -> None:
    early, late = (replace(FIRST, id=i, captured=c, modified=None) for i, c in (("a", "2025-03-04"), ("b", "2025-03-06")))
    (one,) = gather([late, early])
    assert isinstance(one, Article)
    assert (one.id, one.earlier) == ("a", ())
    assert "seen 2 times in the same words" in one.notes


def test_two_reports_that_name_one_address_stay_two() -> None:
    other = read_bytes(
        HTML.replace("harbour", "mine").replace("storm", "fire").replace("two boats", "an old shaft").encode(), "other.html"
    )
    body = " ".join(
        f"Nobody had expected number {n} of these wholly different words about miners and their lamps." for n in range(9)
    )
    other = replace(other, url=URL, text=body, body=(replace(FIRST.body[0], start=0, end=len(body)),), lines=())
    assert gather([FIRST, other]) == [FIRST, other]


def test_packets_of_one_identifier_are_one_article() -> None:
    def packet(words: Article, version: str) -> Article:
        step = Handling(action="revised", party="Norland News Agency", item="urn:norland:4711", time=version, how="version")
        return replace(words, url=None, history=(step,), modified=Noted(value=version, how="test"))

    first, second = packet(FIRST, "2025-03-04T14:05+00:00"), packet(SECOND, "2025-03-04T16:30+00:00")
    (one,) = gather([second, first])
    assert isinstance(one, Article)
    assert (one.id, [v.id for v in one.earlier]) == (SECOND.id, [FIRST.id])


def test_one_article_in_two_places_comes_once_and_says_so() -> None:
    (one,) = gather([FIRST, replace(FIRST, source="b/1"), FIRST])
    assert isinstance(one, Article)
    assert one.notes == (*FIRST.notes, "the same article stands in b/1, too")


def test_what_was_set_aside_keeps_its_place() -> None:
    aside = Rejected(source="x", code="empty", message="m", hint="h")
    found = gather([aside, FIRST, aside, THIRD])
    assert [type(f).__name__ for f in found] == ["Rejected", "Article", "Rejected"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (URL, "http://www.selwick.example/news/harbour?utm_source=x#top", True),
        (URL, "https://selwick.example/news/harbour/amp", True),
        (URL, "https://selwick.example/news/harbour/index.html", True),
        (f"{URL}?id=1", f"{URL}?id=2", False),
        (f"{URL}?b=2&a=1", f"{URL}?a=1&b=2", True),
    ],
)
def test_addresses(one: str, other: str, same: bool) -> None:
    assert (address(one) == address(other)) is same


@pytest.mark.parametrize("url", [None, "", "https://selwick.example/", "https://selwick.example", "not an address", "http://[::"])
def test_addresses_that_tell_nothing(url: str | None) -> None:
    assert address(url) is None


APPEAL = "Readers keep this paper alive, and the council has said that it will match every gift made before the end of March."
OTHERS = [
    PAGE.replace("storm", "fire").replace("(with inputs from AFP)", f"{APPEAL}"),
    """\
THE SELWICK OBSERVER
Home | News | Sport | Tides | Jobs
Library to close on Mondays
By Ida Marlowe
Friday 7 March 2025, 09:15 GMT

SELWICK, England – The town library will close on Mondays from April to save money, the council decided on Thursday evening.

“It is the quietest day,” said the librarian, Ruth Penhallow, who has worked there since she left school in the town.

"""
    + APPEAL
    + """

The council said that it would look at the hours again in the autumn, when it knows what its grant for the year will be.

© 2025 The Selwick Observer. All rights reserved.
""",
]


def test_lines_that_an_outlet_repeats_are_furniture() -> None:
    pages = [read_bytes(page.encode(), f"{n}.txt") for n, page in enumerate(OTHERS)]
    assert all(p.outlet and p.outlet.value == pages[0].outlet.value for p in pages if pages[0].outlet)
    assert any(APPEAL in p.text[s.start : s.end] for p in pages for s in p.body), "alone, the line passes for the report's"
    for article in gather(pages):
        assert isinstance(article, Article)
        assert not any(APPEAL in article.text[s.start : s.end] for s in article.body)
    kept = [Correction(page=pages[1].sha256, field="line", verdict="must-be", quote=APPEAL, value="body")]
    second = gather(pages, kept)[1]
    assert isinstance(second, Article)
    assert any(APPEAL in second.text[s.start : s.end] for s in second.body), "a person has the last word"


def test_a_page_saved_twice_loses_nothing() -> None:
    one, two = (read_bytes(PAGE.encode(), f"{n}.txt") for n in "ab")
    assert gather([one, two]) == [one, two]


def words(*stretches: str) -> str:
    """Twelve invented words for each letter."""
    return " ".join(f"{letter}{n}" for letter in stretches for n in range(12))


# The second shares words with the first and with the third, which share none with each other.
CHAIN = [
    replace(FIRST, id=own, source=own, text=text, body=(replace(FIRST.body[0], start=0, end=len(text)),), lines=())
    for own, text in (("1", words("a", "b")), ("2", words("b", "c")), ("3", words("c", "d")))
]


@given(st.permutations(CHAIN))
def test_which_states_are_kin_does_not_hang_on_their_order(order: list[Article]) -> None:
    (one,) = gather(order)
    assert isinstance(one, Article)
    assert {one.id, *(v.id for v in one.earlier)} == {"1", "2", "3"}


def test_thousands_of_addresses_and_of_states_take_no_thousandfold_time() -> None:
    pairs = [replace(page, id=f"{page.id}{n}", url=f"{URL}/{n}") for n in range(1_500) for page in (FIRST, SECOND)]
    with within(8):
        assert len(gather(pairs)) == 1_500
    strangers = []
    for n in range(1_500):
        text = words(f"x{n}-", f"y{n}-")
        body = (replace(FIRST.body[0], start=0, end=len(text)),)
        strangers.append(replace(FIRST, id=str(n), text=text, body=body, lines=()))
    with within(8):
        assert gather(strangers) == strangers


def test_a_page_judged_again_keeps_what_its_container_said() -> None:
    told = Given(how="feed item", title="Library shuts on Mondays", credits=("Reuters",))
    bare = OTHERS[1].replace("Library to close on Mondays\nBy Ida Marlowe\n", "")
    pages = [build(Part(data=page.encode(), source=str(n), name=str(n), given=told)) for n, page in enumerate((OTHERS[0], bare))]
    again = gather(pages)[1]
    assert isinstance(again, Article)
    assert again.body != pages[1].body
    assert again.title == pages[1].title == Noted(value="Library shuts on Mondays", how="title of the feed item")
    assert [(c.agency, c.how) for c in again.credits] == [("Reuters", "credit of the feed item")]


@pytest.mark.parametrize("told", ["0001-01-01T00:00+05:00", "9999-12-31T23:59-05:00", "some day"])
def test_a_time_beyond_the_calendar_sinks_nothing(told: str) -> None:
    (one,) = gather([replace(FIRST, captured=told), SECOND])
    assert isinstance(one, Article)
    assert {one.id, *(v.id for v in one.earlier)} == {FIRST.id, SECOND.id}


def test_much_furniture_does_not_make_copies_of_short_reports() -> None:
    furniture = [f"This is line {n} of what stands below every report of ours" for n in range(9)]
    pages = {
        f"p{n}": [f"Report {n} opens with this sentence of its own", f"And report {n} goes on with another one", *furniture]
        for n in range(12)
    }
    assert repeated(pages) == frozenset(furniture)


def test_a_few_copies_of_one_page_tell_nothing() -> None:
    report = [f"This is sentence {n} of a report that was printed again" for n in range(9)]
    pages = {f"p{n}": [*report, f"State {n} adds this sentence of its own"] for n in range(9)}
    assert repeated(pages) == frozenset()
