"""Independence of bare texts."""

import pytest

from stemma.asking import independence
from stemma.errors import BadInput
from tests.support.walk import demo_pages

TEXTS = [p.read_text("utf-8") for p in demo_pages()]
NAMES = [p.stem for p in demo_pages()]
CLAIM = "Tarsia will lease its harbour to a satellite company for forty years"


def test_echoes_are_one_family_and_one_origin() -> None:
    answer = independence(TEXTS, CLAIM)
    assert sorted(n for f in answer.families for n in f.texts) == list(range(len(TEXTS)))
    gazette = NAMES.index("calder-gazette")
    assert next(f for f in answer.families if gazette in f.texts).texts == (gazette,)
    (asserting,) = [s for s in answer.claims[0].sides if s.side == "asserting"]
    assert len(asserting.texts) >= 4 and (asserting.lower, len(asserting.keep)) == (1, 1)
    assert set(asserting.keep) <= set(asserting.texts)
    assert asserting.reasons and all(r.note for r in asserting.reasons)
    (denying,) = [s for s in answer.claims[0].sides if s.side == "denying"]
    assert denying.texts == (NAMES.index("tarsia-today"),)


def test_the_order_of_the_texts_only_renames_them() -> None:
    forth, back = independence(TEXTS), independence(TEXTS[::-1])
    last = len(TEXTS) - 1
    assert {f.texts for f in forth.families} == {tuple(sorted(last - n for n in f.texts)) for f in back.families}


def test_a_claim_that_no_text_makes_is_not_found() -> None:
    answer = independence(TEXTS[:2], "The price of coffee rose by a third in Lisbon")
    assert answer.claims == () and "none of them says this" in answer.words


def test_an_equal_text_is_its_own_place_and_adds_no_origin() -> None:
    once, twice = independence(TEXTS[:3], CLAIM), independence([*TEXTS[:3], TEXTS[1]], CLAIM)
    assert sorted(n for f in twice.families for n in f.texts) == [0, 1, 2, 3]
    assert next(f for f in twice.families if 1 in f.texts) == next(f for f in twice.families if 3 in f.texts)
    assert once.claims[0].sides[0].lower == twice.claims[0].sides[0].lower


def test_what_cannot_be_used_is_set_aside_by_its_place() -> None:
    answer = independence([TEXTS[0], "", "Cookies | Login | Terms"])
    assert [(r.source, r.code) for r in answer.rejected] == [("text 1", "empty"), ("text 2", "no-article")]
    assert [f.texts for f in answer.families] == [(0,)]
    assert independence([]).families == ()


def test_a_claim_without_words_is_refused() -> None:
    with pytest.raises(BadInput, match="without words"):
        independence(TEXTS[:1], "  ")


def test_one_text_alone_is_a_list_of_one() -> None:
    for text in (TEXTS[0], TEXTS[0].encode()):
        answer = independence(text)
        assert [f.texts for f in answer.families] == [(0,)] and answer.rejected == ()


def test_what_is_no_text_is_set_aside_by_its_place() -> None:
    answer = independence([None, TEXTS[0], demo_pages()[0], 3])  # type: ignore[list-item]
    assert [(r.source, r.code) for r in answer.rejected] == [
        ("text 0", "not-a-text"),
        ("text 2", "not-a-text"),
        ("text 3", "not-a-text"),
    ]
    assert "found NoneType" in answer.rejected[0].message and "stemma.read" in answer.rejected[1].hint
    assert [f.texts for f in answer.families] == [(1,)]


def test_a_family_is_told_by_what_holds_it_to_its_root() -> None:
    family = max(independence(TEXTS).families, key=lambda f: len(f.texts))
    assert family.root is None and "share text that none of them can have had from another" in family.words


def test_a_report_with_two_originals_is_told_of_in_its_family() -> None:
    """The built-in story: the weekly put a gazette's interviews behind the agency's report."""
    families = independence(TEXTS).families
    (told,) = [f.words for f in families if "has part of its text from" in f.words]
    assert told.endswith("; World Desk Weekly has part of its text from Calder Gazette")
