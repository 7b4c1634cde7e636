"""Which texts share text: by hand."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from stemma.errors import BadInput, Cancelled
from stemma.sharing import Copies, Settings, Text, aligned, copies


def prose(seed: int, words: int = 120) -> str:
    """Words that nobody wrote, in sentences."""
    draw = random.Random(seed)
    out = []
    for n in range(words):
        word = "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
        out.append(word.capitalize() if n % 12 == 0 else word + "." if n % 12 == 11 else word)
    return " ".join(out)


def same(one: Copies, other: Copies) -> bool:
    """Whether all columns are equal, byte for byte."""
    columns = ("left", "right", "shared", "left_share", "right_share")
    return one.ids == other.ids and all(getattr(one, c).tobytes() == getattr(other, c).tobytes() for c in columns)


def test_a_copy_a_part_and_a_quotation_are_found_and_strangers_are_not() -> None:
    source = prose(1)
    words = source.split()
    found = copies(
        [
            Text("a", "one", source),
            Text("b", "two", source.upper().replace(" ", "\u00a0")),
            Text("c", "three", prose(2, 60) + " " + " ".join(words[20:60]) + " " + prose(3, 60)),
            Text("d", "four", f"{prose(4)} “{' '.join(words[30:45])},” she said."),
            Text("e", "five", prose(5)),
        ]
    )
    assert found.groups() == (("a", "b", "c", "d"),)
    pairs = {(p.left, p.right): p for p in found.pairs()}
    assert pairs["a", "b"].left_share == pairs["a", "b"].right_share == 1.0
    assert pairs["a", "c"].shared == 36 and pairs["a", "c"].left_share == pytest.approx(36 / 116)
    assert pairs["a", "d"].shared == 11
    # b has the words of a: it is paired with a alone.
    assert set(pairs) == {("a", "b"), ("a", "c"), ("a", "d"), ("c", "d")}


def test_shares_are_exact() -> None:
    one, other = prose(1, 50), prose(2, 80)
    found = copies([Text("x", "p", one + " " + other), Text("y", "q", other)])
    (pair,) = found.pairs()
    assert (pair.shared, pair.left_share, pair.right_share) == (76, 76 / 126, 1.0)


def test_page_chrome_joins_nobody() -> None:
    chrome = prose(99, 80)
    texts = [Text(f"{o}{n}", f"outlet {o}", f"{prose(1000 * o + n)} {chrome}") for o in range(3) for n in range(12)]
    assert copies(texts).groups() == ()


def test_equal_texts_are_a_star() -> None:
    texts = [Text(f"{n:05}", f"o{n % 7}", prose(1)) for n in range(5000)]
    found = copies(texts)
    assert found.left.tolist() == [0] * 4999 and found.right.tolist() == list(range(1, 5000))
    assert len(found.groups()) == 1


def test_a_crowd_of_near_copies_costs_no_square() -> None:
    source = prose(1, 200).split()
    texts = []
    for n in range(1500):
        words = list(source)
        words[n % 200] = f"word{n}"
        texts.append(Text(f"{n:05}", f"outlet {n}", " ".join(words)))
    found = copies(texts)
    assert [len(g) for g in found.groups()] == [1500]
    assert len(found.left) < 20 * 1500


def test_nothing_and_next_to_nothing() -> None:
    assert copies([]).groups() == ()
    hostile = ["", "word", "\0\0", "\ud800 \udfff", "one two three four five", "  ", "½ ﬁ ǅ", "a\u0301" * 30]
    texts = [Text(f"{k}{n}", f"o{k}", t) for k in range(2) for n, t in enumerate(hostile)]
    assert copies(texts).groups() == ()


def test_an_id_twice() -> None:
    twice = [Text("a", "o", prose(1)), Text("b", "p", prose(1)), Text("a", "o", prose(1))]
    found = copies(twice)
    assert found.ids == ("a", "b") and len(found.left) == 1
    assert same(found, copies(twice[:2]))
    with pytest.raises(BadInput) as error:
        copies([Text("a", "o", prose(1)), Text("a", "o", prose(2))])
    assert error.value.code == "id-twice"


def test_what_is_no_text() -> None:
    with pytest.raises(BadInput) as error:
        copies(["words"])  # type: ignore[list-item]
    assert error.value.code == "not-a-text"


def test_order_batches_threads_and_memory_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    sources = [prose(n, 150).split() for n in range(40)]
    texts = []
    for n in range(300):
        a, b = draw.randrange(40), draw.randrange(40)
        cut = draw.randrange(20, 120)
        texts.append(Text(f"t{n}", f"o{draw.randrange(30)}", " ".join(sources[a][:cut] + sources[b][cut:]) + f" end{n}"))
    whole = copies(texts)
    assert len(whole.left) > 300
    shuffled = list(texts)
    draw.shuffle(shuffled)
    assert same(whole, copies(shuffled))
    assert same(whole, copies(iter(texts), settings=Settings(threads=1)))
    monkeypatch.setattr("stemma.sharing.collection.BATCH", 5000)
    monkeypatch.setattr("stemma.sharing.index.PARTITION", 512)
    monkeypatch.setattr("stemma.sharing.index.STREAMS", 8)
    assert same(whole, copies(texts, settings=Settings(threads=3)))


def test_the_work_tells_how_far_it_is_and_stops_when_told() -> None:
    texts = [Text(str(n), str(n), prose(n)) for n in range(20)]
    told: list[tuple[str, int, int]] = []
    copies(texts, progress=lambda *step: told.append(step))
    assert {"reading", "indexing", "counting shared n-grams"} <= {step for step, _, _ in told}
    assert all(done <= total or not total for _, done, total in told)
    with pytest.raises(Cancelled):
        copies(texts, cancel=lambda: True)


def test_aligned_passages_stand_where_they_say() -> None:
    one = "He said: “We don’t know when the ﬁrst bridge — the old one — will open.” Nothing else was said."
    other = 'It stays shut. "WE DON\'T KNOW when the first\u00a0bridge, the old one, will open", they were told; nothing new.'
    (passage,) = aligned(one, other)
    assert one[passage.left.start : passage.left.end] == "We don’t know when the ﬁrst bridge — the old one — will open"
    assert other[passage.right.start : passage.right.end] == "WE DON'T KNOW when the first\u00a0bridge, the old one, will open"
    assert passage.words == 13
    assert aligned(one, "") == () == aligned("", "")


def test_all_pairs_of_a_small_collection_against_sets() -> None:
    draw = random.Random(3)
    sources = [prose(n, 80).split() for n in range(12)]
    texts = []
    for n in range(40):
        a, b = draw.randrange(12), draw.randrange(12)
        texts.append(Text(f"t{n:02}", f"o{n}", " ".join(sources[a][: draw.randrange(80)] + sources[b])))
    grams = {
        t.id: {tuple(w[n : n + 5]) for n in range(len(w) - 4)}
        for t in texts
        for w in [[x.lower().strip(".") for x in t.text.split()]]
    }
    expected = {(a, b): len(grams[a] & grams[b]) for a, b in combinations(sorted(grams), 2) if len(grams[a] & grams[b]) >= 11}
    found = {(p.left, p.right): p.shared for p in copies(texts, settings=Settings(fewest=11)).pairs()}
    twins = {t.text: t.id for t in reversed(texts)}
    first = {t.id: twins[t.text] for t in texts}
    expected = {k: v for k, v in expected.items() if first[k[1]] == k[0] or (first[k[0]] == k[0] and first[k[1]] == k[1])}
    assert found == expected
    assert np.all(copies(texts).left < copies(texts).right)
