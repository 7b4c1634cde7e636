"""Speakers under a user's own names."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stemma.background.lexicon_files import names_from
from stemma.background.names import SHIPPED, Names
from stemma.model import Voice, VoiceKind
from stemma.resolving import resolve
from stemma.resolving.names import body_words, person_words, same_body, same_person
from tests.resolving.test_resolve import article, statement


def given(text: str) -> Names:
    return names_from([("own.toml", text.encode())])


def speakers(names: Names, *voices: tuple[str, VoiceKind]) -> Mapping[str, set[str]]:
    """Name of each speaker -> the names of its voices, each voice in an article of its own."""
    made = [statement(f"s{n}", f"a{n}", (Voice(name=v, kind=k),)) for n, (v, k) in enumerate(voices)]
    by = {s.id: s.chain[0].voices[0].name for s in made}
    found = resolve([article(f"a{n}") for n in range(len(made))], made, names)
    assert sum(len(s.mentions) for s in found) == len(voices)
    return {s.name: {by[m.statement] for m in s.mentions} for s in found}


@pytest.mark.parametrize(
    ("lexicon", "one", "other", "kind", "full"),
    [
        ('[names]\n"Michael Jurenco" = "Mykhailo Dzhurenko"',
         "Michael Jurenco", "Mykhailo Dzhurenko", "named", "Mykhailo Dzhurenko"),
        ('[names]\nJurenco = "Dzhurenko"', "Ana Jurenco", "Ana Dzhurenko", "named", "Ana Dzhurenko"),
        ('[names]\nJurenco = "Ana Dzhurenko"', "Ana Jurenco", "Ana Dzhurenko", "named", "Ana Dzhurenko"),
        ('[names]\nJurenco = "Ana Dzhurenko"', "Jurenco", "Ana Dzhurenko", "named", "Ana Dzhurenko"),
        ('[acronyms]\nOSK = "Ostrel Waterways Board"', "OSK", "Ostrel Waterways Board", "organisation", "Ostrel Waterways Board"),
        ('[acronyms]\nOSK = "Ostrel Waterways Board"', "the O.S.K.", "OSK", "organisation", "Ostrel Waterways Board"),
        ('[metonyms]\nMarrowgate = "Veldish government"',
         "Marrowgate", "the Veldish government", "organisation", "Veldish government"),
        ('[names]\nTarsy = "Tarsia"', "Tarsy city council", "Tarsia City Council", "organisation", "Tarsia City Council"),
    ],
)  # fmt: skip
def test_two_names_are_one_speaker_with_the_file_and_two_without(
    lexicon: str, one: str, other: str, kind: VoiceKind, full: str
) -> None:
    assert speakers(given(lexicon), (one, kind), (other, kind)) == {full: {one, other}}
    if "O.S.K." not in one:
        assert len(speakers(SHIPPED, (one, kind), (other, kind))) == 2


def test_an_office_and_a_body_in_small_letters_can_stand_in_a_file() -> None:
    names = given('[names]\n"the harbour chief" = "Ana Dzhurenko"\n"the channel people" = "Ostrel Waterways Board"')
    found = speakers(
        names,
        ("The harbour chief", "role"),
        ("Ana Dzhurenko", "named"),
        ("the channel people", "organisation"),
        ("Ostrel Waterways Board", "organisation"),
        ("the harbour master", "role"),
    )
    assert found["Ana Dzhurenko"] == {"The harbour chief", "Ana Dzhurenko"}
    assert found["Ostrel Waterways Board"] == {"the channel people", "Ostrel Waterways Board"}
    assert len(found) == 3


def test_a_surname_of_the_file_is_not_everyones() -> None:
    names = given('[names]\nJurenco = "Ana Dzhurenko"')
    assert len(speakers(names, ("Tom Jurenco", "named"), ("Ana Dzhurenko", "named"))) == 2


def test_one_body_of_the_file_is_not_another_that_has_it_in_its_name() -> None:
    names = given('[names]\nVarn = "Varn Holdings Group"\n[metonyms]\nMarrowgate = "Veldish government"')
    assert len(speakers(names, ("Varn Music", "organisation"), ("Varn Holdings Group", "organisation"))) == 2
    assert len(speakers(names, ("Marrowgate Hospital", "organisation"), ("Veldish government", "organisation"))) == 2


def test_a_voice_read_as_a_person_and_as_a_body_meets_under_the_files_name() -> None:
    names = given('[acronyms]\nTKB = "Tomas Karel Brandt"')
    assert speakers(names, ("TKB", "organisation"), ("Tomas Karel Brandt", "named")) == {
        "Tomas Karel Brandt": {"TKB", "Tomas Karel Brandt"}
    }


def test_the_file_goes_before_what_ships() -> None:
    names = given('[acronyms]\nWHO = "West Harbour Office"')
    found = speakers(names, ("WHO", "organisation"), ("World Health Organization", "organisation"))
    assert found == {"West Harbour Office": {"WHO"}, "World Health Organization": {"World Health Organization"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moscow", "Russia"),
        ("the Ukrainian government", "Kiev"),
        ("Russian Defence Ministry", "Russia's Ministry of Defense"),
        ("Ministry of Foreign Affairs of China", "Chinese Foreign Ministry"),
        ("South Korean military", "South Korea's military"),
        ("Saudi foreign ministry", "Saudi Arabia's foreign ministry"),
        ("UN Security Council", "United Nations Security Council"),
        ("US military", "American military"),
        ("Pentagon", "U.S. Defense Department"),
        ("Kiev city council", "Kyiv City Council"),
    ],
)
def test_bodies_of_states_in_other_words(one: str, other: str) -> None:
    assert same_body(one, other) and same_body(other, one)
    assert len(speakers(SHIPPED, (one, "organisation"), (other, "organisation"))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moscow", "Kyiv"),
        ("Kremlin", "Moscow"),
        ("Russian Defence Ministry", "Ukrainian Defence Ministry"),
        ("Chinese Foreign Ministry", "Chinese Interior Ministry"),
        ("North Korean military", "South Korean military"),
        ("Austria", "Australia"),
        ("Oslo", "Oslo University"),
    ],
)
def test_bodies_of_states_that_are_two(one: str, other: str) -> None:
    assert not same_body(one, other)
    assert len(speakers(SHIPPED, (one, "organisation"), (other, "organisation"))) == 2


def test_a_man_called_like_a_capital_is_no_government() -> None:
    found = speakers(SHIPPED, ("Washington", "named"), ("Washington", "organisation"), ("United States", "organisation"))
    assert {"Washington"} in found.values() and len(found) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Karpov", "Sergey Karpov"),
        ("Dmitry Orlov", "Dmitriy Orlov"),
        ("Aleksei Orlov", "Alexey Orlov"),
        ("Aleksandr Orlov", "Alexander Orlov"),
        ("Yevgeny Orlov", "Evgeniy Orlov"),
        ("Yulia Kravets", "Iuliia Kravets"),
        ("Mohammed Nasri", "Mohamad Nasri"),
        ("Bashir al-Nasri", "Bashir Nasri"),
        ("Abdel Karim el-Nasri", "Abdul Karim al-Nasri"),
        ("Qasim Husain", "Kasim Hussein"),
        ("Han Jong-su", "Han Jongsu"),
        ("Łukasz Wałek", "Lukasz Walek"),
        ("Jörg Kästner", "Joerg Kaestner"),
    ],
)
def test_one_person_in_two_romanisations(one: str, other: str) -> None:
    assert same_person(person_words(one), person_words(other)) or person_words(one) == person_words(other)
    assert len(speakers(SHIPPED, (one, "named"), (other, "named"))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dan Mains", "Dan Mens"),
        ("Peter Hayes", "Peter Hess"),
        ("Al Gord", "El Gord"),
        ("Robert Baker", "Robert Bakr"),
        ("Maria Rossi", "Mario Rossi"),
        ("Tom May", "Tom Mey"),
    ],
)
def test_two_people_of_like_names(one: str, other: str) -> None:
    assert len(speakers(SHIPPED, (one, "named"), (other, "named"))) == 2


def test_names_are_written_out() -> None:
    assert body_words("the U.S.-led Norvik council") == ("united", "states", "led", "norvik", "council")
    assert person_words("President al-Nasri") == ("nasri",)
    assert body_words("") == () == person_words("")
