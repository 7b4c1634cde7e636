"""Text of strangers on the page."""

from __future__ import annotations

import json
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier.safe import address, direction, escaped, finalize, finalize_apart, isolated, oneline, plainly, shown, told

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


HEBREW = "הקיר נפל"


def test_a_pile_of_marks_is_cut_to_eight_and_a_count() -> None:
    assert plainly("e" + "\u0301" * 8 + "n") == "e" + "\u0301" * 8 + "n"
    assert plainly("e" + "\u0301" * 300 + "n") == "e" + "\u0301" * 8 + "[+292]n"
    assert shown("e" + "\u0301\u20dd" * 50).count("\u0301") == 4
    vowels = "בְּרֵאשִׁית בָּרָא אֱלֹהִים"
    assert plainly(vowels) == vowels


def test_what_runs_from_right_to_left_is_isolated_and_nothing_else() -> None:
    assert isolated(f"in {HEBREW} 12 May") == f"in \u2068{HEBREW}\u2069 12 May"
    assert isolated(f"it said “{HEBREW} 3:40, again” at 5") == f"it said “\u2068{HEBREW} 3:40, again\u2069” at 5"
    assert isolated("it said “nothing” at 5") == "it said “nothing” at 5"
    assert told(f"<{HEBREW}> 1") == f"&lt;\u2068{HEBREW}\u2069&gt; 1"
    assert finalize_apart(f"{HEBREW}\u202e") == f"\u2068{HEBREW}\u2069[U+202E]"
    assert finalize_apart(shown(HEBREW)) == HEBREW
    assert finalize(HEBREW) == HEBREW


def test_a_quotation_turns_no_paragraph() -> None:
    assert direction(f"“{HEBREW},” said the engineer, who was there.") == "ltr"
    assert direction(f"{HEBREW} (NATO)") == "rtl"
    assert direction("") == direction("12 May") == "ltr"


@given(ANY)
def test_isolates_are_balanced_and_nothing_else_is_added(text: str) -> None:
    text = text.translate({0x2068: None, 0x2069: None})
    found = isolated(text)
    assert found.translate({0x2068: None, 0x2069: None}) == text
    depth = [c for c in found if c in "\u2068\u2069"]
    assert depth == ["\u2068", "\u2069"] * (len(depth) // 2)


@given(ANY)
def test_json_for_a_terminal_means_the_same(text: str) -> None:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    line = escaped(json.dumps({"a": whole}, ensure_ascii=False))
    assert json.loads(line) == {"a": whole}
    assert not any(c in line for c in HIDING)


def test_an_address_is_ascii() -> None:
    assert address("https://a.example/ä?b=%20#c") == "https://a.example/%C3%A4?b=%20#c"
