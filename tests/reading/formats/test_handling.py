"""The steps of a piece of copy: what they are called, their order, and who is credited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.model import Handling
from stemma.reading.formats.handling import agencies_in, credited, deed, ordered, part_played, pictured, relation


def step(action: str, time: str | None, how: str = "x", party: str | None = None) -> Handling:
    return Handling(action=action, party=party, item=None, time=time, how=how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("irel:translatedFrom", "translated-from"),
        ("http://cv.iptc.org/newscodes/itemrelation/derivedFrom", "derived-from"),
        ("irel:evolvedFrom", "evolved-from"),
        ("irel:previousVersion", "evolved-from"),
        ("sameAs", "same-as"),
        ("irel:seeAlso", None),
        ("main", None),
        ("", None),
    ],
)
def test_links_are_named(name: str, kind: str | None) -> None:
    assert relation(name) == kind


@pytest.mark.parametrize(
    ("action", "target", "kind"),
    [
        ("hopaction:created", "hatarget:content", "created"),
        ("hopaction:created", "hatarget:metadata", "revised"),
        ("hopaction:enhanced", "hatarget:content", "revised"),
        ("published", "", "published"),
        ("x:transmitted", "", "transmitted"),
        ("provided", "", "provided"),
        ("", "", "transmitted"),
    ],
)
def test_actions_are_named(action: str, target: str, kind: str) -> None:
    assert deed(action, target) == kind


def test_roles_of_sources_are_named() -> None:
    told = ["", "isrol:originfo", "isrol:origcont", "isrol:distributor", "isrol:enhancer", "isrol:supplier", "anything"]
    assert [part_played(r) for r in told] == ["credited", "credited", "created", "transmitted", "revised", "provided", "credited"]


def test_descent_comes_first_then_time_then_who_else_is_named() -> None:
    steps = [
        step("provided", None, "provider"),
        step("revised", "2024-02-13T15:00+02:00", "late"),
        step("created", "2024-02-13T12:30+00:00", "early"),
        step("transmitted", None, "hop 2"),
        step("created", "2024-02-13", "day"),
        step("derived-from", None, "link"),
        step("provided", None, "provider"),
    ]
    assert [s.how for s in ordered(steps)] == ["link", "day", "early", "late", "provider", "hop 2"]


def test_a_hop_without_a_time_stays_behind_the_one_before_it() -> None:
    hops = [
        step("created", "2024-02-13T12:00+00:00", "hop 1"),
        step("transmitted", None, "hop 2"),
        step("published", "2024-02-13T14:00+00:00"),
    ]
    assert [s.how for s in ordered(hops)] == ["hop 1", "hop 2", "x"]


TIMES = st.none() | st.sampled_from(["2024", "2024-02", "2024-02-13", "2024-02-13T12:00", "2024-02-13T12:00+05:30", "nonsense", ""])


@given(
    st.lists(
        st.builds(step, st.sampled_from(["created", "derived-from", "credited"]), TIMES, st.sampled_from(["hop 1", "hop 2", "x"]))
    )
)
def test_nothing_is_lost_and_ordering_again_changes_nothing(steps: list[Handling]) -> None:
    once = ordered(steps)
    assert set(once) == set(steps) and len(once) == len(set(steps))
    timed = [s for s in once if s.time in ("2024-02-13", "2024-02-13T12:00")]
    assert [s.time for s in timed] == sorted(s.time or "" for s in timed)


def test_agencies_are_found_in_short_fields() -> None:
    assert agencies_in("OSKVIK, Monday (Reuters)") == ("Reuters",)
    assert agencies_in("Ida Marlowe/AFP") == ("AFP",)
    assert agencies_in("Ida Marlowe") == ()


def test_credits_leave_out_the_provider_and_people() -> None:
    assert credited(["Norland News Agency/AFP"], ["Reuters", "Ida Marlowe", "AFP"], "Oskvik Courier") == (
        "Norland News Agency",
        "AFP",
        "Reuters",
    )
    assert credited(["By Ida Marlowe"], ["https://a.example/", "Thomson Reuters"], "Reuters") == ()
    assert credited(["Ida Marlowe", "Norra Kusten"], [], None, ["Ida Marlowe"]) == ("Norra Kusten",)


def test_pictures_are_credited_to_agencies_and_bodies() -> None:
    assert pictured(["Per Holm/AFP", "Photo: Per Holm", "Eva Strand via Harbour Pictures", "AFP"]) == ("AFP", "Harbour Pictures")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_words_are_taken(a: str, b: str) -> None:
    assert all(name.strip() for name in (*credited([a], [b], None), *pictured([a, b]), *agencies_in(a)))
    assert relation(a) is None or (deed(b) and part_played(a))
