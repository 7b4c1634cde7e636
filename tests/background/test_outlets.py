"""Outlet families: what ships, what a user adds, and how an article's newsroom is found."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from stemma.background.agencies import agency_of
from stemma.background.lexicon_files import names_from, read_names
from stemma.background.names import SHIPPED, Names
from stemma.background.outlets import Outlets, host, outlets, shipped_outlets
from stemma.errors import BadInput
from stemma.model import Article, Noted
from tests.tracing.stories import article


def page(outlet: str | None, url: str | None = None) -> Article:
    named = Noted(value=outlet, how="test") if outlet else None
    return replace(article("page", ("It rained.",)), outlet=named, url=url)


def own(text: str) -> Outlets:
    return outlets(names_from([], [("ours.toml", text.encode())]))


def test_what_ships_passes_the_checks_of_a_users_file() -> None:
    data = (files("stemma.background") / "outlets.toml").read_bytes()
    names = names_from([], [("outlets.toml", data)])
    assert names.outlets == shipped_outlets() and len(names.outlets) > 50
    assert {e.table for e in names.outlets} == {"newsrooms", "partners", "sites"}
    assert all(agency_of(e.full) for e in names.outlets if e.table in ("sites", "partners"))


def test_two_papers_of_one_newsroom_share_it_by_name_or_by_domain() -> None:
    known = outlets(SHIPPED)
    assert known.one_newsroom(page("Mercury News"), page("East Bay Times")) == "Bay Area News Group"
    assert known.one_newsroom(page(None, "https://www.mercurynews.com/2031/a"), page("The East Bay Times")) == "Bay Area News Group"
    assert known.one_newsroom(page("KGMB"), page("Hawaii News Now")) == "Hawaii News Now"
    assert known.one_newsroom(page("The Age"), page("The Sydney Morning Herald")) is None
    assert known.one_newsroom(page(None), page(None)) is None
    assert known.newsroom(page("Tynset Post")) == "Tynset Post"


def test_an_agencys_own_page_is_known_by_its_name_or_by_its_address() -> None:
    known = outlets(SHIPPED)
    assert known.agency(page("AP News")) == known.agency(page(None, "https://apnews.com/article/1")) == "Associated Press"
    assert known.agency(page(None, "https://www.reuters.com/world/x")) == "Reuters"
    assert known.agency(page("Agence France-Presse")) == "AFP"
    assert known.agency(page("The Age")) is None and known.agency(page(None)) is None
    assert known.agency(page(None, "https://reuters.com.example/x")) is None


def test_partners_are_known_by_any_of_their_names() -> None:
    known = own('[partners]\n"Vik Times" = ["Osmark Wire", "Reuters"]\n[newsrooms]\n"Lower Vik Post" = "Vik Times"')
    assert known.carries(page("The Vik Times"), page("Osmark Wire")) == "Osmark Wire"
    assert known.carries(page("Lower Vik Post"), page(None, "https://www.reuters.com/a")) == "Reuters"
    assert known.carries(page("Osmark Wire"), page("Vik Times")) is None


def test_a_users_line_goes_before_one_that_ships_and_a_ring_with_it_ends() -> None:
    mine = own('[newsrooms]\n"Bay Area News Group" = "The Mercury News"\n"KGMB" = "Elsewhere"')
    assert mine.one_newsroom(page("KGMB"), page("KHNL")) is None
    assert mine.newsroom(page("East Bay Times")) in {"Bay Area News Group", "The Mercury News"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "found no entry"),
        ('[names]\nA1 = "B1"', "found table [names]; needed only [newsrooms], [partners], [sites]"),
        ('[newsrooms]\nA1 = ["B1", "B2"]', "found a list; needed the name in quotes"),
        ("[partners]\nA1 = [3]", "found a number"),
        ('[newsrooms]\n"The A1" = "a1"', "found the outlet as its own name"),
        ('[newsrooms]\nA1 = "B1"\n"The A1" = "C1"', "found two meanings"),
        ('[sites]\nA1 = "B1"\n"a1" = "C1"', "found two meanings"),
        ('[newsrooms]\nA1 = "B1"\nB1 = "C1"\nC1 = "A1"', "found a ring"),
        ('[newsrooms]\nwww.a1.com = "B1"', "found a table"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        names_from([], [("ours.toml", text.encode())])
    assert caught.value.code == "lexicon" and caught.value.source == "ours.toml"
    assert told in caught.value.message and caught.value.hint


def test_a_missing_file_is_refused_as_one_of_outlets(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file of outlets to read"):
        read_names(outlets=[tmp_path / "none.toml"])


def test_the_file_is_remembered_by_its_hash(tmp_path: Path) -> None:
    text = '[newsrooms]\n"Vik Post" = "Vik Times"\n'
    (tmp_path / "houses.toml").write_text(text, "utf-8")
    names = read_names(outlets=[tmp_path / "houses.toml"])
    assert [(x.file, x.sha256) for x in names.lexicons] == [("houses.toml", hashlib.sha256(text.encode()).hexdigest())]
    assert names != Names() and names.entries == ()


def test_a_host_is_read_off_an_address() -> None:
    assert host("https://www.Example.org:8080/a?b") == "example.org" and host("news.example.org/a") == "news.example.org"
    assert host(None) is host("") is host("http://[bad") is None
