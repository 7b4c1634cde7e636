"""Names of the lexicon in a text: the longest, whole, not in addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.background.agencies import agencies
from stemma.reading.credits.agency_names import known_names


def names(text: str) -> list[tuple[str, str]]:
    return [(k.agency.name, k.firmness) for k in known_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He told Reuters so.", [("Reuters", "strong")]),
        ("(AP Photo/Ida Marlowe)", [("Associated Press", "short")]),
        ("SCN/AFP, AFP/dy and REUTERS/Ida Marlowe", [("AFP", "strong"), ("AFP", "strong"), ("Reuters", "strong")]),
        ("the Kyodo News Agency of Tokyo", [("Kyodo News", "strong")]),
        ("-dpa", [("dpa", "short")]),
        ("EFE-EPA and AFP-Jiji", [("EFE", "strong"), ("AFP", "strong"), ("Jiji Press", "short")]),
        ("a bay.Reuters", [("Reuters", "strong")]),
        ("see https://www.reuters.com/world and apnews.com/AP or @AFP", []),
        ("the AP-style rules and a PAP smear test of MAPS", [("PAP", "short")]),
        ("AGENCE FRANCE-PRESSE", [("AFP", "strong")]),
        ("the\xa0Associated\xa0Press", [("Associated Press", "strong")]),
    ],
)
def test_names_are_found_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


LEXICON = sorted({n for a in agencies() for n in a.strong if len(n) > 4})


@given(st.lists(st.sampled_from([*LEXICON, "boat", "the", "/", "(", ")", "-", ".", " ", "x"]), max_size=12))
def test_spans_are_ordered_apart_and_bear_a_name_of_their_agency(parts: list[str]) -> None:
    text = " ".join(parts)
    end = 0
    for k in known_names(text):
        assert end <= k.start < k.end <= len(text)
        end = k.end
        forms = {n.casefold() for n in (k.agency.name, *k.agency.aliases, *k.agency.short, *k.agency.weak)}
        assert text[k.start : k.end].casefold() in forms


@given(st.text(max_size=200))
def test_any_text_is_walked_through(text: str) -> None:
    assert all(0 <= k.start < k.end <= len(text) for k in known_names(text))
