"""What is settled after the line model: by hand, with chances given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.plain.settling import THRESHOLD, settle
from tests.support.timing import within

LONG = "The council of Selwick voted on Monday to close the old pier, which the storm had damaged beyond repair."


def test_a_heading_between_two_paragraphs_is_kept_and_furniture_there_is_not() -> None:
    assert settle([LONG, "A quay instead", LONG], [0.9, 0.15, 0.9]) == [True, True, True]
    assert settle([LONG, "Leave a comment", LONG], [0.9, 0.15, 0.9]) == [True, False, True]
    assert settle([LONG, "A quay instead", LONG], [0.9, 0.02, 0.9]) == [True, False, True]


def test_unsure_words_between_two_invitations_go() -> None:
    lines = [LONG, LONG, LONG, "Sign up for our newsletter", "The week in Selwick, every Friday.", "Your email address", LONG]
    assert settle(lines, [0.9, 0.9, 0.9, 0.0, 0.6, 0.0, 0.9])[4] is False
    assert settle(lines, [0.9, 0.9, 0.9, 0.0, 0.95, 0.0, 0.9])[4] is True


def test_a_note_on_the_author_goes() -> None:
    lines = ["By Ida Marlowe", LONG, LONG, LONG, "Ida Marlowe covers ports for the paper.", "Tom Veld drove trams for the town."]
    kept = settle(lines, [0.0, 0.9, 0.9, 0.9, 0.6, 0.6])
    assert kept == [False, True, True, True, False, True]


def test_a_report_that_speaks_to_its_readers_keeps_its_sentences() -> None:
    guide = [
        "If you plan to give to a charity this year, please read on.",
        "Your gift may cost you less than you think, readers tell us.",
    ]
    assert settle(guide * 3, [0.6] * 6) == [True] * 6


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60).filter(str.strip), st.floats(0, 1)), max_size=20))
def test_every_line_is_settled_and_nothing_hopeless_is_kept(page: list[tuple[str, float]]) -> None:
    lines, chances = [line for line, _ in page], [p for _, p in page]
    kept = settle(lines, chances)
    assert len(kept) == len(lines)
    assert all(p >= min(THRESHOLD, 0.1) for p, k in zip(chances, kept, strict=True) if k)


def test_a_page_of_eight_thousand_lines_is_settled_in_a_moment() -> None:
    with within(3):
        assert settle([LONG] * 8_000, [0.9] * 4_000 + [0.9, 0.05] * 2_000).count(True) == 6_000


def test_a_letter_to_the_reader_cut_off_from_the_report_goes() -> None:
    letter = "We need you, dear friend: your gift keeps our presses running, and you may choose how much you give us."
    lines = [LONG, LONG, LONG, LONG, "Menu", letter, "Menu", LONG]
    kept = settle(lines, [0.9, 0.9, 0.9, 0.9, 0.0, 0.9, 0.0, 0.9])
    assert kept == [True, True, True, True, False, False, False, True]
