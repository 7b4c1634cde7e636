"""Voices of one article under a user's own names."""

from __future__ import annotations

from stemma.attributing import attribute
from stemma.background.lexicon_files import names_from
from stemma.background.names import SHIPPED, Names
from tests.attributing.pages import report

TEXT = (
    "The Ostrel Waterways Board stopped the dredging on Sunday. “Every valve will be checked,” said Mykhailo Dzhurenko, its head.\n"
    "The OSK said that nobody was hurt. Mr Jurenco said that the work would be late. He added that the crew was safe.\n"
    "Marrowgate said that it would pay. The Veldish government said later that it had no money."
)


def voices(names: Names) -> list[tuple[str, str]]:
    article, parsed = report(TEXT)
    return [(v.name, v.kind) for s in attribute(article, parsed, names) for h in s.chain[:1] for v in h.voices]


def given(text: str) -> Names:
    return names_from([("own.toml", text.encode())])


def test_a_variant_takes_the_name_that_the_article_prints() -> None:
    plain = {name for name, _ in voices(SHIPPED)}
    assert {"OSK", "Jurenco", "Marrowgate"} <= {name.removeprefix("The ") for name in plain}
    names = given(
        '[names]\nJurenco = "Mykhailo Dzhurenko"\n[acronyms]\nOSK = "Ostrel Waterways Board"\n'
        '[metonyms]\nMarrowgate = "Veldish government"'
    )
    found = voices(names)
    told = {name.removeprefix("The ") for name, _ in found}
    assert not {"OSK", "Jurenco"} & told
    assert [n for n, _ in found].count("Mykhailo Dzhurenko") == [n for n, _ in voices(SHIPPED)].count("Mykhailo Dzhurenko") + 2
    assert "Ostrel Waterways Board" in told


def test_a_full_name_that_the_article_does_not_print_is_not_put_into_it() -> None:
    assert voices(given('[names]\nJurenco = "Somebody Else"\n[acronyms]\nOSK = "Another Body"')) == voices(SHIPPED)


def test_a_place_that_the_file_makes_a_power_is_a_body() -> None:
    article, parsed = report("Ostrel Quay said on Monday that the dredging would stop.")
    names = given('[metonyms]\n"Ostrel Quay" = "Ostrel Waterways Board"')
    (statement,) = [s for s in attribute(article, parsed, names) if s.chain]
    assert [(v.name, v.kind) for v in statement.chain[0].voices] == [("Ostrel Quay", "organisation")]
