"""The names that ship, and a user's own before them."""

from __future__ import annotations

import pytest

from stemma.background.lexicon_files import names_from
from stemma.background.names import SHIPPED, Names, adjectives, capital_cities, capitals, loose, shipped_entries, states


def given(text: str) -> Names:
    return names_from([("own.toml", text.encode())])


def test_what_ships_passes_the_check_of_a_users_file() -> None:
    """No empty name, no variant with two meanings, no ring: the shipped entries, put together again as a user's file."""
    tables = "\n".join(
        f"[{table}]\n" + "\n".join(f'"{e.variant}" = "{e.full}"' for e in shipped_entries() if e.table == table)
        for table in ("names", "acronyms", "metonyms")
    )
    assert given(tables).entries == shipped_entries()


def test_states_have_one_adjective_and_capital_each() -> None:
    assert len(states()) > 150
    assert set(capital_cities()).isdisjoint(states())
    assert set(adjectives()).isdisjoint(capital_cities())
    assert {"Russia", "Norway"} == {capital_cities()["moscow"], capital_cities()["oslo"]}


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("UN", "United Nations"),
        ("the U.N.", "United Nations"),
        ("U.S.", "United States"),
        ("us", "us"),
        ("the Kremlin", "Russian presidency"),
        ("Kiev", "Kyiv"),
        ("KIEV", "Kyiv"),
        ("Elysee Palace", "French presidency"),
        ("Norvik Lines", "Norvik Lines"),
        ("Bankova", "Ukrainian presidency"),
    ],
)
def test_names_that_ship(name: str, full: str) -> None:
    assert SHIPPED.full(name) == full


def test_a_capital_stands_for_its_state_only_where_asked() -> None:
    assert SHIPPED.full("Oslo") == "Oslo"
    assert SHIPPED.full("Oslo", capital=True) == "Norway"
    assert SHIPPED.full("Kiev", capital=True) == "Ukraine"


def test_a_users_entry_goes_before_one_that_ships() -> None:
    names = given('[acronyms]\nAP = "Alder Port"\n[metonyms]\nOslo = "Norvik Lines"')
    assert names.full("AP") == "Alder Port"
    assert names.full("Oslo", capital=True) == "Norvik Lines"
    assert names.full("UN") == "United Nations"
    assert SHIPPED.full("AP") == "Associated Press"


def test_an_entry_may_turn_a_shipped_one_round() -> None:
    names = given('[names]\n"United Nations" = "UN"')
    assert names.full("United Nations") == "UN" == names.full("UN")


def test_entries_lead_on_to_one_another_and_to_what_ships() -> None:
    names = given('[names]\n"Old Port" = "New Port"\n[metonyms]\n"The Quay" = "Old Port"\n"Lampgate" = "Kyiv"')
    assert names.own("Quay") == names.own("the quay's") == "New Port"
    assert names.full("Lampgate", capital=True) == "Ukraine"
    assert names.listed("NEW PORT") == "New Port"
    assert names.listed("Kyiv") == "Kyiv"
    assert names.listed("Oslo") is None


def test_acronyms_are_read_with_their_capitals() -> None:
    names = given('[acronyms]\nWE = "Westmark Energy"')
    assert names.own("WE") == names.own("the W.E.") == "Westmark Energy"
    assert names.own("we") is None is names.own("We")


def test_names_are_compared_without_case_accents_and_the() -> None:
    assert loose("The  Élysée’s") == "elysee" == loose("ELYSEE")
    assert capitals("the U.N.’s") == "UN"


def test_a_ring_made_by_hand_ends() -> None:
    names = given('[names]\nA1 = "B1"')
    ring = Names(entries=(*names.entries, *given('[names]\nB1 = "A1"').entries))
    assert ring.own("A1") == "B1"
    assert ring.full("A1") in ("A1", "B1")
