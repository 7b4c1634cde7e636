"""Other outlets that a paragraph credits by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.credits.papers import find_papers


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The boats had no papers, the Northport Courier reported on Monday.", ["Northport Courier"]),
        ("The leak was first reported by the Quayside Gazette.", ["Quayside Gazette"]),
        ("According to Ann Bell of the Northport Courier, the pier was closed.", ["Northport Courier"]),
        ("Ann Bell for CNN reported that the pier was closed.", ["CNN"]),
        ("ESPN’s Ann Bell reported that the pier was closed.", ["ESPN"]),
        ("She told CNN’s Ann Bell that it was late.", ["CNN"]),
        ("“It was dark,” the pilot told The Lantern.", ["Lantern"]),
        ("He told the WSJ that it was late, and The Verge reported it.", ["Wall Street Journal", "Verge"]),
        ("According to the daily Aalborg Posten, the pier was closed.", ["Aalborg Posten"]),
        ("As Quayside News reported, the pier was closed.", ["Quayside News"]),
        ("The Associated Press reported that two boats sank.", []),
        ("She told WQXZ-TV that it was late.", ["WQXZ-TV"]),
        ("According to a new Northport Courier poll, few like the pier.", ["Northport Courier"]),
        ("He wrote in The Lantern Post on Monday.", ["Lantern Post"]),
        ("Voice of America reported that two boats sank.", ["Voice of America"]),
        ("Two boats sank in the bay, local media reported.", ["local media"]),
        ("The company denied a report by the Quayside Gazette.", []),
        ("He sat in the Courier Hall and told Mary Post nothing.", []),
        ("On the hill, Hill said that he was tired.", []),
        ("A talk with the television presenter Ann Bell followed.", []),
        ("The Courier is read by many.", []),
    ],
)
def test_outlets_that_are_credited(line: str, expected: list[str]) -> None:
    assert [name for _, _, name, _ in find_papers(line)] == expected


@given(st.text(max_size=150))
def test_any_line_is_searched(line: str) -> None:
    for start, end, name, how in find_papers(line):
        assert 0 <= start < end <= len(line) and name and how
