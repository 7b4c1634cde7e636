"""What must always hold of shared text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.sharing import Settings, Text, copies, words
from tests.sharing.test_copies import prose, same

SOURCES = [prose(n, 40).split() for n in range(6)]


@st.composite
def collections(draw: st.DrawFn, most: int = 14, alone: bool = False) -> list[Text]:
    """Texts pieced together from a few sources, at a few outlets (`alone`: each at its own)."""
    out = []
    for n in range(draw(st.integers(0, most))):
        pieces = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(0, 40)), max_size=4))
        text = " ".join(" ".join(SOURCES[s][a : a + size]) for s, a, size in pieces)
        out.append(Text(f"t{n}", draw(st.sampled_from(["", f"o{n}"] if alone else ["", "one", "two", "three"])), text))
    return out


@settings(max_examples=60, deadline=None)
@given(collections(), st.randoms(use_true_random=False), st.integers(1, 3))
def test_order_and_threads_change_nothing(texts: list[Text], draw: object, threads: int) -> None:
    whole = copies(texts)
    shuffled = list(texts)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    assert same(whole, copies(shuffled, settings=Settings(threads=threads, memory=1)))


@settings(max_examples=60, deadline=None)
@given(collections(most=7, alone=True))
def test_every_pair_is_what_counting_by_hand_finds(texts: list[Text]) -> None:
    # No n-gram is chrome or common in so few pages of so many outlets if the limits are beyond them.
    given_ = Settings(pages=100, part=100.0, crowd=100)
    grams = {}
    for text in texts:
        made = words([text.text]).hashes.tolist()
        grams[text.id] = {tuple(made[n : n + 5]) for n in range(len(made) - 4)}
    found = copies(texts, settings=given_)
    joined = {i: n for n, group in enumerate(found.groups()) for i in group}
    for pair in found.pairs():
        both = len(grams[pair.left] & grams[pair.right])
        assert pair.left < pair.right and pair.shared == both >= given_.fewest
        assert (pair.left_share, pair.right_share) == (both / len(grams[pair.left]), both / len(grams[pair.right]))
        assert joined[pair.left] == joined[pair.right]
    for a in grams:
        for b in grams:
            if a < b and len(grams[a] & grams[b]) >= given_.least:
                assert joined[a] == joined[b]


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 8), st.integers(6, 60), st.integers(0, 3))
def test_chrome_never_joins(pages: int, size: int, numbers: int) -> None:
    chrome = prose(500, size).split()
    texts = []
    for outlet in range(3):
        for n in range(pages):
            own = list(chrome)
            for k in range(numbers):
                own[(7 * k + outlet) % size] = str(1000 * outlet + n)  # counts that change from page to page
            texts.append(
                Text(f"{outlet} {n}", f"outlet {outlet}", f"{' '.join(own)} {prose(600 + 10 * outlet + n, 60)} {' '.join(own)}")
            )
    assert copies(texts).groups() == ()


@settings(max_examples=30, deadline=None)
@given(collections())
def test_duplicates_change_no_other_pair(texts: list[Text]) -> None:
    again = [Text(f"z{t.id}", t.outlet, t.text) for t in texts[:5]]
    before = {(p.left, p.right): p for p in copies(texts, settings=Settings(pages=100, part=100.0)).pairs()}
    after = {(p.left, p.right): p for p in copies(texts + again, settings=Settings(pages=100, part=100.0)).pairs()}
    assert {k: v for k, v in after.items() if not k[1].startswith("z")} == before
