"""The lexicon of agencies: every entry whole, every name one agency's, weak names known to credits alone."""

import re

from stemma.background.agencies import GENERIC, agencies, agency_of, canonical, is_known


def test_every_entry_is_whole_and_every_name_means_one_agency() -> None:
    seen: dict[str, str] = {}
    for agency in agencies():
        if agency.name != GENERIC:
            assert re.fullmatch(r"https://[\w.-]+\.[\w-]{2,}(?:/\S*)?", agency.source), agency
            assert re.fullmatch(r"[A-Z]{2}", agency.country), agency
        assert agency.kind in ("agency", "syndicate", "pr-wire", "photo")
        assert not set(agency.short) & set(agency.weak)
        for name in {agency.name, *agency.aliases, *agency.short, *agency.weak}:
            assert name == " ".join(name.split()) and len(name) > 1
            assert seen.setdefault(name.casefold(), agency.name) == agency.name, name
        assert canonical(agency.name) == agency.name


def test_the_agencies_of_the_world_are_there() -> None:
    kinds = [a.kind for a in agencies()]
    assert kinds.count("agency") > 150 and kinds.count("syndicate") > 20
    assert kinds.count("pr-wire") > 15 and kinds.count("photo") > 20
    assert len({a.country for a in agencies()}) > 90


def test_names_lead_to_the_agency_with_and_without_article_in_any_case() -> None:
    assert canonical("The Associated Press") == canonical("ap") == canonical("the AP") == "Associated Press"
    assert canonical("The Unknown Wire") == "Unknown Wire"
    assert canonical("GLOBE NEWSWIRE") == "GlobeNewswire"
    assert agency_of("the  Press Trust of India") is agency_of("PTI") is not None
    assert agency_of("Northport Courier") is None


def test_weak_names_and_picture_services_stand_for_no_source_of_words() -> None:
    # "AA" is a motoring club, "EPA" an office of environment: only the reader of credits, who sees the place, takes them.
    assert not is_known("AA") and canonical("AA") == "AA" and agency_of("AA") is agency_of("Anadolu Agency")
    assert not is_known("EPA") and not is_known("Getty Images")
    assert is_known("Reuters") and is_known("the AFP") and is_known("PR Newswire") and is_known("news agencies")
