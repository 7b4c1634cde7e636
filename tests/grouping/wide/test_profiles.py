from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.grouping.wide.profiles import DAY, FIGURE, KEPT, NAME, PLACE, TERM, profile
from stemma.grouping.wide.surfaces import surfaces
from tests.grouping.wide.made import article, report


def flags(text: str) -> dict[int, int]:
    records = profile(article("x", text)).array()
    return dict(zip(records["term"].tolist(), records["flags"].tolist(), strict=True))


def term(word: str) -> int:
    return surfaces([word])[0] & 0xFFFFFFFF


TEXT = (
    "Footbridge Gives Way\n"
    "A footbridge near Lubno gave way on 3 March, hurting 14 people. Firefighters came within minutes.\n"
    "Timber from the bridge, said Jana Horka, will be examined. Horka has run the town since 2014. People were shocked."
)


def test_names_are_told_by_capitals_inside_sentences() -> None:
    found = flags(TEXT)
    assert found[term("Horka")] & NAME
    assert found[term("Lubno")] == NAME | PLACE
    for word in ("footbridge", "Firefighters", "Timber", "People", "Way"):
        assert not found.get(term(word), 0) & NAME, word


def test_numbers_and_dates_are_kept_apart() -> None:
    found = flags(TEXT)
    assert found[term("14")] == FIGURE
    assert found[term("3")] == DAY
    assert found[term("2014")] & DAY
    assert found[term("March")] == DAY


def test_title_and_opening_are_the_head() -> None:
    records = profile(article("x", TEXT)).array()
    head = dict(zip(records["term"].tolist(), records["head"].tolist(), strict=True))
    assert head[term("footbridge")] == 2
    assert head[term("shocked")] == 0


def test_the_day_is_read_or_not_known() -> None:
    assert profile(report(0, 0, published="2031-05-02T10:00Z")).day == profile(report(0, 1, published="2031-05-02")).day
    for published in (None, "2031", "2031-99-99"):
        assert profile(report(0, 0, published=published)).day is None


def test_a_shouted_title_is_read_as_if_in_small_letters() -> None:
    loud, quiet = (
        profile(article("x", "FOOTBRIDGE GIVES WAY IN THE HILLS\n.")),
        profile(article("x", "footbridge gives way in the hills\n.")),
    )
    assert loud.terms == quiet.terms


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_sorted_terms(text: str) -> None:
    records = profile(article("x", text)).array()
    terms = records["term"].tolist()
    assert terms == sorted(set(terms))
    assert 0 not in terms
    assert len(records) <= KEPT
    assert (records["count"] > 0).all()
    assert (records["head"] <= records["count"]).all()


def test_hostile_texts_stay_small() -> None:
    for text in ("A1 " * 30_000, "x" * 100_000, " ".join(f"W{n}" for n in range(3_000)), "\u202e\x00" * 1000, "\n" * 9999):
        assert len(profile(article("x", text)).terms) <= KEPT * TERM.itemsize
