"""A user's files of names: what is taken, and what is refused with its place."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from stemma.background.lexicon_files import LONGEST, MOST_BYTES, names_from, read_names
from stemma.errors import BadInput

GOOD = (
    '\ufeff# ours\n[names]\n"Jurenco" = "Dzhurenko"\n[acronyms]\nOSK = "Ostrel Waterways Board"\n'
    '[metonyms]\nMarrowgate = "Veldish  government"\n'
)


def test_a_file_is_read_and_remembered_by_its_hash(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(GOOD, "utf-8")
    names = read_names(file)
    assert [(e.table, e.variant, e.full) for e in names.entries] == [
        ("acronyms", "OSK", "Ostrel Waterways Board"),
        ("metonyms", "Marrowgate", "Veldish government"),
        ("names", "Jurenco", "Dzhurenko"),
    ]
    (lexicon,) = names.lexicons
    assert (lexicon.file, lexicon.sha256) == ("ours.toml", hashlib.sha256(GOOD.encode()).hexdigest())


def test_no_file_is_what_ships() -> None:
    assert read_names().entries == () == read_names().lexicons


def test_files_add_up_in_any_order() -> None:
    one, two = ("a.toml", b'[names]\nA1 = "B1"'), ("b.toml", b'[names]\nB1 = "C1"\n"the a1" = "B1"')
    assert names_from([one, two]) == names_from([two, one])
    assert names_from([one, two]).own("A1") == "C1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "found no entry"),
        ("[names]\n", "found no entry"),
        ("[names\n", "not TOML"),
        ('[names]\nA1 = "B1"\nA1 = "C1"', "line 3"),
        ('[people]\nA1 = "B1"', "found table [people]"),
        ('A1 = "B1"', "'A1' outside a table"),
        ('names = "B1"', "'names' outside a table"),
        ('[[names]]\nA1 = "B1"', "table [names]"),
        ("[names]\nA1 = 3", "found a number"),
        ("[names]\nA1 = true", "found true or false"),
        ('[names]\n"B1" = ["A1", "A2"]', '[names] "B1": found a list'),
        ('[acronyms]\nU.N = "United Nations"', '[acronyms] "U": found a table'),
        ('[names]\nA1 = " "', "found an empty full name"),
        ('[names]\n"" = "B1"', "found an empty variant"),
        ('[names]\n"—" = "B1"', "found an empty variant"),
        ('[names]\n"the" = "The"', "own full name"),
        ('[names]\n"The Port" = "port"', "own full name"),
        (f'[names]\nA1 = "{"x" * (LONGEST + 1)}"', f"full name of {LONGEST + 1} characters"),
        ('[names]\nA1 = "B1"\n"a1" = "C1"', "two meanings"),
        ('[names]\nA1 = "B1"\n[acronyms]\nA1 = "C1"', "two meanings"),
        ('[metonyms]\nA1 = "B1"\n[names]\n"The A1" = "C1"', "two meanings"),
        ('[names]\nA1 = "B1"\nB1 = "A1"', "ring"),
        ('[names]\nA1 = "B1"\n[acronyms]\nB1 = "C1"\n[metonyms]\nC1 = "a1"', "ring"),
        ("[names]\nA1 = " + "[" * 5000, "not TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        names_from([("ours.toml", text.encode())])
    assert caught.value.code == "lexicon"
    assert caught.value.source == "ours.toml"
    assert caught.value.message.startswith("ours.toml")
    assert told in caught.value.message
    assert caught.value.hint


def test_two_files_that_disagree_are_both_named() -> None:
    with pytest.raises(BadInput) as caught:
        names_from([("b.toml", b'[names]\nA1 = "C1"'), ("a.toml", b'[names]\nA1 = "B1"')])
    assert 'a.toml, [names] "A1"' in caught.value.message and 'b.toml, [names] "A1"' in caught.value.message


def test_an_accent_more_is_a_spelling_of_its_own() -> None:
    assert names_from([("a.toml", '[names]\nElyse = "Élyse"'.encode())]).listed("ELYSE") == "Élyse"


def test_bytes_that_are_not_utf8_are_placed() -> None:
    with pytest.raises(BadInput, match=r"ours.toml, line 2: found a byte that is not UTF-8"):
        names_from([("ours.toml", b'[names]\nA1 = "\xff"')])


def test_no_file_a_folder_and_too_large_a_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(BadInput, match="found no file of names") as caught:
            read_names(path)
        assert caught.value.code == "lexicon"
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(BadInput, match="found more than"):
        read_names(large)


def test_a_long_chain_is_checked_quickly() -> None:
    chain = "[names]\n" + "\n".join(f'n{i:05} = "n{i + 1:05}"' for i in range(5000))
    assert names_from([("a.toml", chain.encode())]).own("n00000") == "n05000"
