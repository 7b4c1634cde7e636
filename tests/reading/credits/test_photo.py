"""Credits of pictures, told from credits of words."""

import pytest

from stemma.reading.credits.agency_names import Known, known_names
from stemma.reading.credits.photo import credits_picture, ends_in_credit, is_credit_alone, is_picture_line, looks_like_caption


def first(line: str) -> Known:
    return next(iter(known_names(line)))


@pytest.mark.parametrize(
    ("line", "last", "expected"),
    [
        ("The pier at dawn. (AP Photo/Ida Marlowe)", False, True),
        ("The pier at dawn [File: Reuters]", False, True),
        ("The pier at dawn. (Reuters)", False, True),
        ("The pier opens on Sunday. (Reuters)", True, False),
        ("The pier opens on Sunday, he said. [Reuters]", False, False),
        ("Ida Marlowe / Reuters", False, True),
        ("The pier at dawn.Reuters", False, True),
        ("The pier at dawn. (Reuters: Ida Marlowe)", False, True),
        ("Representative image. Reuters", False, True),
        ("REUTERS/Ida Marlowe", False, True),
        ("(Reuters) - The pier opens on Sunday.", False, False),
        ("He told Reuters that the pier was open.", False, False),
        ("The pier (which Reuters called old) was open.", False, False),
    ],
)
def test_pictures_in_the_report(line: str, last: bool, expected: bool) -> None:
    assert credits_picture(line, first(line), last) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ida Marlowe / AFP", True),
        ("The pier in March. Ida Marlowe via AP", True),
        ("Ida Marlowe, Associated Press", True),
        ("Seen from the air (AFP)", True),
        ("J. Marlowe / Reuters file", True),
        ("AFP, Reuters and others will come to the pier", False),
        ("AFP opens an office on the pier today", False),
    ],
)
def test_lines_that_end_in_a_credit(line: str, expected: bool) -> None:
    assert ends_in_credit(line, first(line)) is expected


def test_what_a_line_about_a_picture_looks_like() -> None:
    assert is_picture_line("Photo: Ida Marlowe") and is_picture_line("Image copyright Reuters")
    assert not is_picture_line("The pier opens on Sunday")
    assert looks_like_caption("Boats lie in the harbour of Selwick after the storm.") and not looks_like_caption("By Ida Marlowe.")
    assert is_credit_alone("Ida Marlowe/Coast Week/Getty Images", list(known_names("Ida Marlowe/Coast Week/Getty Images")))
    assert not is_credit_alone("Ida Marlowe/Reuters", list(known_names("Ida Marlowe/Reuters")))
