"""The head of a page of plain text: its last change, its place, a signature that stands last."""

import pytest

from stemma.reading.facts.heads import Head
from stemma.reading.plain.plaintext import judge
from stemma.reading.sources.decoding import decode
from tests.reading.pages import PAGE
from tests.support.timing import within

DATE = "Tuesday 4 March 2025, 14:05 GMT"
BYLINE = "By Ida Marlowe and Tom Veld\n"


def head(page: str) -> Head:
    return judge(decode(page.encode(), "page.txt")[0], "page.txt").head


@pytest.mark.parametrize(
    ("stamp", "modified"),
    [
        (DATE, None),
        (f"{DATE} (Updated 5 March 2025, 09:10 GMT)", "2025-03-05T09:10+00:00"),
        (f"{DATE}\nLast updated: 4 March 2025, 16:30 GMT", "2025-03-04T16:30+00:00"),
        (f"{DATE}\nUpdated: 4 March 2025, 14:05 GMT", None),
        (f"{DATE}\nUpdated: 3 March 2025", None),
        ("Updated: 4 March 2025, 14:05 GMT", None),
    ],
)
def test_a_change_is_printed_and_later(stamp: str, modified: str | None) -> None:
    page = PAGE.replace(DATE, stamp)
    found = head(page)
    assert found.published
    assert found.published.value == "2025-03-04T14:05+00:00"
    assert (found.modified.value if found.modified else None) == modified
    if found.modified and found.modified.span:
        assert page[found.modified.span.start : found.modified.span.end].strip()[0].isdigit()


def test_a_signature_after_the_date() -> None:
    found = head(PAGE.replace(BYLINE, "").replace(DATE, "Posted on 4 March 2025 at 14:05 by Ida Marlowe"))
    assert found.byline
    assert found.byline.value == "by Ida Marlowe"
    assert found.published
    assert found.published.value == "2025-03-04T14:05"


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("SELWICK, England – ", "SELWICK, England"),
        ("Oskvik: ", "Oskvik"),
        ("Storm: ", None),
        ("Piet Aaland: ", None),
        ("HARBOUR – ", None),
    ],
)
def test_words_before_a_mark_are_a_place_only_if_the_page_uses_them_so(opening: str, place: str | None) -> None:
    found = head(PAGE.replace("SELWICK, England – ", opening)).dateline
    assert (found.value if found else None) == place


def test_a_paragraph_of_hyphens_without_end_costs_no_time() -> None:
    opening = "The board closed the old pier on Monday, it said. " * 3
    with within(2):
        head(f"Pier closes after storm\nBy Ida Marlowe\n{opening}\n{'A-' * 20_000}\n")


def test_a_speaker_of_a_transcript_is_no_place() -> None:
    said = "The boats left the harbour at six in the morning, and nobody was hurt when they came back."
    page = f"Transcript: the harbour master on the storm\n5 June 2024\nHOST: {said}\nGUEST: {said}\nHOST: {said}\nGUEST: {said}\n"
    assert head(page).dateline is None
