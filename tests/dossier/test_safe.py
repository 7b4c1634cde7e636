"""Text of strangers on the page."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier.safe import finalize, oneline, plainly, shown

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
HIDING = "\u202e\u2066\u200b\u200f\ufeff\x00\x1b\u2028\ud800"


def test_every_hiding_character_is_named_and_none_is_left() -> None:
    for character in HIDING:
        assert character not in plainly(f"a{character}b")
        assert plainly(f"a{character}b") == f"a[U+{ord(character):04X}]b"
        assert f"U+{ord(character):04X}</span>" in shown(f"a{character}b")


def test_markup_is_text() -> None:
    assert shown("<script>alert('x')</script>") == "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
    assert finalize("a\u202eb") == "a[U+202E]b"
    assert finalize(shown("a<b")) == "a&lt;b"
    assert finalize(3) == 3


def test_what_other_scripts_need_is_kept() -> None:
    persian = "می\u200cخواهم"
    assert plainly(persian) == persian
    assert plainly("a\u200cb") == "a[U+200C]b"
    assert plainly("Tab\there\nthere, naïve, 漢字, so\u00adft") == "Tab\there\nthere, naïve, 漢字, so\u00adft"


@given(ANY)
def test_always_encodable_and_nothing_dropped(text: str) -> None:
    plainly(text).encode("utf-8")
    assert "<" not in shown(text).replace('<span class="odd"', "").replace("</span>", "")
    kept = [c for c in text if c not in "\u200c\u200d" and plainly(c) == c]
    out = iter(unescape(plainly(text)))
    assert all(c in out for c in unescape("".join(kept)))


@given(ANY, st.integers(2, 40))
def test_oneline_is_one_line_and_short(text: str, limit: int) -> None:
    line = oneline(text, limit)
    assert "\n" not in line
    assert len(line) <= limit


def test_oneline_cuts_at_a_word() -> None:
    assert oneline("the berth  will\nclose", 100) == "the berth will close"
    assert oneline("the berth will close in June", 16) == "the berth will…"
