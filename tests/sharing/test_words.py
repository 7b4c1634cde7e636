"""Machine code cuts and folds words as the definition in Python does, whatever the text."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stemma.sharing import aligned, words
from stemma.sharing.folding import HARD, INVISIBLE, MARK, SEPARATOR, cut, folded, table, word_hash
from stemma.sharing.words import places

# Letters of all kinds, marks, invisible characters, lone surrogates, NUL: what real pages and hostile ones are made of.
RARE = st.sampled_from(list("aZéÉßſİıΣςЖ中가ᅡ½²ﬁﬃǅª’“—'-_ \u00a0\t\n\0\u00ad\u200b\u200d\ufeff\u0301\u0345\ufe0f\ud800\udfff😀𝐀"))
TEXT = st.text(st.one_of(RARE, RARE, st.characters(), st.characters(categories=["Cs", "Mn", "Lo", "Nd", "No", "Cf"])), max_size=60)


def slow(text: str) -> list[int]:
    """The hashes of the words of `text` by the definition."""
    return [word_hash(folded(text[a:b])) for a, b in cut(text)]


@settings(deadline=None)  # the first example has the machine code loaded, or made
@given(st.lists(TEXT, max_size=6))
@example(["a" + "\u0301\u0323" * 150, "é" * 250 + "½", "A\u0301" * 100 + "b"])
@example(["Ｗord ﬁne", "", "a\u0301", "\u0301a", "가 ᄀ\u1161"])
def test_words_are_those_of_the_definition(texts: list[str]) -> None:
    made = words(texts)
    assert [made.hashes[a:b].tolist() for a, b in zip(made.starts[:-1], made.starts[1:], strict=True)] == [slow(t) for t in texts]
    for n, text in enumerate(texts):
        hashes, at = places(text)
        assert hashes.tolist() == slow(text) and [tuple(p) for p in at.tolist()] == cut(text)
        # A text's fingerprint is that of its words, whoever stands beside it.
        assert (made.prints[n] == words([text]).prints[0]).all()


@given(TEXT)
def test_case_quotes_and_compatibility_forms_do_not_count(text: str) -> None:
    for one in text.split():
        assert folded(folded(one)) == folded(one)
    again = text.translate(str.maketrans({"’": "'", "“": '"', "—": "-", "\u00a0": " "}))
    assert words([text]).hashes.tolist() == words([again]).hashes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ﬁrst", "the first"), ("co\u00adoperation", "cooperation"), ("CAFÉ", "cafe\u0301"), ("STRASSE", "straße"),
        ("１２ km²", "12 KM2"), ("don’t", "don't"), ("a\u200bb", "ab"), ("ЖУК", "жук"),
    ],
)  # fmt: skip
def test_words_that_are_the_same(one: str, other: str) -> None:
    assert words([one]).hashes.tolist() == words([other]).hashes.tolist()
    assert words([one]).prints.tolist() == words([other]).prints.tolist()


def test_the_table_says_of_every_code_point_what_the_definition_says() -> None:
    joining = {ord(parts[1]) for parts in map(_parts, range(0x110000)) if len(parts) == 2} | set(range(0x1160, 0x1200))
    for code, kind in enumerate(table().tolist()):
        char = chr(code)
        category = unicodedata.category(char)
        if char.isalnum():
            form = folded(char)
            alone = len(form) == 1 and code not in joining and ord(form) not in joining and not unicodedata.combining(form)
            assert kind == (ord(form) if alone else HARD), hex(code)
        elif category == "Cf" or code == 0x34F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            assert kind == INVISIBLE, hex(code)
        else:
            assert kind == (MARK if category[0] == "M" else SEPARATOR), hex(code)


def _parts(code: int) -> list[str]:
    """The letters or digits' canonical decomposition."""
    parts = unicodedata.decomposition(chr(code)).split() if chr(code).isalnum() else []
    return [] if parts[:1] and parts[0].startswith("<") else [chr(int(p, 16)) for p in parts]


def test_a_code_point_of_the_table_stands_alone_whatever_follows() -> None:
    kinds = table()
    assert kinds[ord("A")] == ord("a") and kinds[ord("ﬁ")] == HARD and kinds[0x301] == MARK and kinds[0xAD] == INVISIBLE
    plain = np.flatnonzero(kinds >= 0)
    assert len(plain) > 100_000
    # No letter of the table joins with one before it: normalising all of them at once changes none.
    whole = "".join(map(chr, kinds[plain].tolist()))
    assert unicodedata.normalize("NFKC", whole) == whole


@given(
    st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "ij", "kl"]), max_size=60),
    st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "ij", "kl"]), max_size=60),
)
def test_aligned_spans_quote_equal_words(one: list[str], other: list[str]) -> None:
    left, right = " ".join(one), " ".join(other).upper().replace(" ", " — ")
    last = 0
    for passage in aligned(left, right):
        a, b = left[passage.left.start : passage.left.end], right[passage.right.start : passage.right.end]
        assert [folded(a[x:y]) for x, y in cut(a)] == [folded(b[x:y]) for x, y in cut(b)]
        assert len(cut(a)) == passage.words >= 5 and last <= passage.left.start
        last = passage.left.end
    shared = {tuple(one[n : n + 5]) for n in range(len(one) - 4)} & {tuple(other[n : n + 5]) for n in range(len(other) - 4)}
    assert bool(shared) == bool(aligned(left, right))
