"""Planted page chrome joins nobody, whatever its shape and size, also in small collections; and a copy under it is still found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.sharing import Text, copies
from tests.sharing.test_copies import prose


def collection(outlets: int, pages: int, body: int, shape: str, size: int, numbers: int, own: int, copied: bool) -> list[Text]:
    """`pages` pages of each outlet; bodies of `body` words, all different but for one copy where `copied`; chrome of `size` words.

    shape: "outlet" below the pages of each its own, "publisher" below those of all, "agency" below two pages in three of all,
    above the outlet's own foot, "banner" above all. `numbers` words of it change from page to page; `own` words of menu stand
    above every page of an outlet.
    """
    texts = []
    for o in range(outlets):
        for n in range(pages):
            words = prose(500 if shape != "outlet" else 500 + o, size).split()
            for k in range(numbers):
                words[(31 * k + 5) % size] = str(100 * o + n)
            chrome = " ".join(words)
            told = prose(10_000 if copied and n == 0 and o < 2 else 20_000 + 100 * o + n, body)
            menu = prose(700 + o, own)
            parts = {
                "outlet": [menu, told, chrome],
                "publisher": [menu, told, chrome],
                "agency": [menu, told, *([chrome] if (o + n) % 3 else []), prose(800 + o, 12)],
                "banner": [chrome, menu, told],
            }[shape]
            texts.append(Text(f"{o} {n}", f"outlet {o}", "\n".join(parts)))
    return texts


SHAPES = [("outlet", 3, 3), ("publisher", 2, 3), ("publisher", 5, 3), ("publisher", 5, 7), ("agency", 6, 3), ("banner", 5, 3)]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SHAPES),
    st.integers(0, 3),
    st.integers(40, 250),
    st.integers(12, 200),
    st.integers(0, 3),
    st.sampled_from([0, 8, 30]),
    st.booleans(),
)
def test_planted_chrome_joins_nobody(
    shape: tuple[str, int, int], more: int, body: int, size: int, numbers: int, own: int, copied: bool
) -> None:
    name, outlets, pages = shape
    found = copies(collection(outlets, pages + more, body, name, size, numbers, own, copied))
    assert found.groups() == ((("0 0", "1 0"),) if copied else ())


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(60, 250), st.integers(20, 50), st.sampled_from([6, 8]), st.booleans())
def test_two_pages_of_every_outlet_of_a_publisher_are_enough(outlets: int, body: int, part: int, own: int, copied: bool) -> None:
    """Chrome up to half of the body."""
    found = copies(collection(outlets, 2, body, "publisher", max(12, body * part // 100), 0, own, copied))
    assert found.groups() == ((("0 0", "1 0"),) if copied else ())


@settings(max_examples=40, deadline=None)
@given(st.integers(9, 40), st.integers(12, 45), st.sampled_from([0, 8, 30]), st.booleans())
def test_a_banner_over_one_page_of_every_outlet_joins_nobody(outlets: int, size: int, own: int, copied: bool) -> None:
    found = copies(collection(outlets, 1, 250, "banner", size, 0, own, copied))
    assert found.groups() == ((("0 0", "1 0"),) if copied else ())


def test_a_story_that_outlets_printed_twice_is_no_chrome() -> None:
    """Two outlets, each with two versions of a story and nothing about them: what comes again at the pages' ends is the story."""
    source = prose(1, 120).split()
    texts = []
    for outlet in range(2):
        for n in range(2):
            words = list(source)
            words[40 + 20 * outlet + 10 * n] = "changed"
            texts.append(Text(f"{outlet} {n}", f"outlet {outlet}", " ".join(words)))
    assert len(copies(texts).left) == 6
    quoting = [
        Text(f"{o} {n}", f"outlet {o}", f"{prose(900 + 2 * o + n, 90)} {' '.join(source[:50])} {prose(950 + 2 * o + n, 90)}")
        for o in range(2)
        for n in range(2)
    ]
    assert {(p.left, p.right) for p in copies(quoting).pairs()} == {(f"0 {a}", f"1 {b}") for a in range(2) for b in range(2)}


@pytest.mark.parametrize(("outlets", "twice"), [(9, 3), (8, 3), (10, 0), (20, 6), (30, 8)])
def test_a_wire_story_that_some_outlets_brought_up_to_date_is_no_chrome(outlets: int, twice: int) -> None:
    source = prose(1, 300).split()
    texts = []
    for o in range(outlets):
        texts += [Text(f"other {o} {n}", f"outlet {o}", prose(20_000 + 100 * o + n, 350)) for n in range(12)]
        texts.append(Text(f"first {o}", f"outlet {o}", f"{prose(500 + o, 30)} {' '.join(source)}"))
        if o < twice:
            later = [*source, *prose(700 + o, 30).split()]
            for at in range(0, 300, 60):
                later[at] = f"changed{o}{at}"
            texts.append(Text(f"later {o}", f"outlet {o}", f"{prose(500 + o, 30)} {' '.join(later)}"))
    assert [len(group) for group in copies(texts).groups()] == [outlets + twice]


def test_when_a_page_was_made_is_no_evidence() -> None:
    for words, joined in ((14, False), (15, True)):
        quotation = " ".join(prose(3, 40).split()[:words])
        texts = [
            Text(
                str(n),
                f"outlet {n}",
                f"{prose(50 + n, 9)} by Ann Berg\nPublished on Monday at 7\n{prose(60 + n, 40)} {quotation} {prose(70 + n)}",
            )
            for n in range(2)
        ]
        assert bool(copies(texts).groups()) == joined
