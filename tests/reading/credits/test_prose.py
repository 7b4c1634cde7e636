"""Running text: whether its words rest on an agency that it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.credits.agency_names import known_names
from stemma.reading.credits.prose import by_form, is_label, rests_on


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("“It was dark,” the pilot told Reuters.", True),
        ("According to the AP, two boats sank.", True),
        ("Two boats sank, Xinhua reported.", True),
        ("Two boats sank, reported Reuters.", True),
        ("Two boats sank, said IRNA.", True),
        ("The state news agency IRNA put the number at two.", True),
        ("The SABA news agency put the number at two.", True),
        ("In an interview with the AP, the pilot laughed.", True),
        ("A Bloomberg article named the owner.", True),
        ("An Associated Press journalist saw the boats.", True),
        ("The owner did not answer Reuters’ request.", True),
        ("The firm has deals with both the Associated Press and a radio.", False),
        ("It sends its pictures to outlets including the Associated Press and a radio.", False),
        ("He was a photographer for Reuters until the storm.", False),
        ("Ida Marlowe, a former Reuters correspondent, laughed.", False),
        ("Reuters reported a loss of two million for the quarter.", False),
        ("It’s Complicated [Reuters]", True),
        ("They told MAP readers about it.", False),
        ("The team is ninth in the Associated Press Top 25.", False),
        ("The PA system failed, and AP classes were cancelled.", False),
        ("The boat came from Erie, PA, to the pier.", False),
        ("She drives for the AA.", False),
        ("The mayor was asked about a Reuters report that the pier was sold.", False),
        ("The filing did not address a separate account by Reuters.", False),
        ("The Thomson Reuters building stands at the pier.", False),
    ],
)
def test_what_words_rest_on(line: str, expected: bool) -> None:
    assert any(rests_on(line, k, False) for k in known_names(line)) is expected


def test_a_person_of_that_name_says_nothing_for_the_agency() -> None:
    says, reports = "Bloomberg said that he was tired.", "Bloomberg reported that he was tired."
    (person,), (agency,) = known_names(says), known_names(reports)
    assert not rests_on(says, person, True) and rests_on(says, person, False)
    assert rests_on(reports, agency, True)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("He told the Blue Coast News Agency so.", ["Blue Coast News Agency"]),
        ("Two sailors told Harbour Newswire about it.", ["Harbour Newswire"]),
        ("He told the Tidewire news agency so.", ["Tidewire"]),
        ("Two sailors told Tidewire about it.", ["Tidewire"]),
        ("It was late, Tidal, a regional news agency, reported.", ["Tidal"]),
        ("Ida Marlowe, a news agency reporter, laughed.", []),
        ("The German Tidal news agency said so.", ["Tidal"]),
        ("He told the agency Tidal so.", ["Tidal"]),
        ("The Norwegian agency Tidal reported on Monday that it was late.", ["Tidal"]),
        ("In an interview with the Tidal agency, he laughed.", ["Tidal"]),
        ("The Tidal agency has its seat on the pier.", []),
        ("Head of the agency Captain Marlowe laughed.", []),
        ("Another news agency and Norway’s state news agency were late.", []),
        ("Iranian news agency reports were late.", []),
        ("The boat sank, Seapress reported.", ["Seapress"]),
        ("She told Coastal Wire that it was late.", ["Coastal Wire"]),
        ("The filing did not address an account by Harbour Newswire.", []),
        ("The express train and the Empress passed.", []),
        ("He told Express Bank so.", []),
        ("The spy agency met.", []),
    ],
)
def test_agencies_by_their_form(line: str, expected: list[str]) -> None:
    found = list(by_form(line))
    assert [name for _, _, name in found] == expected
    assert all(line[a:b] == name for a, b, name in found)


@given(st.text(max_size=120))
def test_any_line_is_searched(line: str) -> None:
    for start, end, name in by_form(line):
        assert line[start:end] == name and is_label(name)
    for known in known_names(line):
        assert rests_on(line, known, False) in (True, False)
